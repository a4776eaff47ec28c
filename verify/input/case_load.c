/* case_load: a case file into a case_t, all its errors reported. */
#include <string.h>
#include "verify/input/case_parts.h"

/* Everything at its documented default; takes over `name`. */
static case_t new_case(const char *path, char *name)
{
    static const slong widths[] = {100, 200, 400};
    case_t c = flint_calloc(1, sizeof(case_struct));

    c->path = copy_text(path, strlen(path));
    c->name = name;
    fmpq_init(c->lipschitz);
    fmpq_init(c->s);
    fmpq_init(c->output_scale);
    fmpq_init(c->failure_probability);
    fmpq_init(c->step_size);
    c->law = LAW_GAUSSIAN;
    fmpq_one(c->output_scale);
    c->width = flint_calloc(CASE_MAX_WIDTHS, sizeof(slong));
    memcpy(c->width, widths, sizeof widths);
    c->widths = 3;
    c->trials = 300;
    fmpq_set_si(c->failure_probability, 1, 20);
    c->seed = 1;
    c->training_width = 400;
    c->training_steps = 300;
    c->step_theorem = 1;
    return c;
}

void case_clear(case_t c)
{
    if (c == NULL) return;
    for (slong i = 0; i < c->expectations; i++) {
        flint_free(c->expect[i].claim);
        flint_free(c->expect[i].verdict);
    }
    flint_free(c->expect);
    if (c->phi != NULL) activation_clear(c->phi);
    if (c->points->x != NULL) points_clear(c->points);
    fmpq_clear(c->lipschitz);
    fmpq_clear(c->s);
    fmpq_clear(c->output_scale);
    fmpq_clear(c->failure_probability);
    fmpq_clear(c->step_size);
    flint_free(c->labels);
    flint_free(c->width);
    flint_free(c->name);
    flint_free(c->path);
    flint_free(c->title);
    flint_free(c->phi_text);
    flint_free(c->s_text);
    flint_free(c->points_text);
    flint_free(c->canonical);
    flint_free(c);
}

/* Names become names of reports, so they are kept plain. */
static void check_name(reading_t r)
{
    const char *name = r->c->name;
    size_t length = strlen(name);
    size_t plain = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    quoted_t q;

    if (length == 0 || plain != length || name[0] == '.' || name[0] == '-' || length > CASE_MAX_NAME)
        problem_add(
            r->problems, FILE_CASE, r->path, 1, 1,
            "the case is called %s after its file; allowed are 1 to %d letters, digits and . _ - (not . or - first)",
            quote(q, name, (slong)length), CASE_MAX_NAME);
}

static void read_sections(reading_t r, const node_t *root)
{
    static const char *const keys[] = {"title",       "activation", "model",  "data",    "normalise", "labels",
                                       "monte_carlo", "training",   "expect", "planted", NULL};
    const node_t *node;

    if (!mapping_check(r, root, "case", keys)) return;
    if ((node = node_get(root, "planted")) != NULL) field_boolean(&r->c->planted, r, node, "planted");
    read_title(r, node_get(root, "title"));
    if ((node = mapping_require(r, root, "case", "activation")) != NULL) read_activation(r, node);
    if ((node = mapping_require(r, root, "case", "model")) != NULL) read_model(r, node);
    if ((node = mapping_require(r, root, "case", "data")) != NULL) read_data(r, node, node_get(root, "normalise"));
    check_points(r);
    check_square_integrable(r);
    read_labels(r, node_get(root, "labels"));
    read_monte_carlo(r, node_get(root, "monte_carlo"));
    read_training(r, node_get(root, "training"));
    read_expect(r, node_get(root, "expect")); /* after the widths, which it refers to */
}

static void begin(reading_t r, problems_t problems, const char *path, char *name, int (*known_claim)(const char *id))
{
    memset(r, 0, sizeof(reading_struct));
    problems_init(problems);
    r->problems = problems;
    r->path = path;
    r->known_claim = known_claim;
    r->c = new_case(path, name);
}

/* The case without an error, or the number of its errors. */
static slong finish(case_t *c, reading_t r, case_errors_t errors)
{
    slong before = errors->count, found;

    flint_free(r->points_path);
    flint_free(r->points_line);
    flint_free(r->points_row);
    flint_free(r->points_sign);
    problems_move(errors, r->problems);
    found = errors->count - before;
    if (found == 0) {
        *c = r->c;
    } else {
        case_clear(r->c);
        *c = NULL;
    }
    return found;
}

slong case_load(case_t *c, const char *path, int (*known_claim)(const char *id), case_errors_t errors)
{
    problems_t problems;
    reading_t r;
    node_t *root;

    begin(r, problems, path, file_stem(path), known_claim);
    check_name(r);
    root = node_read(problems, path, "case");
    if (root != NULL) read_sections(r, root);
    node_clear(root);
    return finish(c, r, errors);
}

slong case_load_tree(case_t *c, const char *path, const char *name, const node_t *root,
                     int (*known_claim)(const char *id), case_errors_t errors)
{
    problems_t problems;
    reading_t r;

    begin(r, problems, path, copy_text(name, strlen(name)), known_claim);
    read_sections(r, root);
    return finish(c, r, errors);
}
