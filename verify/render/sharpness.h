/* Private to verify/render: what is observed against what is proved. */
#ifndef DEQCERT_RENDER_SHARPNESS_H
#define DEQCERT_RENDER_SHARPNESS_H

#include "verify/render/report.h"

typedef enum { SHARP_INEQUALITY, SHARP_CONSTANT, SHARP_RATE, SHARP_KINDS } sharpness_kind;
/* A comparison of two numbers of a verdict.  A "%" in a name stands for digits, the first of them the same in both; "@setting" is
   a setting of the case, "=decimal" itself; bound "": observed is a quotient already. */
typedef struct {
    const char *claim, *observed, *bound;
    const char *meaning;       /* Markdown */
    int least;                 /* 1: the bound is a lower one, the worst case has the least quotient */
    sharpness_kind kind;
} sharpness_row;
extern const sharpness_row sharpness_table[];   /* ended by claim NULL */

/* The value of the middle of a number, or of a decimal or fraction; no bound, NaN when it has none. */
double approx_number(const number_row *n);

#endif
