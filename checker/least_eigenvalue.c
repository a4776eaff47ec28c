/* K - shift I = L L^T + E and L L^T >= 0, so lambda_min(K) >= shift - |E|_2, and |E|_2 is at most the largest row sum of
   |E_ij| because E is symmetric.  L L^T is exact (units 4^-P); E is an interval because K is. */
#include "checker/checker.h"

/* max |E_ij| = max(K.hi - product, product - K.lo), the larger of the two is >= 0 because K.lo <= K.hi. */
static void residual(mpz_t size, const interval *K, const mpz_t shift, const mpz_t product, mp_bitcnt_t P)
{
    mpz_t other;

    mpz_init(other);
    mpz_sub(size, K->hi, shift);
    mpz_mul_2exp(size, size, P);
    mpz_sub(size, size, product);
    mpz_sub(other, K->lo, shift);
    mpz_mul_2exp(other, other, P);
    mpz_sub(other, product, other);
    if (mpz_cmp(size, other) < 0) mpz_swap(size, other);
    mpz_clear(other);
}

void prove_least_eigenvalue(certificate *c, reader *r)
{
    long n = c->n;
    mpz_t shift, none, product, size;

    mpz_inits(c->bound, shift, none, product, size, NULL);
    c->L = allocate((size_t)n * (size_t)(n + 1) / 2, sizeof *c->L);
    c->row_sum = allocate((size_t)n, sizeof *c->row_sum);
    for (long i = 0; i < n; i++) {
        mpz_init(c->row_sum[i]);
        read_line(r, "L");
        read_count(r, i, i, "the index");
        for (mpz_t *entry = c->L + i * (i + 1) / 2; entry <= c->L + i * (i + 1) / 2 + i; entry++) {
            mpz_init(*entry);
            read_integer(*entry, r, "an entry of L");
        }
        read_end_of_line(r);
    }
    read_line(r, "shift");
    read_last_integer(shift, r, "the shift");
    read_line(r, "bound");
    read_last_integer(c->bound, r, "the bound");
    if (mpz_sgn(c->bound) <= 0) reject(r, "the bound is not positive");
    for (long i = 0; i < n; i++)
        for (long j = 0; j <= i; j++) {
            mpz_t *a = c->L + i * (i + 1) / 2, *b = c->L + j * (j + 1) / 2;
            mpz_set_ui(product, 0);
            for (long k = 0; k <= j; k++) mpz_addmul(product, a[k], b[k]);
            residual(size, c->K + i * (i + 1) / 2 + j, i == j ? shift : none, product, c->P);
            mpz_add(c->row_sum[i], c->row_sum[i], size);
            if (i != j) mpz_add(c->row_sum[j], c->row_sum[j], size);
        }
    mpz_sub(shift, shift, c->bound);
    mpz_mul_2exp(shift, shift, c->P);
    for (long i = 0; i < n; i++)
        if (mpz_cmp(c->row_sum[i], shift) > 0) reject(r, "row %ld of |K - shift I - L L^T| exceeds shift - bound", i);
    mpz_clears(shift, none, product, size, NULL);
}
