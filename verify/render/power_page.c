/* power.md: the planted falsehoods, which the same machinery decides in every run. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

static int is_planted(const report_struct *r, const unit_row *u)
{
    return r->cases[u->case_index].planted && u->expected[0] != '\0';
}

void power_sentence(FILE *out, const report_struct *r)
{
    size_t count = 0, caught = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        if (!is_planted(r, &r->units[k])) continue;
        count++;
        caught += (size_t)r->units[k].met;
    }
    if (count == 0)
        fputs("No planted falsehood was part of this run.", out);
    else
        fprintf(
            out,
            "%zu of %zu planted statements came out as they must: false ones refuted or rejected, true ones offered as "
            "false not.",
            caught, count);
}

static void row(FILE *out, const report_struct *r, const unit_row *u)
{
    const case_row *c = &r->cases[u->case_index];
    const claim_row *planted = c->pseudo ? report_claim(r, u->claim) : NULL;
    fputs("| ", out);
    unit_link(out, r, u, "");
    fprintf(out, " | %s | ", c->pseudo ? "claim file" : "case file");
    markdown_cell(out, planted ? planted->statement : c->pseudo ? "" : c->title);
    fputs(" | ", out);
    markdown_plain(out, u->expected);
    fprintf(out, " | %s%s |\n", unit_word(u), u->met ? "" : " (**unmet**)");
}

void write_power(FILE *out, const report_struct *r)
{
    int any = 0;
    fputs("# Power: planted falsehoods\n\n[Index](index.md)\n\nFalse statements, and true ones offered as false, that "
          "the "
          "same machinery decides in every run ([planted falsehood](glossary.md#planted-falsehood)).\n\n",
          out);
    power_sentence(out, r);
    fputs("\n\n", out);
    for (size_t k = 0; k < r->unit_count; k++) {
        if (!is_planted(r, &r->units[k])) continue;
        if (!any)
            fputs("| planted | in | what is offered | must be | [verdict](glossary.md#verdict) "
                  "|\n|---|---|---|---|---|\n",
                  out);
        any = 1;
        row(out, r, &r->units[k]);
    }
}
