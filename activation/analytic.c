/* Is the expression analytic near its closed cell?  A composition of functions that are real-analytic at the values met
   is analytic on a complex neighbourhood of every compact part, so it suffices to certify with real balls, for every x
   of the closed cell, that divisors (and bases of negative powers) are not 0, arguments of log, sqrt and real powers
   are > 0, of log1p > -1, and cos(u) != 0 under tan. Each interval is tried with balls and with end-point intervals
   (global_range.c) together, each sharpening the other; where a condition stays open the interval is bisected, nearest
   to 0 first.  An unbounded remainder beyond T is accepted unchecked, T = 2^20 or, if larger, the Cauchy bound on the
   roots of polynomial divisors; evaluators certify holomorphy again wherever they are used.  Work is limited; running
   out of it is a refusal. */
#include <math.h>

#include "activation/conditions.h"
#include "activation/evaluate.h"

#define WORK_LIMIT 200000
#define T_EXPONENT 20

/* Smallest 2^k >= 1 + max |c_i/c_n|, beyond which a polynomial has no root. */
static slong cauchy_exponent(const fmpq_poly_struct *p)
{
    slong top = fmpq_poly_degree(p), most = 0;
    for (slong i = 0; i < top; i++)
        most = FLINT_MAX(most, (slong)fmpz_bits(p->coeffs + i) - (slong)fmpz_bits(p->coeffs + top) + 1);
    return most + 1;
}

/* The closed cell, ends rounded outward, and T. */
static void extent(arf_t lower, arf_t upper, arf_t T, const builder_t b)
{
    const cell_struct *c = b->cell;
    slong exponent = T_EXPONENT;
    arb_t end;
    arb_init(end);
    for (slong i = 0; i < b->table->nodes->count; i++) {
        slong u = condition_operand(&b->table->nodes->node[i]);
        if (u >= 0 && b->known[u] && fmpq_poly_degree(&b->polynomial[u]) > 0)
            exponent = FLINT_MAX(exponent, cauchy_exponent(&b->polynomial[u]));
    }
    arf_one(T);
    arf_mul_2exp_si(T, T, exponent);
    arf_neg_inf(lower);
    arf_pos_inf(upper);
    if (c->has_lower) {
        arb_set_fmpq(end, c->lower, CHECK_BITS);
        arb_get_lbound_arf(lower, end, CHECK_BITS);
    }
    if (c->has_upper) {
        arb_set_fmpq(end, c->upper, CHECK_BITS);
        arb_get_ubound_arf(upper, end, CHECK_BITS);
    }
    arb_clear(end);
}

static const char *condition(const expr_node *n)
{
    switch (n->kind) {
    case EXPR_DIV:
    case EXPR_POWER:
        return "the divisor";
    case EXPR_LOG:
        return "the argument of log";
    case EXPR_LOG1P:
        return "1 + the argument of log1p";
    case EXPR_SQRT:
        return "the argument of sqrt";
    case EXPR_POW:
        return "the base of the power";
    case EXPR_TAN:
        return "the cosine under tan";
    default:
        return "a value";
    }
}

/* Does the condition certifiably fail at an end of the interval, or its quantity change sign across it? */
static int certainly_singular(enclosures *v, const builder_t b, const char *needed, slong culprit, const arf_t lower,
                              const arf_t upper, slong *work)
{
    const expr_node *n = &b->table->nodes->node[culprit];
    int sign[2] = {2, 2};
    arb_t u;
    arb_init(u);
    for (int side = 0; side < 2; side++) {
        const arf_struct *end = side ? upper : lower;
        slong failure = conditions_first_failure(v, b, needed, end, end, work);
        if (failure >= 0 && failure < culprit) continue;
        arb_set(u, v->ball + condition_operand(n));
        if (n->kind == EXPR_LOG1P) arb_add_ui(u, u, 1, CHECK_BITS);
        if (n->kind == EXPR_TAN) arb_cos(u, u, CHECK_BITS);
        sign[side] = !arb_is_finite(u) ? 2 : arb_is_zero(u) ? 0 : arb_is_positive(u) ? 1 : arb_is_negative(u) ? -1 : 2;
    }
    arb_clear(u);
    if (n->kind == EXPR_DIV || n->kind == EXPR_POWER || n->kind == EXPR_TAN)
        return sign[0] == 0 || sign[1] == 0 || (sign[0] != 2 && sign[1] != 2 && sign[0] != sign[1]);
    return sign[0] <= 0 || sign[1] <= 0;
}

static double readable(const arf_t x)
{
    double d = arf_get_d(x, ARF_RND_NEAR);
    return fabs(d) < 1e-12 ? 0 : d;
}

/* Width at most 2^-64 max(1, |x|). */
static int is_narrow(const arf_t lower, const arf_t upper)
{
    arf_t width, scale;
    int narrow;
    if (!arf_is_finite(lower) || !arf_is_finite(upper)) return 0;
    arf_init(width);
    arf_init(scale);
    arf_sub(width, upper, lower, 30, ARF_RND_UP);
    arf_one(scale);
    if (arf_cmpabs(lower, scale) > 0) arf_abs(scale, lower);
    arf_mul_2exp_si(scale, scale, -64);
    narrow = arf_cmp(width, scale) <= 0;
    arf_clear(width);
    arf_clear(scale);
    return narrow;
}

