/* Private to gram/: the dual activation D(rho) = E phi(u) phi(v) of two variance classes as a function of the
   correlation, from shared expansions, with its engines: the Hermite series for moderate |rho|; for |rho| near 1 and a
   kinked phi the near route (Price's theorem, or the split phi = P + S). */
#ifndef DEQCERT_GRAM_DUAL_H
#define DEQCERT_GRAM_DUAL_H

#include "gram/gram.h"

/* What the near route keeps per class: private to near_route.c. */
typedef struct near_struct near_struct;
near_struct *near_init(void);
void near_clear(near_struct *near);

/* One variance class at one layer.  The expansion is taken at `at`: an exact point near q together with `drift`, or q
 * itself. */
typedef struct {
    arb_t q; /* encloses the variance */
    arb_t root_q;
    arb_t kappa; /* encloses E phi(sqrt(q) g)^2 */
    arb_t root_kappa;
    arb_t at;    /* the variance the expansion is taken at */
    arb_t drift; /* >= |phi(sqrt(q) g) - phi(sqrt(at) g)|_{L2}; 0 when at = q */
    hermite_t h;
    double *a;         /* approximate coefficients */
    mag_ptr root_tail; /* root_tail[M] >= sqrt(T_M), M = 0..h->N */
    double *tail_log2; /* its logarithm, approximate: for choosing M only */
    slong expanded;    /* h->N + 1, or 0 before profile_expand */
    slong bits;        /* of the last profile_expand */
    near_struct *near; /* filled by the first dual_eval of the near route: one thread at a time */
} profile_struct;
typedef profile_struct profile_t[1];

void profile_init(profile_t p);
void profile_clear(profile_t p);
profile_struct *profile_vec_init(slong length);
void profile_vec_clear(profile_struct *p, slong length);
/* Takes q, kappa and the drift constant: at = mid(q) with drift = L |sqrt(q) - sqrt(mid q)| when `lipschitz` (an upper
   bound of sup|phi'|) is finite, at = q otherwise. */
void profile_set(profile_t p, const arb_t q, const arb_t kappa, const arb_t lipschitz, slong prec);
/* The Hermite expansion good for |rho| <= rho_max.  hint: 0, or the number of terms a neighbouring class needed. */
dq_status profile_expand(profile_t p, activation_t phi, const arb_t rho_max, slong hint, slong bits, reason_t why);

/* 1 iff Price's formula applies: phi is continuous and piecewise linear, or piecewise constant. */
int activation_has_price(const activation_t phi);
/* 1 iff phi has an engine for every |rho| <= 1 beside the series: Price's formula or the split (phi has kinks or jumps).
   near_route_name is its name in `engine`. */
int activation_has_near_route(const activation_t phi);
const char *near_route_name(const activation_t phi);
/* E phi(u) phi(v) at the variances `at` of the two classes by the near route. */
typedef struct dual_struct dual_struct;
dq_status near_dual(arb_t value, const dual_struct *D, const arb_t rho, slong bits, reason_t why);
/* Largest |rho| the series is used for; beyond it the near route where there is one. */
void series_reach(arb_t reach, const activation_t phi, slong bits);

struct dual_struct {
    activation_t phi;
    const profile_struct *i, *j;
    slong stride, offset; /* the terms are r = offset + stride k: even or odd functions have half of them */
    slong length;         /* products c[0..length-1], c[k] = a_r(q_i) a_r(q_j) */
    slong allocated;
    arb_ptr c;
    double *approx;
    arb_t drift;       /* |D_q - D_at| <= drift for every rho */
    arb_t root;        /* sqrt(q_i q_j) */
    double scale_log2; /* log2 sqrt(kappa_i kappa_j) */
};
typedef dual_struct dual_t[1];
void dual_init(dual_t D);
void dual_clear(dual_t D);
/* The pair of classes, for |rho| <= rho_bound. */
void dual_set(dual_t D, activation_t phi, const profile_struct *i, const profile_struct *j, const arb_t rho_bound,
              slong bits);
/* Encloses D(rho), |rho| <= 1, absolute accuracy about 2^-bits sqrt(kappa_i kappa_j) for exact rho.  near:
   the engine, 1 only where activation_has_near_route. */
dq_status dual_eval(arb_t value, const dual_t D, const arb_t rho, int near, slong bits, reason_t why);
/* D and D' in doubles from the series. */
void approx_dual(double *value, double *derivative, const dual_t D, double rho);

#endif
