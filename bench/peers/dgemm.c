/* The rate BLAS itself reaches: dgemm N RUNS prints the best of RUNS products of order N, in flops a second. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    size_t n = argc == 3 ? strtoul(argv[1], NULL, 10) : 0, runs = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    double *A = malloc((3 * n * n + 1) * sizeof *A), best = 0;

    if (n == 0 || runs == 0 || A == NULL) {
        fprintf(stderr, "dgemm N RUNS\n");
        return 2;
    }
    for (size_t k = 0; k < 3 * n * n; k++) A[k] = 1.0 / (double)(1 + k % 97);
    for (size_t k = 0; k < runs; k++) {
        double start = seconds(), rate;
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, (int)n, (int)n, (int)n, 1, A, (int)n, A + n * n, (int)n, 0,
                    A + 2 * n * n, (int)n);
        rate = 2.0 * (double)n * (double)n * (double)n / (seconds() - start);
        if (rate > best) best = rate;
    }
    printf("%.6g\n", best);
    free(A);
    return 0;
}
