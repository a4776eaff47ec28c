/* The page of one claim: the statement once, its verdicts in every case, how to run it again. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/report.h"

static void section(FILE *out, const char *title, const char *text)
{
    if (text[0] != '\0') fprintf(out, "## %s\n\n%s\n\n", title, text);
}

static void depends(FILE *out, const report_struct *r, const char *ids)
{
    if (ids[0] == '\0') return;
    fputs("The source's proof uses:", out);
    for (const char *p = ids; *p != '\0';) {
        size_t length = strcspn(p, " ");
        char id[128];
        snprintf(id, sizeof id, "%.*s", (int)length, p);
        const claim_row *claim = report_claim(r, id);
        if (claim != NULL && claim->page != NULL)
            fprintf(out, " [%s](../%s)", id, claim->page);
        else
            fprintf(out, " %s", id);
        p += length;
        p += strspn(p, " ");
        if (*p != '\0') fputc(',', out);
    }
    fputs(".\n\n", out);
}

/* The code's file from the page's folder, when the reports lie below the directory the program ran in. */
static void code_link(FILE *out, const char *directory, const char *file)
{
    int depth = 1, inside = directory[0] != '/';
    for (const char *p = directory; *p != '\0' && inside;) {
        size_t length = strcspn(p, "/");
        if (length == 2 && strncmp(p, "..", 2) == 0) inside = 0;
        if (length > 0 && !(length == 1 && p[0] == '.')) depth++;
        p += length;
        p += strspn(p, "/");
    }
    fputs("Decided by ", out);
    if (!inside) {
        fprintf(out, "`%s`.\n\n", file);
        return;
    }
    fprintf(out, "[%s](", file);
    for (int k = 0; k < depth; k++) fputs("../", out);
    fprintf(out, "%s).\n\n", file);
}

static void verdicts(FILE *out, const report_struct *r, const claim_row *c)
{
    fputs("## Verdicts\n\n| case | width | verdict | expected |\n|---|---|---|---|\n", out);
    const case_row *example = NULL;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const case_row *in = &r->cases[u->case_index];
        if (in->pseudo || strcmp(u->claim, c->id) != 0) continue;
        if (example == NULL) example = in;
        fputs("| [", out);
        markdown_plain(out, in->name);
        fprintf(out, "](../%s#", in->page);
        markdown_anchor(out, c->id);
        fputs(") | ", out);
        if (u->width >= 0) fprintf(out, "%ld", u->width);
        fprintf(out, " | %s", unit_word(u));
        if (u->subkind[0] != '\0') fprintf(out, " (%s)", u->subkind);
        fputs(" | ", out);
        markdown_plain(out, u->expected);
        fputs(u->met ? " |\n" : " (**not met**) |\n", out);
    }
    fputc('\n', out);
    if (example == NULL) return;
    const char *file = strrchr(example->path, '/');
    fputs("To run it again, in this case or any other:\n\n```sh\nbuild/deqcert verify ", out);
    shell_word(out, example->path[0] == '/' && file != NULL ? file + 1 : example->path);
    fprintf(out, " --claims %s\n```\n\n", c->id);
}

static void planted(FILE *out, const report_struct *r, const claim_row *c)
{
    int any = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const claim_row *row = report_claim(r, u->claim);
        if (!r->cases[u->case_index].pseudo || row == NULL || strcmp(row->depends, c->id) != 0) continue;
        if (!any) fputs("## Planted falsehoods\n\nDecided by the same code in every run.\n\n", out);
        any = 1;
        fprintf(out, "### %s\n\n%s\n\nMust be %s; came out **%s**%s.\n\n", row->title, row->statement, u->expected,
                unit_word(u), u->met ? "" : ", **not as it must**");
        if (u->verdict != NULL) markdown_paragraphs(out, u->evidence);
        fputc('\n', out);
    }
}

void write_claim(FILE *out, const report_struct *r, const claim_row *c, const char *directory)
{
    fprintf(out, "# %s\n\n%s. Source: %s. [All claims](../index.md)\n\n", c->id, c->title, c->source);
    section(out, "Statement", c->statement);
    section(out, "Reading", c->reading);
    section(out, "Hypotheses", c->hypotheses);
    section(out, "Method", c->method);
    depends(out, r, c->depends);
    code_link(out, directory, c->file);
    verdicts(out, r, c);
    planted(out, r, c);
}
