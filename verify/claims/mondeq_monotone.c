/* mondeq_monotone: affine operators F(x) = Wx + h, W rational, against the definition of strong monotonicity. */
#include "verify/claims/mondeq_monotone.h"
#include "mondeq/mondeq.h"

#define MATRICES 400
#define PAIRS    6

/* <F(x) - F(y), x - y> - c |x - y|^2 for the affine F, evaluated as written. */
static void gap(fmpq_t out, const fmpq_mat_t W, const fmpq_mat_t h, const fmpq_mat_t x, const fmpq_mat_t y,
                const fmpq_t c)
{
    slong n = fmpq_mat_nrows(W);
    fmpq_mat_t Fx, Fy, v;
    fmpq_t square;
    fmpq_mat_init(Fx, n, 1);
    fmpq_mat_init(Fy, n, 1);
    fmpq_mat_init(v, n, 1);
    fmpq_init(square);
    fmpq_mat_mul(Fx, W, x);
    fmpq_mat_add(Fx, Fx, h);
    fmpq_mat_mul(Fy, W, y);
    fmpq_mat_add(Fy, Fy, h);
    fmpq_mat_sub(Fx, Fx, Fy);
    fmpq_mat_sub(v, x, y);
    fmpq_zero(out);
    for (slong i = 0; i < n; i++) {
        fmpq_addmul(out, fmpq_mat_entry(Fx, i, 0), fmpq_mat_entry(v, i, 0));
        fmpq_addmul(square, fmpq_mat_entry(v, i, 0), fmpq_mat_entry(v, i, 0));
    }
    fmpq_submul(out, c, square);
    fmpq_mat_clear(Fx);
    fmpq_mat_clear(Fy);
    fmpq_mat_clear(v);
    fmpq_clear(square);
}

/* One matrix: (W + W^T)/2 - bound I >= 0 must mean <F(x) - F(y), x - y> >= c|x - y|^2 for all x, y, and with `converse` must be
   implied by it.  The definition fails iff (W + W^T)/2 - cI has a negative direction x, which F itself must confirm; where it
   holds it is evaluated at pairs. */
static void check_matrix(examples_t e, const fmpq_mat_t W, const fmpq_t bound, const fmpq_t c, int converse, ulong key)
{
    slong n = fmpq_mat_nrows(W);
    fmpq_mat_t S, h, x, y;
    fmpq_t value;
    fmpq_mat_init(S, n, n);
    fmpq_mat_init(h, n, 1);
    fmpq_mat_init(x, n, 1);
    fmpq_mat_init(y, n, 1);
    fmpq_init(value);
    mondeq_random_matrix(h, key + 1, 1);
    exact_symmetric_part(S, W, bound);
    int condition = exact_is_psd(S);
    exact_symmetric_part(S, W, c);
    int fails = exact_negative_direction(x, S); /* F violates the definition with c, at x against 0 */
    if (fails) gap(value, W, h, x, y, c);
    if (condition)
        examples_add(
            e, !fails,
            "$`W`$ = (%s): the condition holds, but $`\\langle F(x)-F(0),x\\rangle-c\\Vert x\\Vert^2=%s`$ at $`x`$ = "
            "(%s), $`c=%s`$.",
            rational_matrix_as_text(W).text, rational_as_text(value).text, rational_matrix_as_text(x).text,
            rational_as_text(c).text);
    else if (converse)
        examples_add(e, fails && fmpq_sgn(value) < 0,
                     "$`W`$ = (%s): the condition fails, but no direction contradicts monotonicity with $`c=%s`$.",
                     rational_matrix_as_text(W).text, rational_as_text(c).text);
    for (slong k = 0; k < PAIRS && !fails; k++) { /* the definition itself, at pairs */
        mondeq_random_matrix(x, key + 10 + 2 * (ulong)k, 1);
        mondeq_random_matrix(y, key + 11 + 2 * (ulong)k, 1);
        gap(value, W, h, x, y, c);
        examples_add(e, fmpq_sgn(value) >= 0, "$`W`$ = (%s): the definition fails at a pair.",
                     rational_matrix_as_text(W).text);
    }
    fmpq_mat_clear(S);
    fmpq_mat_clear(h);
    fmpq_mat_clear(x);
    fmpq_mat_clear(y);
    fmpq_clear(value);
}

/* The k-th matrix: n = 1..4; skew, positive semidefinite plus skew, or random plus a multiple of I. */
static void matrix(fmpq_mat_t W, slong k)
{
    slong n = 1 + k % 4;
    fmpq_mat_t R, T;
    fmpq_mat_init(W, n, n);
    fmpq_mat_init(R, n, n);
    fmpq_mat_init(T, n, n);
    mondeq_random_matrix(R, (ulong)(500 + k), 1);
    mondeq_random_matrix(W, (ulong)(9000 + k), 1);
    fmpq_mat_transpose(T, W);
    if (k % 3 < 2) fmpq_mat_sub(W, W, T);
    fmpq_mat_transpose(T, R);
    fmpq_mat_mul(R, T, R);
    if (k % 3 == 1) fmpq_mat_add(W, W, R);
    for (slong i = 0; i < n && k % 3 == 2; i++)
        fmpq_add_si(fmpq_mat_entry(W, i, i), fmpq_mat_entry(W, i, i), k / 12 % 6);
    fmpq_mat_clear(R);
    fmpq_mat_clear(T);
}

/* Where W + W^T >= 0: I + W invertible, so that I + F is onto. */
static void check_maximal(examples_t e, const fmpq_mat_t W)
{
    fmpq_t zero;
    fmpq_mat_t S;
    fmpq_init(zero);
    fmpq_mat_init(S, fmpq_mat_nrows(W), fmpq_mat_nrows(W));
    exact_symmetric_part(S, W, zero);
    if (exact_is_psd(S)) {
        fmpq_mat_one(S);
        fmpq_mat_add(S, S, W);
        examples_add(e, fmpq_mat_inv(S, S), "$`W`$ = (%s): $`I+W`$ is singular.", rational_matrix_as_text(W).text);
    }
    fmpq_clear(zero);
    fmpq_mat_clear(S);
}

void strongly_monotone_check(examples_t e, slong numerator, ulong denominator, int all)
{
    fmpq_t zero, m, bound, c;
    fmpq_init(zero);
    fmpq_init(m);
    fmpq_init(bound);
    fmpq_init(c);
    fmpq_mat_t half; /* the smallest: n = 1, W = 1/2, m = 1 */
    fmpq_mat_init(half, 1, 1);
    fmpq_set_si(fmpq_mat_entry(half, 0, 0), 1, 2);
    for (slong k = -1; k < MATRICES; k++) {
        fmpq_mat_t W;
        if (k < 0)
            fmpq_mat_init_set(W, half);
        else
            matrix(W, k);
        fmpq_set_si(m, 1 + (k + 3) / 3 % 3, k < 0 ? 1 : 1 + (ulong)k % 2);
        fmpq_div_2exp(bound, m, 1);
        fmpq_set_si(c, numerator, denominator);
        fmpq_mul(c, c, m);
        check_matrix(e, W, bound, c, all, (ulong)(40 * k + 80));
        if (all) {
            check_matrix(e, W, zero, zero, 1, (ulong)(40 * k + 100000));
            check_maximal(e, W);
        }
        fmpq_mat_clear(W);
    }
    fmpq_mat_clear(half);
    fmpq_clear(zero);
    fmpq_clear(m);
    fmpq_clear(bound);
    fmpq_clear(c);
}
