/* Exact arithmetic: decimals, rational matrices, the monotone DEQ, data points. */
#include <stdlib.h>
#include <string.h>

#include "mondeq/mondeq.h"
#include "tests/hunt/engine.h"

/* decimal TEXT: the exact rational. */
static dq_status decimal(FILE *out, char **field, int fields, reason_t why)
{
    fmpq_mat_t x;
    (void)fields;
    fmpq_mat_init(x, 1, 1);
    dq_status status = fmpq_set_decimal(fmpq_mat_entry(x, 0, 0), field[0], strlen(field[0]), why);
    if (status == DQ_OK) engine_print_rationals(out, "decimal", x);
    fmpq_mat_clear(x);
    return status;
}

/* print MIDPOINT RADIUS DIGITS: the exact ball, then the two decimals. */
static dq_status print(FILE *out, char **field, int fields, reason_t why)
{
    arb_t x, radius;
    (void)fields;
    arb_init(x);
    arb_init(radius);
    dq_status status = engine_number(x, field[0], 64, why);
    if (status == DQ_OK) status = engine_number(radius, field[1], 64, why);
    if (status == DQ_OK) {
        slong digits = engine_integer(field[2]);
        arb_get_mag(arb_radref(x), radius);
        char *lower = arb_lower_decimal(x, digits), *upper = arb_upper_decimal(x, digits);
        arf_set_mag(arb_midref(radius), arb_radref(x));
        engine_print_arf(out, arb_midref(radius));
        fprintf(out, "\t%s\t%s\n", lower, upper);
        free(lower);
        free(upper);
    }
    arb_clear(x);
    arb_clear(radius);
    return status;
}

/* points N D NORMALISE X: a line "cosine inner-product" of every pair (lower, upper of the cosine at 80 bits, lower, upper of
   sigma0), then the rank. */
static dq_status points(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[0]), d = engine_integer(field[1]);
    double *x = engine_doubles(field[3], n * d, why);
    points_t p;
    arb_t value;
    (void)fields;
    if (x == NULL) return DQ_INPUT;
    points_init(p, n, d);
    arb_init(value);
    memcpy(p->x, x, (size_t)(n * d) * sizeof *x);
    p->normalise = (int)engine_integer(field[2]);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            points_cosine(value, p, i, j, 80);
            engine_print(out, value);
            points_sigma0(value, p, i, j, 80);
            engine_print(out, value);
            points_inner_product(arb_midref(value), p, i, j);
            engine_print_arf(out, arb_midref(value));
            fputc('\n', out);
        }
    fprintf(out, "rank\t%ld\n", (long)points_rank(p));
    arb_clear(value);
    points_clear(p);
    flint_free(x);
    return DQ_OK;
}

/* inertia N S: positive, zero, negative, psd, pd; then a negative direction or an empty line; then the enclosure of the least
   eigenvalue. */
static dq_status inertia(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[0]);
    fmpq_mat_t S, v;
    arb_t lambda;
    (void)fields;
    fmpq_mat_init(S, n, n);
    fmpq_mat_init(v, n, 1);
    arb_init(lambda);
    dq_status status = engine_rationals(S, field[1], why);
    if (status == DQ_OK) {
        exact_inertia_t count = exact_inertia(S);
        fprintf(out, "%ld\t%ld\t%ld\t%d\t%d\n", (long)count.positive, (long)count.zero, (long)count.negative,
                exact_is_psd(S), exact_is_pd(S));
        if (exact_negative_direction(v, S))
            engine_print_rationals(out, "direction", v);
        else
            fputs("none\n", out);
        exact_lambda_min(lambda, S, 40);
        engine_print(out, lambda);
        fputc('\n', out);
    }
    fmpq_mat_clear(S);
    fmpq_mat_clear(v);
    arb_clear(lambda);
    return status;
}

/* norms ROWS COLUMNS M C: |M|_F^2, |M|_2^2 <= C, sigma_min^2 >= C; enclosures of |M|_2 and sigma_min(M). */
static dq_status norms(FILE *out, char **field, int fields, reason_t why)
{
    fmpq_mat_t M, c;
    fmpq_t f;
    arb_t value;
    (void)fields;
    fmpq_mat_init(M, engine_integer(field[0]), engine_integer(field[1]));
    fmpq_mat_init(c, 1, 1);
    fmpq_init(f);
    arb_init(value);
    dq_status status = engine_rationals(M, field[2], why);
    if (status == DQ_OK) status = engine_rationals(c, field[3], why);
    if (status == DQ_OK) {
        int norm = exact_norm2_at_most(M, fmpq_mat_entry(c, 0, 0));
        int least = exact_sigma_min2_at_least(M, fmpq_mat_entry(c, 0, 0));
        exact_frobenius2(fmpq_mat_entry(c, 0, 0), M);
        engine_print_rationals(out, "frobenius", c);
        fprintf(out, "%d\t%d\n", norm, least);
        exact_norm(value, M, 40);
        engine_print(out, value);
        fputc('\n', out);
        exact_sigma_min(value, M, 40);
        engine_print(out, value);
        fputc('\n', out);
    }
    fmpq_mat_clear(M);
    fmpq_mat_clear(c);
    fmpq_clear(f);
    arb_clear(value);
    return status;
}

