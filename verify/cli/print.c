/* How certified numbers and failures are printed. */
#include <stdlib.h>
#include "verify/cli/cli.h"

static void ends(FILE *out, const arb_t x, slong digits, const char *open, const char *between, const char *close)
{
    char *lower = arb_lower_decimal(x, digits), *upper = arb_upper_decimal(x, digits);
    fprintf(out, "%s%s%s%s%s", open, lower, between, upper, close);
    free(lower);
    free(upper);
}

void print_json_enclosure(FILE *out, const arb_t x, slong digits)
{
    ends(out, x, digits, "{\"lower\": \"", "\", \"upper\": \"", "\"}");
}

void print_text_enclosure(FILE *out, const arb_t x, slong digits)
{
    ends(out, x, digits, "[", ", ", "]");
}

void print_json_norms(FILE *out, const gram_struct *g, arb_srcptr x, slong digits)
{
    if (g->equal_norms) {
        print_json_enclosure(out, x, digits);
        return;
    }
    fputc('[', out);
    for (slong i = 0; i < g->norms; i++) {
        if (i > 0) fputs(", ", out);
        print_json_enclosure(out, x + i, digits);
    }
    fputc(']', out);
}

void print_json_matrix(FILE *out, const arb_mat_t K, slong digits)
{
    fputc('[', out);
    for (slong i = 0; i < arb_mat_nrows(K); i++) {
        fputs(i > 0 ? ",\n   [" : "[", out);
        for (slong j = 0; j < arb_mat_ncols(K); j++) {
            if (j > 0) fputs(", ", out);
            print_json_enclosure(out, arb_mat_entry(K, i, j), digits);
        }
        fputc(']', out);
    }
    fputc(']', out);
}

const char *status_name(dq_status status)
{
    switch (status) {
    case DQ_NONEXISTENT:
        return "nonexistent";
    case DQ_INAPPLICABLE:
        return "inapplicable";
    default:
        return "inconclusive";
    }
}

void print_json_status(FILE *out, dq_status status, const reason_t why)
{
    fprintf(out, "\"status\": \"%s\", \"reason\": ", status_name(status));
    json_string(out, why->text[0] != '\0' ? why->text : "no reason was given");
}

int report_status(const invocation_t *in, dq_status status, const reason_t why)
{
    if (option_value(in, "json") == NULL || status == DQ_INPUT)
        cli_error("%s: %s%s%s", in->command->name, status == DQ_INPUT ? "" : status_name(status),
                  status == DQ_INPUT ? "" : ": ", why->text);
    return status == DQ_INPUT ? EXIT_UNUSABLE : EXIT_UNMET;
}
