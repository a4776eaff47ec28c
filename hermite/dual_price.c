/* The dual activation of piecewise-linear and piecewise-constant phi through Price's theorem.

   D(rho) = E phi(u) phi(v).  With x_s = b_s/sqrt(q_i), y_t = b_t/sqrt(q_j) and the standard bivariate density p,
     continuous piecewise linear, slope jumps c_s:   D''(rho) = sqrt(q_i q_j) sum_{s,t} c_s c_t p_rho(x_s, y_t),
     piecewise constant, jumps c_s:                  D'(rho)  = sum_{s,t} c_s c_t p_rho(x_s, y_t),
   (p of (u, v) is p(x, y)/sqrt(q_i q_j)), and D(0) = a_0 a_0', D'(0) = a_1 a_1'.  With tau = sin(theta),
     p_tau d tau = exp(-(x^2 - 2 x y sin + y^2)/(2 cos^2)) d theta / (2 pi),
   where x = y (resp. x = -y) has the removable form exp(-x^2/(1 + sin)) (resp. exp(-x^2/(1 - sin))).  The remaining
   integrals over theta are certified by the library's adaptive Gauss-Legendre; next to theta = +-pi/2 the last 2^-k of
   the range is bounded by its length, the integrand being at most 2 (resp. 1). */
#include <math.h>
#include "hermite/quadrature.h"

typedef struct {
    arb_struct x, y, rho;
    int equal;        /* +1: x = y, -1: x = -y exactly, 0: neither */
    int second_order; /* times (rho - sin theta) */
} price_problem;

static int price_integrand(acb_ptr value, const acb_t theta, void *parameter, slong order, slong prec)
{
    (void)order; /* entire but for the poles at +-pi/2, where the evaluation is not finite */
    const price_problem *p = parameter;
    acb_t sine, cosine, t;
    acb_init(sine);
    acb_init(cosine);
    acb_init(t);
    acb_sin_cos(sine, cosine, theta, prec);
    if (p->equal != 0) { /* -x^2/(1 +- sin) */
        if (p->equal > 0)
            acb_add_ui(t, sine, 1, prec);
        else {
            acb_sub_ui(t, sine, 1, prec);
            acb_neg(t, t);
        }
        acb_inv(t, t, prec);
        acb_mul_arb(t, t, &p->x, prec);
        acb_mul_arb(t, t, &p->x, prec);
        acb_neg(t, t);
        if (arb_is_zero(&p->x)) acb_zero(t);
    } else { /* -(x^2 - 2xy sin + y^2)/(2 cos^2) */
        acb_mul_arb(t, sine, &p->x, prec);
        acb_mul_arb(t, t, &p->y, prec);
        acb_mul_2exp_si(t, t, 1);
        arb_submul(acb_realref(t), &p->x, &p->x, prec);
        arb_submul(acb_realref(t), &p->y, &p->y, prec);
        acb_mul(cosine, cosine, cosine, prec);
        acb_mul_2exp_si(cosine, cosine, 1);
        acb_div(t, t, cosine, prec);
    }
    acb_exp(value, t, prec);
    if (p->second_order) {
        acb_neg(sine, sine);
        acb_add_arb(sine, sine, &p->rho, prec);
        acb_mul(value, value, sine, prec);
    }
    acb_clear(sine);
    acb_clear(cosine);
    acb_clear(t);
    return 0;
}

/* int_0^{asin rho} of the integrand / (2 pi) */
static dq_status price_integral(arb_t result, const price_problem *p, slong bits, reason_t why)
{
    slong prec = bits + 40;
    arb_t end, limit, gap;
    acb_t a, b, integral;
    mag_t tolerance, cut;
    arb_init(end);
    arb_init(limit);
    arb_init(gap);
    acb_init(a);
    acb_init(b);
    acb_init(integral);
    mag_init(tolerance);
    mag_init(cut);
    dq_status status = DQ_OK;
    arb_asin(end, &p->rho, prec);
    if (!arb_is_finite(end)) { /* a ball reaching beyond 1 means 1 */
        arb_one(gap);
        if (arb_is_negative(&p->rho)) arb_neg(gap, gap);
        arb_union(gap, gap, &p->rho, prec);
        arb_t one;
        arb_init(one);
        mag_one(arb_radref(one));
        arb_intersection(gap, gap, one, prec);
        arb_asin(end, gap, prec);
        arb_clear(one);
    }
    if (p->equal == 0) { /* stay away from the poles at +-pi/2 */
        slong k = bits + 8;
        arb_const_pi(limit, prec);
        arb_mul_2exp_si(limit, limit, -1);
        arb_set_ui(gap, 1);
        arb_mul_2exp_si(gap, gap, -k);
        arb_sub(limit, limit, gap, prec);
        arb_abs(gap, end);
        if (!arb_lt(gap, limit)) {
            if (arb_is_negative(end)) arb_neg(limit, limit);
            arb_sub(gap, end, limit, prec);
            arb_get_mag(cut, gap);
            mag_mul_2exp_si(cut, cut, 1); /* integrand <= |rho| + 1 <= 2 */
            arb_set(end, limit);
        }
    }
    acb_set_arb(b, end);
    mag_set_ui_2exp_si(tolerance, 1, -bits - 4);
    acb_calc_integrate_opt_t options;
    acb_calc_integrate_opt_init(options);
    options->eval_limit = 200000;
    if (acb_calc_integrate(integral, price_integrand, (void *)(uintptr_t)p, a, b, prec, tolerance, options, prec) !=
            ARB_CALC_SUCCESS ||
        !acb_is_finite(integral)) {
        reason_set(why, "the integral of Price's theorem did not converge at %ld bits", (long)bits);
        status = DQ_INCONCLUSIVE;
    }
    arb_add_error_mag(acb_realref(integral), cut);
    arb_const_pi(gap, prec);
    arb_mul_2exp_si(gap, gap, 1);
    arb_div(result, acb_realref(integral), gap, prec);
    arb_clear(end);
    arb_clear(limit);
    arb_clear(gap);
    acb_clear(a);
    acb_clear(b);
    acb_clear(integral);
    mag_clear(tolerance);
    mag_clear(cut);
    return status;
}

