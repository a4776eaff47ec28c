/* LAPACK dsyevd, values only, on the limit Gram matrix of ReLU in plain doubles: dsyevd CSV N D SIGMA_W2.
   Prints {"dsyevd": seconds, "least": ..., "largest": ...}; only dsyevd itself is timed.
   q = 2/(1-s); per pair rho = 2 s f(rho) + (2/q) rho0, f(rho) = (sqrt(1-rho^2) + rho (pi - acos rho))/(2 pi). */
#include <math.h>
#include <cblas.h>
#include <lapacke.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double arc_cosine(double rho)
{
    return (sqrt(1 - rho * rho) + rho * (M_PI - acos(rho))) / (2 * M_PI);
}

static double clip(double x)
{
    return x > 1 ? 1 : x < -1 ? -1 : x;
}

/* q f(rho) at the fixed point; the map contracts by s, Newton from rho0 needs a few steps. */
static double limit_entry(double cosine, double s)
{
    double q = 2 / (1 - s), rho = cosine;

    for (int k = 0; k < 30; k++) {
        double slope = s * (M_PI - acos(rho)) / M_PI;
        double step = (2 * s * arc_cosine(rho) + 2 / q * cosine - rho) / (1 - slope);
        rho = clip(rho + step);
        if (fabs(step) <= 1e-15) break;
    }
    return q * arc_cosine(rho);
}

static int read_points(double *X, size_t count, const char *file)
{
    char *line = NULL;
    size_t size = 0, k = 0;
    FILE *in = fopen(file, "r");

    if (in == NULL) return 0;
    while (k < count && getline(&line, &size, in) > 0)
        for (char *at = line, *end; k < count; at = end + (*end == ',')) {
            double x = strtod(at, &end);
            if (end == at) break;
            X[k++] = x;
        }
    free(line);
    fclose(in);
    return k == count;
}

int main(int argc, char **argv)
{
    size_t n = argc == 5 ? strtoul(argv[2], NULL, 10) : 0, d = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
    double s = argc == 5 ? strtod(argv[4], NULL) : NAN, start, end;
    double *X = calloc(n * d + 1, sizeof *X), *K = calloc(n * n + 1, sizeof *K), *w = calloc(n + 1, sizeof *w);

    if (n == 0 || d == 0 || X == NULL || K == NULL || w == NULL || !read_points(X, n * d, argv[1])) {
        fprintf(stderr, "dsyevd CSV N D SIGMA_W2: no such points, or no memory\n");
        return 2;
    }
    for (size_t i = 0; i < n; i++) cblas_dscal((int)d, 1 / cblas_dnrm2((int)d, X + i * d, 1), X + i * d, 1);
    cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, (int)n, (int)d, 1, X, (int)d, 0, K, (int)n);
    for (size_t j = 0; j < n; j++)
        for (size_t i = j; i < n; i++) K[i + j * n] = i == j ? 1 / (1 - s) : limit_entry(clip(K[i + j * n]), s);
    free(X);
    start = seconds();
    if (LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'N', 'L', (lapack_int)n, K, (lapack_int)n, w) != 0) return 1;
    end = seconds();
    printf("{\"dsyevd\": %.6f, \"least\": \"%.17g\", \"largest\": %.17g}\n", end - start, w[0], w[n - 1]);
    free(K);
    free(w);
    return 0;
}
