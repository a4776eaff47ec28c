/* deqcert.h: certified numbers of deep equilibrium models, from C or C++.

   Link with `pkg-config --cflags --libs deqcert`.  docs/example.c is a whole program.

   Every number that comes back is an enclosure: the true number lies in it, the rounding to decimals or doubles included.
   No function prints or reads a file; one that returns a deqcert_status fills its outputs only when it returns DEQCERT_OK.

   Ownership.  Inputs are borrowed for the call and never changed.  A deqcert_enclosure that a function filled owns its two
   strings until deqcert_enclosure_clear; filling it again without clearing leaks them.  A deqcert_activation belongs to the
   caller until deqcert_activation_free.

   Threads.  Any function may be called from any thread at any time; one activation or model may be used by several calls at
   once.  Large linear algebra uses as many threads as OpenBLAS is set to (OPENBLAS_NUM_THREADS).  A thread that used the
   library calls deqcert_thread_end before it ends, or its caches are not freed.

   Memory.  deqcert_lambda_star with relative > 0 plans its memory and returns DEQCERT_MEMORY; running out of memory elsewhere
   aborts the process, as in FLINT: K of n points takes about 100 n^2 bytes at 64 bits. */
#ifndef DEQCERT_H
#define DEQCERT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    DEQCERT_OK = 0,
    DEQCERT_INPUT,        /* an argument is unusable; the message says what is wrong and what is allowed */
    DEQCERT_INCONCLUSIVE, /* a stated limit (precision, terms, time, a missing rule) was reached */
    DEQCERT_INAPPLICABLE, /* a hypothesis fails, certified */
    DEQCERT_NONEXISTENT,  /* what was asked for certifiably does not exist */
    DEQCERT_MEMORY        /* the computation does not fit in memory; nothing was allocated */
} deqcert_status;

/* Bytes of a message with its NUL.  `message` arguments are buffers of this size, or NULL; they get one line of text, ""
   with DEQCERT_OK. */
#define DEQCERT_MESSAGE 640

/* Precision: 64 is the program's default. */
#define DEQCERT_BITS_LEAST 16
#define DEQCERT_BITS_MOST  4096

/* The version of the library, "0.1". */
const char *deqcert_version(void);
/* "ok", "input", "inconclusive", "inapplicable", "nonexistent", "memory" */
const char *deqcert_status_name(deqcert_status status);
/* Frees what the calling thread has cached; the library may be used again afterwards. */
void deqcert_thread_end(void);

/* ---- enclosures ---------------------------------------------------------------------------------- */

/* [lower, upper] contains the number.  The strings are decimals rounded outward ("-inf", "inf" when unbounded), as the
   program prints them; the doubles are rounded outward too. */
typedef struct {
    char *lower, *upper;
    double lower_double, upper_double;
} deqcert_enclosure;
/* Frees the strings; NULL strings are allowed. */
void deqcert_enclosure_clear(deqcert_enclosure *x);

/* ---- activations --------------------------------------------------------------------------------- */

typedef struct deqcert_activation deqcert_activation;
/* Parses an expression in x of the language of case files (cases/README.md), at most 4096 bytes.  DEQCERT_INPUT says at
   which column it is refused and why. */
deqcert_status deqcert_activation_parse(deqcert_activation **phi, const char *expression, char *message);
/* The activation in canonical form; lives as long as phi. */
const char *deqcert_activation_text(const deqcert_activation *phi);
void deqcert_activation_free(deqcert_activation *phi);

/* ---- Hermite coefficients ------------------------------------------------------------------------ */

/* a[r] encloses a_r(q) = E phi(sqrt(q) g) h_r(g), r = 0 .. terms-1, h_r orthonormal for the standard Gaussian g, with width at
   most 2^(4-bits) max(|a_r|, sqrt(kappa)); kappa (NULL allowed) encloses E phi(sqrt(q) g)^2, tail (NULL allowed) kappa - a_0^2 -
   ... - a_(terms-1)^2.  q is a decimal > 0 and read exactly; 1 <= terms <= 65536. */
deqcert_status deqcert_hermite(deqcert_enclosure *a, deqcert_enclosure *tail, deqcert_enclosure *kappa,
                               const deqcert_activation *phi, const char *q, long terms, long bits, char *message);

/* ---- the limit Gram matrix ------------------------------------------------------------------------ */

/* Z = phi(W Z + U X) with weights W of variance 2 sigma_w2/m.  Point i is x[i*d] .. x[i*d+d-1]; the doubles are exact. */
typedef struct {
    const deqcert_activation *phi;
    const char *sigma_w2; /* a decimal from 1e-300 to 1e300, read exactly */
    size_t n, d;          /* at most 10000 points, dimension 100000, 100000000 coordinates */
    const double *x;      /* n*d finite numbers, no point zero */
    int normalise;        /* 1: each point scaled to norm sqrt(d); 0: as it is */
} deqcert_model;

/* Encloses lambda_* = lambda_min(K), K the limit of the population Gram matrices, to relative width 2^(4-bits); [0, 0] when K is
   proved singular.  relative > 0 (e.g. 1e-2) replaces bits, for many points.  The limit must be certified to exist. */
deqcert_status deqcert_lambda_star(deqcert_enclosure *lambda, const deqcert_model *model, long bits, double relative,
                                   char *message);

/* lower[i*n+j] <= K_ij <= upper[i*n+j], row-major, n*n doubles each; q_lower[i] <= q_* of point i <= q_upper[i], n doubles each
   (both NULL: not wanted).  bits is the precision of K before it is rounded to doubles, so 64 gives nearly all of theirs. */
deqcert_status deqcert_gram_limit(double *lower, double *upper, double *q_lower, double *q_upper,
                                  const deqcert_model *model, long bits, char *message);

#ifdef __cplusplus
}
#endif

#endif
