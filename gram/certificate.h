/* Private to gram/: the numbers of a certificate (checker/FORMAT.md).  Every fmpz stands for itself times 2^-P except
   the coordinates, in units 2^-scale. */
#ifndef DEQCERT_GRAM_CERTIFICATE_H
#define DEQCERT_GRAM_CERTIFICATE_H

#include "gram/gram.h"

#define CERTIFICATE_TERMS 8192

typedef struct {
    slong n, P, terms;
    fmpz_t lipschitz, q, q_radius, tail, tail_radius, kappa, kappa_radius;
    fmpz *a2, *a2_radius; /* terms + 1 */
    fmpz *rho, *L;        /* lower triangles by rows, entry i, j at i (i + 1)/2 + j; rho without a diagonal */
    fmpz_t rho_radius;    /* of every pair */
    fmpz_t shift, bound;
} certificate_struct;
typedef certificate_struct certificate_t[1];
void certificate_init(certificate_t c, slong n);
void certificate_clear(certificate_t c);

/* What the numbers are made from. */
typedef struct {
    const gram_model_struct *model;
    slong n, bits;
    arb_t two_s, v; /* 2 s, Sigma^(1)_ii */
    gram_t gram;    /* the limit */
    hermite_t h;    /* the expansion at q~ */
    arb_t rho_max;
    double L, kappa, q, s2, variance, one_minus_theta2, largest; /* approximate values, largest of rho */
    double e_kappa, d, e_D, r;                /* of the ledger, in units */
    fmpz *K;                                  /* midpoints of the lower triangle */
} certificate_builder;

/* q~ on the grid and the midpoints of rho and K; returns the largest distance of a midpoint rho~ from its fixed point, in
   units. */
double certificate_limit(certificate_t c, certificate_builder *b);
/* a_r(q~)^2 and the tail.  DQ_INCONCLUSIVE beyond CERTIFICATE_TERMS. */
dq_status certificate_coefficients(certificate_t c, certificate_builder *b, slong bits, reason_t why);
/* The radii of q, kappa and rho, `distance` that of certificate_limit. */
void certificate_radii(certificate_t c, certificate_builder *b, double distance);

/* floor resp. ceil of x 2^P. */
void certificate_floor(fmpz_t units, const arf_t x, slong P);
void certificate_ceil(fmpz_t units, const arf_t x, slong P);

/* L L^T = M - shift I up to rounding for the lower triangle M, in integers of 2^-P; 0 when a pivot is not positive.  Every
   entry of the residual is below 2 sqrt(max M_ii) + 2 units. */
int approx_certificate_factor(fmpz *L, const fmpz *M, const fmpz_t shift, slong n, slong P);

void certificate_write(FILE *out, const certificate_t c, const gram_model_t model);

#endif
