/* covariance_init: Sigma^(1)_ij = (2/d) <x_i, x_j> of the points the model sees, classes of equal norm, equal and
   opposite points.  Norms are compared exactly (sums of products of doubles are dyadic). */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>
#include "gram/covariance.h"

dq_status gram_memory_plan(slong n, slong matrices, slong prec, reason_t why)
{
    /* A ball of more than two limbs keeps its mantissa on the heap (16 bytes of bookkeeping and the allocator's). */
    double entry = (double)sizeof(arb_struct) + (prec > 128 ? 32.0 + (double)prec / 8.0 : 0.0);
    double bytes = entry * (double)n * (double)n * (double)matrices;
    double memory = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);

    if (bytes <= 0.8 * memory) return DQ_OK;
    reason_set(why, "n = %ld points at %ld bits need %.1f GB of %.1f GB memory", (long)n, (long)prec, bytes / 1e9,
               memory / 1e9);
    return DQ_MEMORY;
}

typedef struct {
    const arf_struct *norm;
    slong index;
} ranked_point;

static int compare_norms(const void *a, const void *b)
{
    const ranked_point *x = a, *y = b;
    int order = arf_cmp(x->norm, y->norm);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* Points with exactly equal |x|^2 share a class; classes are numbered by increasing norm. */
static void classify(covariance_t c, const arf_struct *norm, const points_struct *points)
{
    ranked_point *ranked = flint_malloc((size_t)(c->n + 1) * sizeof(ranked_point));
    slong i;

    for (i = 0; i < c->n; i++) {
        ranked[i].norm = norm + i;
        ranked[i].index = i;
    }
    qsort(ranked, (size_t)c->n, sizeof(ranked_point), compare_norms);
    c->classes = 0;
    for (i = 0; i < c->n; i++) {
        if (i == 0 || (!points->normalise && !arf_equal(ranked[i].norm, ranked[i - 1].norm))) c->classes++;
        c->class_of[ranked[i].index] = c->classes - 1;
    }
    flint_free(ranked);
}

/* Sigma^(1)_ij with the inverse norms shared by all pairs; points_sigma0 decides exactly when the points may be
 * parallel. */
static void pair_covariance(arb_t sigma, const points_struct *points, arb_srcptr inverse_norm, slong i, slong j,
                            slong prec)
{
    if (points->normalise) {
        points_inner_product(arb_midref(sigma), points, i, j);
        mag_zero(arb_radref(sigma));
        arb_mul(sigma, sigma, inverse_norm + i, prec + 10);
        arb_mul(sigma, sigma, inverse_norm + j, prec);
        if (arf_cmpabs_d(arb_midref(sigma), 0.999999) < 0) {
            arb_mul_2exp_si(sigma, sigma, 1);
            return;
        }
    }
    points_sigma0(sigma, points, i, j, prec);
}

/* Equal norms and <x_i, x_j> = +-|x_i|^2 force x_j = +-x_i (Cauchy-Schwarz equality); normalised points only need to be
 * parallel. */
int points_relation(const points_struct *points, slong i, slong j)
{
    arf_t product, norm, other;
    arb_t cosine;
    int relation = 0;

    arb_init(cosine);
    points_cosine(cosine, points, i, j, 64);
    if (arb_equal_si(cosine, 1))
        relation = 1;
    else if (arb_equal_si(cosine, -1))
        relation = -1;
    arb_clear(cosine);
    if (relation == 0 || points->normalise) return relation;
    arf_init(product);
    arf_init(norm);
    arf_init(other);
    points_inner_product(product, points, i, j);
    points_inner_product(norm, points, i, i);
    points_inner_product(other, points, j, j);
    arf_abs(product, product);
    if (!arf_equal(norm, other) || !arf_equal(product, norm)) relation = 0;
    arf_clear(product);
    arf_clear(norm);
    arf_clear(other);
    return relation;
}

/* |sigma_ij| > 0.9999 sigma_ii: a choice of the pairs worth an exact test, safe because equality is far inside it. */
static int nearly_parallel(const arb_t sigma, const arb_t variance)
{
    return fabs(arf_get_d(arb_midref(sigma), ARF_RND_NEAR)) > 0.9999 * arf_get_d(arb_midref(variance), ARF_RND_NEAR);
}

dq_status covariance_init(covariance_t c, const points_struct *points, slong prec, reason_t why)
{
    slong n = points->n, i, j;
    arf_struct *norm;
    dq_status status;

    c->n = n;
    c->classes = 0;
    c->class_of = NULL;
    c->variance = NULL;
    c->relation = NULL;
    arb_mat_init(c->sigma, 0, 0);
    if (n < 1) {
        reason_set(why, "no points; at least one is needed");
        return DQ_INPUT;
    }
    status = gram_memory_plan(n, 2, prec, why);
    if (status != DQ_OK) return status;

    norm = flint_malloc((size_t)n * sizeof(arf_struct));
    c->class_of = flint_malloc((size_t)n * sizeof(slong));
    for (i = 0; i < n; i++) {
        arf_init(norm + i);
        points_inner_product(norm + i, points, i, i);
        if (status == DQ_OK && !(arf_is_finite(norm + i) && arf_sgn(norm + i) > 0)) {
            reason_set(why, "point %ld is zero or not finite; only nonzero finite points are allowed", (long)i);
            status = DQ_INPUT;
        }
    }
    if (status == DQ_OK) {
        arb_ptr inverse_norm = _arb_vec_init(n);
        for (i = 0; i < n; i++) {
            arb_set_arf(inverse_norm + i, norm + i);
            arb_rsqrt(inverse_norm + i, inverse_norm + i, prec + 10);
        }
        arb_mat_clear(c->sigma);
        arb_mat_init(c->sigma, n, n);
        c->relation = flint_calloc((size_t)n * (size_t)n, 1);
        classify(c, norm, points);
        c->variance = _arb_vec_init(c->classes);
        for (i = 0; i < n; i++) {
            arb_ptr diagonal = arb_mat_entry(c->sigma, i, i);
            points_sigma0(diagonal, points, i, i, prec);
            arb_set(c->variance + c->class_of[i], diagonal);
            c->relation[i * n + i] = 1; /* classes of equal norm: j < i below has its variance already */
            for (j = 0; j < i; j++) {
                pair_covariance(arb_mat_entry(c->sigma, i, j), points, inverse_norm, i, j, prec);
                arb_set(arb_mat_entry(c->sigma, j, i), arb_mat_entry(c->sigma, i, j));
                if (c->class_of[i] == c->class_of[j] &&
                    nearly_parallel(arb_mat_entry(c->sigma, i, j), c->variance + c->class_of[i]))
                    c->relation[i * n + j] = (signed char)points_relation(points, i, j);
                c->relation[j * n + i] = c->relation[i * n + j];
            }
        }
        _arb_vec_clear(inverse_norm, n);
    }
    for (i = 0; i < n; i++) arf_clear(norm + i);
    flint_free(norm);
    return status;
}

void covariance_clear(covariance_t c)
{
    if (c->variance != NULL) _arb_vec_clear(c->variance, c->classes);
    flint_free(c->class_of);
    flint_free(c->relation);
    arb_mat_clear(c->sigma);
}
