/* The limit kernel at any correlations. */
#include "tests/hunt/engine.h"

/* kernel EXPR S BITS Z...: q_* and kappa for points of norm sqrt(d), then k(z) per line ("no" where it is not certified). */
static dq_status kernel(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong bits = engine_integer(field[2]);
    points_t points;
    gram_model_t model;
    gram_kernel_t k = NULL;
    fmpq_t s;
    arb_t q, kappa, z;
    dq_status status = engine_phi(&phi, field[0], why);
    if (status != DQ_OK) return status;
    fmpq_init(s);
    arb_init(q);
    arb_init(kappa);
    arb_init(z);
    points_init(points, 2, 2);
    points->x[0] = points->x[3] = 1.0;
    points->normalise = 1;
    arb_t text;
    arb_init(text);
    status = engine_number(text, field[1], 64, why);
    if (status == DQ_OK) {
        arf_get_fmpq(s, arb_midref(text));
        gram_model_init(model, phi, points, s, bits);
        status = gram_kernel_init(&k, model, bits, why);
        if (status == DQ_OK) {
            gram_kernel_variance(q, kappa, k);
            engine_print(out, q);
            engine_print(out, kappa);
            fputc('\n', out);
        }
        for (int i = 3; i < fields && status == DQ_OK; i++) {
            status = engine_number(z, field[i], 2 * bits, why);
            if (status != DQ_OK) break;
            if (gram_kernel_eval(q, k, z, why) != DQ_OK) arb_indeterminate(q);
            engine_print(out, q);
            fputc('\n', out);
        }
        gram_kernel_clear(k);
        gram_model_clear(model);
    }
    arb_clear(text);
    arb_clear(q);
    arb_clear(kappa);
    arb_clear(z);
    fmpq_clear(s);
    points_clear(points);
    return status;
}

const engine_command engine_kernel[] = {{"kernel", 4, kernel}, {NULL, 0, NULL}};