/* commutation M N A: K^(M,N), vec(A), vec(A^T), diag(vec(A)). */
static dq_status commutation(FILE *out, char **field, int fields, reason_t why)
{
    slong m = engine_integer(field[0]), n = engine_integer(field[1]);
    fmpq_mat_t A, T, K, v;
    (void)fields;
    fmpq_mat_init(A, m, n);
    fmpq_mat_init(T, n, m);
    fmpq_mat_init(K, m * n, m * n);
    fmpq_mat_init(v, m * n, 1);
    dq_status status = engine_rationals(A, field[2], why);
    if (status == DQ_OK) {
        mondeq_commutation(K, m, n);
        engine_print_rationals(out, "K", K);
        mondeq_vec(v, A);
        engine_print_rationals(out, "vec", v);
        fmpq_mat_transpose(T, A);
        mondeq_vec(v, T);
        engine_print_rationals(out, "vecT", v);
        mondeq_diagonal(K, A);
        engine_print_rationals(out, "diagonal", K);
    }
    fmpq_mat_clear(A);
    fmpq_mat_clear(T);
    fmpq_mat_clear(K);
    fmpq_mat_clear(v);
    return status;
}

static void print_derivatives(FILE *out, const mondeq_t p, const mondeq_state_t s)
{
    static const char *const block[] = {"A", "B", "U", "u", "W", "Z"};
    mondeq_derivatives_t g;
    if (mondeq_derivatives(g, p, s))
        for (int k = 0; k < MONDEQ_Z; k++) {
            fprintf(out, "block\t%s\n", block[k]);
            engine_print_rationals(out, "Z", g->Z[k]);
            engine_print_rationals(out, "yhat", g->yhat[k]);
            engine_print_rationals(out, "loss", g->loss[k]);
        }
    mondeq_derivatives_clear(g);
    for (int k = 0; k < MONDEQ_BLOCKS; k++) {
        slong rows, columns;
        fmpq_mat_t G;
        mondeq_block_shape(&rows, &columns, p, (mondeq_block)k);
        fmpq_mat_init(G, p->n * p->N, rows * columns);
        mondeq_partial(G, p, s, (mondeq_block)k);
        fprintf(out, "partial\t%s\n", block[k]);
        engine_print_rationals(out, "G", G);
        fmpq_mat_clear(G);
    }
}

/* monotone N D SAMPLES MU A B U u X y [Z]: outcome, W, and the state at the equilibrium; where it is regular the derivatives.  With Z the
   state there, the outcome being whether no pre-activation is 0. */
static dq_status monotone(FILE *out, char **field, int fields, reason_t why)
{
    mondeq_t p;
    mondeq_state_t s;
    mondeq_init(p, engine_integer(field[0]), engine_integer(field[1]), engine_integer(field[2]));
    mondeq_state_init(s, p);
    fmpq_mat_struct *const matrix[] = {p->A, p->B, p->U, p->u, p->X, p->y};
    dq_status status = fmpq_set_str(p->mu, field[3], 10) == 0 ? DQ_OK : DQ_INPUT;
    for (int k = 0; k < 6 && status == DQ_OK; k++) status = engine_rationals(matrix[k], field[4 + k], why);
    if (status == DQ_OK && fields > 10) status = engine_rationals(s->Z, field[10], why);
    if (status == DQ_OK) {
        mondeq_weights(p);
        int outcome = fields > 10 ? mondeq_evaluate(s, p) : (int)mondeq_solve(s, p);
        fmpq_mat_t loss;
        fmpq_mat_init(loss, 1, 1);
        fmpq_set(fmpq_mat_entry(loss, 0, 0), s->loss);
        fprintf(out, "outcome\t%d\n", outcome);
        engine_print_rationals(out, "W", p->W);
        engine_print_rationals(out, "Z", s->Z);
        engine_print_rationals(out, "P", s->P);
        engine_print_rationals(out, "D", s->D);
        engine_print_rationals(out, "yhat", s->yhat);
        engine_print_rationals(out, "e", s->e);
        engine_print_rationals(out, "loss", loss);
        fmpq_mat_clear(loss);
        if (fields <= 10 && outcome == MONDEQ_REGULAR) print_derivatives(out, p, s);
    }
    mondeq_state_clear(s);
    mondeq_clear(p);
    return status;
}

/* radius N W C Z MU ALPHA STEPS: the z after so many forward-backward steps, its radius, then the same for Peaceman-Rachford. */
static dq_status radius(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[0]), steps = engine_integer(field[6]);
    double *W = engine_doubles(field[1], n * n, why), *c = engine_doubles(field[2], n, why);
    double *start = engine_doubles(field[3], n, why), *alpha = engine_doubles(field[5], 1, why), *z;
    arb_t mu, value;
    (void)fields;
    arb_init(mu);
    arb_init(value);
    z = flint_malloc((size_t)n * sizeof *z);
    dq_status status = W == NULL || c == NULL || start == NULL || alpha == NULL ? DQ_INPUT : DQ_OK;
    if (status == DQ_OK) status = engine_number(mu, field[4], 64, why);
    for (int peaceman = 0; peaceman < 2 && status == DQ_OK; peaceman++) {
        mondeq_double m = {n, W, c};
        memcpy(z, start, (size_t)n * sizeof *z);
        if (peaceman)
            approx_peaceman_rachford(z, NULL, &m, *alpha, steps, 0);
        else
            approx_forward_backward(z, NULL, &m, *alpha, steps, 0);
        mondeq_radius(value, z, &m, mu);
        for (slong i = 0; i < n; i++) fprintf(out, i == 0 ? "%a" : "\t%a", z[i]);
        fputs("\nradius", out);
        engine_print(out, value);
        fputc('\n', out);
    }
    arb_clear(mu);
    arb_clear(value);
    flint_free(W);
    flint_free(c);
    flint_free(start);
    flint_free(alpha);
    flint_free(z);
    return status;
}

const engine_command engine_exact[] = {
    {"decimal", 1, decimal},    {"print", 3, print},   {"points", 4, points},
    {"inertia", 2, inertia},    {"norms", 4, norms},   {"commutation", 3, commutation},
    {"monotone", 10, monotone}, {"radius", 7, radius}, {NULL, 0, NULL}};
