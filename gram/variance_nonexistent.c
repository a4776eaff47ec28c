/* variance_nonexistent: F(q) = 2 s kappa(q) + sigma0 > q for every q >= sigma0.

   Then the orbit q^(1) = sigma0, q^(l+1) = F(q^(l)) increases strictly; if it were bounded its limit would be a fixed
   point (kappa is continuous where it is finite), so it diverges and no q_* exists. Polynomial phi: G(q) = F(q) - q is
   a polynomial; bisection on [sigma0, Q], and on [Q, inf) every coefficient of G(Q + u) is positive. Otherwise: branch
   and bound on [sigma0, Q] with G >= 2 s kappa(B) + sigma0 - max B, or, when kappa' >= 0 on B, with kappa at the left
   end; beyond Q the growth envelope |phi(t)| >= c t^p, t >= R on one side (t^p e^(a t) >= t^(p+k) a^k/k! for a, t > 0)
   gives kappa(q)/q >= c^2 q^(p-1) E[g^(2p); g > R/sqrt(Q)],   increasing in q for p >= 1, so 2 s kappa(q) > q for all q
   >= Q as soon as it holds at Q.  E[g^(2p); g > x] = 2^(p-1) Gamma(p + 1/2, x^2/2)/sqrt(pi). */
#include "gram/variance.h"

enum { PREC = 64, MAX_PIECES = 3000, MAX_DOUBLINGS = 40 };

/* ---- polynomials ----------------------------------------------------------------------------- */

static int positive_coefficients(const arb_poly_t G, const arb_t Q)
{
    arb_poly_t shifted;
    slong k;
    int yes = 1;

    arb_poly_init(shifted);
    arb_poly_taylor_shift(shifted, G, Q, 4 * PREC);
    for (k = 0; k < arb_poly_length(shifted) && yes; k++)
        yes = k == 0 ? arb_is_positive(arb_poly_get_coeff_ptr(shifted, k))
                     : arb_is_nonnegative(arb_poly_get_coeff_ptr(shifted, k));
    arb_poly_clear(shifted);
    return yes;
}

/* G > 0 on [a, b] by bisection; the Taylor shift at the left end decides pieces on which G increases. */
static int positive_between(const arb_poly_t G, const arb_t a, const arb_t b, slong depth)
{
    arb_t piece, middle;
    int yes;

    arb_init(piece);
    arb_init(middle);
    arb_union(piece, a, b, 4 * PREC);
    arb_poly_evaluate(middle, G, piece, 4 * PREC);
    yes = arb_is_positive(middle);
    if (!yes && depth > 0) {
        arb_get_mid_arb(middle, piece);
        yes = positive_between(G, a, middle, depth - 1) && positive_between(G, middle, b, depth - 1);
    }
    arb_clear(piece);
    arb_clear(middle);
    return yes;
}

static int polynomial_case(int *decided, const gram_model_t model, const arb_t sigma0)
{
    arb_poly_t G;
    arb_t two_s, Q, left;
    slong degree, k;
    int yes = 0;

    arb_poly_init(G);
    arb_init(two_s);
    arb_init(Q);
    arb_init(left);
    degree = polynomial_kappa(G, model->phi, 4 * PREC);
    *decided = degree >= 0;
    if (degree >= 0) {
        arb_set_fmpq(two_s, model->s, 4 * PREC);
        arb_mul_2exp_si(two_s, two_s, 1);
        arb_poly_scalar_mul(G, G, two_s, 4 * PREC);
        arb_poly_get_coeff_arb(two_s, G, 0);
        arb_add(two_s, two_s, sigma0, 4 * PREC);
        arb_poly_set_coeff_arb(G, 0, two_s);
        arb_poly_get_coeff_arb(two_s, G, 1);
        arb_sub_ui(two_s, two_s, 1, 4 * PREC);
        arb_poly_set_coeff_arb(G, 1, two_s);
        arb_get_lbound_arf(arb_midref(left), sigma0, PREC);
        for (k = 0; k < MAX_DOUBLINGS && !yes; k++) {
            arb_mul_2exp_si(Q, left, k);
            yes = positive_coefficients(G, Q);
        }
        yes = yes && positive_between(G, left, Q, 12);
    }
    arb_poly_clear(G);
    arb_clear(two_s);
    arb_clear(Q);
    arb_clear(left);
    return yes;
}

