/* Private to verify/claims/: two enclosures of the same number, compared over a grid of correlations. */
#ifndef DEQCERT_CLAIMS_AGREEMENT_H
#define DEQCERT_CLAIMS_AGREEMENT_H

#include "verify/claims/claims.h"

/* The grid: rho = k/64, exact in binary, with -1, 0, 1 and the expansions' |rho| = 58/64 <= 0.90625. */
#define GRID_POINTS 10
#define GRID_DENOMINATOR 64
extern const int grid_numerator[GRID_POINTS];
void grid_rho(arb_t rho, int point);

/* How far two routes agree; absolute accuracy is counted in bits relative to `scale` (kappa). */
typedef struct {
    int compared, disjoint;      /* points */
    int disjoint_at;             /* grid numerator of the first disjoint pair */
    slong least_bits;            /* over the points where a minimum is asked for */
    ball_text left, right;       /* the first disjoint pair */
} agreement;
void agreement_init(agreement *g);
/* Bits of x: the largest b <= 400 with width(x) <= 2^-b scale; -1 when not even b = 0 holds. */
slong accurate_bits(const arb_t x, const arb_t scale);
/* Compares one pair; `counts`: its accuracy enters least_bits.  Returns the bits both enclosures have. */
slong agreement_compare(agreement *g, const arb_t x, const arb_t y, const arb_t scale, int numerator, int counts);

#endif
