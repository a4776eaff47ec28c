/* Private to verify/claims/: exact gradient descent on small monotone DEQs, the thesis's induction hypotheses and
   Condition 2, and the inequalities of its discrete-time proof. */
#ifndef DEQCERT_CLAIMS_MONDEQ_INEQUALITIES_DESCENT_H
#define DEQCERT_CLAIMS_MONDEQ_INEQUALITIES_DESCENT_H

#include "verify/claims/mondeq_conditions.h"
#include "verify/claims/mondeq_inequalities.h"

#define DESCENT_BLOCKS 4 /* MONDEQ_A, MONDEQ_B, MONDEQ_U, MONDEQ_OUTPUT */

/* theta(0) with its radii and bars, and the last step theta(k) -> theta(k + 1), with their equilibria. */
typedef struct {
    condition_t c; /* theta(0): c->p, c->s */
    mondeq_t before, now;
    mondeq_state_t at_before, at_now;
    fmpq_t eta;
    fmpq_mat_t gradient[DESCENT_BLOCKS]; /* at `before` */
    slong steps;                         /* `now` is theta(steps) */
    int regular;                         /* every equilibrium so far is away from the kinks of ReLU */
} descent_struct;
typedef descent_struct descent_t[1];
/* theta(0) = p; the radii R of the Frobenius balls of A, B, U, u, and eta, as rational_set reads them. */
void descent_init(descent_t d, const mondeq_t p, const char *const radius[DESCENT_BLOCKS], const char *eta);
void descent_clear(descent_t d);
/* One step with the exact gradient; 0 when the equilibrium before or after it is at a kink. */
int descent_step(descent_t d);
/* theta(0), eta, the radii and k in Markdown. */
instance_text descent_as_text(const descent_struct *d);

/* Answers: 1 certified true, 0 certified false, -1 the enclosures overlap. */
/* The hypotheses at `now`: in the balls (exact); sigma_min(Z) >= lambda_0/2; the loss (3.20). */
int descent_hypothesis_1(const descent_struct *d);
int descent_hypothesis_2(const descent_struct *d);
int descent_hypothesis_3(const descent_struct *d);

typedef enum {
    DESCENT_BALLS,            /* (3.16) */
    DESCENT_FEATURES,         /* (3.17) */
    DESCENT_LOSS,             /* (3.18) */
    DESCENT_FEATURES_REPAIRED /* the second line of mondeq.condition-2.repaired */
} descent_condition_kind;
/* small <= large is the condition at theta(0). */
void descent_condition_sides(arb_t small, arb_t large, const descent_struct *d, descent_condition_kind which);
int descent_condition(const descent_struct *d, descent_condition_kind which);
/* 1 iff Condition 2 and the step size of Theorem 3.3.5 are certified. */
int descent_theorem_hypotheses(const descent_struct *d);

/* Inequalities about the last step, k + 1 = steps. */
typedef enum {
    STEP_U, STEP_OUTPUT, STEP_A, STEP_B, /* |.(k+1) - .(k)|_F against eta|X||e(k)| times the factor of Lemma 3.3.7 */
    STEP_A_HALF,                         /* the same for A without the factor 2 */
    STEP_W,                              /* |W(k+1) - W(k)|_2, as printed */
    STEP_W_ALONE,                        /* with |X||e(k)| bar_Uu/m^2 for lambda_0^2/16 in its middle term */
    AWAY_U, AWAY_OUTPUT, AWAY_A, AWAY_B, /* |.(k+1) - .(0)|_F <= R */
    AWAY_W,                              /* |W(k+1) - W(0)|_F, as printed in Proposition 5 */
    NORM_A,                              /* |A(k+1)|_F <= bar_A */
    FEATURES_KEPT,                       /* lambda_0/2 <= sigma_min(Z(k+1)) */
    FEATURES_KEPT_ALL,                   /* lambda_0 <= sigma_min(Z(k+1)) */
    FIRST_TERM, FIRST_TERM_REPAIRED,     /* I_1 */
    FIRST_TERM_SQUARES,                  /* the repaired bound with m^2 for m^4 */
    SECOND_TERM, SECOND_TERM_REPAIRED,   /* I_2 */
    SECOND_TERM_ZERO,                    /* I_2 <= 0 */
    THIRD_TERM,                          /* eta lambda_0^2/2 L(k) <= -I_3, n >= N only */
    THIRD_TERM_ANY_SHAPE,                /* the same without n >= N */
    THIRD_TERM_OWN_RATE,                 /* 2 eta sigma_min(Z(k))^2 L(k) <= -I_3, n >= N only */
    THIRD_TERM_FOURFOLD                  /* 2 eta lambda_0^2 L(k) <= -I_3, n >= N only */
} descent_line;
/* Both sides; 0 when the line is not about this shape. */
int descent_sides(arb_t left, arb_t right, const descent_struct *d, descent_line line);
/* The same for FIRST_TERM and the lines after it; 0 for the others. */
int descent_term_sides(arb_t left, arb_t right, const descent_struct *d, descent_line line);

/* Which descents a search runs through. */
typedef enum {
    DESCENTS_CONDITIONED, /* Condition 2 and the step size certified, its repaired (3.17) too for FEATURES_KEPT(_ALL); up to
                             two steps, each from an iterate whose hypotheses 1, 2 and 3 are certified */
    DESCENTS_FREE         /* these and one step of ordinary instances, where k = 0 makes the hypotheses void */
} descent_family;
void descent_search(inequality_t q, descent_line line, descent_family family);
/* Searches and decides, as inequality_decide. */
void descent_decide(verdict_t v, descent_line line, descent_family family, const char *proof);
/* Compares every line of the list; proved with `proof` when none is violated. */
void descent_decide_all(verdict_t v, const descent_line *line, slong lines, descent_family family, const char *proof);

/* Written counterexamples: theta(0) = one of these with m, radii and step that satisfy Condition 2 and Theorem 3.3.5. */
typedef enum { DESCENT_OVERSHOOT, DESCENT_FROBENIUS, DESCENT_ROTATION } descent_example;
void descent_init_example(descent_t d, descent_example example);
/* Appends that the example satisfies the theorem's hypotheses, with both sides of (3.16)-(3.18); 0 (v inconclusive) when one
   is not certified. */
int descent_report_hypotheses(verdict_t v, const descent_struct *d);
/* Refutes by the last step of d, with `why` as the calculation by hand; inconclusive when it is not certified. */
int descent_refute(verdict_t v, const descent_struct *d, descent_line line, const char *why);
/* Adds a violation by one step from theta(0) = (m, A, B, U, u, X, y), n = d = N = 1, the four radii equal; v becomes
   inconclusive when it is not certified. */
int descent_also_violated(verdict_t v, const char *intro, const char *const theta[7], const char *radius,
                          const char *eta, descent_line line);

#endif