/* ---- general activations --------------------------------------------------------------------- */

/* 2 s kappa(q) > q for all q >= Q, from the lower envelope on one side. */
static int unbounded_part(const gram_model_t model, const arb_t Q, const arf_t R, int side)
{
    growth_t growth;
    reason_t why;
    arb_t c, x, p, bound, two_s;
    slong k;
    int yes = 0;

    growth_init(growth);
    reason_init(why);
    arb_init(c);
    arb_init(x);
    arb_init(p);
    arb_init(bound);
    arb_init(two_s);
    arb_set_fmpq(two_s, model->s, PREC);
    arb_mul_2exp_si(two_s, two_s, 1);
    if (activation_growth(growth, model->phi, 0, side, R, PREC, why) == DQ_OK &&
        arf_sgn(growth->lower.coefficient) > 0 && arf_is_finite(growth->lower.coefficient) &&
        arf_sgn(growth->lower.c) >= 0 && arf_sgn(growth->lower.e) >= 0) {
        slong most = arf_sgn(growth->lower.c) > 0 ? 6 : 0; /* terms t^k a^k/k! of the exponential */
        for (k = 0; k <= most && !yes; k++) {
            arb_set_arf(p, growth->lower.p);
            arb_add_si(p, p, k, PREC);
            arb_sub_ui(x, p, 1, PREC);
            if (!arb_is_nonnegative(x)) continue;
            arb_set_arf(c, growth->lower.c); /* c := coefficient a^k/k! */
            arb_pow_ui(c, c, (ulong)k, PREC);
            arb_mul_arf(c, c, growth->lower.coefficient, PREC);
            arb_fac_ui(x, (ulong)k, PREC);
            arb_div(c, c, x, PREC);
            /* c^2 Q^(p-1) 2^(p-1) Gamma(p + 1/2, R^2/(2 Q)) / sqrt(pi) */
            arb_sub_ui(x, p, 1, PREC);
            arb_mul_2exp_si(bound, Q, 1);
            arb_pow(bound, bound, x, PREC);
            arb_mul(bound, bound, c, PREC);
            arb_mul(bound, bound, c, PREC);
            arb_set_arf(x, R);
            arb_sqr(x, x, PREC);
            arb_div(x, x, Q, PREC);
            arb_mul_2exp_si(x, x, -1);
            arb_set_d(c, 0.5);
            arb_add(p, p, c, PREC);
            arb_hypgeom_gamma_upper(x, p, x, 0, PREC);
            arb_mul(bound, bound, x, PREC);
            arb_const_sqrt_pi(x, PREC);
            arb_div(bound, bound, x, PREC);
            arb_mul(bound, bound, two_s, PREC);
            arb_sub_ui(bound, bound, 1, PREC);
            yes = arb_is_positive(bound);
        }
    }
    growth_clear(growth);
    arb_clear(c);
    arb_clear(x);
    arb_clear(p);
    arb_clear(bound);
    arb_clear(two_s);
    return yes;
}