static void refuse(builder_t b, enclosures *v, const char *needed, slong culprit, const arf_t lower, const arf_t upper,
                   slong *work)
{
    const expr_node *n = &b->table->nodes->node[culprit];
    b->position = b->offset[culprit];
    if (b->constant[culprit])
        builder_fail(b, "a constant cannot be evaluated: %s cannot be certified to be %s, or a value is too large",
                     condition(n),
                     n->kind == EXPR_DIV || n->kind == EXPR_POWER || n->kind == EXPR_TAN ? "nonzero" : "positive");
    else if (certainly_singular(v, b, needed, culprit, lower, upper, work))
        builder_fail(
            b, "not analytic near x = %.10g: %s is zero%s there; an activation must be analytic near each closed piece",
            readable(lower), condition(n),
            n->kind == EXPR_DIV || n->kind == EXPR_POWER || n->kind == EXPR_TAN ? "" : " or negative");
    else if (is_narrow(lower, upper))
        builder_fail(b, "cannot be certified analytic near x = %.10g: %s may vanish there", readable(lower),
                     condition(n));
    else
        builder_fail(b,
                     "cannot be certified analytic near x in [%.10g, %.10g] within the work limit: %s may vanish there",
                     readable(lower), readable(upper), condition(n));
}

/* Bisection point: 0 if inside, 2|end| + 64 towards infinity, else the middle.  1 when the upper half is to be searched
   first (it is nearer to 0). */
static int bisect(arf_t middle, const arf_t lower, const arf_t upper)
{
    int upper_first = arf_sgn(lower) < 0;
    if (arf_sgn(lower) < 0 && arf_sgn(upper) > 0) {
        arf_zero(middle);
    } else if (arf_is_inf(lower) || arf_is_inf(upper)) {
        arf_mul_2exp_si(middle, arf_is_inf(lower) ? upper : lower, 1);
        arf_add_si(middle, middle, arf_is_inf(lower) ? -64 : 64, CHECK_BITS, ARF_RND_DOWN);
    } else {
        arf_add(middle, lower, upper, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_mul_2exp_si(middle, middle, -1);
        arf_set_round(middle, middle, CHECK_BITS, ARF_RND_DOWN);
    }
    return upper_first;
}

typedef struct {
    arf_struct *end;
    slong count, allocated;
} interval_stack;

static void push(interval_stack *s, const arf_t lower, const arf_t upper)
{
    if (s->count == s->allocated) {
        s->end = flint_realloc(s->end, 4 * (size_t)s->allocated * sizeof(arf_struct));
        for (slong i = 2 * s->allocated; i < 4 * s->allocated; i++) arf_init(s->end + i);
        s->allocated *= 2;
    }
    arf_set(s->end + 2 * s->count, lower);
    arf_set(s->end + 2 * s->count + 1, upper);
    s->count++;
}

/* An unbounded interval beyond T is not pursued. */
static int is_beyond(const arf_t lower, const arf_t upper, const arf_t T)
{
    return (arf_is_pos_inf(upper) && arf_cmp(lower, T) >= 0) ||
           (arf_is_neg_inf(lower) && arf_sgn(upper) < 0 && arf_cmpabs(upper, T) >= 0);
}

static void cover(builder_t b, const char *needed, slong *work)
{
    interval_stack stack = {flint_malloc(64 * sizeof(arf_struct)), 0, 32};
    enclosures v;
    arf_t lower, upper, middle, T;
    arf_init(lower);
    arf_init(upper);
    arf_init(middle);
    arf_init(T);
    enclosures_init(&v, b->table->nodes->count);
    for (slong i = 0; i < 64; i++) arf_init(stack.end + i);
    extent(lower, upper, T, b);
    push(&stack, lower, upper);
    while (stack.count > 0 && !b->failed) {
        slong culprit;
        stack.count--;
        arf_set(lower, stack.end + 2 * stack.count);
        arf_set(upper, stack.end + 2 * stack.count + 1);
        culprit = conditions_first_failure(&v, b, needed, lower, upper, work);
        if (culprit < 0 || is_beyond(lower, upper, T)) continue;
        if (b->constant[culprit] || *work > WORK_LIMIT || is_narrow(lower, upper)) {
            refuse(b, &v, needed, culprit, lower, upper, work);
        } else if (bisect(middle, lower, upper)) {
            push(&stack, lower, middle);
            push(&stack, middle, upper);
        } else {
            push(&stack, middle, upper);
            push(&stack, lower, middle);
        }
    }
    for (slong i = 0; i < 2 * stack.allocated; i++) arf_clear(stack.end + i);
    flint_free(stack.end);
    enclosures_clear(&v);
    arf_clear(lower);
    arf_clear(upper);
    arf_clear(middle);
    arf_clear(T);
}

/* exp(100^1000) is beyond what balls can hold: nothing could be computed with it. */
static void check_constants(builder_t b)
{
    const expr_struct *e = b->table->nodes;
    arb_ptr value = _arb_vec_init(e->count);
    for (slong i = 0; i < e->count && !b->failed; i++) {
        const expr_node *n = &e->node[i];
        if (!b->constant[i]) continue;
        expr_node_arb(value + i, n, n->left >= 0 ? value + n->left : NULL, n->right >= 0 ? value + n->right : NULL,
                      NULL, CHECK_BITS);
        if (!arb_is_finite(value + i)) {
            b->position = b->offset[i];
            builder_fail(b, "a constant is too large to be evaluated");
        }
    }
    _arb_vec_clear(value, e->count);
}

void builder_check_analytic(builder_t b, slong *work)
{
    char *needed = flint_calloc((size_t)b->table->nodes->count, 1);
    *work += b->table->nodes->count;
    if (!b->failed && conditions_mark(needed, b)) cover(b, needed, work);
    check_constants(b);
    flint_free(needed);
}
