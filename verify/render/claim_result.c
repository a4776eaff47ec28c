/* What came of a claim: the result in a sentence, the smallest counterexample, the repair. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/claim_parts.h"
#include "verify/render/markdown.h"
#include "verify/render/witness.h"

const char *number_guarantee(const char *kind)
{
    if (strcmp(kind, "enclosure") == 0) return "interval, certified";
    if (strcmp(kind, "confidence") == 0) return "confidence interval";
    return kind;
}

void claim_result(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const case_row *only = NULL;
    for (size_t k = 0; k < r->unit_count && only == NULL; k++)
        if (strcmp(r->units[k].claim, c->id) == 0) only = &r->cases[r->units[k].case_index];
    fputs("## Result\n\n", out);
    if (only == NULL || o->units == 0) {
        fputs("The run has no verdict on it outside the planted cases.\n\n", out);
        return;
    }
    fprintf(out, "**%c%s**: ", class_text[o->kind][0] - 'a' + 'A', class_text[o->kind] + 1);
    outcome_write(out, o);
    if (!only->standalone) {
        fprintf(out, ", of %zu verdicts (cases, and widths where the claim has one).\n\n", o->units);
        return;
    }
    fputs("; a statement about no case, decided once.", out);
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, c->id) != 0 || u == o->smallest || u->verdict == NULL) continue;
        fputc(' ', out);
        first_sentence(out, u->evidence);
    }
    fputs("\n\n", out);
}

void claim_counterexample(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const unit_row *u = o->smallest;
    if (u == NULL) return;
    const char *points = case_field(&r->cases[u->case_index], "points n");
    const char *what = strcmp(unit_word(u), "refuted") == 0 ? "counterexample" : "rejection";
    fprintf(out, "## %s %s\n\n", o->failed > 1 ? "Smallest" : "The", what);
    unit_link(out, r, u, "../");
    if (points[0] != '\0') {
        fputs(", $`n=", out);
        for (const char *p = points; *p >= '0' && *p <= '9'; p++) fputc(*p, out);
        fputs("`$", out);
    }
    fprintf(out, ": **%s**", unit_word(u));
    if (u->subkind[0] != '\0') fprintf(out, " (%s)", u->subkind);
    if (o->failed > 1) fprintf(out, ", the smallest of %zu", o->failed);
    if (u->witness[0] != '\0') {
        fputs("; ", out);
        witness_link(out, r, u);
    }
    fputs(".\n\n", out);
    markdown_paragraphs(out, u->evidence);
    fputc('\n', out);
    if (u->numbers > 0)
        fputs("| number | lower | upper | [guarantee](../glossary.md#guarantee) |\n|---|---|---|---|\n", out);
    for (size_t k = 0; k < u->numbers; k++) {
        fputs("| ", out);
        markdown_cell(out, u->number[k].name);
        fputs(" | ", out);
        markdown_plain(out, u->number[k].lower);
        fputs(" | ", out);
        markdown_plain(out, u->number[k].upper);
        fprintf(out, " | %s |\n", number_guarantee(u->number[k].kind));
    }
    fputs(u->numbers > 0 ? "\n```sh\n" : "```sh\n", out);
    rerun_command(out, &r->cases[u->case_index], c->id);
    fputs("```\n\n", out);
}

void claim_repair(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const claim_row *repaired = claim_repaired(r, c), *printed = claim_printed(r, c),
                    *other = repaired ? repaired : printed;
    if (other == NULL) {
        if (claim_is_printed(c) && o->failed > 0) fputs("## Repair\n\nNo repaired form is recorded.\n\n", out);
        return;
    }
    outcome_t of = claim_outcome(r, other->id);
    fprintf(out, "## %s\n\n%s [%s](../%s), ", repaired ? "Repair" : "Printed form",
            repaired ? "Checked beside it:" : "It stands beside", other->id, other->page);
    fprintf(out, "%s: ", class_text[of.kind]);
    outcome_write(out, &of);
    fputs(".\n\n", out);
    if (repaired != NULL) fprintf(out, "%s\n\n", other->statement);
}

void claim_assumed(FILE *out, const outcome_t *o)
{
    size_t certified = o->count[WORD_PROVED] + o->count[WORD_REFUTED],
           statistical = o->count[WORD_SUPPORTED] + o->count[WORD_REJECTED];
    if (certified + statistical == 0) return;
    fputs("Assumed besides:", out);
    if (certified > 0)
        fputs(" for the certified verdicts, the hypotheses checked in each case and the [trusted base](../limits.md)",
              out);
    if (statistical > 0)
        fprintf(
            out,
            "%s for the statistical ones, that the sampled networks behave like independent draws; each decision errs "
            "with probability at most $`10^{-6}`$",
            certified ? ";" : "");
    fputs(".\n\n", out);
}

void witness_link(FILE *out, const report_struct *r, const unit_row *u)
{
    char *page = witness_name(r, u);
    fprintf(out, "[witness](../%s)", page);
    free(page);
}