/* G > 0 on [a, b] by branch and bound; *pieces counts the balls tried. */
static int bounded_part(const gram_model_t model, const arb_t sigma0, const arb_t a, const arb_t b, slong depth,
                        slong *pieces)
{
    arb_t piece, value, left;
    reason_t why;
    int yes = 0;

    if (++*pieces > MAX_PIECES) return 0;
    reason_init(why);
    arb_init(piece);
    arb_init(value);
    arb_init(left);
    arb_union(piece, a, b, PREC);
    if (variance_map(value, NULL, model, sigma0, piece, NULL, 40, why) == DQ_OK) {
        arb_get_ubound_arf(arb_midref(left), piece, PREC);
        arb_sub(value, value, left, PREC);
        yes = arb_is_positive(value);
    }
    if (!yes && hermite_kappa_derivative(value, model->phi, piece, 30, why) == DQ_OK && arb_is_nonnegative(value)) {
        arb_get_lbound_arf(arb_midref(left), piece, PREC);
        if (variance_map(value, NULL, model, sigma0, left, NULL, 40, why) == DQ_OK) {
            arb_get_ubound_arf(arb_midref(left), piece, PREC);
            arb_sub(value, value, left, PREC);
            yes = arb_is_positive(value);
        }
    }
    if (!yes && depth > 0) {
        arb_get_mid_arb(left, piece);
        yes = bounded_part(model, sigma0, a, left, depth - 1, pieces) &&
              bounded_part(model, sigma0, left, b, depth - 1, pieces);
    }
    arb_clear(piece);
    arb_clear(value);
    arb_clear(left);
    return yes;
}

/* An integer R >= 1 beyond every breakpoint. */
static void beyond_breakpoints(arf_t R, const activation_t phi)
{
    slong k;
    arb_t b;
    mag_t size;

    arb_init(b);
    mag_init(size);
    arf_one(R);
    for (k = 0; k + 1 < activation_pieces(phi); k++) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), PREC);
        arb_get_mag(size, b);
        arf_set_mag(arb_midref(b), size);
        arf_ceil(arb_midref(b), arb_midref(b));
        if (arf_cmp(arb_midref(b), R) >= 0) arf_add_ui(R, arb_midref(b), 1, ARF_PREC_EXACT, ARF_RND_CEIL);
    }
    arb_clear(b);
    mag_clear(size);
}

/* E phi^2 infinite at an iterate: the orbit leaves the domain of kappa. */
static int infinite_iterate(const gram_model_t model, const arb_t sigma0, reason_t why)
{
    arb_t q;
    reason_t ignored;
    slong step;
    int yes = 0;

    arb_init(q);
    arb_set(q, sigma0);
    reason_init(ignored);
    for (step = 1; step <= 60 && arb_is_finite(q); step++) {
        int finite = activation_square_integrable(model->phi, q, ignored);
        if (finite == 0) {
            reason_set(why, "E phi(y)^2 is infinite at y ~ N(0, q^(%ld)): K^(%ld) does not exist", (long)step,
                       (long)step);
            yes = 1;
        }
        if (finite != 1 || arf_cmp_si(arb_midref(q), 1000000) > 0 ||
            variance_map(q, NULL, model, sigma0, q, NULL, 64, ignored) != DQ_OK)
            break;
    }
    arb_clear(q);
    return yes;
}

int variance_nonexistent(const gram_model_t model, const arb_t sigma0, reason_t why)
{
    arf_t R;
    arb_t Q, left;
    slong k, pieces = 0;
    int yes, decided, beyond = 0;

    if (infinite_iterate(model, sigma0, why)) return 1;
    arf_init(R);
    arb_init(Q);
    arb_init(left);
    yes = polynomial_case(&decided, model, sigma0);
    if (!decided) {
        arb_get_lbound_arf(arb_midref(left), sigma0, PREC);
        beyond_breakpoints(R, model->phi);
        for (k = 0; k < MAX_DOUBLINGS && !beyond; k++) {
            arb_mul_2exp_si(Q, left, k);
            beyond = unbounded_part(model, Q, R, 1) || unbounded_part(model, Q, R, -1);
        }
        yes = beyond && bounded_part(model, sigma0, left, Q, 12, &pieces);
    }
    if (yes)
        reason_set(why, "F(q) = 2 s kappa(q) + sigma0 > q for every q >= sigma0 (certified): the variances diverge, "
                        "q_* does not exist");
    arf_clear(R);
    arb_clear(Q);
    arb_clear(left);
    return yes;
}