/* jump of the slope (derivative = 1) or of the value (derivative = 0) at breakpoint k */
static void jump(arb_t c, const activation_t phi, slong k, int derivative, slong prec)
{
    arb_t b;
    arb_init(b);
    arb_set_fmpq(b, activation_breakpoint(phi, k), prec);
    arb_ptr left = _arb_vec_init(2), right = _arb_vec_init(2);
    activation_piece_eval_series(left, phi, k, b, 2, prec);
    activation_piece_eval_series(right, phi, k + 1, b, 2, prec);
    arb_sub(c, right + derivative, left + derivative, prec);
    _arb_vec_clear(left, 2);
    _arb_vec_clear(right, 2);
    arb_clear(b);
}

/* 1: continuous piecewise linear, 0: piecewise constant, -1: neither */
static int price_form(const activation_t phi)
{
    slong pieces = activation_pieces(phi), degree = 0;
    int continuous = 1;
    for (slong k = 0; k < pieces; k++) {
        slong d = activation_piece_degree(phi, k);
        if (d < 0 || d > 1) return -1;
        degree = FLINT_MAX(degree, d);
    }
    for (slong k = 0; k + 1 < pieces; k++) continuous = continuous && activation_continuous_at(phi, k) == 1;
    if (continuous) return 1;
    return degree == 0 ? 0 : -1;
}

dq_status hermite_dual_price(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho,
                             slong bits, reason_t why)
{
    int form = price_form(phi);
    if (form < 0) {
        reason_set(
            why,
            "Price's theorem is implemented for continuous piecewise-linear and for piecewise-constant activations");
        return DQ_INAPPLICABLE;
    }
    slong breaks = activation_pieces(phi) - 1, prec = bits + 40;
    arb_t root_i, root_j, term, weight, sum;
    arb_init(root_i);
    arb_init(root_j);
    arb_init(term);
    arb_init(weight);
    arb_init(sum);
    arb_sqrt(root_i, qi, prec);
    arb_sqrt(root_j, qj, prec);
    arb_ptr c = _arb_vec_init(breaks + 1), ai = _arb_vec_init(2), aj = _arb_vec_init(2);
    for (slong k = 0; k < breaks; k++) jump(c + k, phi, k, form, prec);
    for (slong k = 0; k <= breaks; k++) {
        hermite_polynomial_piece(ai, 1, phi, k, qi, prec);
        hermite_polynomial_piece(aj, 1, phi, k, qj, prec);
    }
    price_problem p;
    arb_init(&p.x);
    arb_init(&p.y);
    arb_init(&p.rho);
    arb_set(&p.rho, rho);
    p.second_order = form;
    fmpq_t mirrored;
    fmpq_init(mirrored);
    dq_status status = DQ_OK;
    for (slong s = 0; s < breaks && status == DQ_OK; s++)
        for (slong t = 0; t < breaks && status == DQ_OK; t++) {
            arb_mul(weight, c + s, c + t, prec);
            if (arb_is_zero(weight)) continue;
            arb_set_fmpq(&p.x, activation_breakpoint(phi, s), prec);
            arb_set_fmpq(&p.y, activation_breakpoint(phi, t), prec);
            arb_div(&p.x, &p.x, root_i, prec);
            arb_div(&p.y, &p.y, root_j, prec);
            fmpq_neg(mirrored, activation_breakpoint(phi, t));
            int same_q = arb_equal(qi, qj), zero = fmpq_is_zero(activation_breakpoint(phi, s));
            p.equal = 0;
            if (fmpq_equal(activation_breakpoint(phi, s), activation_breakpoint(phi, t)) && (same_q || zero))
                p.equal = 1;
            else if (fmpq_equal(activation_breakpoint(phi, s), mirrored) && same_q)
                p.equal = -1;
            /* -x^2/(1 - sin) has its pole at +pi/2 only, -x^2/(1 + sin) at -pi/2 only: at those ends treat them as the
             * general form */
            if (!zero && ((p.equal == 1 && !arb_is_nonnegative(rho)) || (p.equal == -1 && !arb_is_nonpositive(rho))))
                p.equal = 0;
            status = price_integral(term, &p, bits + 8, why);
            arb_addmul(sum, weight, term, prec);
        }
    if (form == 1) {
        arb_mul(sum, sum, root_i, prec);
        arb_mul(sum, sum, root_j, prec);
        arb_mul(term, ai + 1, aj + 1, prec);
        arb_addmul(sum, term, rho, prec);
    }
    arb_addmul(sum, ai, aj, prec);
    arb_swap(value, sum);
    fmpq_clear(mirrored);
    arb_clear(&p.x);
    arb_clear(&p.y);
    arb_clear(&p.rho);
    _arb_vec_clear(c, breaks + 1);
    _arb_vec_clear(ai, 2);
    _arb_vec_clear(aj, 2);
    arb_clear(root_i);
    arb_clear(root_j);
    arb_clear(term);
    arb_clear(weight);
    arb_clear(sum);
    return status;
}
