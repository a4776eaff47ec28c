/* Bounds of an expression: growth envelopes, suprema of derivatives. */
#include "tests/hunt/engine.h"

static void print_envelope(FILE *out, const envelope_struct *e)
{
    engine_print_arf(out, e->coefficient);
    engine_print_arf(out, e->p);
    engine_print_arf(out, e->c);
    engine_print_arf(out, e->e);
}

/* growth EXPR ORDER SIDE R: "sign", then the lower and the upper envelope "coefficient p c e". */
static dq_status growth(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    growth_t g;
    arb_t R;
    growth_init(g);
    arb_init(R);
    (void)fields;
    dq_status status = engine_phi(&phi, field[0], why);
    if (status == DQ_OK) status = engine_number(R, field[3], 53, why);
    if (status == DQ_OK)
        status = activation_growth(g, phi, (int)engine_integer(field[1]), field[2][0] == '-' ? -1 : 1, arb_midref(R),
                                   64, why);
    if (status == DQ_OK) {
        fprintf(out, "%d\n", g->sign);
        print_envelope(out, &g->lower);
        fputc('\n', out);
        print_envelope(out, &g->upper);
        fputc('\n', out);
    }
    growth_clear(g);
    arb_clear(R);
    return status;
}

/* supremum EXPR ORDER BITS: "status lower upper reason". */
static dq_status supremum(FILE *out, char **field, int fields, reason_t why)
{
    static const char *const name[] = {"finite", "unbounded", "nonexistent", "inconclusive"};
    activation_t phi;
    arb_t value;
    arb_init(value);
    (void)fields;
    dq_status status = engine_phi(&phi, field[0], why);
    if (status == DQ_OK) {
        sup_status s = activation_supremum(value, phi, (int)engine_integer(field[1]), engine_integer(field[2]), why);
        fputs(name[s], out);
        engine_print(out, value);
        fprintf(out, "\t%s\n", why->text);
    }
    arb_clear(value);
    return status;
}

/* integrable EXPR Q: 1, 0 or -1. */
static dq_status integrable(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    arb_t q;
    arb_init(q);
    (void)fields;
    dq_status status = engine_phi(&phi, field[0], why);
    if (status == DQ_OK) status = engine_number(q, field[1], 128, why);
    if (status == DQ_OK) fprintf(out, "%d\n", activation_square_integrable(phi, q, why));
    arb_clear(q);
    return status;
}

const engine_command engine_growth[] = {
    {"growth", 4, growth}, {"supremum", 3, supremum}, {"integrable", 2, integrable}, {NULL, 0, NULL}};
