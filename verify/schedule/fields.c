/* The settings of a case as its report page shows them. */
#include <stdlib.h>
#include "verify/schedule/units.h"

static void field(FILE *out, const char *key, const char *value)
{
    if (ftell(out) > 1) fputs(", ", out);
    json_string(out, key);
    fputs(": ", out);
    json_string(out, value);
}

static void field_rational(FILE *out, const char *key, const fmpq_t value)
{
    char *text = fmpq_get_str(NULL, 10, value);
    field(out, key, text);
    flint_free(text);
}

static void field_integer(FILE *out, const char *key, long value)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    field(out, key, text);
}

static void field_widths(FILE *out, const case_struct *c)
{
    char *text = NULL;
    size_t size = 0;
    FILE *list = text_open(&text, &size);
    for (slong k = 0; k < c->widths; k++) fprintf(list, "%s%ld", k ? ", " : "", (long)c->width[k]);
    text_close(list, &text);
    field(out, "widths", text);
    free(text);
}

static const char *const law_names[] = {[LAW_GAUSSIAN] = "gaussian",
                                        [LAW_RADEMACHER] = "rademacher",
                                        [LAW_UNIFORM] = "uniform",
                                        [LAW_STUDENT5] = "student5"};

char *case_fields(const case_struct *c)
{
    char *text = NULL, number[64];
    size_t size = 0;
    FILE *out = text_open(&text, &size);
    fputc('{', out);
    fflush(out);
    field(out, "activation", c->phi_text);
    field(out, "activation, canonical", activation_text(c->phi));
    if (c->lipschitz_declared)
        field_rational(out, "declared Lipschitz constant (a hypothesis, used by no proof)", c->lipschitz);
    field(out, "sigma_w2", c->s_text);
    field(out, "weights", law_names[c->law]);
    field_rational(out, "output scale", c->output_scale);
    field(out, "data", c->points_text);
    field_integer(out, "points n", c->points->n);
    field_integer(out, "dimension d", c->points->d);
    field(out, "normalised to norm sqrt(d)", c->points->normalise ? "yes" : "no");
    field_widths(out, c);
    field_integer(out, "trials", c->trials);
    field_rational(out, "failure probability", c->failure_probability);
    snprintf(number, sizeof number, "%llu", (unsigned long long)c->seed);
    field(out, "seed", number);
    snprintf(number, sizeof number, "width %ld, %ld steps", (long)c->training_width, (long)c->training_steps);
    field(out, "training", number);
    if (c->step_theorem)
        field(out, "step size", "theorem");
    else
        field_rational(out, "step size", c->step_size);
    fputc('}', out);
    text_close(out, &text);
    return text;
}
