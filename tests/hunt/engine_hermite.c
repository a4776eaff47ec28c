/* kappa and the dual activation by each of the routes there are. */
#include <string.h>

#include "tests/hunt/engine.h"

/* kappa EXPR Q BITS: kappa, kappa from shared nodes made at a neighbouring variance, d kappa/d q. */
static dq_status kappa(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong bits = engine_integer(field[2]);
    arb_t q, near, value;
    arb_init(q);
    arb_init(near);
    arb_init(value);
    (void)fields;
    dq_status status = engine_phi(&phi, field[0], why);
    if (status == DQ_OK) status = engine_number(q, field[1], 2 * bits + 64, why);
    if (status == DQ_OK) status = hermite_kappa(value, phi, q, bits, why);
    if (status == DQ_OK) {
        engine_print(out, value);
        fputc('\n', out);
        hermite_kappa_nodes_t nodes = hermite_kappa_nodes_init(phi, bits);
        arb_mul_ui(near, q, 31, 53);
        arb_mul_2exp_si(near, near, -5);
        mag_zero(arb_radref(near));
        mag_zero(arb_radref(q));
        status = hermite_kappa_at(value, nodes, near, bits, why);
        if (status == DQ_OK) status = hermite_kappa_at(value, nodes, q, bits, why);
        hermite_kappa_nodes_clear(nodes);
    }
    if (status == DQ_OK) {
        engine_print(out, value);
        fputc('\n', out);
        status = hermite_kappa_derivative(value, phi, q, bits, why);
    }
    if (status == DQ_OK) {
        engine_print(out, value);
        fputc('\n', out);
    }
    arb_clear(q);
    arb_clear(near);
    arb_clear(value);
    return status;
}

/* dual EXPR QI QJ BITS RHO...: per rho a line for each route that has an answer: "route rho-index lower upper reason"; a route without
   an answer gives nan. */
static dq_status dual(FILE *out, char **field, int fields, reason_t why)
{
    activation_t phi;
    slong bits = engine_integer(field[3]);
    arb_t q[2], rho, most, absolute, value;
    hermite_t h[2];
    hermite_split_t split[2];
    dq_status status = engine_phi(&phi, field[0], why), series = DQ_OK, splits = DQ_OK;
    reason_t series_why, split_why;
    reason_init(series_why);
    reason_init(split_why);
    arb_init(rho);
    arb_init(most);
    arb_init(absolute);
    arb_init(value);
    for (int k = 0; k < 2; k++) {
        arb_init(q[k]);
        hermite_init(h[k]);
        hermite_split_init(split[k]);
        if (status == DQ_OK) status = engine_number(q[k], field[1 + k], 2 * bits + 64, why);
        mag_zero(arb_radref(q[k])); /* the routes are told one exact variance near the decimal */
    }
    for (int k = 4; k < fields && status == DQ_OK;
         k++) { /* the largest |rho| the series is for: kinked ones have slow series */
        status = engine_number(rho, field[k], 2 * bits + 64, why);
        arb_abs(absolute, rho);
        if (activation_pieces(phi) == 1 || arf_cmp_d(arb_midref(absolute), 0.95) <= 0)
            arb_max(most, most, absolute, 64);
    }
    for (int k = 0; k < 2 && status == DQ_OK; k++) {
        if (series == DQ_OK) series = hermite_coefficients_for(h[k], phi, q[k], most, bits, series_why);
        if (splits == DQ_OK) splits = hermite_split_coefficients(split[k], phi, q[k], bits, split_why);
    }
    for (int k = 4; k < fields && status == DQ_OK; k++) {
        reason_t reason;
        dq_status outcome;
        status = engine_number(rho, field[k], 2 * bits + 64, why);
        if (status != DQ_OK) break;
        arb_abs(absolute, rho);
        for (int route = 0; route < 4; route++) {
            static const char *const name[] = {"series", "split", "price", "integral"};
            reason_init(reason);
            arb_indeterminate(value);
            if (route == 0) {
                if (series == DQ_OK && !arb_gt(absolute, most)) hermite_dual(value, h[0], h[1], rho, bits + 32);
                outcome = series;
                *reason = *series_why;
            } else if (route == 1) {
                outcome = splits;
                *reason = *split_why;
                if (splits == DQ_OK) outcome = hermite_split_dual(value, split[0], split[1], rho, bits, reason);
            } else if (route == 2)
                outcome = hermite_dual_price(value, phi, q[0], q[1], rho, bits, reason);
            else
                outcome =
                    bits <= 160 ? hermite_dual_integral(value, phi, q[0], q[1], rho, bits, reason) : DQ_INCONCLUSIVE;
            if (outcome != DQ_OK) arb_indeterminate(value);
            fprintf(out, "%s\t%d", name[route], k - 4);
            engine_print(out, value);
            fprintf(out, "\t%s\n", reason->text);
        }
    }
    for (int k = 0; k < 2; k++) {
        arb_clear(q[k]);
        hermite_clear(h[k]);
        hermite_split_clear(split[k]);
    }
    arb_clear(rho);
    arb_clear(most);
    arb_clear(absolute);
    arb_clear(value);
    return status;
}

const engine_command engine_hermite[] = {{"kappa", 3, kappa}, {"dual", 5, dual}, {NULL, 0, NULL}};
