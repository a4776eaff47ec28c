/* lambda_* by one engine, or by those that gram_lambda chooses. */
#include <string.h>

#include "gram/lambda_engine.h"
#include "tests/hunt/engine.h"

/* lambda ENGINE EXPR S BITS RELATIVE NORMALISE N D X: "STATUS SINGULAR lower upper engine reason"; ENGINE is any, double or dd. */
static dq_status lambda(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    fmpq_mat_t s;
    gram_model_t model;
    points_t points;
    lambda_t l;
    slong bits = engine_integer(field[3]), n = engine_integer(field[6]), d = engine_integer(field[7]);
    double *x = engine_doubles(field[8], n * d, why), *relative = engine_doubles(field[4], 1, why);
    (void)fields;
    fmpq_mat_init(s, 1, 1);
    dq_status status = x == NULL || relative == NULL ? DQ_INPUT : engine_phi(&phi, field[1], why);
    if (status == DQ_OK) status = engine_rationals(s, field[2], why);
    if (status == DQ_OK) {
        points_init(points, n, d);
        memcpy(points->x, x, (size_t)(n * d) * sizeof *x);
        points->normalise = (int)engine_integer(field[5]);
        gram_model_init(model, phi, points, fmpq_mat_entry(s, 0, 0), bits > 64 ? bits : 64);
        lambda_init(l);
        arb_indeterminate(l->lambda); /* as gram_lambda does */
        dq_status outcome = strcmp(field[0], "double") == 0 ? lambda_from_doubles(l, model, *relative, why)
                            : strcmp(field[0], "dd") == 0   ? lambda_from_dd(l, model, *relative, why)
                                                            : gram_lambda(l, model, bits, *relative, why);
        if (outcome == DQ_OK || outcome == DQ_INCONCLUSIVE) {
            fprintf(out, "%d\t%d", (int)outcome, l->singular);
            engine_print(out, l->lambda);
            fprintf(out, "\t%s\t%s\n", l->engine, why->text);
        } else {
            status = outcome;
        }
        lambda_clear(l);
        gram_model_clear(model);
        points_clear(points);
    }
    fmpq_mat_clear(s);
    flint_free(x);
    flint_free(relative);
    return status;
}

const engine_command engine_lambda[] = {{"lambda", 9, lambda}, {NULL, 0, NULL}};
