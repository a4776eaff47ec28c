/* Enclosures as decimals and as doubles, both rounded outward. */
#include <math.h>
#include <stdlib.h>
#include "api/private.h"

/* Bits of an end of a ball before it is rounded to a double; both roundings go the same way, so their composition does. */
#define END_BITS 128

void api_doubles(double *lower, double *upper, const arb_t x)
{
    arf_t end;

    *lower = -INFINITY;
    *upper = INFINITY;
    if (!arb_is_finite(x)) return;
    arf_init(end);
    arb_get_lbound_arf(end, x, END_BITS);
    *lower = arf_get_d(end, ARF_RND_FLOOR);
    arb_get_ubound_arf(end, x, END_BITS);
    *upper = arf_get_d(end, ARF_RND_CEIL);
    arf_clear(end);
}

void api_enclose(deqcert_enclosure *out, const arb_t x, slong bits)
{
    slong digits = decimal_digits(bits);

    out->lower = arb_lower_decimal(x, digits);
    out->upper = arb_upper_decimal(x, digits);
    api_doubles(&out->lower_double, &out->upper_double, x);
}

void deqcert_enclosure_clear(deqcert_enclosure *x)
{
    free(x->lower);
    free(x->upper);
    x->lower = x->upper = NULL;
}
