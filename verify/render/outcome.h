/* Private to verify/render: how a claim came out over the cases of a run. */
#ifndef DEQCERT_RENDER_OUTCOME_H
#define DEQCERT_RENDER_OUTCOME_H

#include "verify/render/report.h"

enum { WORD_PROVED, WORD_REFUTED, WORD_SUPPORTED, WORD_REJECTED, WORD_INCONCLUSIVE, WORD_INAPPLICABLE, WORD_NONE, WORDS };
/* "proved", ..., "none" */
extern const char *const verdict_word[WORDS];

/* What the verdicts of a claim amount to. */
typedef enum { CLASS_PROVED, CLASS_SUPPORTED, CLASS_MIXED, CLASS_FAILS, CLASS_OPEN, CLASS_INAPPLICABLE, CLASS_UNUSED, CLASSES } claim_class;
/* "proved where decided", ..., short enough for a node of the claim graph. */
extern const char *const class_text[CLASSES];

typedef struct {
    size_t count[WORDS];       /* units of each word */
    size_t units, decided, failed;
    const unit_row *smallest;  /* the failing unit to show: refuted before rejected, then fewest points, then least width, then the
                                  order of the cases; NULL when none fails */
    claim_class kind;
} outcome_t;
/* Over the cases that are not planted, where a failure says something about the claim. */
outcome_t claim_outcome(const report_struct *r, const char *id);
/* 1 when a unit has a verdict that says the claim holds or fails. */
int unit_is_decided(const unit_row *u);
/* "proved 5, inapplicable 36"; "-" when there is no unit. */
void outcome_write(FILE *out, const outcome_t *o);

/* 1 when the claim has a page and is a statement as its source prints it. */
int claim_is_printed(const claim_row *c);
/* The repaired form of a claim that is in the run too, NULL without one; and the printed form of a repaired one. */
const claim_row *claim_repaired(const report_struct *r, const claim_row *c);
const claim_row *claim_printed(const report_struct *r, const claim_row *c);

/* 1 when the ids of the claims begin with the same word. */
int claim_same_family(const claim_row *a, const claim_row *b);
/* The first cell of a claim's row: its link and title. */
void claim_cell(FILE *out, const claim_row *c);

/* The value of a case's setting, "" when it has none. */
const char *case_field(const case_row *c, const char *key);
/* "[case: claim, width w](page#claim)", the page seen from a page `up` ("" or "../") below the directory. */
void unit_link(FILE *out, const report_struct *r, const unit_row *u, const char *up);
/* What an evidence says first, for a table cell: a sentence or two; math and code are not cut. */
void first_sentence(FILE *out, const char *evidence);
/* The command that decides the claim (NULL: every claim) in the case again. */
void rerun_command(FILE *out, const case_row *c, const char *claim);

#endif
