/* Private to verify/claims/: the forms of L-smoothness, decided exactly for quadratic functions. */
#ifndef DEQCERT_CLAIMS_SMOOTHNESS_FORMS_H
#define DEQCERT_CLAIMS_SMOOTHNESS_FORMS_H

#include "verify/claims/rational_matrix.h"

/* What Definition 2.5.2 prints before its list of forms. */
#define DEFINITION_2_5_2                                                                                               \
    "A function $`f`$ is *$`L`$-smooth* (*$`L`$-Lipschitz gradient*) if $`f`$ is differentiable and (Following "       \
    "definitions of *$`L`$-smooth function* are equivalent)\n\n"
/* How every form is read. */
#define DEFINITION_2_5_2_READING                                                                                       \
    "The forms are claimed to be equivalent, so each is compared with the one the name \"$`L`$-Lipschitz "             \
    "gradient\" states. $`f:\\mathbb R^p\\to\\mathbb R`$, Euclidean norms, the inequality for all $`x,y`$."

typedef enum {
    FORM_LIPSCHITZ,        /* |grad f(x) - grad f(y)| <= L |x-y| */
    FORM_TWO_SIDED,        /* |f(y) - f(x) - <grad f(x), y-x>| <= L/2 |y-x|^2; also -LI <= Hessian <= LI */
    FORM_PRINTED_MONOTONE, /* <x-y, grad f(x) - grad f(y)> <= 1/L |grad f(x) - grad f(y)|^2 */
    FORM_COCOERCIVE,       /* the same with >= */
    FORM_ABOVE             /* f(y) <= f(x) + <grad f(x), y-x> + L/2 |y-x|^2; also Hessian <= LI */
} smoothness_form;
/* 1 iff f(x) = x^T A x/2, A symmetric, has the form with constant L > 0. */
int quadratic_has_form(smoothness_form form, const fmpq_mat_t A, const fmpq_t L);
/* Compares the form with FORM_LIPSCHITZ over enumerated A (orders 1 and 2; positive semidefinite ones only if convex)
   and L: `sufficient` collects "the form implies a Lipschitz gradient", `necessary` the converse. */
void forms_compare(examples_t sufficient, examples_t necessary, smoothness_form form, int convex);
/* The verdict on "the form is equivalent to FORM_LIPSCHITZ" (directions = 3), or on its sufficiency (1) or necessity
   (2) alone. */
void forms_verdict(verdict_t v, smoothness_form form, int convex, int directions, const char *proof);

/* f(x) = cos x + cos(2x)/4: entire, Lipschitz, with a minimiser and bounded f''; f'' = 9/8 - 2 (c + 1/4)^2, c = cos x, is
   at most 9/8, but f' is not 9/8-Lipschitz.  1 iff both are certified; *difference encloses |f'(0) - f'(1/2)|. */
int one_sided_example(arb_t difference, slong prec);

#endif
