/* read_title, read_model, read_monte_carlo, read_training: the scalar sections. */
#include <string.h>
#include "verify/input/case_parts.h"

void read_title(reading_t r, const node_t *node)
{
    if (node == NULL) {
        r->c->title = copy_text(r->c->name, strlen(r->c->name));
        return;
    }
    if (field_line(r, node, "title", CASE_MAX_TITLE)) r->c->title = copy_text(node->text, (size_t)node->length);
}

void read_model(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"sigma_w2", "weights", "output_scale", NULL};
    static const char *const laws[] = {"gaussian", "rademacher", "uniform", "student5", NULL}; /* order of case_law */
    const node_t *value;
    slong law = LAW_GAUSSIAN;

    if (!mapping_check(r, node, "model", keys)) return;
    value = mapping_require(r, node, "model", "sigma_w2");
    if (value != NULL && field_positive(r->c->s, r, value, "model.sigma_w2"))
        r->c->s_text = copy_text(value->text, (size_t)value->length);
    value = node_get(node, "weights");
    if (value != NULL && field_word(&law, r, value, "model.weights", laws)) r->c->law = (case_law)law;
    value = node_get(node, "output_scale");
    if (value != NULL) field_positive(r->c->output_scale, r, value, "model.output_scale");
}

static void read_widths(reading_t r, const node_t *list)
{
    case_struct *c = r->c;
    quoted_t q;

    if (list->kind != NODE_SEQUENCE || list->count == 0 || list->count > CASE_MAX_WIDTHS) {
        complain(r, list, "monte_carlo.widths: %s; a list of 1 to %d widths is needed, e.g. [100, 200, 400]",
                 list->kind == NODE_SEQUENCE ? (list->count ? "too many widths" : "an empty list")
                                             : node_describe(q, list),
                 CASE_MAX_WIDTHS);
        return;
    }
    c->widths = 0;
    for (slong i = 0; i < list->count; i++) {
        slong width;
        if (!field_integer(&width, r, list->value[i], "monte_carlo.widths", 1, CASE_MAX_WIDTH)) continue;
        if (c->widths > 0 && width <= c->width[c->widths - 1])
            complain(r, list->value[i], "monte_carlo.widths: %ld after %ld; widths increase", (long)width,
                     (long)c->width[c->widths - 1]);
        else
            c->width[c->widths++] = width;
    }
}

void read_monte_carlo(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"widths", "trials", "failure_probability", "seed", NULL};
    const node_t *value;
    case_struct *c = r->c;
    quoted_t q;

    if (node == NULL || !mapping_check(r, node, "monte_carlo", keys)) return;
    if ((value = node_get(node, "widths")) != NULL) read_widths(r, value);
    if ((value = node_get(node, "trials")) != NULL)
        field_integer(&c->trials, r, value, "monte_carlo.trials", 1, CASE_MAX_TRIALS);
    if ((value = node_get(node, "seed")) != NULL) field_seed(&c->seed, r, value, "monte_carlo.seed");
    if ((value = node_get(node, "failure_probability")) != NULL &&
        field_positive(c->failure_probability, r, value, "monte_carlo.failure_probability") &&
        fmpz_cmp(fmpq_numref(c->failure_probability), fmpq_denref(c->failure_probability)) >= 0)
        complain(r, value, "monte_carlo.failure_probability: %s; allowed are decimals above 0 and below 1",
                 node_describe(q, value));
}

void read_training(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"width", "steps", "step_size", NULL};
    const node_t *value;
    case_struct *c = r->c;

    if (node == NULL || !mapping_check(r, node, "training", keys)) return;
    c->training = 1;
    if ((value = node_get(node, "width")) != NULL)
        field_integer(&c->training_width, r, value, "training.width", 1, CASE_MAX_WIDTH);
    if ((value = node_get(node, "steps")) != NULL)
        field_integer(&c->training_steps, r, value, "training.steps", 1, CASE_MAX_STEPS);
    if ((value = node_get(node, "step_size")) != NULL) {
        c->step_theorem = value->kind == NODE_SCALAR && strcmp(value->text, "theorem") == 0;
        if (!c->step_theorem) field_positive(c->step_size, r, value, "training.step_size (\"theorem\" or a decimal)");
    }
}
