/* gradient_instance: derivatives of small deep equilibrium models in balls. */
#include "verify/claims/gradient_instance.h"

static void set_quotient(arb_t x, slong numerator, slong denominator, slong prec)
{
    arb_set_si(x, numerator);
    arb_div_si(x, x, denominator, prec);
}

/* phi and phi' at the rational p, moved off the breakpoints. */
static int value_and_slope(arb_t value, arb_t slope, arb_t at, const activation_t phi, fmpq_t p, slong prec)
{
    slong piece = 0, pieces = activation_pieces(phi);
    fmpq_t step;
    fmpq_init(step);
    fmpq_set_si(step, 1, 97);
    for (slong k = 0; k + 1 < pieces; k++)
        if (fmpq_equal(p, activation_breakpoint(phi, k))) fmpq_add(p, p, step);
    while (piece + 1 < pieces && fmpq_cmp(p, activation_breakpoint(phi, piece)) > 0) piece++;
    fmpq_clear(step);
    arb_ptr series = _arb_vec_init(2);
    arb_set_fmpq(at, p, prec);
    activation_piece_eval_series(series, phi, piece, at, 2, prec);
    arb_set(value, series);
    arb_set(slope, series + 1);
    _arb_vec_clear(series, 2);
    return arb_is_finite(value) && arb_is_finite(slope);
}

int gradient_instance_init(gradient_instance_t g, const activation_t phi, slong m, slong n, slong prec)
{
    int usable = 1;
    arb_mat_t P, rest, inverse;
    fmpq_t p;
    g->m = m;
    g->n = n;
    arb_mat_init(g->W, m, m);
    arb_mat_init(g->U, m, n);
    arb_mat_init(g->a, m, 1);
    arb_mat_init(g->X, n, n);
    arb_mat_init(g->Z, m, n);
    arb_mat_init(g->D, m, n);
    arb_mat_init(g->e, n, 1);
    arb_mat_init(P, m, n);
    arb_mat_init(rest, m, n);
    arb_mat_init(inverse, n, n);
    fmpq_init(p);
    for (slong i = 0; i < m; i++) {
        set_quotient(arb_mat_entry(g->a, i, 0), 2 * i + 3, i % 2 ? -7 : 5, prec);
        for (slong k = 0; k < m; k++)
            set_quotient(arb_mat_entry(g->W, i, k), (3 * i + 5 * k + i * k) % 7 - 3, 16 + i + 2 * k, prec);
        for (slong j = 0; j < n; j++) {
            fmpq_set_si(p, (5 * i + 3 * j + 2 * i * j) % 9 - 4, 5);
            usable = usable && value_and_slope(arb_mat_entry(g->Z, i, j), arb_mat_entry(g->D, i, j),
                                               arb_mat_entry(P, i, j), phi, p, prec);
        }
    }
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) set_quotient(arb_mat_entry(g->X, i, j), i == j ? 3 + i : 1 + i - 2 * j, 2, prec);
    arb_mat_mul(rest, g->W, g->Z, prec);
    arb_mat_sub(rest, P, rest, prec);
    usable = usable && arb_mat_inv(inverse, g->X, prec);
    if (usable) arb_mat_mul(g->U, rest, inverse, prec);
    for (slong j = 0; j < n; j++) {
        arb_ptr e = arb_mat_entry(g->e, j, 0);
        set_quotient(e, j + 1, -3, prec);
        for (slong i = 0; i < m; i++) arb_addmul(e, arb_mat_entry(g->Z, i, j), arb_mat_entry(g->a, i, 0), prec);
    }
    fmpq_clear(p);
    arb_mat_clear(P);
    arb_mat_clear(rest);
    arb_mat_clear(inverse);
    if (!usable) gradient_instance_clear(g);
    return usable;
}

void gradient_instance_clear(gradient_instance_t g)
{
    arb_mat_clear(g->W);
    arb_mat_clear(g->U);
    arb_mat_clear(g->a);
    arb_mat_clear(g->X);
    arb_mat_clear(g->Z);
    arb_mat_clear(g->D);
    arb_mat_clear(g->e);
}

int gradient_r(arb_mat_t R, const gradient_instance_t g, r_formula formula, slong prec)
{
    slong m = g->m, n = g->n, size = m * n;
    arb_mat_t J, right, inverse;
    arb_mat_init(J, size, size);
    arb_mat_init(right, size, size);
    arb_mat_init(inverse, size, size);
    arb_mat_one(J);
    for (slong j = 0; j < n; j++)
        for (slong i = 0; i < m; i++) {
            for (slong k = 0; k < m; k++) {
                arb_srcptr w = formula == R_TRANSPOSED_W ? arb_mat_entry(g->W, k, i) : arb_mat_entry(g->W, i, k);
                arb_submul(arb_mat_entry(J, j * m + i, j * m + k), arb_mat_entry(g->D, i, j), w, prec);
            }
            if (formula == R_WITHOUT_D)
                arb_one(arb_mat_entry(right, j * m + i, j * m + i));
            else
                arb_set(arb_mat_entry(right, j * m + i, j * m + i), arb_mat_entry(g->D, i, j));
        }
    int solved = arb_mat_solve(inverse, J, right, prec);
    arb_mat_zero(R);
    for (slong j = 0; j < n && solved; j++)
        for (slong i = 0; i < m; i++) {
            /* I_n x a^T has a_i at (j, j m + i); a^T x I_n, the order of the print, at (j, i n + j). */
            slong row = formula == R_SWAPPED_KRONECKER ? i * n + j : j * m + i;
            for (slong k = 0; k < size; k++)
                arb_addmul(arb_mat_entry(R, j, k), arb_mat_entry(g->a, i, 0), arb_mat_entry(inverse, row, k), prec);
        }
    arb_mat_clear(J);
    arb_mat_clear(right);
    arb_mat_clear(inverse);
    return solved;
}

