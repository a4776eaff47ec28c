/* gram_singular: exact arguments that K^(l) (layer -1: the limit) has a null vector.

   Twins.  x_i = x_j gives equal rows in every layer: (e_i - e_j)^T K = 0.  x_j = -x_i with odd phi gives opposite rows
   in every layer (induction: Sigma_jk = -Sigma_ik, so K_jk = -K_ik): (e_i + e_j)^T K = 0.  With even phi only Sigma^(1)
   is odd, so only K^(1)_jk = K^(1)_ik; Sigma^(2) mixes both signs and the argument stops there. Affine phi = a x + b.
   K^(l) = a^2 Sigma^(l) + b^2 11^T, so every layer and the limit is a combination of the Gram matrix of the points the
   model sees and of 11^T: rank <= rank X + [b != 0], and <= rank [X; 1^T] where the norms are not rescaled one by one.
   Polynomial phi of degree p.  K^(1)_ij = sum_{r<=p} a_r(q_i) a_r(q_j) rho_ij^r and a Hadamard power C^{or} of a Gram
   matrix of rank R has rank <= binom(R + r - 1, r); with equal norms K^(l) is a polynomial in <x_i, x_j> of degree p^l.
   The limit kernel of a polynomial of degree >= 2 has infinitely many terms: no such argument. */
#include <math.h>
#include <stdlib.h>
#include "gram/covariance.h"

typedef struct {
    double projection;
    slong index;
} projected_point;

static int compare_projections(const void *a, const void *b)
{
    const projected_point *x = a, *y = b;

    return (x->projection > y->projection) - (x->projection < y->projection);
}

/* |<x_i, r>|/|x_i| for a fixed vector r, sorted: parallel points have equal projections up to rounding. */
static projected_point *project(const points_struct *p)
{
    projected_point *point = flint_malloc((size_t)p->n * sizeof(projected_point));
    slong i, k;

    for (i = 0; i < p->n; i++) {
        double dot = 0.0, norm = 0.0, scale = 0.0;
        for (k = 0; k < p->d; k++) scale = fmax(scale, fabs(p->x[i * p->d + k]));
        for (k = 0; k < p->d; k++) {
            double x = p->x[i * p->d + k] / scale;
            dot += x * (fmod((double)(k + 1) * 0.6180339887498949, 1.0) - 0.4);
            norm += x * x;
        }
        point[i].projection = fabs(dot) / sqrt(norm);
        point[i].index = i;
    }
    qsort(point, (size_t)p->n, sizeof(projected_point), compare_projections);
    return point;
}

static int twin_pair(reason_t argument, const gram_model_t model, slong layer, slong i, slong j)
{
    int parity = activation_parity(model->phi), relation = points_relation(model->points, i, j);

    if (relation == 1 || (relation == -1 && parity == 1 && layer == 1)) {
        reason_set(argument, "points %ld and %ld give equal rows of K: e_%ld - e_%ld is a null vector", (long)i,
                   (long)j, (long)i, (long)j);
        return 1;
    }
    if (relation == -1 && parity == -1) {
        reason_set(argument, "points %ld and %ld are opposite and phi is odd: e_%ld + e_%ld is a null vector", (long)i,
                   (long)j, (long)i, (long)j);
        return 1;
    }
    return 0;
}

/* Doubles choose the pairs that are tested exactly. */
static int twins(reason_t argument, const gram_model_t model, slong layer)
{
    slong n = model->points->n, i, j;
    projected_point *point = project(model->points);
    int found = 0;

    for (i = 0; i < n && !found; i++)
        for (j = i + 1; j < n && !found && point[j].projection - point[i].projection <= 1e-9; j++)
            found = twin_pair(argument, model, layer, FLINT_MIN(point[i].index, point[j].index),
                              FLINT_MAX(point[i].index, point[j].index));
    flint_free(point);
    return found;
}

