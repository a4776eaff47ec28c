/* The page of one claim, as a referee's note: the statement, what came of it and with which numbers, the smallest counterexample, the
   repair, how to run it again. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/claim_parts.h"
#include "verify/render/markdown.h"

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
    fputs(" ([claim graph](../claim-graph.md)).\n\n", out);
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

/* The claim's units outside the planted falsehoods of the claim files. */
static int is_unit_of(const report_struct *r, const unit_row *u, const claim_row *c)
{
    return !r->cases[u->case_index].pseudo && strcmp(u->claim, c->id) == 0;
}

static void case_link(FILE *out, const case_row *in, const claim_row *c)
{
    fputc('[', out);
    markdown_plain(out, in->name);
    fprintf(out, "](../%s#", in->page);
    markdown_anchor(out, c->id);
    fputc(')', out);
}

/* Listed apart when nothing is to be said of it but that a hypothesis fails. */
static int is_inapplicable(const unit_row *u)
{
    return u->expected[0] == '\0' && strcmp(unit_word(u), "inapplicable") == 0;
}

static void verdict_row(FILE *out, const report_struct *r, const claim_row *c, const unit_row *u)
{
    fputs("| ", out);
    case_link(out, &r->cases[u->case_index], c);
    fputs(" | ", out);
    if (u->width >= 0) fprintf(out, "%ld", u->width);
    fprintf(out, " | %s", unit_word(u));
    if (u->subkind[0] != '\0') fprintf(out, " (%s)", u->subkind);
    if (u->witness[0] != '\0') {
        fputs(", ", out);
        witness_link(out, r, u);
    }
    fputs(" | ", out);
    markdown_plain(out, u->expected);
    fputs(u->met ? " |\n" : " (**not met**) |\n", out);
}

static void inapplicable(FILE *out, const report_struct *r, const claim_row *c)
{
    const case_row *last = NULL;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const case_row *in = &r->cases[u->case_index];
        if (!is_unit_of(r, u, c) || !is_inapplicable(u) || in == last) continue;
        fputs(last == NULL ? "Inapplicable, a hypothesis fails: " : ", ", out);
        case_link(out, in, c);
        last = in;
    }
    fputs(last == NULL ? "" : ".\n\n", out);
}

static void verdicts(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const unit_row *example = o->smallest;
    int rows = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (!is_unit_of(r, u, c)) continue;
        if (example == NULL || (!unit_is_decided(example) && unit_is_decided(u))) example = u;
        if (is_inapplicable(u)) continue;
        if (rows++ == 0)
            fputs("## Verdicts\n\n| case | width | [verdict](../glossary.md#verdict) | "
                  "[expected](../glossary.md#expectation) |\n|---|---|---|---|\n",
                  out);
        verdict_row(out, r, c, u);
    }
    if (example == NULL) return;
    fputs(rows == 0 ? "## Verdicts\n\n" : "\n", out);
    inapplicable(out, r, c);
    fputs(r->cases[example->case_index].standalone ? "To run it again:\n\n```sh\n"
                                                   : "To run it again, in this case or any other:\n\n```sh\n",
          out);
    rerun_command(out, &r->cases[example->case_index], c->id);
    fputs("```\n\n", out);
}

static void planted(FILE *out, const report_struct *r, const claim_row *c)
{
    int any = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const claim_row *row = report_claim(r, u->claim);
        if (!r->cases[u->case_index].pseudo || row == NULL || strcmp(row->depends, c->id) != 0) continue;
        if (!any)
            fputs("## Planted falsehoods\n\nDecided by the same code in every run "
                  "([planted falsehood](../glossary.md#planted-falsehood)).\n\n",
                  out);
        any = 1;
        fprintf(out, "### %s\n\n%s\n\nMust be %s; came out **%s**%s.\n\n", row->title, row->statement, u->expected,
                unit_word(u), u->met ? "" : ", **not as it must**");
        if (u->verdict != NULL) markdown_paragraphs(out, u->evidence);
        fputc('\n', out);
    }
}

void write_claim(FILE *out, const report_struct *r, const claim_row *c, const char *directory)
{
    outcome_t o = claim_outcome(r, c->id);
    fprintf(out, "# %s\n\n%s. Source: %s. [All claims](../index.md)\n\n", c->id, c->title, c->source);
    section(out, "Statement", c->statement);
    section(out, "Reading", c->reading);
    section(out, "Hypotheses", c->hypotheses);
    claim_result(out, r, c, &o);
    claim_counterexample(out, r, c, &o);
    claim_repair(out, r, c, &o);
    section(out, "Method", c->method);
    claim_assumed(out, &o);
    depends(out, r, c->depends);
    code_link(out, directory, c->file);
    claim_constants(out, r, c);
    verdicts(out, r, c, &o);
    planted(out, r, c);
}
