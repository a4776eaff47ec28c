/* Structure and values of an expression. */
#include <stdlib.h>

#include "tests/hunt/engine.h"

/* phi EXPR: "parity pieces polynomial degree text", then a line per breakpoint: "numerator/denominator continuous". */
static dq_status describe(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong degree;
    dq_status status = engine_phi(&phi, field[0], why);
    (void)fields;
    if (status != DQ_OK) return status;
    int polynomial = activation_is_polynomial(&degree, phi);
    fprintf(out, "%d\t%ld\t%d\t%ld\t%s\n", activation_parity(phi), (long)activation_pieces(phi), polynomial,
            (long)degree, activation_text(phi));
    for (slong k = 0; k + 1 < activation_pieces(phi); k++) {
        fmpq_fprint(out, activation_breakpoint(phi, k));
        fprintf(out, "\t%d\n", activation_continuous_at(phi, k));
    }
    return DQ_OK;
}

/* values EXPR PREC X...: a line per X: phi on the ball X. */
static dq_status values(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong prec = engine_integer(field[1]);
    dq_status status = engine_phi(&phi, field[0], why);
    arb_t x, y;
    arb_init(x);
    arb_init(y);
    for (int k = 2; k < fields && status == DQ_OK; k++) {
        status = engine_number(x, field[k], prec, why);
        if (status != DQ_OK) break;
        activation_eval_arb(y, phi, x, prec);
        engine_print(out, y);
        fputc('\n', out);
    }
    arb_clear(x);
    arb_clear(y);
    return status;
}

/* balls EXPR PREC RADIUS_EXPONENT X...: phi on X +- 2^RADIUS_EXPONENT. */
static dq_status balls(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong prec = engine_integer(field[1]);
    dq_status status = engine_phi(&phi, field[0], why);
    arb_t x, y;
    arb_init(x);
    arb_init(y);
    for (int k = 3; k < fields && status == DQ_OK; k++) {
        status = engine_number(x, field[k], prec, why);
        if (status != DQ_OK) break;
        arb_add_error_2exp_si(x, atol(field[2]));
        activation_eval_arb(y, phi, x, prec);
        engine_print(out, y);
        fputc('\n', out);
    }
    arb_clear(x);
    arb_clear(y);
    return status;
}

/* block EXPR X...: per X, as doubles, "phi error phi' error". */
static dq_status block(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    size_t n = (size_t)fields - 1;
    dq_status status = engine_phi(&phi, field[0], why);
    double *number = calloc(5 * n + 1, sizeof *number), *x = number, *column[4];
    arb_t z;
    arf_t shown;
    arb_init(z);
    arf_init(shown);
    for (int k = 0; k < 4; k++) column[k] = number + (size_t)(k + 1) * n;
    for (size_t k = 0; k < n && status == DQ_OK; k++) {
        status = engine_number(z, field[k + 1], 53, why);
        x[k] = arf_get_d(arb_midref(z), ARF_RND_NEAR);
    }
    if (status == DQ_OK) {
        activation_eval_block(column[0], column[1], phi, x, n);
        activation_eval_derivative_block(column[2], column[3], phi, x, n);
        for (size_t k = 0; k < n; k++, fputc('\n', out))
            for (int c = 0; c < 4; c++) {
                arf_set_d(shown, column[c][k]);
                engine_print_arf(out, shown);
            }
    }
    arb_clear(z);
    arf_clear(shown);
    free(number);
    return status;
}

/* complex EXPR PIECE PREC RE IM ...: per point "re.lower re.upper im.lower im.upper". */
static dq_status complex_values(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong piece = engine_integer(field[1]), prec = engine_integer(field[2]);
    dq_status status = engine_phi(&phi, field[0], why);
    acb_t z, w;
    acb_init(z);
    acb_init(w);
    for (int k = 3; k + 1 < fields && status == DQ_OK; k += 2) {
        status = engine_number(acb_realref(z), field[k], prec, why);
        if (status == DQ_OK) status = engine_number(acb_imagref(z), field[k + 1], prec, why);
        if (status != DQ_OK) break;
        activation_piece_eval_acb(w, phi, piece, z, prec);
        engine_print(out, acb_realref(w));
        engine_print(out, acb_imagref(w));
        fputc('\n', out);
    }
    acb_clear(z);
    acb_clear(w);
    return status;
}

/* series EXPR PIECE PREC LENGTH X: a line per Taylor coefficient. */
static dq_status series(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong piece = engine_integer(field[1]), prec = engine_integer(field[2]), length = engine_integer(field[3]);
    dq_status status = engine_phi(&phi, field[0], why);
    arb_t x;
    arb_init(x);
    (void)fields;
    if (status == DQ_OK) status = engine_number(x, field[4], prec, why);
    if (status == DQ_OK) {
        arb_ptr y = _arb_vec_init(length);
        activation_piece_eval_series(y, phi, piece, x, length, prec);
        for (slong k = 0; k < length; k++) {
            engine_print(out, y + k);
            fputc('\n', out);
        }
        _arb_vec_clear(y, length);
    }
    arb_clear(x);
    return status;
}

const engine_command engine_activation[] = {{"phi", 1, describe}, {"values", 3, values},          {"balls", 4, balls},
                                            {"block", 2, block},  {"complex", 5, complex_values}, {"series", 5, series},
                                            {NULL, 0, NULL}};
