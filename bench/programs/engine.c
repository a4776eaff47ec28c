/* Parts of deq by themselves, against BLAS in the same process.
     engine sampling COUNT RUNS    normal variates: best seconds of one thread
     engine solve M N RUNS         equilibrium solves (tanh, sigma_w^2 = 0.08, N points in 64 dimensions) and plain dgemm of the
                                   same shape on as many threads, alternating: medians of the seconds, and the products done
   Prints JSON. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "deq/deq.h"

enum { DIMENSION = 64, RUNS_MOST = 100 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int count)
{
    qsort(x, (size_t)count, sizeof *x, ascending);
    return count % 2 ? x[count / 2] : 0.5 * (x[count / 2 - 1] + x[count / 2]);
}

static int sampling(size_t count, int runs)
{
    double *x = malloc(count * sizeof *x), best = 1e300;
    if (x == NULL) return 2;
    for (int k = 0; k <= runs; k++) { /* the first run brings the pages in */
        double start = seconds();
        deq_sample(x, count, WEIGHTS_GAUSSIAN, 1, 1000, (uint32_t)k, MATRIX_W, 0);
        double time = seconds() - start;
        if (k > 0 && time < best) best = time;
    }
    printf("{\"seconds\": %.9g}\n", best);
    free(x);
    return 0;
}

static int solve(slong m, slong n, int runs)
{
    activation_error_t error;
    deq_model_t model;
    points_t points;
    reason_t why;
    double solving[RUNS_MOST], product[RUNS_MOST], *W = malloc((size_t)(m * m) * sizeof *W);
    double *Z = malloc((size_t)(m * n) * sizeof *Z), *Y = malloc((size_t)(m * n) * sizeof *Y);
    if (W == NULL || Z == NULL || Y == NULL || activation_init(&model->phi, "tanh(x)", error) != DQ_OK) return 2;
    points_init(points, n, DIMENSION);
    deq_sample(points->x, (size_t)(n * DIMENSION), WEIGHTS_GAUSSIAN, 7, 1, 1, MATRIX_POINTS, 0);
    points->normalise = 1;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, 2, 25);
    model->law = WEIGHTS_GAUSSIAN;
    model->lipschitz_known = 1;
    model->L = 1;
    model->seed = 5;
    reason_init(why);
    deq_sample(W, (size_t)(m * m), WEIGHTS_GAUSSIAN, 5, (uint32_t)m, 0, MATRIX_W, 0);
    deq_sample(Z, (size_t)(m * n), WEIGHTS_GAUSSIAN, 6, (uint32_t)m, 0, MATRIX_W, 0);
    memset(Y, 0, (size_t)(m * n) * sizeof *Y);
    deq_trial_t out = {{0}};
    for (int k = -1; k < runs; k++) {
        slong trial = 0;
        deq_seconds parts = {0, 0, 0};
        deq_options options = {.seconds = &parts};
        if (deq_trials(out, model, m, &trial, 1, &options, NULL, NULL, why) != DQ_OK ||
            out->outcome != TRIAL_CERTIFIED) {
            fprintf(stderr, "engine: %s\n", why->text);
            return 1;
        }
        double start = seconds();
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n, (blasint)m, 1.0, W, (blasint)m,
                    Z, (blasint)n, 0.0, Y, (blasint)n);
        double once = seconds() - start;
        if (k < 0) continue;
        solving[k] = parts.solving;
        product[k] = once;
    }
    printf("{\"solve\": %.9g, \"products\": %ld, \"dgemm\": %.9g, \"residual\": %.9g}\n", median(solving, runs),
           (long)out->iterations, median(product, runs), out->residual);
    activation_clear(model->phi);
    points_clear(points);
    fmpq_clear(model->s);
    free(W);
    free(Z);
    free(Y);
    return 0;
}

int main(int argc, char **argv)
{
    long x = argc > 2 ? atol(argv[2]) : 0, y = argc > 3 ? atol(argv[3]) : 0, z = argc > 4 ? atol(argv[4]) : 0;
    if (argc == 4 && strcmp(argv[1], "sampling") == 0 && x > 0 && y > 0) return sampling((size_t)x, (int)y);
    if (argc == 5 && strcmp(argv[1], "solve") == 0 && x > 0 && y > 0 && z > 0 && z <= RUNS_MOST)
        return solve(x, y, (int)z);
    fprintf(stderr, "engine sampling COUNT RUNS | engine solve M N RUNS\n");
    return 2;
}
