/* assumptions_hold: what the enclosures of sampled networks assume of the numerical libraries, tried before any network is sampled.

   BLAS: every entry of a product is a sum of its own terms in some order (deq/rounding.h); no bound holds for anything else.  Integers whose
   sums stay below 2^53, with a power of two to each row and column, have exact products in every order and with fused operations, but not
   with products that mix rows (Strassen's), wrong kernels or rounded-off precision: all entries must come out exactly.
   libm: the bounds of activation/block_operations.c, in ulp, at arguments spread over the range that matters.
   Both are trials: they refuse a library that is wrong there, and prove nothing about the rest. */
#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include "verify/cli/cli.h"

/* |entry| <= 2^20 and at most LONGEST terms: sums below 2^48. */
enum { ROWS_MOST = 129, COLUMNS_MOST = 60, LONGEST = 200, LARGEST = 1 << 20, SCALE = 80, ARGUMENTS = 24 };

typedef struct {
    slong m, n, k;
    double *A, *B;        /* m x k, k x n: integers */
    double *left, *right; /* the same with the powers of two of the rows of A, of the columns of B */
    double *turned;       /* the transpose of right */
    double *exact, *C;    /* m x n */
} trial_product;

static double scale_of(slong i)
{
    return ldexp(1, (int)((i * 37) % (2 * SCALE + 1)) - SCALE);
}

static void fill(double *x, slong count, uint64_t *state)
{
    for (slong i = 0; i < count; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)((slong)(*state >> 43) - LARGEST);
    }
}

static void prepare(trial_product *p, slong m, slong n, slong k, uint64_t *state)
{
    p->m = m;
    p->n = n;
    p->k = k;
    fill(p->A, m * k, state);
    fill(p->B, k * n, state);
    for (slong i = 0; i < m; i++)
        for (slong r = 0; r < k; r++) p->left[i * k + r] = p->A[i * k + r] * scale_of(i);
    for (slong r = 0; r < k; r++)
        for (slong j = 0; j < n; j++) p->turned[j * k + r] = p->right[r * n + j] = p->B[r * n + j] * scale_of(j + 5);
    for (slong i = 0; i < m; i++)
        for (slong j = 0; j < n; j++) {
            int64_t sum = 0;
            for (slong r = 0; r < k; r++) sum += (int64_t)p->A[i * k + r] * (int64_t)p->B[r * n + j];
            p->exact[i * n + j] = (double)sum * scale_of(i) * scale_of(j + 5);
        }
}

/* Rows of n entries, `stride` apart, against a column or the whole of the exact product. */
static int equal(const double *x, const double *exact, slong rows, slong n, slong stride)
{
    for (slong i = 0; i < rows; i++)
        for (slong j = 0; j < n; j++)
            if (!(x[i * stride + j] == exact[i * stride + j])) return 0;
    return 1;
}

/* The routine that is wrong, or NULL. */
static const char *wrong_product(trial_product *p)
{
    int m = (int)p->m, n = (int)p->n, k = (int)p->k;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, p->left, k, p->right, n, 0, p->C, n);
    if (!equal(p->C, p->exact, p->m, p->n, p->n)) return "dgemm";
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, -1, p->left, k, p->turned, k, 2, p->C, n);
    if (!equal(p->C, p->exact, p->m, p->n, p->n)) return "dgemm";
    cblas_dgemv(CblasRowMajor, CblasNoTrans, m, k, 1, p->left, k, p->turned, 1, 0, p->C, n);
    if (!equal(p->C, p->exact, p->m, 1, p->n)) return "dgemv";
    cblas_dgemv(CblasRowMajor, CblasTrans, k, n, 1, p->right, n, p->left, 1, 0, p->C, 1);
    if (!equal(p->C, p->exact, 1, p->n, p->n)) return "dgemv";
    if (!(cblas_ddot(k, p->left, 1, p->turned, 1) == p->exact[0])) return "ddot";
    /* B^T B: the same integers on both sides. */
    for (slong i = 0; i < p->n; i++)
        for (slong j = 0; j <= i; j++) {
            int64_t sum = 0;
            for (slong r = 0; r < p->k; r++) sum += (int64_t)p->B[r * p->n + i] * (int64_t)p->B[r * p->n + j];
            p->exact[i * p->n + j] = (double)sum * scale_of(i + 5) * scale_of(j + 5);
        }
    for (int turned = 0; turned < 2; turned++) {
        cblas_dsyrk(CblasRowMajor, CblasLower, turned ? CblasNoTrans : CblasTrans, n, k, 1,
                    turned ? p->turned : p->right, turned ? k : n, 0, p->C, n);
        for (slong i = 0; i < p->n; i++)
            if (!equal(p->C + i * p->n, p->exact + i * p->n, 1, i + 1, p->n)) return "dsyrk";
    }
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, n, k, 1, p->right, n, p->right, n, 0, p->C, n);
    for (slong i = 0; i < p->n; i++)
        if (!equal(p->C + i * p->n, p->exact + i * p->n, 1, i + 1, p->n)) return "dgemm";
    return NULL;
}

