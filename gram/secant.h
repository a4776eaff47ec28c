/* Private to gram/: roots of scalar residuals by the secant method, the precision following the accuracy. */
#ifndef DEQCERT_GRAM_SECANT_H
#define DEQCERT_GRAM_SECANT_H

#include "gram/gram.h"

/* Encloses T(x) - x at the exact point x with about `bits` bits. */
typedef dq_status (*residual_function)(arb_t residual, const arf_t x, slong bits, void *context, reason_t why);

/* Improves the exact point x until the enclosed residual is below 2^-bits `scale` or stops shrinking; `residual` is
   enclosed at the x returned, at full accuracy, so the caller can turn it into a proof.  slope: approximate T'(x).
   lower, upper: the iterates are kept inside. */
dq_status approx_secant(arf_t x, arb_t residual, residual_function f, void *context, double slope, const arf_t lower,
                        const arf_t upper, double scale, slong bits, reason_t why);

#endif
