/* Private to gram/: the limit kernel k, K_ij = k(rho0_ij) for points of equal norm (MATH.md 2, Kernel lemma), and its
   certified piecewise-polynomial model.

   k(z) = sum_j c_j z^j, c_j >= 0, sum_j c_j <= kappa (kernel.c), so |k| <= kappa on the closed unit disc.  Panels live in
   w = 1 - |z|, whose doubles are exact for |z| >= 1/2: octave e = 0, 1, ... holds 2^-(e+1) <= w < 2^-e, cut into
   KERNEL_PARTS equal panels; 1 - w and -(1 - w) have panels of their own.  Panels are built on demand. */
#ifndef DEQCERT_GRAM_KERNEL_H
#define DEQCERT_GRAM_KERNEL_H

#include "gram/pair.h"

enum { KERNEL_OCTAVES = 64, KERNEL_PARTS = 4, KERNEL_SIDE = KERNEL_OCTAVES * KERNEL_PARTS };
enum { KERNEL_DOUBLE_OCTAVES = 53 }; /* 1 - |z| of a double is 0 or at least 2^-53 */

/* ---- Chebyshev interpolation on a panel (panel.c) ----------------------------------------------------------------- */

/* What all panels of one accuracy share: `degree` so that the interpolation error is at most 2^-bits M. */
typedef struct {
    slong degree, bits, prec;
    arb_ptr cosine; /* cos(m pi/(2 (degree + 1))), 0 <= m < 4 (degree + 1) */
} panel_rule_struct;
typedef panel_rule_struct panel_rule_t[1];
void panel_rule_init(panel_rule_t rule, slong bits);
void panel_rule_clear(panel_rule_t rule);

typedef enum { PANEL_COUNTING, PANEL_READY, PANEL_FAILED } panel_state;
/* |f(side (1 - w)) - sum_k c[k] t^k| <= error for t = (w - centre)/half in [-1, 1]. */
typedef struct {
    panel_state state;
    slong queries;       /* asked for so far, or announced, while counting */
    int side;            /* sign of z */
    double centre, half; /* exact; half a power of two */
    slong degree;
    arb_ptr c; /* degree + 1 exact numbers; NULL unless ready */
    mag_t error;
    mag_t slope; /* >= |f'(z)| for |z| <= 1 - (centre - half)(1 - 2^-10) */
} panel_struct;
typedef panel_struct panel_t[1];
void panel_init(panel_t panel);
void panel_clear(panel_t panel);
/* Number 0..KERNEL_SIDE-1 of the panel of w (0 < w <= 1), or -1 when w is below the last one. */
slong panel_number(const arf_t w);
/* Sets side, centre and half; nothing else. */
void panel_place(panel_t panel, slong number, int side);
/* Enclosures of the degree + 1 Chebyshev nodes as values of z. */
void panel_nodes(arb_ptr z, const panel_t panel, const panel_rule_t rule);
/* Coefficients and error from enclosures of f at the nodes; f is analytic with |f| <= M in the open unit disc. */
void panel_interpolate(panel_t panel, const panel_rule_t rule, arb_srcptr value, const mag_t M);
/* f at the exact point with 1 - |z| = w inside the panel. */
void panel_eval(arb_t value, const panel_t panel, const arf_t w, slong prec);

/* ---- the limit kernel --------------------------------------------------------------------------------------------- */

