/* closed_forms: the table of dual activations in closed form (Daniely, Frostig & Singer 2016, table 1, Cho & Saul 2009,
   Williams 1997 and Tsuchida et al. 2021, all restated for variance q; c = q rho is the covariance). */
#include "verify/claims/closed_forms.h"

/* sqrt(1 - rho^2) for |rho| <= 1; the part of the ball beyond 1 is no correlation. */
static void half_chord(arb_t value, const arb_t rho, slong prec)
{
    arb_sqr(value, rho, prec);
    arb_sub_ui(value, value, 1, prec);
    arb_neg(value, value);
    arb_sqrtpos(value, value, prec);
}

/* Arcsine of the ball intersected with [-1, 1]: monotone, so the two ends are enough. */
static void clipped_asin(arb_t value, const arb_t x, slong prec)
{
    arb_t end;
    arf_t low, high;
    arb_init(end);
    arf_init(low);
    arf_init(high);
    arb_get_interval_arf(low, high, x, prec);
    if (arf_cmp_si(low, -1) < 0) arf_set_si(low, -1);
    if (arf_cmp_si(high, 1) > 0) arf_set_si(high, 1);
    arb_set_arf(end, low);
    arb_asin(value, end, prec);
    arb_set_arf(end, high);
    arb_asin(end, end, prec);
    arb_union(value, value, end, prec);
    arb_clear(end);
    arf_clear(low);
    arf_clear(high);
}

static void linear(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_mul(value, q, rho, prec);
}

/* 1/4 + asin(rho)/(2 pi) = (pi - acos rho)/(2 pi), the probability of the positive quadrant (Sheppard). */
static void step(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    (void)q;
    arb_t pi;
    arb_init(pi);
    arb_const_pi(pi, prec);
    clipped_asin(value, rho, prec);
    arb_div(value, value, pi, prec);
    arb_mul_2exp_si(value, value, -1);
    arb_set_d(pi, 0.25);
    arb_add(value, value, pi, prec);
    arb_clear(pi);
}

/* P(uv > 0) - P(uv < 0) = 4 P(u > 0, v > 0) - 1. */
static void sign(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    step(value, q, rho, prec);
    arb_mul_2exp_si(value, value, 2);
    arb_sub_ui(value, value, 1, prec);
}

/* q (sqrt(1 - rho^2) + (pi - acos rho) rho)/(2 pi) */
static void relu(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t root, pi;
    arb_init(root);
    arb_init(pi);
    arb_const_pi(pi, prec);
    half_chord(root, rho, prec);
    arb_div(root, root, pi, prec);
    arb_mul_2exp_si(root, root, -1);
    step(value, q, rho, prec);
    arb_mul(value, value, rho, prec);
    arb_add(value, value, root, prec);
    arb_mul(value, value, q, prec);
    arb_clear(root);
    arb_clear(pi);
}

void closed_form_kink(arb_t value, const arb_t left, const arb_t right, const arb_t q, const arb_t rho, slong prec)
{
    arb_t jump, line;
    arb_init(jump);
    arb_init(line);
    relu(value, q, rho, prec);
    arb_sub(jump, right, left, prec);
    arb_sqr(jump, jump, prec);
    arb_mul(value, value, jump, prec);
    linear(line, q, rho, prec);
    arb_mul(line, line, left, prec);
    arb_addmul(value, line, right, prec);
    arb_clear(jump);
    arb_clear(line);
}

int closed_form_kink_slopes(arb_t left, arb_t right, const activation_t phi)
{
    if (activation_pieces(phi) != 2 || !fmpq_is_zero(activation_breakpoint(phi, 0))) return 0;
    if (activation_continuous_at(phi, 0) != 1) return 0;
    int found = 1;
    arb_t zero;
    arb_init(zero);
    arb_ptr y = _arb_vec_init(2);
    for (slong k = 0; k < 2 && found; k++) {
        /* a polynomial of degree <= 1 by structure is its two Taylor coefficients at 0 */
        slong degree = activation_piece_degree(phi, k);
        activation_piece_eval_series(y, phi, k, zero, 2, 256);
        found = degree >= 0 && degree <= 1 && arb_is_zero(y) && arb_is_finite(y + 1);
        arb_set(k == 0 ? left : right, y + 1);
    }
    _arb_vec_clear(y, 2);
    arb_clear(zero);
    return found;
}

