/* deqcert-check: proves the bound of a certificate (FORMAT.md) in exact integer arithmetic, with GMP and the C library.

   Every number of the file is an integer m and stands for m 2^-P, P its `precision`; every quantity computed here is an
   interval of such integers, its ends rounded outward.  Nothing is freed that lives until the end. */
#ifndef DEQCERT_CHECKER_H
#define DEQCERT_CHECKER_H

#include <stdio.h>
#include <gmp.h>

enum { PROVED = 0, REJECTED = 1, UNREADABLE = 2 };

/* Limits of the format: a hostile file is refused before it costs memory. */
enum { POINTS_MOST = 4096, DIMENSION_MOST = 1 << 20, COORDINATES_MOST = 1 << 24, SCALE_MOST = 4096 };
enum { PRECISION_LEAST = 16, PRECISION_MOST = 8192, TERMS_MOST = 65536, DIGITS_MOST = 4096, LINE_MOST = 1 << 26 };

typedef struct {
    mpz_t lo, hi; /* [lo, hi] 2^-P */
} interval;

/* ---- reader.c: the lines of the file; a malformed one ends the program ------------------------- */

typedef struct {
    FILE *in;
    long line; /* number of the current line, from 1 */
    char *text, *next;
    size_t capacity;
} reader;

/* Prints "rejected: line N: ..." and exits with REJECTED; "deqcert-check: ..." and UNREADABLE. */
void reject(const reader *r, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
void unreadable(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* From here on GMP ends the program with "deqcert-check: out of memory" and UNREADABLE when there is no memory (memory.c). */
void memory_begin(void);
/* calloc that ends the program when there is no memory. */
void *allocate(size_t count, size_t size);
/* Steps to the next line, which must begin with the word `keyword`. */
void read_line(reader *r, const char *keyword);
/* The next word of the line, separated by a single space; the rest of the line as it is. */
const char *read_word(reader *r, const char *what);
const char *read_text(reader *r, const char *what);
void read_end_of_line(reader *r);
void read_end_of_file(reader *r);
/* A word that is a decimal integer in these limits; with equal limits, the index of a line. */
long read_count(reader *r, long least, long most, const char *what);
/* A word that is an integer, resp. the words "MIDPOINT RADIUS" with radius >= 0; then the line ends. */
void read_integer(mpz_t value, reader *r, const char *what);
void read_last_integer(mpz_t value, reader *r, const char *what);
void read_last_ball(interval *ball, reader *r, const char *what);

/* ---- the certificate --------------------------------------------------------------------------- */

typedef struct {
    mp_bitcnt_t P;
    long n, d, terms;
    char *activation;
    mpz_t *x, *norm2; /* n d coordinates and n squared norms, in units 2^-scale and 4^-scale */
    interval two_s;   /* 2 sigma_w^2 */
    interval sigma0;  /* Sigma^(1)_ii */
    mpz_t lipschitz;
    interval q;
    interval *a2; /* a_r(q~)^2, r = 0..terms, q~ the midpoint of q */
    mpz_t *tail;  /* tail[r] >= sum_{k>r} a_k(q~)^2 */
    mpz_t drift;  /* bounds |E phi(u) phi(v) at q_* minus the same at q~| for every correlation */
    interval *K;  /* lower triangle of K by rows; K_ij at i (i + 1)/2 + j */
    mpz_t *L;     /* the same of L */
    mpz_t *row_sum, bound;
} certificate;

/* model.c: the lines up to `lipschitz`; proves 2 sigma_w^2 L^2 < 1. */
void inner_product(mpz_t sum, const certificate *c, long i, long j);
void read_model(certificate *c, reader *r);
/* limit.c: proves that the balls of q and rho contain the limits, and encloses K. */
void prove_variance(certificate *c, reader *r);
void prove_correlations(certificate *c, reader *r);
/* least_eigenvalue.c: proves lambda_min >= c->bound for every symmetric matrix in c->K. */
void prove_least_eigenvalue(certificate *c, reader *r);

#endif
