/* hermite_kappa_nodes: one set of nodes for kappa and kappa' at many variances.

   phi is the expensive part and does not depend on q: with nodes y_k, kappa(q) = sum_k w_k phi(y_k)^2 N(y_k; 0, q). The
   error bounds are taken over a whole range of q (grid: tau within SPREAD of 1; panels: a ball of q), so that a
   fixed-point iteration evaluates phi once. */
#include "hermite/grid.h"
#include "hermite/quadrature.h"

enum { ATTEMPTS = 6 };
#define SPREAD 0.0625

struct hermite_kappa_nodes_struct {
    activation_t phi;
    slong wanted; /* working bits of new nodes, at least */
    slong bits;   /* of the nodes in hand; 0: none */
    double spread;
    arb_t centre, range; /* the q the nodes were made for, and all q they serve */
    double scale_log2;
    int on_grid;
    grid_t grid;
    quadrature_t rule;
};

hermite_kappa_nodes_t hermite_kappa_nodes_init(const activation_t phi, slong bits)
{
    hermite_kappa_nodes_t nodes = flint_malloc(sizeof *nodes);

    nodes->phi = phi;
    nodes->wanted = bits + 16;
    nodes->bits = 0;
    arb_init(nodes->centre);
    arb_init(nodes->range);
    grid_init(nodes->grid);
    quadrature_init(nodes->rule);
    return nodes;
}

static void forget(hermite_kappa_nodes_t nodes)
{
    nodes->bits = 0;
    grid_clear(nodes->grid);
    quadrature_clear(nodes->rule);
    grid_init(nodes->grid);
    quadrature_init(nodes->rule);
}

void hermite_kappa_nodes_clear(hermite_kappa_nodes_t nodes)
{
    arb_clear(nodes->centre);
    arb_clear(nodes->range);
    grid_clear(nodes->grid);
    quadrature_clear(nodes->rule);
    flint_free(nodes);
}

/* New nodes for the ball q (spread = 0) or for all variances within the spread of its midpoint. */
static dq_status make_nodes(hermite_kappa_nodes_t nodes, const arb_t q, double spread, slong bits, reason_t why)
{
    dq_status status;
    arb_t tau;

    forget(nodes);
    arb_init(tau);
    arb_one(tau);
    mag_set_d(arb_radref(tau), spread);
    arb_set(nodes->centre, q);
    if (spread > 0.0) mag_zero(arb_radref(nodes->centre));
    arb_mul(nodes->range, nodes->centre, tau, 64);
    arb_clear(tau);
    nodes->spread = spread;
    nodes->scale_log2 = approx_kappa_log2(nodes->phi, q);
    status = grid_build(nodes->grid, nodes->phi, nodes->centre, 2, quadrature_target(nodes->scale_log2, bits),
                        quadrature_target_kappa(nodes->scale_log2, bits), spread, bits + 32, why);
    nodes->on_grid = status == DQ_OK;
    if (status != DQ_OK) {
        reason_init(why);
        status = quadrature_build(nodes->rule, nodes->phi, nodes->range, 2, bits, nodes->scale_log2, why);
    }
    if (status == DQ_OK) nodes->bits = bits;
    return status;
}

static void evaluate(arb_t kappa, const hermite_kappa_nodes_t nodes, const arb_t q, int derivative)
{
    slong prec = nodes->bits + 32;

    if (!nodes->on_grid) {
        hermite_kappa_from_rule(kappa, nodes->rule, nodes->phi, q, derivative, prec);
    } else {
        arb_t tau;
        arb_init(tau);
        if (nodes->spread > 0.0) arb_div(tau, q, nodes->centre, prec);
        grid_kappa(kappa, nodes->grid, activation_parity(nodes->phi), derivative, nodes->spread > 0.0 ? tau : NULL,
                   prec);
        arb_clear(tau);
        if (derivative) {
            arb_div(kappa, kappa, q, prec);
            arb_mul_2exp_si(kappa, kappa, -1);
        }
    }
}

static dq_status kappa_from(arb_t kappa, hermite_kappa_nodes_t nodes, const arb_t q, double spread, int derivative,
                            slong bits, reason_t why)
{
    dq_status status = hermite_check(nodes->phi, q, why);
    int attempt;

    for (attempt = 0; attempt < ATTEMPTS && status == DQ_OK; attempt++) {
        slong work = bits + 8 + (8 << attempt);
        if (nodes->bits < work || !arb_contains(nodes->range, q)) status = make_nodes(nodes, q, spread, work, why);
        if (status != DQ_OK) return status;
        evaluate(kappa, nodes, q, derivative);
        /* an inexact q has its own width, which precision cannot remove */
        if (derivative || !arb_is_exact(q) || arb_rel_accuracy_bits(kappa) >= bits || arb_is_zero(kappa)) return DQ_OK;
    }
    if (status != DQ_OK) return status;
    reason_set(why, "kappa did not reach %ld bits at %ld bits of working precision", (long)bits,
               (long)(bits + (8 << ATTEMPTS)));
    return DQ_INCONCLUSIVE;
}

dq_status hermite_kappa_at(arb_t kappa, hermite_kappa_nodes_t nodes, const arb_t q, slong bits, reason_t why)
{
    if (nodes->bits < nodes->wanted || !arb_contains(nodes->range, q)) {
        dq_status status = hermite_check(nodes->phi, q, why);
        if (status == DQ_OK) status = make_nodes(nodes, q, SPREAD, FLINT_MAX(bits + 16, nodes->wanted), why);
        if (status != DQ_OK) { /* no finite bound over the range: q alone */
            reason_init(why);
            return hermite_kappa(kappa, nodes->phi, q, bits, why);
        }
    }
    return kappa_from(kappa, nodes, q, SPREAD, 0, bits, why);
}

static dq_status alone(arb_t kappa, const activation_t phi, const arb_t q, int derivative, slong bits, reason_t why)
{
    hermite_kappa_nodes_t nodes = hermite_kappa_nodes_init(phi, bits);
    dq_status status = kappa_from(kappa, nodes, q, 0.0, derivative, bits, why);

    hermite_kappa_nodes_clear(nodes);
    return status;
}

dq_status hermite_kappa(arb_t kappa, const activation_t phi, const arb_t q, slong bits, reason_t why)
{
    return alone(kappa, phi, q, 0, bits, why);
}

dq_status hermite_kappa_derivative(arb_t derivative, const activation_t phi, const arb_t q, slong bits, reason_t why)
{
    return alone(derivative, phi, q, 1, bits, why);
}