typedef struct gram_kernel_struct {
    const gram_model_struct *model; /* borrowed */
    slong bits, work;               /* accuracy asked for; accuracy of the fixed points */
    int coupling, parity;
    arb_t theta, two_s, variance; /* variance: Sigma^(1)_ii, 2 for normalised points */
    mag_t tolerance;              /* 2^(3 - bits) kappa: a panel with a larger error is not used */
    arb_t least;                  /* D(rho) >= least for |rho| <= 1 */
    arb_t lipschitz;              /* |k(z) - k(z')| <= lipschitz |z - z'|; +inf on the local route */
    profile_t p;                  /* q_*, kappa and the expansion at q_* */
    dual_t D;
    arb_t reach, served; /* the series is used for |rho| <= reach; the expansion serves |rho| <= served */
    arb_t unserved;      /* the least |rho| an expansion was tried for in vain (+inf: none), and why it failed */
    dq_status unserved_status;
    reason_t unserved_why;
    arb_t slope; /* local route: sup |D'| on |rho| <= served */
    pair_map_t map;
    panel_rule_t rule;
    panel_struct *panel[2]; /* KERNEL_SIDE each: z >= 0, z < 0 */
    double *table;          /* of kernel_block.c */
    int announced, near_used, series_used, panels_used;
} kernel_struct;
typedef kernel_struct kernel_t[1];

/* Sigma^(1)_ii of points that have exactly the same norm in the model; DQ_INAPPLICABLE when they do not. */
dq_status kernel_common_variance(arb_t variance, const points_struct *points, slong prec, reason_t why);
/* Encloses q_* and kappa; status as gram_limit.  variance: Sigma^(1)_ii of the class.  bits: k is accurate to about
   2^-bits kappa for exact z.  The kernel must be cleared whatever the status. */
dq_status kernel_init(kernel_t k, const gram_model_t model, const arb_t variance, slong bits, reason_t why);
void kernel_clear(kernel_t k);
/* An exact bound of |rho| at every |z| <= size with the sign `side` (0: either). */
void kernel_correlation(arb_t beta, const kernel_t k, const arb_t size, int side);
/* Prepares for `count` points with |z| <= 1 - w, w > 0: the expansion once, long enough for the panels they will need. */
dq_status kernel_plan(kernel_t k, const arf_t w, slong count, reason_t why);
/* Makes the expansion serve |rho| <= beta where the series does; at most the series' reach. */
dq_status kernel_serve(kernel_t k, const arb_t beta, reason_t why);
/* Sets map->contraction and map->slope for |rho| <= beta; DQ_INAPPLICABLE when the map is not certified to contract. */
dq_status kernel_contraction(kernel_t k, const arb_t beta, reason_t why);
/* k at z by the fixed point, without panels. */
dq_status kernel_direct(arb_t value, kernel_t k, const arb_t z, reason_t why);
/* Announces that z will be asked for.  After the first announcement only announced points count towards a panel. */
void kernel_expect(kernel_t k, const arb_t z);
/* k(z) for every z of the ball (|z| <= 1), z = 1 exactly giving kappa: by the fixed point until a panel has been asked
   for as often as it has nodes, by the panel from then on. */
dq_status kernel_eval(arb_t value, kernel_t k, const arb_t z, reason_t why);
/* The panel that serves z (1 - |z| = w > 0, sign side), built now if need be; NULL when there is none or it cannot be
   certified to 2^(3 - bits) kappa. */
const panel_struct *kernel_panel(kernel_t k, const arf_t w, int side);
/* A bound of |k'| on |z| <= 1 - w, 0 < w <= 1 exact. */
dq_status kernel_slope(mag_t slope, kernel_t k, const arf_t w, reason_t why);
/* Names the algorithms used so far, e.g. "series+panels+banach". */
void kernel_engine(char *engine, size_t size, const kernel_t k);
/* value[i] for the exact doubles |z[i]| <= 1, in place allowed; raises `error` to a bound of every |value[i] - k(z[i])|. */
dq_status kernel_eval_block(double *value, mag_t error, kernel_t k, const double *z, slong count, reason_t why);
/* Builds the panels of every double: a bound of |value - k(z)| for every z of [-1, 1], value = the panel's polynomial in
   doubles, and the double of k(+-1) for 1 - |z| < 2^-53. */
dq_status kernel_uniform(mag_t error, kernel_t k, reason_t why);

#endif
