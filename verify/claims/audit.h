/* Private to verify/claims/: what the Hermite claims need of an audit beyond claims.h. */
#ifndef DEQCERT_CLAIMS_AUDIT_H
#define DEQCERT_CLAIMS_AUDIT_H

#include "verify/claims/claims.h"

/* Largest |rho| the shared expansions are asked to serve: at a kink T_N falls like N^-2 only, and rho_max = 19/20 keeps N below
   about a thousand at 64 bits.  Larger |rho| still gets an enclosure from hermite_dual, with the tail bound in it. */
#define AUDIT_RHO_MAX_NUMERATOR 19
#define AUDIT_RHO_MAX_DENOMINATOR 20

/* An exact variance: the dyadic number of 20 bits next to the middle of q_* (the first point's), 2 when q_* is not certified.
   Identities that hold for every q are checked there, free of the ball's width.  Returns 1 when it comes from q_*. */
int audit_exact_variance(arb_t q, audit_t a);

/* The expansion at audit_exact_variance, terms for |rho| <= 9/10 and the audit's bits (at most 53); cached, borrowed. */
dq_status audit_exact_expansion(const hermite_struct **h, audit_t a, reason_t why);

/* A place for one object that a family of claims shares, NULL until they fill it; audit_close calls clear on it. */
void **audit_slot(audit_t a, void (*clear)(void *content));

#endif
