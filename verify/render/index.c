/* The index: what is new or surprising, the claims with the counts of their verdicts, where everything else is. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

static void unmet(FILE *out, const report_struct *r)
{
    size_t count = 0, checked = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        count += !r->units[k].met;
        checked += r->units[k].expected[0] != '\0';
    }
    if (count == 0) {
        fprintf(out, "All %zu recorded [expectations](glossary.md#expectation) are met. ", checked);
        return;
    }
    fprintf(out, "## Expectations not met\n\n%zu of %zu recorded expectations are not met:\n\n", count, checked);
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (u->met) continue;
        fputs("- ", out);
        unit_link(out, r, u, "");
        fputs(": expected **", out);
        markdown_plain(out, u->expected);
        fprintf(out, "**, got **%s**\n", unit_word(u));
    }
    fputc('\n', out);
}

/* The sentence that a referee reads first. */
static void summary(FILE *out, const report_struct *r)
{
    size_t cases = 0, planted = 0, statements = 0, printed = 0, repaired = 0, holding = 0, kind[CLASSES] = {0};
    for (size_t k = 0; k < r->case_count; k++) {
        const case_row *c = &r->cases[k];
        cases += !c->pseudo && !c->standalone && !c->planted;
        planted += c->planted && !c->pseudo;
        if (c->standalone) statements = c->units;
    }
    for (size_t k = 0; k < r->claim_count; k++) {
        if (r->claims[k].page == NULL) continue;
        outcome_t o = claim_outcome(r, r->claims[k].id);
        if (claim_is_printed(&r->claims[k])) {
            printed++;
            kind[o.kind]++;
        } else {
            repaired++;
            holding += o.kind == CLASS_PROVED || o.kind == CLASS_SUPPORTED;
        }
    }
    fprintf(out, "%zu statements of the sources were decided in %zu cases", printed, cases);
    if (planted > 0) fprintf(out, " and %zu planted ones", planted);
    if (statements > 0)
        fprintf(out, "; %zu of the claims, repaired ones included, are about no case and were decided once",
                statements);
    fprintf(out,
            ". Where they could be decided, %zu hold (%zu by proof in every such case, %zu with statistical support), "
            "%zu fail, %zu hold in some cases or at some widths and fail at others; %zu stay open",
            kind[CLASS_PROVED] + kind[CLASS_SUPPORTED], kind[CLASS_PROVED], kind[CLASS_SUPPORTED], kind[CLASS_FAILS],
            kind[CLASS_MIXED], kind[CLASS_OPEN]);
    if (kind[CLASS_INAPPLICABLE] + kind[CLASS_UNUSED] > 0)
        fprintf(out, ", %zu apply to no case", kind[CLASS_INAPPLICABLE] + kind[CLASS_UNUSED]);
    fprintf(out, ". Beside them %zu repaired statements were decided, of which %zu hold wherever they could be.\n\n",
            repaired, holding);
}

static void cell_claim(FILE *out, const claim_row *c)
{
    fprintf(out, "| [%s](%s): ", c->id, c->page);
    markdown_cell(out, c->title);
}

static void news_row(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const unit_row *u = o->smallest;
    const claim_row *repaired = claim_repaired(r, c);
    cell_claim(out, c);
    fputs(". ", out);
    markdown_cell(out, c->source);
    fputs(" | ", out);
    if (o->count[WORD_REFUTED] > 0) fprintf(out, "refuted %zu (%s)", o->count[WORD_REFUTED], u->subkind);
    if (o->count[WORD_REJECTED] > 0)
        fprintf(out, "%srejected %zu", o->count[WORD_REFUTED] ? ", " : "", o->count[WORD_REJECTED]);
    fprintf(out, " of %zu | ", o->decided);
    first_sentence(out, u->evidence);
    fputs(" (", out);
    unit_link(out, r, u, "");
    fputs(") | ", out);
    if (repaired != NULL) {
        outcome_t of = claim_outcome(r, repaired->id);
        fprintf(out, "[%s](%s)", class_text[of.kind], repaired->page);
    }
    fputs(" |\n", out);
}

