/* polynomial_network: theta_0 + theta_1 x + theta_0 theta_2 x^2. */
#include "verify/claims/polynomial_network.h"

void network_outputs(fmpq_mat_t out, const fmpq_mat_t theta, const fmpq_mat_t x)
{
    for (slong i = 0; i < fmpq_mat_nrows(x); i++) {
        fmpq *y = fmpq_mat_entry(out, i, 0);
        fmpq_mul(y, fmpq_mat_entry(theta, 0, 0), fmpq_mat_entry(theta, 2, 0));
        fmpq_mul(y, y, fmpq_mat_entry(x, i, 0));
        fmpq_add(y, y, fmpq_mat_entry(theta, 1, 0));
        fmpq_mul(y, y, fmpq_mat_entry(x, i, 0));
        fmpq_add(y, y, fmpq_mat_entry(theta, 0, 0));
    }
}

void network_jacobian(fmpq_mat_t J, const fmpq_mat_t theta, const fmpq_mat_t x)
{
    fmpq_t square;
    fmpq_init(square);
    for (slong i = 0; i < fmpq_mat_nrows(x); i++) {
        fmpq_mul(square, fmpq_mat_entry(x, i, 0), fmpq_mat_entry(x, i, 0));
        fmpq_mul(fmpq_mat_entry(J, i, 0), fmpq_mat_entry(theta, 2, 0), square);
        fmpq_add_si(fmpq_mat_entry(J, i, 0), fmpq_mat_entry(J, i, 0), 1);
        fmpq_set(fmpq_mat_entry(J, i, 1), fmpq_mat_entry(x, i, 0));
        fmpq_mul(fmpq_mat_entry(J, i, 2), fmpq_mat_entry(theta, 0, 0), square);
    }
    fmpq_clear(square);
}

void network_loss(fmpq_t loss, const fmpq_mat_t theta, const fmpq_mat_t x, const fmpq_mat_t y, const fmpq_t scale)
{
    fmpq_mat_t out;
    fmpq_mat_init(out, fmpq_mat_nrows(x), 1);
    network_outputs(out, theta, x);
    fmpq_mat_sub(out, out, y);
    fmpq_zero(loss);
    for (slong i = 0; i < fmpq_mat_nrows(x); i++)
        fmpq_addmul(loss, fmpq_mat_entry(out, i, 0), fmpq_mat_entry(out, i, 0));
    fmpq_mul(loss, loss, scale);
    fmpq_mat_clear(out);
}

void network_gradient(fmpq_mat_t gradient, const fmpq_mat_t theta, const fmpq_mat_t x, const fmpq_mat_t y,
                      const fmpq_t scale)
{
    fmpq_t before;
    fmpq_mat_t moved;
    fmpq_init(before);
    fmpq_mat_init(moved, NETWORK_PARAMETERS, 1);
    for (slong j = 0; j < NETWORK_PARAMETERS; j++) {
        fmpq *g = fmpq_mat_entry(gradient, j, 0);
        fmpq_mat_set(moved, theta);
        fmpq_sub_si(fmpq_mat_entry(moved, j, 0), fmpq_mat_entry(moved, j, 0), 1);
        network_loss(before, moved, x, y, scale);
        fmpq_add_si(fmpq_mat_entry(moved, j, 0), fmpq_mat_entry(moved, j, 0), 2);
        network_loss(g, moved, x, y, scale);
        fmpq_sub(g, g, before);
        fmpq_div_2exp(g, g, 1);
    }
    fmpq_clear(before);
    fmpq_mat_clear(moved);
}
