/* Private to activation/: elements of the growth domain, functions of t = side*x on t >= R, and their primitives'
 * rules. */
#ifndef DEQCERT_ACTIVATION_GROWTH_ELEMENT_H
#define DEQCERT_ACTIVATION_GROWTH_ELEMENT_H

#include "activation/expr.h"
#include "activation/growth_envelope.h"

/* Where the domain is evaluated. */
typedef struct {
    const arf_struct *R;
    slong prec;
    int side;
    const char *missing; /* first rule that was missing, NULL when none */
} growth_context;

/* Two envelopes and a sign (growth_struct), and optionally quadratic bounds: for every t >= R there are numbers in the
   balls a[0], a[1], a[2] with u(t) = a0 + a1 t + a2 t^2.  They keep exponents of exp(u) sharp and carry ranges of
   bounded u. */
typedef struct {
    growth_struct bound;
    int has_quadratic;
    arb_struct a[3];
} element_struct;
typedef element_struct element_t[1];

void element_init(element_struct *z);
void element_clear(element_struct *z);
void element_set(element_struct *z, const element_struct *x);
void element_swap(element_struct *z, element_struct *x);
void element_zero(element_struct *z);
void element_unknown(element_struct *z);
void element_constant(element_struct *z, const arb_t ball, const growth_context *at);
/* t^degree, degree 0, 1 or 2. */
void element_monomial(element_struct *z, int degree, const growth_context *at);
void element_from_quadratic(element_struct *z, const arb_struct *a, const growth_context *at);
int element_is_zero(const element_struct *x);
/* Encloses the values; 0 when no finite enclosure is known. */
int element_range(arb_t range, const element_struct *x, const growth_context *at);
/* Lower bound of |x|, >= 0. */
void element_least(arf_t least, const element_struct *x, const growth_context *at);
/* Uses a finite range to improve the envelopes and the sign, and records it as quadratic bounds. */
void element_refine(element_struct *z, const growth_context *at);

/* In all of these z may alias operands. */
void element_neg(element_struct *z, const element_struct *x);
void element_add(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at);
void element_sub(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at);
void element_mul(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at);
void element_scale(element_struct *z, const element_struct *x, const arb_t factor, const growth_context *at);
/* x^n; unknown when n < 0 and x is not bounded away from zero by an envelope. */
void element_power(element_struct *z, const element_struct *x, slong n, const growth_context *at);
/* x^a for a real ball a; unknown unless x is known to be positive. */
void element_pow(element_struct *z, const element_struct *x, const arb_t a, const growth_context *at);
void element_exp(element_struct *z, const element_struct *x, const growth_context *at);
/* Unknown unless x is known to be positive. */
void element_log(element_struct *z, const element_struct *x, const growth_context *at);
/* sign * [lo, hi] * |x|, 0 <= lo <= hi: the shape of the asymptotic rules. */
void element_between(element_struct *z, int sign, const arb_t lo, const arb_t hi, const element_struct *x,
                     const growth_context *at);

/* F, F', F'' at u for a unary primitive F (EXPR_EXP ... EXPR_ERFC); orders beyond `order` are left alone. */
void growth_primitive(element_struct *F, expr_kind kind, const element_struct *u, int order, growth_context *at);
/* The same from the range of u alone; 0 when u is not bounded away from the singularities of F. */
int growth_bounded_argument(element_struct *F, expr_kind kind, const element_struct *u, int order,
                            const growth_context *at);
/* The same when nothing is known about u. */
void growth_any_argument(element_struct *F, expr_kind kind, int order, const growth_context *at);
/* log u and sqrt u for positive u. */
void growth_log(element_struct *F, const element_struct *u, int order, const growth_context *at);
void growth_sqrt(element_struct *F, const element_struct *u, int order, const growth_context *at);
/* log(1 + exp u) and its derivatives, without the cancellation of the composed rules. */
void growth_softplus(element_struct *F, const element_struct *u, int order, growth_context *at);
/* y[0..3] = F, F', F'', F''' on the ball x (non-finite where F is singular). */
void primitive_derivatives(arb_struct *y, expr_kind kind, const arb_t x, slong prec);
/* The same on a wide ball, subdivided. */
void primitive_derivatives_wide(arb_struct *y, expr_kind kind, const arb_t x, slong prec);
/* Bit k set: the k-th derivative of F vanishes at 0. */
int primitive_zeros(expr_kind kind);

#endif
