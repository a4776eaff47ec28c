/* kappa(q) = E phi(y)^2 and its derivative, y ~ N(0, q), from the panels and the polynomial pieces:
     d/dq N(y; 0, q) = N (y^2/q - 1)/(2q),  so  kappa'(q) = E phi^2 (y^2/q - 1) / (2q). */
#include <math.h>
#include "hermite/quadrature.h"

double approx_kappa_log2(const activation_t phi, const arb_t q)
{
    const slong prec = 64, half = 160;
    arb_t y, v, sum, root;
    arb_init(y);
    arb_init(v);
    arb_init(sum);
    arb_init(root);
    arf_set(arb_midref(root), arb_midref(q));
    arb_sqrt(root, root, prec);
    for (slong k = -half; k <= half; k++) { /* trapezoid of step 1/16 in units of sqrt(q), off the breakpoints at 0 */
        double x = ((double)k + 0.390625) / 16.0;
        arb_set_d(y, x);
        arb_mul(y, y, root, prec);
        mag_zero(arb_radref(y));
        activation_eval_arb(v, phi, y, prec);
        arb_sqr(v, v, prec);
        arb_set_d(y, -0.5 * x * x);
        arb_exp(y, y, prec);
        if (arb_is_finite(v)) arb_addmul(sum, v, y, prec);
    }
    mag_t m;
    mag_init(m);
    arb_get_mag(m, sum);
    double result = mag_is_zero(m) ? -100000.0 : mag_get_d_log2_approx(m) - 5.3; /* 1/(16 sqrt(2 pi)) */
    mag_clear(m);
    arb_clear(y);
    arb_clear(v);
    arb_clear(sum);
    arb_clear(root);
    return result;
}

/* sum_k value phi N(y; 0, q) (1 or y^2/q - 1) over the rule's nodes, every error included */
static void quadrature_kappa(arb_t sum, const quadrature_t rule, const arb_t q, int derivative, slong prec)
{
    arb_t t, u, scale;
    arb_init(t);
    arb_init(u);
    arb_init(scale);
    for (slong k = 0; k < rule->count; k++) {
        arb_sqr(t, rule->node + k, prec);
        arb_div(t, t, q, prec);
        arb_mul_2exp_si(u, t, -1);
        arb_neg(u, u);
        arb_exp(u, u, prec);
        arb_mul(u, u, rule->value + k, prec);
        arb_mul(u, u, rule->phi + k, prec);
        if (derivative) {
            arb_sub_ui(t, t, 1, prec);
            arb_mul(u, u, t, prec);
        }
        arb_add(sum, sum, u, prec);
    }
    arb_const_pi(scale, prec);
    arb_mul_2exp_si(scale, scale, 1);
    arb_mul(scale, scale, q, prec);
    arb_rsqrt(scale, scale, prec);
    if (rule->folded) arb_mul_2exp_si(scale, scale, 1);
    arb_mul(sum, sum, scale, prec);
    arb_add_error_mag(sum, rule->error_kappa);
    arb_clear(t);
    arb_clear(u);
    arb_clear(scale);
}

void hermite_kappa_from_rule(arb_t kappa, const quadrature_t rule, const activation_t phi, const arb_t q,
                             int derivative, slong prec)
{
    arb_zero(kappa);
    if (rule->count > 0) quadrature_kappa(kappa, rule, q, derivative, prec);
    arb_t piece;
    arb_init(piece);
    for (slong k = 0; k < activation_pieces(phi); k++) {
        if (activation_piece_degree(phi, k) < 0) continue;
        arb_zero(piece);
        hermite_polynomial_piece_kappa(piece, phi, k, q, derivative, prec);
        arb_add(kappa, kappa, piece, prec);
    }
    arb_clear(piece);
    if (derivative) {
        arb_div(kappa, kappa, q, prec);
        arb_mul_2exp_si(kappa, kappa, -1);
    }
}
