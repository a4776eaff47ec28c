/* Gradient descent on small networks in 300-bit arithmetic, by linear solves instead of iterations: what deq_gradient
   and deq_descent are compared with.  Midpoints only: approximations to about 2^-250, not enclosures. */
#ifndef DEQCERT_TESTS_DESCENT_ORACLE_H
#define DEQCERT_TESTS_DESCENT_ORACLE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "deq/deq.h"

#define PREC 300

typedef struct {
    slong m, n, d;
    arb_mat_t W, U, a, X, Z, D, S, e, gW, gU, ga; /* a: m x 1, X: d x n, e: n x 1 */
} oracle_struct;
typedef oracle_struct oracle_t[1];

static inline void oracle_init(oracle_t o, slong m, slong n, slong d)
{
    o->m = m;
    o->n = n;
    o->d = d;
    arb_mat_init(o->W, m, m);
    arb_mat_init(o->U, m, d);
    arb_mat_init(o->a, m, 1);
    arb_mat_init(o->X, d, n);
    arb_mat_init(o->Z, m, n);
    arb_mat_init(o->D, m, n);
    arb_mat_init(o->S, m, n);
    arb_mat_init(o->e, n, 1);
    arb_mat_init(o->gW, m, m);
    arb_mat_init(o->gU, m, d);
    arb_mat_init(o->ga, m, 1);
}

static inline void oracle_clear(oracle_t o)
{
    arb_mat_struct *all[] = {o->W, o->U, o->a, o->X, o->Z, o->D, o->S, o->e, o->gW, o->gU, o->ga};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) arb_mat_clear(all[k]);
}

static inline void forget_radii(arb_mat_t A)
{
    arb_mat_get_mid(A, A);
}

/* The points as the model sees them, exactly normalised. */
static inline void oracle_points(oracle_t o, const points_struct *points)
{
    arb_t factor;
    arf_t square;
    arb_init(factor);
    arf_init(square);
    for (slong j = 0; j < o->n; j++) {
        points_inner_product(square, points, j, j);
        arb_set_arf(factor, square);
        arb_ui_div(factor, (ulong)o->d, factor, PREC);
        arb_sqrt(factor, factor, PREC);
        if (!points->normalise) arb_one(factor);
        for (slong k = 0; k < o->d; k++) {
            arb_set_d(arb_mat_entry(o->X, k, j), points->x[j * o->d + k]);
            arb_mul(arb_mat_entry(o->X, k, j), arb_mat_entry(o->X, k, j), factor, PREC);
        }
    }
    forget_radii(o->X);
    arb_clear(factor);
    arf_clear(square);
}

static inline void oracle_set(arb_mat_t A, const double *x)
{
    slong columns = arb_mat_ncols(A);
    for (slong k = 0; k < arb_mat_nrows(A) * columns; k++) arb_set_d(arb_mat_entry(A, k / columns, k % columns), x[k]);
}

static inline void oracle_parameters(oracle_t o, const deq_parameters_t p)
{
    oracle_set(o->W, p->W);
    oracle_set(o->U, p->U);
    oracle_set(o->a, p->a);
}

/* The piece that holds the midpoint of x, the right one at a breakpoint. */
static inline slong oracle_piece(const activation_t phi, const arb_t x)
{
    slong k = 0;
    arb_t b;
    arb_init(b);
    for (; k + 1 < activation_pieces(phi); k++) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), PREC);
        if (arf_cmp(arb_midref(x), arb_midref(b)) < 0) break;
    }
    arb_clear(b);
    return k;
}

