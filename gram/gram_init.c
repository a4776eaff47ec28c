/* gram_init, gram_clear: an empty Gram matrix. */
#include "gram/gram.h"

void gram_init(gram_t g)
{
    g->n = 0;
    g->equal_norms = 1;
    g->norms = 0;
    g->q = g->kappa = NULL;
    arb_mat_init(g->K, 0, 0);
    g->terms = 0;
    g->bits = 0;
    g->route = LIMIT_COUPLING;
    g->engine[0] = '\0';
}

void gram_clear(gram_t g)
{
    if (g->q != NULL) _arb_vec_clear(g->q, g->norms);
    if (g->kappa != NULL) _arb_vec_clear(g->kappa, g->norms);
    arb_mat_clear(g->K);
    g->q = g->kappa = NULL;
    g->norms = 0;
}
