/* read_labels: y_i from a CSV file, the classes of the points or a keyed generator; `{gaussian: {seed: 2}}` when the
   case has none. */
#include <string.h>
#include "verify/input/case_parts.h"
#include "verify/input/keyed_gaussian.h"

static void read_csv_labels(reading_t r, const node_t *node)
{
    csv_limits limits = {CASE_MAX_POINTS, 1};
    slong columns, n, *line;
    double *value;
    char *path;

    n = read_named_csv(&value, &columns, &line, &path, r, node, "labels.csv", limits, FILE_LABELS);
    if (n == 0) return;
    if (r->c->points->x != NULL && n != r->c->points->n) {
        complain(r, node, "labels.csv: %ld labels for %ld points; one label per line and point is needed", (long)n,
                 (long)r->c->points->n);
        flint_free(value);
    } else {
        r->c->labels = value;
    }
    flint_free(line);
    flint_free(path);
}

/* -1 and 1 for the two classes that data chose; they stand in r since the points were read. */
static void read_class_labels(reading_t r, const node_t *node)
{
    int wanted;

    if (!field_boolean(&wanted, r, node, "labels.classes")) return;
    if (!wanted)
        complain(r, node, "labels.classes: only true is allowed; other labels have their own keys");
    else if (r->c->points->x != NULL && r->points_sign == NULL) /* without points there are complaints already */
        complain(r, node,
                 "labels.classes: the points have no two classes; data.npy, data.idx or data.cifar10 with two classes "
                 "is needed");
    r->c->labels = r->points_sign;
    r->points_sign = NULL;
}

void read_labels(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"gaussian", "csv", "classes", NULL};
    static const char *const seed_key[] = {"seed", NULL};
    const node_t *value;
    slong source = 0;
    uint64_t seed = 2;
    slong n = r->c->points->n;

    if (node != NULL) {
        if (!mapping_check(r, node, "labels", keys) || (source = mapping_choice(r, node, "labels", keys)) < 0) return;
        value = node_get(node, keys[source]);
        if (source == 1) {
            read_csv_labels(r, value);
            return;
        }
        if (source == 2) {
            read_class_labels(r, value);
            return;
        }
        if (!mapping_check(r, value, "labels.gaussian", seed_key)) return;
        if ((value = node_get(value, "seed")) != NULL && !field_seed(&seed, r, value, "labels.gaussian.seed")) return;
    }
    r->c->labels = flint_malloc((size_t)(n > 0 ? n : 1) * sizeof(double));
    keyed_gaussian(r->c->labels, (size_t)n, seed, STREAM_LABELS);
}
