/* The page of one case. */
#include <string.h>
#include "verify/render/case_figures.h"
#include "verify/render/claim_parts.h"
#include "verify/render/markdown.h"

static void number_row_line(FILE *out, const number_row *n)
{
    fputs("| ", out);
    markdown_cell(out, n->name);
    fputs(" | ", out);
    markdown_plain(out, n->lower);
    fputs(" | ", out);
    markdown_plain(out, n->upper);
    fputs(" | ", out);
    markdown_plain(out, number_guarantee(n->kind));
    fputs(" |\n", out);
}

static const char number_head[] = "| number | lower | upper | [guarantee](../glossary.md#guarantee) |\n|---|---|---|---|\n";

static void number_table(FILE *out, const unit_row *u)
{
    if (u->numbers == 0) return;
    fputs(number_head, out);
    for (size_t k = 0; k < u->numbers; k++) number_row_line(out, &u->number[k]);
    fputc('\n', out);
}

static void unit_section(FILE *out, const report_struct *r, const unit_row *u)
{
    if (u->width >= 0) fprintf(out, "Width %ld: ", u->width);
    fprintf(out, "**%s**", unit_word(u));
    if (u->subkind[0] != '\0') fprintf(out, " (%s)", u->subkind);
    if (u->expected[0] != '\0') {
        fprintf(out, ", expected %s: %s", u->expected, u->met ? "met" : "**not met**");
    }
    fputs(".\n\n", out);
    if (u->verdict == NULL) {
        fputs("There is no verdict: the claim gives none for this case and width, or its computation was stopped or "
              "lost.\n\n",
              out);
        return;
    }
    markdown_paragraphs(out, u->evidence);
    fputc('\n', out);
    number_table(out, u);
    if (u->witness[0] == '\0') return;
    fputs("Violations found by sampling, to be computed again with `deqcert replay`: ", out);
    witness_link(out, r, u);
    fputs(".\n\n", out);
}

static void claim_heading(FILE *out, const report_struct *r, const char *id)
{
    const claim_row *claim = report_claim(r, id);
    if (claim == NULL) {
        fputs("### ", out);
        markdown_plain(out, id);
        fputs("\n\n", out);
        return;
    }
    fprintf(out, "### [%s](../%s)\n\n%s.\n\n", id, claim->page, claim->title);
}

/* The numbers a reader looks for first, from the first claim that enclosed them. */
static void main_numbers(FILE *out, const report_struct *r, const case_row *c)
{
    static const char *const name[] = {"$`q_*`$", "$`q_*`$ of the first point", "$`\\kappa`$",
                                       "$`\\kappa`$ of the first point", "$`\\lambda_*`$"};
    int any = 0;
    for (size_t j = 0; j < sizeof name / sizeof *name; j++) {
        const number_row *found = NULL;
        for (size_t k = c->first; k < c->first + c->units; k++)
            for (size_t i = 0; i < r->units[k].numbers && found == NULL; i++)
                if (strcmp(r->units[k].number[i].name, name[j]) == 0) found = &r->units[k].number[i];
        if (found == NULL) continue;
        if (!any) fputs(number_head, out);
        any = 1;
        number_row_line(out, found);
    }
    if (any) fputc('\n', out);
}

void write_case(FILE *out, const pages_struct *p, const report_struct *r, const case_row *c,
                const struct case_figures *figures)
{
    fputs("# ", out);
    markdown_plain(out, c->title);
    fputs("\n\nCase ", out);
    markdown_plain(out, c->name);
    fputs(c->planted ? ", a planted falsehood" : "", out);
    fputs(", [all cases](../index.md). To run it again:\n\n```sh\n", out);
    rerun_command(out, c, NULL);
    fputs(c->fields > 0 ? "```\n\n| setting | value |\n|---|---|\n" : "```\n", out);
    for (size_t k = 0; k < c->fields; k++) {
        fputs("| ", out);
        markdown_plain(out, c->field[k].key);
        fputs(" | ", out);
        markdown_plain(out, c->field[k].value);
        fputs(" |\n", out);
    }
    fputc('\n', out);
    main_numbers(out, r, c);
    case_figures_show(out, p, figures);
    fputs("## Verdicts\n\nThe words are [explained](../glossary.md#verdict).\n\n", out);
    const char *claim = "";
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, claim) != 0) claim_heading(out, r, u->claim);
        claim = u->claim;
        unit_section(out, r, u);
    }
}
