/* hermite: certified Hermite coefficients of an activation. */
#include <string.h>
#include "verify/cli/cli.h"

#define VARIANCE_PRECISIONS 4 /* doublings of the precision of a variance that is not dyadic */

/* Reads --q exactly; 0 or EXIT_UNUSABLE. */
static int read_variance(fmpq_t q, const invocation_t *in)
{
    const char *text = option_value(in, "q");
    reason_t why;
    reason_init(why);
    if (text == NULL) return cli_error("hermite: --q Q is missing: the variance, a decimal > 0");
    if (fmpq_set_decimal(q, text, strlen(text), why) != DQ_OK)
        return cli_error("hermite: --q \"%.100s\": %s", text, why->text);
    if (fmpq_sgn(q) <= 0) return cli_error("hermite: --q \"%.100s\" must be > 0", text);
    return 0;
}

/* Every coefficient of width <= 2^(4-bits) max(|a_r|, sqrt(kappa)), and kappa of relative width <= 2^(4-bits)? */
static int accurate(const hermite_t h, slong bits)
{
    arb_t root, value;
    arb_init(root);
    arb_init(value);
    arb_sqrt(root, h->kappa, bits + 64);
    int good = arb_width_within(h->kappa, bits, h->kappa);
    for (slong r = 0; r <= h->N && good; r++) {
        arb_abs(value, h->a + r);
        good = arb_width_within(h->a + r, bits, root) || arb_width_within(h->a + r, bits, value);
    }
    arb_clear(root);
    arb_clear(value);
    return good;
}

/* A variance like 0.1 is a ball: its precision is raised until the coefficients are as narrow as promised. */
static dq_status compute(hermite_t h, const activation_t phi, const fmpq_t q, slong N, slong bits, reason_t why)
{
    arb_t variance;
    arb_init(variance);
    dq_status status = DQ_INCONCLUSIVE;
    slong prec = 2 * bits + 64;
    for (int k = 0; k < VARIANCE_PRECISIONS; k++, prec *= 2) {
        arb_set_fmpq(variance, q, prec);
        status = hermite_coefficients(h, phi, variance, N, bits, why);
        if (status != DQ_OK || accurate(h, bits)) break;
        status = DQ_INCONCLUSIVE;
        reason_set(why, "the coefficients stay wider than 2^(4-%ld) with the variance at %ld bits", (long)bits,
                   (long)prec);
    }
    arb_clear(variance);
    return status;
}

static void print_json(const hermite_t h, dq_status status, slong terms, slong bits, const reason_t why)
{
    slong digits = decimal_digits(bits);
    printf("{");
    if (status != DQ_OK) {
        print_json_status(stdout, status, why);
        printf(
            ", \"coefficients\": null, \"tail\": null, \"kappa\": null, \"q\": null, \"terms\": %ld, \"bits\": %ld}\n",
            (long)terms, (long)bits);
        return;
    }
    printf("\"coefficients\": [");
    for (slong r = 0; r <= h->N; r++) {
        printf("%s\n  ", r ? "," : "");
        print_json_enclosure(stdout, h->a + r, digits);
    }
    printf("],\n \"tail\": ");
    print_json_enclosure(stdout, h->tail, digits);
    printf(",\n \"kappa\": ");
    print_json_enclosure(stdout, h->kappa, digits);
    printf(",\n \"q\": ");
    print_json_enclosure(stdout, h->q, digits);
    printf(",\n \"terms\": %ld, \"bits\": %ld}\n", (long)terms, (long)bits);
}

static void print_line(const char *name, slong r, int wide, const arb_t x, slong digits)
{
    char label[32];
    snprintf(label, sizeof label, r >= 0 ? "%s_%ld" : "%s", name, (long)r);
    printf("%-*s in ", wide, label);
    print_text_enclosure(stdout, x, digits);
    printf("\n");
}

static void print_text(const hermite_t h, slong bits)
{
    slong digits = decimal_digits(bits);
    int wide = 2 + snprintf(NULL, 0, "%ld", (long)h->N);
    if (wide < 5) wide = 5;
    for (slong r = 0; r <= h->N; r++) print_line("a", r, wide, h->a + r, digits);
    print_line("tail", -1, wide, h->tail, digits);
    print_line("kappa", -1, wide, h->kappa, digits);
}

static int run(const invocation_t *in)
{
    slong terms = 0, bits = BITS_DEFAULT;
    activation_t phi = NULL;
    activation_error_t error;
    hermite_t h;
    fmpq_t q;
    reason_t why;
    reason_init(why);
    reason_init(error->why);
    fmpq_init(q);
    int code = read_variance(q, in);
    if (code == 0 && option_value(in, "terms") == NULL)
        code = cli_error("hermite: --terms N is missing: how many coefficients, 1 to %d", HERMITE_MAX_TERMS);
    if (code == 0) code = option_integer(&terms, in, "terms", 1, HERMITE_MAX_TERMS);
    if (code == 0) code = option_integer(&bits, in, "bits", BITS_LEAST, BITS_MOST);
    if (code == 0 && activation_init(&phi, in->operand[0], error) != DQ_OK) {
        code = error->offset >= 0
                   ? cli_error("hermite: expression, column %ld: %s", (long)error->offset + 1, error->why->text)
                   : cli_error("hermite: expression: %s", error->why->text);
        phi = NULL;
    }
    if (code == 0) {
        hermite_init(h);
        dq_status status = compute(h, phi, q, terms - 1, bits, why);
        if (option_value(in, "json") != NULL && status != DQ_INPUT)
            print_json(h, status, terms, bits, why);
        else if (status == DQ_OK)
            print_text(h, bits);
        if (status != DQ_OK) code = report_status(in, status, why);
        hermite_clear(h);
    }
    if (phi != NULL) activation_clear(phi);
    fmpq_clear(q);
    return code;
}

const command_t command_hermite = {
    "hermite",
    "EXPR",
    "Hermite coefficients of an activation at a variance",
    "Prints enclosures of a_r(Q) = E phi(sqrt(Q) g) h_r(g), r = 0 .. N-1 (h_r orthonormal for the standard Gaussian "
    "g), of\n"
    "kappa = E phi(sqrt(Q) g)^2, and of the tail kappa - a_0^2 - ... - a_(N-1)^2.  EXPR is an expression in x.",
    "deqcert hermite 'tanh(x)' --q 1 --terms 8",
    1,
    1,
    {{"q", "Q", "the variance, an exact decimal > 0"},
     {"terms", "N", "how many coefficients: a_0 .. a_(N-1)"},
     OPTION_BITS,
     OPTION_JSON},
    run};
