/* mondeq_random_start: the two lines of Condition 1 at random networks with A = B = 0 and two orthonormal samples.

   W = 0 (m = 1), so the equilibrium is Z = relu(UX) and everything is a sum over the units: the Gram matrices of U and Z (2 x 2, their
   extreme eigenvalues in closed form), |g|^2 and Z^T g.  The variates are exact doubles, the sums balls. */
#include "verify/claims/mondeq_random_start.h"

#include <stdlib.h>

#define PREC              128
#define RANDOM_START_SEED 381
#define BLOCK             4096

/* largest = t/2 + sqrt(t^2/4 - d), smallest = d/largest of a 2 x 2 Gram matrix. */
static void extreme_eigenvalues(arb_t largest, arb_t smallest, const arb_struct *gram)
{
    arb_t half, determinant;
    arb_init(half);
    arb_init(determinant);
    arb_mul(determinant, gram, gram + 2, PREC);
    arb_submul(determinant, gram + 1, gram + 1, PREC);
    arb_add(half, gram, gram + 2, PREC);
    arb_mul_2exp_si(half, half, -1);
    arb_sqr(largest, half, PREC);
    arb_sub(largest, largest, determinant, PREC);
    arb_sqrtpos(largest, largest, PREC);
    arb_add(largest, largest, half, PREC);
    arb_div(smallest, determinant, largest, PREC);
    arb_clear(half);
    arb_clear(determinant);
}

/* gram += (v_1^2, v_1 v_2, v_2^2). */
static void add_gram(arb_struct *gram, const arb_struct *v)
{
    arb_addmul(gram, v, v, PREC);
    arb_addmul(gram + 1, v, v + 1, PREC);
    arb_addmul(gram + 2, v + 1, v + 1, PREC);
}

/* The quantities of the condition from the sums over the first n = 2^k units, and the smaller ratio. */
static void smaller_ratio(arb_t ratio, condition_t c, const arb_struct *U, const arb_struct *Z, const arb_t g2,
                          const arb_struct *Zg, slong k, int wide)
{
    arb_t root, quarter, term;
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    arb_init(root);
    arb_init(quarter);
    arb_init(term);
    arb_set_fmpq(quarter, c->radius[0], PREC);
    arb_set_ui(root, 1);
    arb_mul_2exp_si(root, root, k);
    arb_sqrt(root, root, PREC);
    extreme_eigenvalues(c->bar_U, term, U);
    arb_sqrtpos(c->bar_U, c->bar_U, PREC);
    if (!wide) arb_div(c->bar_U, c->bar_U, root, PREC);
    arb_add(c->bar_U, c->bar_U, quarter, PREC);
    extreme_eigenvalues(term, c->lambda0, Z);
    arb_sqrtpos(c->lambda0, c->lambda0, PREC);
    if (!wide) arb_div(c->lambda0, c->lambda0, root, PREC);
    arb_sqrtpos(c->bar_u, g2, PREC);
    arb_div(c->bar_u, c->bar_u, root, PREC);
    arb_add(c->bar_u, c->bar_u, quarter, PREC);
    arb_zero(c->residual);
    for (int j = 0; j < 2; j++) {
        arb_div(term, Zg + j, root, PREC);
        if (!wide) arb_div(term, term, root, PREC);
        arb_add_si(term, term, j == 0 ? -1 : 1, PREC);
        arb_addmul(c->residual, term, term, PREC);
    }
    arb_sqrtpos(c->residual, c->residual, PREC);
    condition_lines(left, right, c, CONDITION_1);
    arb_div(ratio, left, right, PREC);
    arb_div(term, left + 1, right + 1, PREC);
    arb_min(ratio, ratio, term, PREC);
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
    arb_clear(root);
    arb_clear(quarter);
    arb_clear(term);
}

void random_start_ratios(arb_struct *ratio, int wide, slong last, uint32_t trial)
{
    static const condition_instance shape = {
        "random start", 2,         2,     2,         "1",    "0 0 0 0",
        "0 0 0 0",      "1 0 0 1", "0 0", "1 0 0 1", "1 -1", {"1/4", "1/4", "1/4", "1/4"}};
    double u[2 * BLOCK], g[BLOCK];
    arb_ptr U = _arb_vec_init(3), Z = _arb_vec_init(3), Zg = _arb_vec_init(2), v = _arb_vec_init(3);
    arb_t g2;
    condition_t c;
    condition_init(c, &shape); /* gives |X|_F, |A|_2 + R_A, m and the radii; the rest is set from the sums */
    arb_init(g2);
    slong next = RANDOM_START_FIRST;
    for (slong i = 0; next <= last; i++) {
        if (i % BLOCK == 0) {
            deq_sample(u, 2 * BLOCK, WEIGHTS_GAUSSIAN, RANDOM_START_SEED, 2, trial, MATRIX_U, 2 * (uint64_t)i);
            deq_sample(g, BLOCK, WEIGHTS_GAUSSIAN, RANDOM_START_SEED, 2, trial, MATRIX_A, (uint64_t)i);
        }
        for (int j = 0; j < 2; j++) arb_set_d(v + j, u[2 * (i % BLOCK) + j]);
        arb_set_d(v + 2, g[i % BLOCK]);
        add_gram(U, v);
        for (int j = 0; j < 2; j++) {
            if (arb_is_negative(v + j)) arb_zero(v + j);
            arb_addmul(Zg + j, v + j, v + 2, PREC);
        }
        add_gram(Z, v);
        arb_addmul(g2, v + 2, v + 2, PREC);
        if (i + 1 == (slong)1 << next) {
            smaller_ratio(ratio + next, c, U, Z, g2, Zg, next, wide);
            next++;
        }
    }
    _arb_vec_clear(U, 3);
    _arb_vec_clear(Z, 3);
    _arb_vec_clear(Zg, 2);
    _arb_vec_clear(v, 3);
    arb_clear(g2);
    condition_clear(c);
}
