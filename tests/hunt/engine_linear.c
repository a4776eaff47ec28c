/* Least eigenvalues, factorisations, norms and products of rows, by each engine there is. */
#include <math.h>
#include <string.h>

#include "ball/double_bounds.h"
#include "tests/hunt/engine.h"

/* "lambda STATUS lower upper" */
static void print_lambda(FILE *out, dq_status status, const arb_t lambda)
{
    fprintf(out, "lambda\t%d", (int)status);
    engine_print(out, lambda);
    fputc('\n', out);
}

/* A n x n matrix of balls from its lower triangle, by rows: midpoints, and radii (or "0" for none). */
static dq_status ball_matrix(arb_mat_t A, char *midpoints, char *radii, reason_t why)
{
    slong n = arb_mat_nrows(A), count = n * (n + 1) / 2, k = 0;
    arb_ptr entry = _arb_vec_init(count), radius = _arb_vec_init(count);
    dq_status status = engine_numbers(entry, midpoints, count, why);
    if (status == DQ_OK && strcmp(radii, "0") != 0) status = engine_numbers(radius, radii, count, why);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++, k++) {
            arb_get_mag(arb_radref(entry + k), radius + k);
            arb_set(arb_mat_entry(A, i, j), entry + k);
            arb_set(arb_mat_entry(A, j, i), entry + k);
        }
    _arb_vec_clear(entry, count);
    _arb_vec_clear(radius, count);
    return status;
}

/* eigen_ball BITS RELATIVE N MIDPOINTS RADII: arb_mat_lambda_min, or with RELATIVE > 0 arb_mat_lambda_min_double. */
static dq_status eigen_ball(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[2]);
    double *relative = engine_doubles(field[1], 1, why);
    arb_mat_t A;
    arb_t lambda;
    (void)fields;
    if (relative == NULL) return DQ_INPUT;
    arb_mat_init(A, n, n);
    arb_init(lambda);
    dq_status status = ball_matrix(A, field[3], field[4], why);
    if (status == DQ_OK)
        print_lambda(out,
                     *relative > 0 ? arb_mat_lambda_min_double(lambda, A, *relative, why)
                                   : arb_mat_lambda_min(lambda, A, engine_integer(field[0]), why),
                     lambda);
    arb_mat_clear(A);
    arb_clear(lambda);
    flint_free(relative);
    return status;
}

/* eigen_double RELATIVE DEVIATION N HIGH [LOW]: double_mat_lambda_min, with LOW dd_mat_lambda_min. */
static dq_status eigen_double(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[2]);
    double *relative = engine_doubles(field[0], 1, why), *radius = engine_doubles(field[1], 1, why);
    double *high = engine_doubles(field[3], n * n, why),
           *low = fields > 4 ? engine_doubles(field[4], n * n, why) : NULL;
    arb_t lambda;
    mag_t deviation;
    arb_init(lambda);
    mag_init(deviation);
    int usable = relative != NULL && radius != NULL && high != NULL && (fields <= 4 || low != NULL);
    if (usable) {
        mag_set_d(deviation, *radius);
        print_lambda(out,
                     low == NULL ? double_mat_lambda_min(lambda, high, n, deviation, *relative, why)
                                 : dd_mat_lambda_min(lambda, high, low, n, deviation, *relative, why),
                     lambda);
    }
    arb_clear(lambda);
    mag_clear(deviation);
    flint_free(relative);
    flint_free(radius);
    flint_free(high);
    flint_free(low);
    return usable ? DQ_OK : DQ_INPUT;
}

/* cholesky N HIGH [LOW]: "0" when there is no factor; else "1 error", then the factor's lower triangle (column-major, n^2 doubles) as
   hexadecimal doubles, its low parts in another line. */
static dq_status cholesky(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[0]);
    double *high = engine_doubles(field[1], n * n, why),
           *low = fields > 2 ? engine_doubles(field[2], n * n, why) : NULL;
    int usable = high != NULL && (fields <= 2 || low != NULL);
    if (usable) {
        double error;
        int definite = low == NULL ? double_cholesky(&error, high, n) : dd_cholesky(&error, high, low, n);
        fprintf(out, definite ? "1\t%a\n" : "0\n", error);
        for (const double *L = high; definite && L != NULL; L = L == high ? low : NULL) {
            for (slong k = 0; k < n * n; k++) fprintf(out, k == 0 ? "%a" : "\t%a", L[k]);
            fputc('\n', out);
        }
    }
    flint_free(high);
    flint_free(low);
    return usable ? DQ_OK : DQ_INPUT;
}

/* norm ROWS COLUMNS ENTRIES: operator_norm. */
static dq_status norm(FILE *out, char **field, int fields, reason_t why)
{
    slong rows = engine_integer(field[0]), columns = engine_integer(field[1]);
    double *A = engine_doubles(field[2], rows * columns, why);
    arb_t value;
    (void)fields;
    if (A == NULL) return DQ_INPUT;
    arb_init(value);
    operator_norm(value, A, rows, columns);
    fputs("norm", out);
    engine_print(out, value);
    fputc('\n', out);
    arb_clear(value);
    flint_free(A);
    return DQ_OK;
}

/* row_products N D X SCALE: "g" and the products' lower triangle by double_row_products, then by dd_row_products (high, then low). */
static dq_status row_products(FILE *out, char **field, int fields, reason_t why)
{
    slong n = engine_integer(field[0]), d = engine_integer(field[1]);
    double *X = engine_doubles(field[2], n * d, why), *scale = engine_doubles(field[3], n, why);
    (void)fields;
    int usable = X != NULL && scale != NULL;
    if (usable) {
        double *P = flint_calloc((size_t)(2 * n * n), sizeof *P), *low = P + n * n;
        for (int dd = 0; dd < 2; dd++) {
            fprintf(out, "%a\n", dd ? dd_row_products(P, low, X, scale, n, d) : double_row_products(P, X, scale, n, d));
            for (slong i = 0; i < n; i++)
                for (slong j = 0; j <= i; j++)
                    fprintf(out, "%a %a%s", P[i * n + j], low[i * n + j], i == n - 1 && j == i ? "\n" : "\t");
        }
        flint_free(P);
    }
    flint_free(X);
    flint_free(scale);
    return usable ? DQ_OK : DQ_INPUT;
}

const engine_command engine_linear[] = {{"eigen_ball", 5, eigen_ball},     {"eigen_double", 4, eigen_double},
                                        {"cholesky", 2, cholesky},         {"norm", 3, norm},
                                        {"row_products", 4, row_products}, {NULL, 0, NULL}};
