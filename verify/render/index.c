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

/* How the classes are shown: a statement that fails is what a reader came for. */
static const struct {
    claim_class kind;
    const char *title;
} column[] = {
    {CLASS_FAILS, "fail"},    {CLASS_MIXED, "fail in some cases"},
    {CLASS_PROVED, "proved"}, {CLASS_SUPPORTED, "supported"},
    {CLASS_OPEN, "open"},
};
#define COLUMNS (sizeof column / sizeof *column)

/* The statements of one family and class, by the rest of their ids; a failing one with what became of its repair. */
static void family_cell(FILE *out, const report_struct *r, size_t first, claim_class kind)
{
    const char *separator = " ";
    for (size_t k = first; k < r->claim_count && claim_same_family(&r->claims[first], &r->claims[k]); k++) {
        const claim_row *c = &r->claims[k], *repaired = claim_repaired(r, c);
        if (c->page == NULL || !claim_is_printed(c) || claim_outcome(r, c->id).kind != kind) continue;
        fprintf(out, "%s[%s](%s)", separator, c->id + strcspn(c->id, ".") + 1, c->page);
        if (repaired != NULL && (kind == CLASS_FAILS || kind == CLASS_MIXED)) {
            claim_class of = claim_outcome(r, repaired->id).kind;
            fprintf(out, " ([repair](%s)%s)", repaired->page,
                    of == CLASS_PROVED      ? " proved"
                    : of == CLASS_SUPPORTED ? " supported"
                                            : "");
        }
        separator = ", ";
    }
}

/* One row a family. */
static void matrix(FILE *out, const report_struct *r)
{
    fputs("| family |", out);
    for (size_t j = 0; j < COLUMNS; j++) fprintf(out, " %s |", column[j].title);
    fputs("\n|---|", out);
    for (size_t j = 0; j < COLUMNS; j++) fputs("---|", out);
    fputc('\n', out);
    for (size_t k = 0; k < r->claim_count; k++) {
        const claim_row *c = &r->claims[k];
        if (k > 0 && claim_same_family(&r->claims[k - 1], c)) continue;
        fprintf(out, "| %.*s |", (int)strcspn(c->id, "."), c->id);
        for (size_t j = 0; j < COLUMNS; j++) {
            family_cell(out, r, k, column[j].kind);
            fputs(" |", out);
        }
        fputc('\n', out);
    }
    fputc('\n', out);
}

static void links(FILE *out, const report_struct *r)
{
    fputs("[Findings](findings.md): each failure with its smallest counterexample. [Claims](claims.md): counts of "
          "verdicts. [Every verdict](matrix.md), case by case. [Claim graph](claim-graph.md): which proofs a failure "
          "takes with "
          "it. "
          "[The monotone DEQ](monotone-deq.md), statement by statement. [Sharpness](sharpness.md): observed against "
          "proved. [Power](power.md): planted falsehoods. "
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
    fputs("## The printed statements\n\nOver all cases in which a statement could be decided; *fail* is refuted with a "
          "certificate or rejected by sampling, [with the counterexamples](findings.md). A link leads to the "
          "statement, its evidence and what to change.\n\n",
          out);
    matrix(out, r);
    fputs("## Where the rest is\n\n", out);
    links(out, r);
}
