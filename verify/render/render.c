/* All files of a report. */
#include <stdlib.h>
#include "verify/render/report.h"

static int case_pages(pages_t p, const report_struct *r)
{
    for (size_t k = 0; k < r->case_count; k++) {
        if (r->cases[k].pseudo) continue;
        FILE *out = page_open(p, r->cases[k].page);
        if (out == NULL) return -1;
        write_case(out, r, &r->cases[k]);
        if (page_close(p)) return -1;
    }
    return 0;
}

static int claim_pages(pages_t p, const report_struct *r)
{
    for (size_t k = 0; k < r->claim_count; k++) {
        if (r->claims[k].page == NULL) continue;
        FILE *out = page_open(p, r->claims[k].page);
        if (out == NULL) return -1;
        write_claim(out, r, &r->claims[k], p->directory);
        if (page_close(p)) return -1;
    }
    return 0;
}

static int single_pages(pages_t p, const report_struct *r)
{
    FILE *out;
    if ((out = page_open(p, "index.md")) == NULL) return -1;
    write_index(out, r);
    if (page_close(p) || (out = page_open(p, "provenance.md")) == NULL) return -1;
    write_provenance(out, r);
    if (page_close(p) || (out = page_open(p, "limits.md")) == NULL) return -1;
    write_limits(out);
    if (page_close(p) || (out = page_open(p, "junit.xml")) == NULL) return -1;
    write_junit(out, r);
    return page_close(p);
}

static int make_folders(const char *directory, store_error_t error)
{
    static const char *const folder[] = {"/cases", "/claims"};
    char path[4096];
    for (int k = 0; k < 2; k++) {
        if (snprintf(path, sizeof path, "%s%s", directory, folder[k]) >= (int)sizeof path) {
            snprintf(error->text, sizeof error->text, "the name of the reports directory is too long: %.200s...",
                     directory);
            return -1;
        }
        if (make_directory(path, error)) return -1;
    }
    return 0;
}

int render_reports(store_t s, const char *directory, store_error_t error)
{
    report_t r;
    pages_t p;
    int state = report_load(r, s, error);
    pages_init(p, directory, error);
    if (state == 0) state = make_folders(directory, error);
    if (state == 0) state = case_pages(p, r) || claim_pages(p, r) || single_pages(p, r) || pages_finish(p) ? -1 : 0;
    pages_clear(p);
    report_clear(r);
    return state;
}
