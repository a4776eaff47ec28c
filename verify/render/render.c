/* All files of a report. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/case_figures.h"
#include "verify/render/topic.h"
#include "verify/render/witness.h"

static int case_page(pages_t p, const report_struct *r, const case_row *c)
{
    case_figures_t figures;
    case_figures_init(figures, r, c);
    int state = case_figures_write(p, figures);
    FILE *out = state == 0 ? page_open(p, c->page) : NULL;
    if (out != NULL) {
        write_case(out, p, r, c, figures);
        state = page_close(p);
    }
    case_figures_clear(figures);
    return out == NULL ? -1 : state;
}

static int case_pages(pages_t p, const report_struct *r)
{
    for (size_t k = 0; k < r->case_count; k++)
        if (!r->cases[k].pseudo && case_page(p, r, &r->cases[k])) return -1;
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

static void limits(FILE *out, const report_struct *r)
{
    (void)r;
    write_limits(out);
}

static void glossary(FILE *out, const report_struct *r)
{
    (void)r;
    write_glossary(out);
}

static int single_pages(pages_t p, const report_struct *r)
{
    static const struct {
        const char *name;
        void (*write)(FILE *out, const report_struct *r);
    } page[] = {
        {"index.md", write_index},
        {"findings.md", write_findings},
        {"claims.md", write_claims},
        {"matrix.md", write_matrix},
        {"claim-graph.md", write_claim_graph},
        {"sharpness.md", write_sharpness},
        {"monotone-deq.md", write_monotone},
        {"power.md", write_power},
        {"glossary.md", glossary},
        {"limits.md", limits},
        {"reproducibility.md", write_reproducibility},
        {"provenance.md", write_provenance},
        {"junit.xml", write_junit},
    };
    for (size_t k = 0; k < sizeof page / sizeof *page; k++) {
        FILE *out = page_open(p, page[k].name);
        if (out == NULL) return -1;
        page[k].write(out, r);
        if (page_close(p)) return -1;
    }
    return 0;
}

static int make_folders(const char *directory, store_error_t error)
{
    static const char *const folder[] = {"/cases", "/claims", "/topics", "/witnesses"};
    char path[4096];
    for (size_t k = 0; k < sizeof folder / sizeof *folder; k++) {
        if (snprintf(path, sizeof path, "%s%s", directory, folder[k]) >= (int)sizeof path) {
            snprintf(error->text, sizeof error->text, "the name of the reports directory is too long: %.200s...",
                     directory);
            return -1;
        }
        if (make_directory(path, error)) return -1;
    }
    return 0;
}

/* ---- topics ----------------------------------------------------------------------------------------- */

typedef struct {
    char **name;
    size_t count;
} names;

static void add_name(void *context, const char *topic)
{
    names *n = context;
    n->name = report_memory(realloc(n->name, (n->count + 1) * sizeof *n->name));
    n->name[n->count++] = report_memory(strdup(topic));
}

static int topic_pages(pages_t p, store_t s, const names *topics, int linked, store_error_t error)
{
    int state = 0;
    for (size_t k = 0; k < topics->count && state == 0; k++) {
        topic_page_t t;
        state = topic_page_load(t, s, topics->name[k], error);
        if (state == 0) state = write_topic(p, t, linked);
        topic_page_clear(t);
    }
    store_show(s, "");
    return state;
}

int render_reports(store_t s, const char *directory, store_error_t error)
{
    report_t r;
    pages_t p;
    names topics = {NULL, 0};
    pages_init(p, directory, error);
    int state = report_load(r, s, error), whole = state == 0;
    if (store_each_topic(s, add_name, &topics, error)) state = -1;
    /* A store with nothing but topics has their pages alone. */
    if (!whole && r->case_count == 0 && topics.count > 0) state = 0;
    if (state == 0) state = make_folders(directory, error);
    if (state == 0 && whole)
        state = case_pages(p, r) || claim_pages(p, r) || single_pages(p, r) || write_witnesses(p, r) ? -1 : 0;
    if (state == 0) state = topic_pages(p, s, &topics, whole, error);
    if (state == 0) state = pages_finish(p);
    for (size_t k = 0; k < topics.count; k++) free(topics.name[k]);
    free(topics.name);
    pages_clear(p);
    report_clear(r);
    return state;
}

int render_junit(FILE *out, store_t s, store_error_t error)
{
    report_t r;
    int state = report_load(r, s, error);
    if (state == 0) write_junit(out, r);
    report_clear(r);
    return state;
}