static int equal_norms(const points_struct *p)
{
    arf_t first, norm;
    slong i;
    int equal = 1;

    if (p->normalise) return 1;
    arf_init(first);
    arf_init(norm);
    points_inner_product(first, p, 0, 0);
    for (i = 1; i < p->n && equal; i++) {
        points_inner_product(norm, p, i, i);
        equal = arf_equal(first, norm);
    }
    arf_clear(first);
    arf_clear(norm);
    return equal;
}

/* rank of the points with a coordinate 1 appended. */
static slong augmented_rank(const points_struct *p)
{
    points_t extended;
    slong i, k, rank;

    points_init(extended, p->n, p->d + 1);
    for (i = 0; i < p->n; i++) {
        for (k = 0; k < p->d; k++) extended->x[i * (p->d + 1) + k] = p->x[i * p->d + k];
        extended->x[i * (p->d + 1) + p->d] = 1.0;
    }
    rank = points_rank(extended);
    points_clear(extended);
    return rank;
}

static int affine(reason_t argument, const gram_model_t model, slong degree)
{
    const points_struct *p = model->points;
    slong rank = degree == 0 ? 0 : points_rank(p), bound;
    arb_t zero, constant;
    int through_zero, plain_norms = !p->normalise;

    arb_init(zero);
    arb_init(constant);
    activation_eval_arb(constant, model->phi, zero, 128);
    through_zero = arb_is_zero(constant);
    arb_clear(zero);
    arb_clear(constant);
    bound = rank + (through_zero ? 0 : 1);
    if (bound >= p->n && !through_zero && degree > 0) {
        points_struct raw = *p;
        raw.normalise = 0;
        if (plain_norms || equal_norms(&raw)) bound = augmented_rank(p);
    }
    if (bound >= p->n) return 0;
    reason_set(argument,
               "phi is affine: K is a combination of the points' Gram matrix (rank %ld)%s, rank at most %ld < n = %ld",
               (long)rank, through_zero ? "" : " and of the all-ones matrix", (long)bound, (long)p->n);
    return 1;
}

/* sum of binom(R + r - 1, r) over the degrees r = first, first + stride, ... <= top; stops at n. */
static slong polynomial_rank(slong R, slong first, slong stride, double top, slong n)
{
    double rank = 0.0, binomial = 1.0; /* binom(R + r - 1, r) for the current r, exact until it passes n */
    slong r;

    for (r = 0; (double)r <= top && rank < (double)n; r++) {
        if (r >= first && (r - first) % stride == 0) rank += binomial;
        binomial = binomial * (double)(R + r) / (double)(r + 1);
    }
    return rank < (double)n ? (slong)rank : n;
}

static int polynomial(reason_t argument, const gram_model_t model, slong degree, slong layer)
{
    const points_struct *p = model->points;
    int parity = activation_parity(model->phi);
    slong rank, bound, first = 0, stride = 1;

    if (layer < 1 || (layer > 1 && !equal_norms(p))) return 0;
    rank = points_rank(p);
    if (parity == -1 || (parity == 1 && layer == 1)) {
        first = parity == -1 ? 1 : 0;
        stride = 2;
    }
    bound = polynomial_rank(rank, first, stride, pow((double)degree, (double)layer), p->n);
    if (bound >= p->n) return 0;
    reason_set(argument,
               "phi is a polynomial of degree %ld: K^(%ld) is a polynomial of degree at most %.0f in the inner "
               "products, rank at most "
               "%ld < n = %ld",
               (long)degree, (long)layer, pow((double)degree, (double)layer), (long)bound, (long)p->n);
    return 1;
}

int gram_singular(reason_t argument, const gram_model_t model, slong layer)
{
    slong degree;

    reason_set(argument, "%s", "");
    if (twins(argument, model, layer)) return 1;
    if (!activation_is_polynomial(&degree, model->phi) || degree < 0) return 0;
    return degree <= 1 ? affine(argument, model, degree) : polynomial(argument, model, degree, layer);
}
