/* What is new or surprising: the printed statements that fail, each with its smallest counterexample and its repair. */
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

static void news_row(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o)
{
    const unit_row *u = o->smallest;
    const claim_row *repaired = claim_repaired(r, c);
    claim_cell(out, c);
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
                    "## %s\n\n%s\n\n| claim | [verdict](glossary.md#verdict) | why, in the smallest case | repaired "
                    "form |\n"
                    "|---|---|---|---|\n",
                    title, text);
        any = 1;
        news_row(out, r, &r->claims[k], &o);
    }
    if (any) fputc('\n', out);
    return any;
}

void write_findings(FILE *out, const report_struct *r)
{
    fputs("# Statements that fail\n\n[All claims](index.md). What each failure takes with it: "
          "[claim graph](claim-graph.md).\n\n",
          out);
    int any = news(out, r, CLASS_FAILS, "Printed statements that fail wherever they were decided",
                   "Counted over the cases (and widths) in which the statement was decided.");
    any |=
        news(out, r, CLASS_MIXED, "Printed statements that hold in some cases and fail in others",
             "A hypothesis on the activation or the data, or the width, tells the cases apart: the claim's page lists "
             "them.");
    if (!any) fputs("No printed statement failed.\n\n", out);
}