/* slopes -1 and 1 */
static void absolute(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    arb_set_si(left, -1);
    arb_set_si(right, 1);
    closed_form_kink(value, left, right, q, rho, prec);
    arb_clear(left);
    arb_clear(right);
}

/* (2/pi) asin(2 q rho/(1 + 2 q)) */
static void error_function(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_mul_2exp_si(x, q, 1);
    arb_add_ui(value, x, 1, prec);
    arb_mul(x, x, rho, prec);
    arb_div(x, x, value, prec);
    clipped_asin(value, x, prec);
    arb_const_pi(x, prec);
    arb_div(value, value, x, prec);
    arb_mul_2exp_si(value, value, 1);
    arb_clear(x);
}

/* e^-q sinh(q rho), e^-q cosh(q rho) */
static void sine(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_neg(x, q);
    arb_exp(x, x, prec);
    arb_mul(value, q, rho, prec);
    arb_sinh(value, value, prec);
    arb_mul(value, value, x, prec);
    arb_clear(x);
}

static void cosine(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_neg(x, q);
    arb_exp(x, x, prec);
    arb_mul(value, q, rho, prec);
    arb_cosh(value, value, prec);
    arb_mul(value, value, x, prec);
    arb_clear(x);
}

/* e^(q (1 + rho)) */
static void exponential(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_add_ui(value, rho, 1, prec);
    arb_mul(value, value, q, prec);
    arb_exp(value, value, prec);
}

/* ((1 + q)^2 - q^2 rho^2)^(-1/2) */
static void gauss(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_mul(x, q, rho, prec);
    arb_sqr(x, x, prec);
    arb_add_ui(value, q, 1, prec);
    arb_sqr(value, value, prec);
    arb_sub(value, value, x, prec);
    arb_rsqrt(value, value, prec);
    arb_clear(x);
}

/* c^2 + (q - 1)^2/2, c = q rho */
static void hermite_two(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_sub_ui(x, q, 1, prec);
    arb_sqr(x, x, prec);
    arb_mul_2exp_si(x, x, -1);
    arb_mul(value, q, rho, prec);
    arb_sqr(value, value, prec);
    arb_add(value, value, x, prec);
    arb_clear(x);
}

/* c^3 + (3/2) c (q - 1)^2 */
static void hermite_three(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x, c;
    arb_init(x);
    arb_init(c);
    arb_mul(c, q, rho, prec);
    arb_sub_ui(x, q, 1, prec);
    arb_sqr(x, x, prec);
    arb_mul_ui(x, x, 3, prec);
    arb_mul_2exp_si(x, x, -1);
    arb_sqr(value, c, prec);
    arb_add(value, value, x, prec);
    arb_mul(value, value, c, prec);
    arb_clear(x);
    arb_clear(c);
}

/* c (1/4 + asin(c/(1+q))/(2 pi)) + (q^2 + c^2 (1-q)/(1+q)) / (2 pi sqrt((1+q)^2 - c^2)) */
static void gelu(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t c, one_plus, x, y;
    arb_init(c);
    arb_init(one_plus);
    arb_init(x);
    arb_init(y);
    arb_mul(c, q, rho, prec);
    arb_add_ui(one_plus, q, 1, prec);
    arb_div(x, c, one_plus, prec);
    step(value, q, x, prec);
    arb_mul(value, value, c, prec);
    arb_sub_ui(x, q, 1, prec); /* x <- (q - 1)/(1 + q), then q^2 - x c^2 */
    arb_div(x, x, one_plus, prec);
    arb_sqr(y, c, prec);
    arb_mul(x, x, y, prec);
    arb_sqr(y, q, prec);
    arb_sub(x, y, x, prec);
    gauss(y, q, rho, prec);
    arb_mul(x, x, y, prec);
    arb_const_pi(y, prec);
    arb_div(x, x, y, prec);
    arb_mul_2exp_si(x, x, -1);
    arb_add(value, value, x, prec);
    arb_clear(c);
    arb_clear(one_plus);
    arb_clear(x);
    arb_clear(y);
}

#define ROW(name, expression, evaluate, formula, derivation) {name, expression, formula, derivation, evaluate},
const closed_form closed_forms[] = {CLOSED_FORMS(ROW){0}};
