/* The claims with the counts of their verdicts. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

void claim_cell(FILE *out, const claim_row *c)
{
    fprintf(out, "| [%s](%s): ", c->id, c->page);
    markdown_cell(out, c->title);
}

/* One row per statement, the repaired form beside the printed one; a repaired form without a printed one has its own. */
void write_claims(FILE *out, const report_struct *r)
{
    const claim_row *before = NULL;
    fputs(
        "# Claims\n\nCounts of [verdicts](glossary.md#verdict) over the cases that are not planted, one for each width "
        "where a claim has one. [Index](index.md).\n\n",
        out);
    for (size_t k = 0; k < r->claim_count; k++) {
        const claim_row *c = &r->claims[k], *repaired = claim_repaired(r, c);
        if (c->page == NULL || claim_printed(r, c) != NULL) continue;
        if (before == NULL || !claim_same_family(before, c))
            fprintf(out, "%s## %.*s\n\n| claim | as printed | repaired |\n|---|---|---|\n", before ? "\n" : "",
                    (int)strcspn(c->id, "."), c->id);
        before = c;
        claim_cell(out, c);
        outcome_t o = claim_outcome(r, c->id);
        fputs(claim_is_printed(c) ? " | " : " |  | ", out);
        outcome_write(out, &o);
        if (claim_is_printed(c)) fputs(" | ", out);
        if (repaired != NULL) {
            o = claim_outcome(r, repaired->id);
            fputc('[', out);
            outcome_write(out, &o);
            fprintf(out, "](%s)", repaired->page);
        }
        fputs(" |\n", out);
    }
    fputc('\n', out);
}