/* Returns whether there is any. */
static int news(FILE *out, const report_struct *r, claim_class kind, const char *title, const char *text)
{
    int any = 0;
    for (size_t k = 0; k < r->claim_count; k++) {
        if (!claim_is_printed(&r->claims[k])) continue;
        outcome_t o = claim_outcome(r, r->claims[k].id);
        if (o.kind != kind) continue;
        if (!any)
            fprintf(out,
                    "### %s\n\n%s\n\n| claim | [verdict](glossary.md#verdict) | why, in the smallest case | repaired "
                    "form |\n"
                    "|---|---|---|---|\n",
                    title, text);
        any = 1;
        news_row(out, r, &r->claims[k], &o);
    }
    if (any) fputc('\n', out);
    return any;
}

static int same_family(const claim_row *a, const claim_row *b)
{
    size_t length = strcspn(a->id, ".");
    return length == strcspn(b->id, ".") && strncmp(a->id, b->id, length) == 0;
}

/* One row per statement, the repaired form beside the printed one; a repaired form without a printed one has its own. */
static void claims(FILE *out, const report_struct *r)
{
    const claim_row *before = NULL;
    for (size_t k = 0; k < r->claim_count; k++) {
        const claim_row *c = &r->claims[k], *repaired = claim_repaired(r, c);
        if (c->page == NULL || claim_printed(r, c) != NULL) continue;
        if (before == NULL || !same_family(before, c))
            fprintf(out, "%s### %.*s\n\n| claim | as printed | repaired |\n|---|---|---|\n", before ? "\n" : "",
                    (int)strcspn(c->id, "."), c->id);
        before = c;
        cell_claim(out, c);
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

static void links(FILE *out, const report_struct *r)
{
    fputs("[Every verdict](matrix.md), case by case. [Claim graph](claim-graph.md): which proofs a failure takes with "
          "it. "
          "[Sharpness](sharpness.md): observed against proved. [Power](power.md): planted falsehoods. "
          "[Glossary](glossary.md). [Limits](limits.md): what is proved, what is assumed. "
          "[Reproducibility](reproducibility.md): how to repeat it. [Provenance](provenance.md): versions, precision, "
          "seeds, hashes, run times.",
          out);
    for (size_t k = 0; k < r->topics; k++) {
        char *page = page_name("topics/", r->topic[k], ".md");
        fputs(k == 0 ? " Topics: [" : ", [", out);
        markdown_plain(out, r->topic[k]);
        fprintf(out, "](%s)%s", page, k + 1 == r->topics ? "." : "");
        free(page);
    }
    fputs("\n\n", out);
}

void write_index(FILE *out, const report_struct *r)
{
    fputs("# deqcert report\n\nClaims of the convergence theory of deep equilibrium models, decided case by case: "
          "[*proved* and *refuted*](glossary.md#proved-and-refuted) are certified, "
          "[*supported* and *rejected*](glossary.md#supported-and-rejected) are statistical decisions at a stated "
          "level.\n\n",
          out);
    unmet(out, r);
    power_sentence(out, r);
    fputs("\n\n", out);
    summary(out, r);
    links(out, r);
    fputs("## New or surprising\n\n", out);
    int any = news(out, r, CLASS_FAILS, "Printed statements that fail wherever they were decided",
                   "Counted over the cases (and widths) in which the statement was decided.");
    any |=
        news(out, r, CLASS_MIXED, "Printed statements that hold in some cases and fail in others",
             "A hypothesis on the activation or the data, or the width, tells the cases apart: the claim's page lists "
             "them.");
    if (!any) fputs("No printed statement failed.\n\n", out);
    fputs("## Claims\n\nCounts of [verdicts](glossary.md#verdict) over the cases that are not planted, one for each "
          "width "
          "where a claim has one.\n\n",
          out);
    claims(out, r);
}