static const char *wrong_blas(void)
{
    static const slong shape[][3] = {{3, 2, 3}, {40, 6, 40}, {ROWS_MOST, 50, LONGEST}, {64, COLUMNS_MOST, 96}};
    size_t rows = ROWS_MOST * LONGEST, columns = LONGEST * COLUMNS_MOST, both = ROWS_MOST * COLUMNS_MOST;
    double *space = flint_malloc((2 * rows + 3 * columns + 2 * both) * sizeof *space);
    trial_product p = {.A = space, .left = space + rows, .B = space + 2 * rows};
    uint64_t state = 1;
    const char *routine = NULL;
    p.right = p.B + columns;
    p.turned = p.right + columns;
    p.exact = p.turned + columns;
    p.C = p.exact + both;
    for (size_t s = 0; s < sizeof shape / sizeof *shape && routine == NULL; s++) {
        prepare(&p, shape[s][0], shape[s][1], shape[s][2], &state);
        routine = wrong_product(&p);
    }
    flint_free(space);
    return routine;
}

typedef struct {
    const char *name;
    double (*computed)(double x);
    void (*enclosed)(arb_t y, const arb_t x, slong prec);
    double least, most, ulps;
} library_function;

static const library_function functions[] = {
    {"exp", exp, arb_exp, -30, 30, 4},       {"expm1", expm1, arb_expm1, -4, 4, 4},
    {"log", log, arb_log, 0.01, 30, 4},      {"log1p", log1p, arb_log1p, -0.9, 9, 4},
    {"sin", sin, arb_sin, -20, 20, 4},       {"cos", cos, arb_cos, -20, 20, 4},
    {"tan", tan, arb_tan, -1.5, 1.5, 4},     {"sinh", sinh, arb_sinh, -8, 8, 4},
    {"cosh", cosh, arb_cosh, -8, 8, 4},      {"tanh", tanh, arb_tanh, -5, 5, 4},
    {"asinh", asinh, arb_asinh, -9, 9, 4},   {"atan", atan, arb_atan, -9, 9, 4},
    {"erf", erf, arb_hypgeom_erf, -4, 4, 4}, {"erfc", erfc, arb_hypgeom_erfc, -4, 8, 8}};

/* |computed - f(x)| <= ulps 2^-52 |computed|: an ulp is at most that. */
static int within(const library_function *f, double x)
{
    double computed = f->computed(x), bound = f->ulps * 0x1p-52 * fabs(computed);
    arb_t y, limit;
    arb_init(y);
    arb_init(limit);
    arb_set_d(y, x);
    f->enclosed(y, y, 128);
    arb_set_d(limit, computed);
    arb_sub(y, y, limit, 128);
    arb_abs(y, y);
    arb_set_d(limit, bound);
    int holds = isfinite(computed) && arb_le(y, limit);
    arb_clear(y);
    arb_clear(limit);
    return holds;
}

static const char *wrong_function(void)
{
    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++)
        for (int i = 0; i < ARGUMENTS; i++) {
            const library_function *f = functions + k;
            /* None of the arguments is a double that a table would hold. */
            if (!within(f, f->least + (f->most - f->least) * (i + 0.3183098861837907) / ARGUMENTS)) return f->name;
        }
    return NULL;
}

int assumptions_hold(void)
{
    const char *name = wrong_blas();
    if (name != NULL)
        return cli_error("the BLAS library's %s is wrong about integers, so nothing bounds its errors: use another "
                         "library, or its kernels "
                         "for another processor (OPENBLAS_CORETYPE)",
                         name);
    name = wrong_function();
    if (name != NULL)
        return cli_error(
            "the C library's %s is wrong by more ulp than assumed, so nothing bounds its errors: use another C library",
            name);
    return 0;
}
