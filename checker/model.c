/* The model: points, sigma_w^2 and the Lipschitz constant of the activation. */
#include <string.h>
#include "checker/checker.h"

void inner_product(mpz_t sum, const certificate *c, long i, long j)
{
    mpz_set_ui(sum, 0);
    for (long k = 0; k < c->d; k++) mpz_addmul(sum, c->x[i * c->d + k], c->x[j * c->d + k]);
}

/* Sigma^(1)_ii = 2 for points scaled to norm sqrt(d), else (2/d)|x|^2, the same for all of them. */
static void read_points(certificate *c, reader *r)
{
    mpz_t divisor;

    c->n = read_count(r, 1, POINTS_MOST, "the number of points");
    c->d = read_count(r, 1, DIMENSION_MOST, "the dimension");
    long scale = read_count(r, 0, SCALE_MOST, "the scale");
    const char *norms = read_word(r, "normalised or equal-norms");
    int normalised = strcmp(norms, "normalised") == 0;
    if (!normalised && strcmp(norms, "equal-norms") != 0) reject(r, "normalised or equal-norms is expected");
    read_end_of_line(r);
    if (c->n > COORDINATES_MOST / c->d) reject(r, "more than %d coordinates", COORDINATES_MOST);
    c->x = allocate((size_t)(c->n * c->d), sizeof *c->x);
    c->norm2 = allocate((size_t)c->n, sizeof *c->norm2);
    for (long i = 0; i < c->n; i++) {
        read_line(r, "x");
        read_count(r, i, i, "the index");
        for (long k = 0; k < c->d; k++) {
            mpz_init(c->x[i * c->d + k]);
            read_integer(c->x[i * c->d + k], r, "a coordinate");
        }
        read_end_of_line(r);
        mpz_init(c->norm2[i]);
        inner_product(c->norm2[i], c, i, i);
        if (mpz_sgn(c->norm2[i]) == 0) reject(r, "the point is zero");
        if (!normalised && mpz_cmp(c->norm2[i], c->norm2[0]) != 0) reject(r, "its norm differs from that of point 0");
    }
    mpz_init_set_si(divisor, normalised ? 1 : c->d);
    mpz_mul_2exp(divisor, divisor, normalised ? 0 : 2 * (mp_bitcnt_t)scale);
    mpz_set_ui(c->sigma0.lo, 2);
    if (!normalised) mpz_mul(c->sigma0.lo, c->sigma0.lo, c->norm2[0]);
    mpz_mul_2exp(c->sigma0.lo, c->sigma0.lo, c->P);
    mpz_cdiv_q(c->sigma0.hi, c->sigma0.lo, divisor);
    mpz_fdiv_q(c->sigma0.lo, c->sigma0.lo, divisor);
    mpz_clear(divisor);
}

/* "NUMERATOR/DENOMINATOR", positive, in at most DIGITS_MOST decimal digits. */
static void read_sigma_w2(certificate *c, reader *r)
{
    const char *word = read_word(r, "sigma_w2");
    size_t above = strspn(word, "0123456789"), below = word[above] == '/' ? strspn(word + above + 1, "0123456789") : 0;
    mpq_t s;

    if (above == 0 || below == 0 || word[above + 1 + below] != '\0' || above + below > DIGITS_MOST)
        reject(r, "sigma_w2 must be a fraction of decimal integers");
    mpq_init(s);
    mpq_set_str(s, word, 10);
    if (mpz_sgn(mpq_numref(s)) == 0 || mpz_sgn(mpq_denref(s)) == 0) reject(r, "sigma_w2 must be positive");
    mpz_mul_2exp(mpq_numref(s), mpq_numref(s), c->P + 1);
    mpz_fdiv_q(c->two_s.lo, mpq_numref(s), mpq_denref(s));
    mpz_cdiv_q(c->two_s.hi, mpq_numref(s), mpq_denref(s));
    mpq_clear(s);
    read_end_of_line(r);
}

void read_model(certificate *c, reader *r)
{
    mpz_t theta2;

    mpz_inits(c->two_s.lo, c->two_s.hi, c->sigma0.lo, c->sigma0.hi, c->lipschitz, theta2, NULL);
    read_line(r, "deqcert-certificate");
    read_count(r, 1, 1, "the version");
    read_end_of_line(r);
    read_line(r, "activation");
    c->activation = strdup(read_text(r, "the activation"));
    if (c->activation == NULL) unreadable("out of memory");
    read_line(r, "precision");
    c->P = (mp_bitcnt_t)read_count(r, PRECISION_LEAST, PRECISION_MOST, "the precision");
    read_end_of_line(r);
    read_line(r, "points");
    read_points(c, r);
    read_line(r, "sigma_w2");
    read_sigma_w2(c, r);
    read_line(r, "lipschitz");
    read_last_integer(c->lipschitz, r, "the Lipschitz constant");
    if (mpz_sgn(c->lipschitz) <= 0) reject(r, "the Lipschitz constant must be positive");
    mpz_mul(theta2, c->lipschitz, c->lipschitz);
    mpz_mul(theta2, theta2, c->two_s.hi);
    if (mpz_sizeinbase(theta2, 2) > 3 * c->P) reject(r, "2 sigma_w^2 L^2 < 1 does not hold");
    mpz_clear(theta2);
}