/* Z, D, S, e and the gradients at the parameters. */
static inline void oracle_gradient(oracle_t o, const activation_t phi, const double *labels)
{
    arb_mat_t P, B, A, right, s, T, V;
    arb_ptr series = _arb_vec_init(2);
    arb_mat_init(P, o->m, o->n);
    arb_mat_init(B, o->m, o->n);
    arb_mat_init(A, o->m, o->m);
    arb_mat_init(right, o->m, 1);
    arb_mat_init(s, o->m, 1);
    arb_mat_init(T, o->n, o->m);
    arb_mat_init(V, o->m, o->n);
    arb_mat_mul(B, o->U, o->X, PREC);
    for (int k = 0; k < 900; k++) {
        arb_mat_mul(P, o->W, o->Z, PREC);
        arb_mat_add(P, P, B, PREC);
        forget_radii(P);
        for (slong i = 0; i < o->m; i++)
            for (slong j = 0; j < o->n; j++) {
                arb_srcptr x = arb_mat_entry(P, i, j);
                activation_piece_eval_series(series, phi, oracle_piece(phi, x), x, 2, PREC);
                arb_get_mid_arb(arb_mat_entry(o->Z, i, j), series);
                arb_get_mid_arb(arb_mat_entry(o->D, i, j), series + 1);
            }
    }
    for (slong j = 0; j < o->n; j++) { /* (I - diag(D_j) W^T) s_j = D_j o a */
        arb_mat_one(A);
        for (slong i = 0; i < o->m; i++) {
            for (slong k = 0; k < o->m; k++)
                arb_submul(arb_mat_entry(A, i, k), arb_mat_entry(o->D, i, j), arb_mat_entry(o->W, k, i), PREC);
            arb_mul(arb_mat_entry(right, i, 0), arb_mat_entry(o->D, i, j), arb_mat_entry(o->a, i, 0), PREC);
        }
        assert_true(arb_mat_solve(s, A, right, PREC));
        arb_set_d(arb_mat_entry(o->e, j, 0), -labels[j]);
        for (slong i = 0; i < o->m; i++) {
            arb_set(arb_mat_entry(o->S, i, j), arb_mat_entry(s, i, 0));
            arb_addmul(arb_mat_entry(o->e, j, 0), arb_mat_entry(o->Z, i, j), arb_mat_entry(o->a, i, 0), PREC);
        }
        for (slong i = 0; i < o->m; i++)
            arb_mul(arb_mat_entry(V, i, j), arb_mat_entry(o->S, i, j), arb_mat_entry(o->e, j, 0), PREC);
    }
    forget_radii(o->S);
    forget_radii(o->e);
    arb_mat_mul(o->ga, o->Z, o->e, PREC);
    arb_mat_transpose(T, o->Z);
    arb_mat_mul(o->gW, V, T, PREC);
    arb_mat_t X;
    arb_mat_init(X, o->n, o->d);
    arb_mat_transpose(X, o->X);
    arb_mat_mul(o->gU, V, X, PREC);
    forget_radii(o->ga);
    forget_radii(o->gW);
    forget_radii(o->gU);
    arb_mat_clear(X);
    arb_mat_clear(P);
    arb_mat_clear(B);
    arb_mat_clear(A);
    arb_mat_clear(right);
    arb_mat_clear(s);
    arb_mat_clear(T);
    arb_mat_clear(V);
    _arb_vec_clear(series, 2);
}

/* |x - A|_F */
static inline double oracle_distance(const double *x, const arb_mat_t A)
{
    slong columns = arb_mat_ncols(A);
    arb_t sum, term;
    arb_init(sum);
    arb_init(term);
    for (slong k = 0; k < arb_mat_nrows(A) * columns; k++) {
        arb_set_d(term, x[k]);
        arb_sub(term, term, arb_mat_entry(A, k / columns, k % columns), PREC);
        arb_addmul(sum, term, term, PREC);
    }
    arb_sqrt(sum, sum, PREC);
    double value = arf_get_d(arb_midref(sum), ARF_RND_NEAR);
    arb_clear(sum);
    arb_clear(term);
    return value;
}

static inline double oracle_norm(const arb_mat_t A)
{
    double *zero = calloc((size_t)(arb_mat_nrows(A) * arb_mat_ncols(A)), sizeof *zero),
           value = oracle_distance(zero, A);
    free(zero);
    return value;
}

/* sigma_w^2 = numerator/denominator on n points of dimension 4 with small integer coordinates, no two parallel. */
static inline void oracle_model(deq_model_t model, points_t points, const char *phi, slong numerator, ulong denominator,
                                double L, slong n)
{
    static const double coordinate[] = {-2, -3, 0, -3, -3, 3, -4, 2, 3, 0, -4, 2, 4, -3, -2, 0};
    activation_error_t error;
    activation_t parsed;
    if (activation_init(&parsed, phi, error) != DQ_OK) fail_msg("%s: %s", phi, error->why->text);
    points_init(points, n, 4);
    memcpy(points->x, coordinate, (size_t)(4 * n) * sizeof(double));
    points->normalise = 1;
    model->phi = parsed;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, numerator, denominator);
    model->law = WEIGHTS_GAUSSIAN;
    model->lipschitz_known = L >= 0;
    model->L = L >= 0 ? L : NAN;
    model->seed = 7;
}

static inline void oracle_model_clear(deq_model_t model, points_t points)
{
    activation_clear(model->phi);
    fmpq_clear(model->s);
    points_clear(points);
}

#endif
