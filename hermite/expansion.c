/* hermite_init, hermite_clear. */
#include "hermite/hermite.h"

void hermite_init(hermite_t h)
{
    arb_init(h->q);
    h->N = -1;
    h->a = NULL;
    h->allocated = 0;
    arb_init(h->kappa);
    arb_init(h->tail);
    h->parity = 0;
    h->prec = 0;
}

void hermite_clear(hermite_t h)
{
    arb_clear(h->q);
    if (h->a != NULL) _arb_vec_clear(h->a, h->allocated);
    arb_clear(h->kappa);
    arb_clear(h->tail);
}
