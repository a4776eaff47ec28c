/* Private to verify/claims/: how a witness file is written, for the code that reads it. */
#ifndef DEQCERT_CLAIMS_WITNESS_H
#define DEQCERT_CLAIMS_WITNESS_H

#include "verify/claims/claims.h"

/* Both ends of a double are printed to well below its last bit. */
#define WITNESS_DIGITS 20
/* The line that tells what an event is. */
void witness_event_line(FILE *out, const witness_event *e);
/* Trials 0 .. 4 T - 1 are those a profile may sample, T being the case's number: 1, or 0 with the reason. */
int witness_trial(audit_t a, slong trial, reason_t why);

#endif
