/* lambda_seconds, lambda_bytes: what an engine of lambda_* will cost, for the plan and the prediction.

   The constants were measured on one core of an AMD EPYC 9004 at 2.6 GHz; they choose nothing but what is refused for taking
   too long.  Two factorisations of n^3/6 products each, n^2 d/2 products for the cosines, 15 of slices for one in
   double-double; the rest by the pair.  On two cores, d = 784: 17 s at n = 10000 in doubles, 13 s at n = 4000 in
   double-doubles. */
#include <cblas.h>
#include <math.h>
#include <unistd.h>
#include "gram/lambda_engine.h"

/* multiply-adds a second and core */
#define PRODUCTS 22e9
/* seconds for a kernel entry, its place in the matrix, its share of Lanczos and of the Rayleigh quotient */
#define DOUBLE_PAIR 80e-9
/* the same in double-double with the substitutions, on one core */
#define DD_PAIR 0.4e-6
/* seconds of n^3 (1 + bits/64) by balls, all rounds of the search for the shift */
#define BALL_CUBE 9e-9
/* seconds for the kernel's expansion and panels; in double-double some times that */
#define BASE 0.05
/* seconds for an engine nobody asked for */
#define TIME_LIMIT   1800.0
#define MEMORY_SHARE 0.8

const char *lambda_engine_name(lambda_engine engine)
{
    static const char *const name[] = {"double cholesky", "double-double cholesky", "ball cholesky"};

    return name[engine];
}

double lambda_seconds(lambda_engine engine, slong n, slong d, slong bits)
{
    double N = (double)n, cores = (double)openblas_get_num_threads();
    double products = 2.0 * N * N * N / 6.0 + N * N * (double)d / 2.0;

    if (engine == ENGINE_DOUBLE) return BASE + products / (PRODUCTS * cores) + DOUBLE_PAIR * N * N;
    if (engine == ENGINE_DD) return 6.0 * BASE + 15.0 * products / (PRODUCTS * cores) + DD_PAIR * N * N / cores;
    return BASE + BALL_CUBE * N * N * N * (1.0 + (double)bits / 64.0);
}

double lambda_bytes(lambda_engine engine, slong n, slong d)
{
    double N = (double)n, matrix = N * N * sizeof(double), points = N * (double)d * sizeof(double);

    if (engine == ENGINE_DOUBLE) return 3.0 * matrix + 3.0 * points; /* D, L, L_low */
    if (engine == ENGINE_DD) return 4.0 * matrix + points + 20000.0 * N;
    return 8.0 * N * N * sizeof(arb_struct); /* K, its covariance, S, M, L, trial, L^T, residual */
}

dq_status lambda_engine_start(lambda_t l, lambda_engine engine, const gram_model_t model, slong bits, int fallback,
                              reason_t why)
{
    slong n = model->points->n, d = model->points->d;
    double seconds = lambda_seconds(engine, n, d, bits), bytes = lambda_bytes(engine, n, d);
    double memory = MEMORY_SHARE * (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);

    if (bytes > memory) {
        reason_set(why, "lambda_* of n = %ld points by %s needs %.1f GB of memory; %.1f GB are allowed", (long)n,
                   lambda_engine_name(engine), bytes * 1e-9, memory * 1e-9);
        return DQ_MEMORY;
    }
    if (fallback && seconds > TIME_LIMIT) {
        reason_set(why,
                   "lambda_* was not resolved, and %s would take about %.0f s for n = %ld points, more than the %.0f s "
                   "allowed",
                   lambda_engine_name(engine), seconds, (long)n, TIME_LIMIT);
        return DQ_INCONCLUSIVE;
    }
    snprintf(l->engine, sizeof l->engine, "%s", lambda_engine_name(engine));
    l->predicted += seconds;
    if (l->progress != NULL) l->progress(l->engine, seconds, l->progress_context);
    return DQ_OK;
}
