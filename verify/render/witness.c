/* The witness files of a report (docs/witness.md): a heading that says which unit, then the text its verdict was stored with. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/witness.h"

char *witness_name(const report_struct *r, const unit_row *u)
{
    const char *name = r->cases[u->case_index].name;
    size_t size = strlen(name) + strlen(u->claim) + 32;
    char *text = report_memory(malloc(size)), *page;
    int used = snprintf(text, size, "%s-%s", name, u->claim);
    if (u->width >= 0) snprintf(text + used, size - (size_t)used, "-%ld", u->width);
    page = page_name("witnesses/", text, ".txt");
    free(text);
    return page;
}

/* A name from the disk, kept to one line. */
static void line(FILE *out, const char *key, const char *value)
{
    fprintf(out, "%s ", key);
    one_line(out, value);
    fputc('\n', out);
}

int write_witnesses(pages_t p, const report_struct *r)
{
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const case_row *c = &r->cases[u->case_index];
        if (u->witness[0] == '\0') continue;
        char *name = witness_name(r, u);
        FILE *out = page_open(p, name);
        free(name);
        if (out == NULL) return -1;
        const char *file = strrchr(c->path, '/');
        fputs("deqcert-witness 1\n", out);
        line(out, "claim", u->claim);
        line(out, "case", c->name);
        line(out, "path", c->path[0] == '/' && file != NULL ? file + 1 : c->path); /* as on the case's page */
        line(out, "hash", c->hash);
        if (u->width >= 0)
            fprintf(out, "width %ld\n", u->width);
        else
            fputs("width none\n", out);
        fputs(u->witness, out);
        if (page_close(p)) return -1;
    }
    return 0;
}