/* The explicit change of the pre-activations of sample j in unit i when parameter number `column` of W or U moves:
   W_ik changes entry i by Z_kj, U_ik by X_kj. */
static void explicit_change(arb_srcptr *value, slong *unit, const gradient_instance_t g, slong column, slong j)
{
    slong m = g->m, n = g->n;
    int in_W = column < m * m;
    slong at = in_W ? column : column - m * m, width = in_W ? m : n;
    *unit = at / width;
    *value = in_W ? arb_mat_entry(g->Z, at % width, j) : arb_mat_entry(g->X, at % width, j);
}

int jacobian_implicit(arb_mat_t J, const gradient_instance_t g, slong prec)
{
    slong m = g->m, n = g->n, explicit_columns = m * m + m * n;
    int solved = 1;
    arb_mat_t A, right, z;
    arb_mat_init(A, m, m);
    arb_mat_init(right, m, explicit_columns);
    arb_mat_init(z, m, explicit_columns);
    for (slong j = 0; j < n && solved; j++) {
        /* (I - diag(D_j) W) z' = D_j o (W' z_j + U' x_j) */
        arb_mat_one(A);
        for (slong i = 0; i < m; i++)
            for (slong k = 0; k < m; k++)
                arb_submul(arb_mat_entry(A, i, k), arb_mat_entry(g->D, i, j), arb_mat_entry(g->W, i, k), prec);
        arb_mat_zero(right);
        for (slong column = 0; column < explicit_columns; column++) {
            arb_srcptr value;
            slong unit;
            explicit_change(&value, &unit, g, column, j);
            arb_mul(arb_mat_entry(right, unit, column), arb_mat_entry(g->D, unit, j), value, prec);
        }
        solved = arb_mat_solve(z, A, right, prec);
        for (slong column = 0; column < explicit_columns && solved; column++) {
            arb_zero(arb_mat_entry(J, j, column));
            for (slong i = 0; i < m; i++)
                arb_addmul(arb_mat_entry(J, j, column), arb_mat_entry(g->a, i, 0), arb_mat_entry(z, i, column), prec);
        }
        for (slong i = 0; i < m; i++) arb_set(arb_mat_entry(J, j, explicit_columns + i), arb_mat_entry(g->Z, i, j));
    }
    arb_mat_clear(A);
    arb_mat_clear(right);
    arb_mat_clear(z);
    return solved;
}

void jacobian_from_r(arb_mat_t J, const gradient_instance_t g, const arb_mat_t R, slong prec)
{
    slong m = g->m, n = g->n, explicit_columns = m * m + m * n;
    arb_mat_zero(J);
    for (slong row = 0; row < n; row++) {
        for (slong column = 0; column < explicit_columns; column++)
            for (slong j = 0; j < n; j++) {
                arb_srcptr value;
                slong unit;
                explicit_change(&value, &unit, g, column, j);
                arb_addmul(arb_mat_entry(J, row, column), arb_mat_entry(R, row, j * m + unit), value, prec);
            }
        for (slong i = 0; i < m; i++) arb_set(arb_mat_entry(J, row, explicit_columns + i), arb_mat_entry(g->Z, i, row));
    }
}

int gradient_adjoint(arb_mat_t gradient, const gradient_instance_t g, slong prec)
{
    slong m = g->m, n = g->n, explicit_columns = m * m + m * n;
    int solved = 1;
    arb_mat_t A, right, v;
    arb_mat_init(A, m, m);
    arb_mat_init(right, m, 1);
    arb_mat_init(v, m, 1);
    arb_mat_zero(gradient);
    for (slong j = 0; j < n && solved; j++) {
        /* v_j = D_j o (W^T v_j + a e_j) */
        arb_mat_one(A);
        for (slong i = 0; i < m; i++) {
            for (slong k = 0; k < m; k++)
                arb_submul(arb_mat_entry(A, i, k), arb_mat_entry(g->D, i, j), arb_mat_entry(g->W, k, i), prec);
            arb_mul(arb_mat_entry(right, i, 0), arb_mat_entry(g->a, i, 0), arb_mat_entry(g->e, j, 0), prec);
            arb_mul(arb_mat_entry(right, i, 0), arb_mat_entry(right, i, 0), arb_mat_entry(g->D, i, j), prec);
        }
        solved = arb_mat_solve(v, A, right, prec);
        for (slong column = 0; column < explicit_columns && solved; column++) {
            arb_srcptr value;
            slong unit;
            explicit_change(&value, &unit, g, column, j);
            arb_addmul(arb_mat_entry(gradient, column, 0), arb_mat_entry(v, unit, 0), value, prec);
        }
        for (slong i = 0; i < m; i++)
            arb_addmul(arb_mat_entry(gradient, explicit_columns + i, 0), arb_mat_entry(g->Z, i, j),
                       arb_mat_entry(g->e, j, 0), prec);
    }
    arb_mat_clear(A);
    arb_mat_clear(right);
    arb_mat_clear(v);
    return solved;
}
