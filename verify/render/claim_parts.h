/* Private to verify/render: parts of a claim's page. */
#ifndef DEQCERT_RENDER_CLAIM_PARTS_H
#define DEQCERT_RENDER_CLAIM_PARTS_H

#include "verify/render/outcome.h"

/* The sentence about the verdicts. */
void claim_result(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o);
/* The failing unit of the smallest case with its evidence and numbers; nothing when none fails. */
void claim_counterexample(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o);
/* What stands in place of a printed form, or what a repaired form stands for. */
void claim_repair(FILE *out, const report_struct *r, const claim_row *c, const outcome_t *o);
/* What verdicts of these kinds rest on. */
void claim_assumed(FILE *out, const outcome_t *o);
/* Each number of the claim at its least and its greatest over the cases that are not planted. */
void claim_constants(FILE *out, const report_struct *r, const claim_row *c);
/* A link to the witness of a unit that has one, from a page in claims/. */
void witness_link(FILE *out, const report_struct *r, const unit_row *u);
/* "interval, certified", ...: the guarantee of a number's kind. */
const char *number_guarantee(const char *kind);

#endif
