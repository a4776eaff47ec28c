/* Private to verify/claims/: continuously differentiable functions of one variable whose every property the theory of
   gradient descent uses is an exact rational. */
#ifndef DEQCERT_CLAIMS_QUADRATIC_SPLINE_H
#define DEQCERT_CLAIMS_QUADRATIC_SPLINE_H

#include "verify/claims/exact_verdict.h"

#define SPLINE_KNOTS 4
/* f'' = slope[k] between knot[k-1] and knot[k] (unbounded at both ends), f and f' given at knot[0]: f' is continuous
   and piecewise linear, with least Lipschitz constant max |slope|, and f is strongly convex with constant min slope. */
typedef struct {
    slong knots; /* >= 1 */
    fmpq knot[SPLINE_KNOTS], slope[SPLINE_KNOTS + 1];
    fmpq_t value, gradient;
} spline_struct;
typedef spline_struct spline_t[1];
/* knots ascending and slopes (one more) separated by blanks, then f and f' at the first knot; aborts on a misfit. */
void spline_init(spline_t s, const char *knots, const char *slopes, const char *value, const char *gradient);
void spline_clear(spline_t s);
/* f(x) and f'(x). */
void spline_value(fmpq_t y, const spline_t s, const fmpq_t x);
void spline_gradient(fmpq_t g, const spline_t s, const fmpq_t x);
/* max |slope|, and min slope. */
void spline_smoothness(fmpq_t L, const spline_t s);
void spline_convexity(fmpq_t mu, const spline_t s);
/* A global minimiser and min f; 0 when f is unbounded below or its infimum is not attained. */
int spline_minimum(fmpq_t x, fmpq_t least, const spline_t s);
/* 1 iff f >= 0 and f'^2 >= mu f everywhere (the thesis's PL condition), decided exactly. */
int spline_is_pl(const spline_t s, const fmpq_t mu);
/* x <- x - eta f'(x). */
void spline_step(fmpq_t x, const spline_t s, const fmpq_t eta);

/* Examples: the name in Markdown, and the largest mu of a list for which spline_is_pl holds ("0": none). */
typedef struct {
    const char *name, *knots, *slopes, *value, *gradient, *pl;
} spline_example;
#define SPLINE_EXAMPLES 9
extern const spline_example spline_examples[SPLINE_EXAMPLES];
void spline_init_example(spline_t s, slong k);
/* Points from which descent starts in the examples. */
#define SPLINE_STARTS 6
extern const char *const spline_starts[SPLINE_STARTS];

#endif
