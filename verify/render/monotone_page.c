/* monotone-deq.md: every numbered statement of the monotone DEQ thesis with its verdict. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

static int in_family(const char *id, const char *family)
{
    size_t length = strlen(family);
    return strncmp(id, family, length) == 0 && id[length] == '.';
}

/* 2 before 10. */
static int by_number(const void *left, const void *right)
{
    return strverscmp((*(const claim_row *const *)left)->id, (*(const claim_row *const *)right)->id);
}

static void statement_row(FILE *out, const report_struct *r, const claim_row *c)
{
    outcome_t o = claim_outcome(r, c->id);
    const claim_row *repaired = claim_repaired(r, c);
    const unit_row *shown = o.smallest;
    for (size_t k = 0; k < r->unit_count && shown == NULL; k++)
        if (strcmp(r->units[k].claim, c->id) == 0) shown = &r->units[k];
    claim_cell(out, c);
    fputs(". ", out);
    markdown_cell(out, c->source);
    fputs(" | ", out);
    if (shown == NULL) {
        fputs("none | | ", out);
    } else {
        fprintf(out, "**%s**%s%s%s | ", unit_word(shown), shown->subkind[0] ? " (" : "", shown->subkind,
                shown->subkind[0] ? ")" : "");
        first_sentence(out, shown->evidence);
        fputs(" | ", out);
    }
    if (repaired != NULL) {
        fprintf(out, "[repaired](%s): ", repaired->page);
        o = claim_outcome(r, repaired->id);
        outcome_write(out, &o);
    }
    fputs(" |\n", out);
}

static void statements(FILE *out, const report_struct *r, const char *family, const char *title)
{
    const claim_row **list = report_memory(calloc(r->claim_count + 1, sizeof *list));
    size_t count = 0;
    for (size_t k = 0; k < r->claim_count; k++)
        if (r->claims[k].page != NULL && in_family(r->claims[k].id, family) && claim_printed(r, &r->claims[k]) == NULL)
            list[count++] = &r->claims[k];
    qsort(list, count, sizeof *list, by_number);
    if (count > 0)
        fprintf(out,
                "## %s\n\n| statement | [verdict](glossary.md#verdict) | why | repaired form |\n|---|---|---|---|\n",
                title);
    for (size_t k = 0; k < count; k++) statement_row(out, r, list[k]);
    if (count > 0)
        fprintf(out, "\nAll of them again, or one by its id:\n\n```sh\nbuild/deqcert verify --claims '%s.*'\n```\n\n",
                family);
    free(list);
}

static void planted(FILE *out, const report_struct *r)
{
    size_t offered = 0, caught = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (!r->cases[u->case_index].pseudo || !(in_family(u->claim, "mondeq") || in_family(u->claim, "background")))
            continue;
        offered++;
        caught += (size_t)u->met;
    }
    fprintf(out,
            "## Planted falsehoods\n\nThe same code was offered %zu more statements about the same objects, false ones "
            "and true ones offered as false; %zu came out as they must. They are listed on the claims' pages and under "
            "[power](power.md).\n",
            offered, caught);
}

void write_monotone(FILE *out, const report_struct *r)
{
    fputs("# The monotone DEQ, statement by statement\n\n[Index](index.md)\n\nThe numbered statements of N. N. Hieu's "
          "thesis (2022) on monotone deep equilibrium models, $`z=\\mathrm{relu}(Wz+Ux)`$ with "
          "$`W=(1-m)I-A^\\top A+B-B^\\top`$, each decided as printed: formulas and inequalities on exact rational "
          "networks, where a mismatch is a counterexample and not an error of rounding. A statement's page has it in "
          "full, its hypotheses, the counterexample or the proof, and what to change.\n\n",
          out);
    int decided = 0;
    for (size_t k = 0; k < r->case_count; k++) decided |= r->cases[k].standalone;
    if (!decided) {
        fputs("This run decided none of them: `build/deqcert verify` without a case does.\n", out);
        return;
    }
    fputs("All evidence and the figures of experiments 4.1 and 4.2: [statements](cases/statements.md).\n\n", out);
    statements(out, r, "mondeq", "The monotone DEQ (chapters 2.3, 3 and 4, appendix C)");
    statements(out, r, "background", "Background facts (chapters 2.3, 2.5 and 2.6, and two lemmas of Ling's)");
    planted(out, r);
}
