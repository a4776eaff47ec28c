/* increments: four arguments that K^(l+1) - K^(l) is positive semidefinite in every layer.

   1. phi = a x + b: K^(l+1) - K^(l) = 2 s a^2 (K^(l) - K^(l-1)) and K^(1) - K^(0) is a Gram matrix.
   2. Equal norms and K = sum_r b_r(q) Sigma^{o r}, b_r(q) = m_r(q)^2/r!, m_r(q) = E phi^(r)(sqrt(q) g): the heat
   equation gives m_r' = m_{r+2}/2.  For a polynomial whose coefficients of even index have one sign and those of odd
   index one sign, m_r and m_{r+2} have one sign for every q >= 0, so every b_r increases; then q^(l) increases and
   Sigma^(l+1) >= Sigma^(l) >= 0 implies (Sigma^(l+1))^{o r} >= (Sigma^(l))^{o r} (Schur) and b_r(q^(l+1)) >=
   b_r(q^(l)): induction.
   3. K^(l) diagonal in every layer (one point, or orthogonal points and odd phi) and kappa' >= 0 on [q^(1), q_*]: F is
   monotone there, the orbit increases from q^(1) <= q^(2) and stays below q_*, so every kappa(q^(l)) increases.
   4. ReLU, equal norms, and two points or orthogonal points: 0 <= (K^(l) - K^(l-1))_ij <= (K^(l) - K^(l-1))_ii for i !=
   j (the induction in verify/claims/gram/rate.c, which scales with the common norm), and the off-diagonal entries of
   the increment are all equal: its eigenvalues are the difference and a nonnegative number. */
#include "verify/claims/increments.h"

#include "verify/claims/hypotheses.h"

#define PREC   128
#define PIECES 16

static int polynomial_signs(const activation_t phi, slong degree)
{
    int sign[2] = {0, 0}, good = activation_pieces(phi) == 1;
    arb_t zero;
    arb_init(zero);
    arb_ptr p = _arb_vec_init(degree + 1);
    if (good) activation_piece_eval_series(p, phi, 0, zero, degree + 1, PREC);
    for (slong i = 0; i <= degree && good; i++) {
        int here = arb_is_positive(p + i) ? 1 : arb_is_negative(p + i) ? -1 : 0;
        if (here == 0)
            good = arb_is_zero(p + i);
        else if (sign[i % 2] == 0)
            sign[i % 2] = here;
        else
            good = sign[i % 2] == here;
    }
    _arb_vec_clear(p, degree + 1);
    arb_clear(zero);
    return good;
}

static int equal_norms(const points_struct *points)
{
    if (points->normalise) return 1;
    arf_t first, norm;
    int equal = 1;
    arf_init(first);
    arf_init(norm);
    points_inner_product(first, points, 0, 0);
    for (slong i = 1; i < points->n && equal; i++) {
        points_inner_product(norm, points, i, i);
        equal = arf_equal(first, norm);
    }
    arf_clear(first);
    arf_clear(norm);
    return equal;
}

static int orthogonal(const points_struct *points)
{
    arf_t product;
    int yes = 1;
    arf_init(product);
    for (slong i = 0; i < points->n && yes; i++)
        for (slong j = 0; j < i && yes; j++) {
            points_inner_product(product, points, i, j);
            yes = arf_is_zero(product);
        }
    arf_clear(product);
    return yes;
}

/* kappa' >= 0 on the hull of Sigma^(1)_ii and q_*, in PIECES balls. */
static int kappa_increases(const gram_model_struct *model, const arb_t sigma0, const arb_t q)
{
    arb_t low, step, piece, value;
    reason_t why;
    int yes = 1;
    reason_init(why);
    arb_init(low);
    arb_init(step);
    arb_init(piece);
    arb_init(value);
    arb_sub(step, q, sigma0, PREC);
    arb_div_si(step, step, PIECES, PREC);
    for (slong k = 0; k < PIECES && yes; k++) {
        arb_mul_si(low, step, k, PREC);
        arb_add(low, low, sigma0, PREC);
        arb_add(piece, low, step, PREC);
        arb_union(piece, low, piece, PREC);
        yes = hermite_kappa_derivative(value, model->phi, piece, 40, why) == DQ_OK && arb_is_nonnegative(value);
    }
    arb_clear(low);
    arb_clear(step);
    arb_clear(piece);
    arb_clear(value);
    return yes;
}

static int diagonal_increases(const gram_model_struct *model)
{
    gram_t limit;
    arb_t sigma0;
    reason_t why;
    int yes;
    reason_init(why);
    gram_init(limit);
    arb_init(sigma0);
    yes = gram_limit(limit, model, 40, why) == DQ_OK;
    for (slong i = 0; i < limit->norms && yes; i++) {
        points_sigma0(sigma0, model->points, i, i, PREC);
        yes = kappa_increases(model, sigma0, limit->q + i);
    }
    gram_clear(limit);
    arb_clear(sigma0);
    return yes;
}

int increments_all_psd(reason_t argument, const gram_model_struct *model)
{
    const points_struct *points = model->points;
    slong degree = -2;
    int polynomial = activation_is_polynomial(&degree, model->phi) && degree >= 0;
    int perpendicular = orthogonal(points), same_norm = equal_norms(points);
    if (polynomial && degree <= 1) {
        reason_set(argument,
                   "$`\\phi`$ is affine, so each increment is a nonnegative multiple of the first one, a Gram matrix");
        return 1;
    }
    if (polynomial && same_norm && polynomial_signs(model->phi, degree)) {
        reason_set(
            argument,
            "$`\\phi`$ is a polynomial whose even and whose odd coefficients have one sign each: every Hermite weight "
            "$`a_r(q)^2/q^r`$ increases with $`q`$, and by induction $`\\Sigma^{(l+1)}\\succeq\\Sigma^{(l)}`$ (Schur)");
        return 1;
    }
    if ((points->n == 1 || (perpendicular && activation_parity(model->phi) == -1)) && diagonal_increases(model)) {
        reason_set(
            argument,
            "every $`K^{(l)}`$ is diagonal and $`\\kappa'\\ge0`$ is certified on $`[q^{(1)},q_*]`$, so $`q^{(l)}`$ and "
            "$`\\kappa(q^{(l)})`$ increase with $`l`$");
        return 1;
    }
    if (activation_is_relu(model->phi) == 1 && same_norm && (points->n <= 2 || perpendicular)) {
        reason_set(argument, "for ReLU $`0\\le(K^{(l)}-K^{(l-1)})_{ij}\\le(K^{(l)}-K^{(l-1)})_{ii}`$ in every layer "
                             "(see `gram.rate`), and here all "
                             "entries off the diagonal are equal");
        return 1;
    }
    return 0;
}

gram_struct *increments_layers(const gram_model_struct *model, slong layers, slong bits, reason_t why)
{
    gram_struct *layer = flint_malloc((size_t)layers * sizeof(gram_struct));
    for (slong l = 0; l < layers; l++) gram_init(layer + l);
    if (gram_layers(layer, layers, model, bits, why) == DQ_OK) return layer;
    increments_layers_free(layer, layers);
    return NULL;
}

void increments_layers_free(gram_struct *layer, slong layers)
{
    for (slong l = 0; l < layers; l++) gram_clear(layer + l);
    flint_free(layer);
}
