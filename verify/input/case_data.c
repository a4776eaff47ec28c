/* read_data: the points, from a file or a generator. */
#include <string.h>
#include "verify/input/case_parts.h"
#include "verify/input/keyed_gaussian.h"

static void read_csv_points(reading_t r, const node_t *node)
{
    csv_limits limits = {CASE_MAX_POINTS, CASE_MAX_DIMENSION};
    double *value;
    slong d, n, *line, text_length;
    char *path;

    n = read_named_csv(&value, &d, &line, &path, r, node, "data.csv", limits, FILE_POINTS);
    if (n == 0) return;
    points_init(r->c->points, n, d);
    memcpy(r->c->points->x, value, (size_t)(n * d) * sizeof(double));
    flint_free(value);
    r->points_path = path;
    r->points_line = line;
    text_length = node->length + 64;
    r->c->points_text = flint_malloc((size_t)text_length);
    snprintf(r->c->points_text, (size_t)text_length, "%s: n = %ld, d = %ld", node->text, (long)n, (long)d);
}

/* n and d of a generator; 1 iff usable. */
static int read_shape(slong *n, slong *d, reading_t r, const node_t *node, const char *what, const char *const *keys)
{
    const node_t *value;
    char name[64];
    int usable = 1;

    if (!mapping_check(r, node, what, keys)) return 0;
    snprintf(name, sizeof name, "%s.n", what);
    value = mapping_require(r, node, what, "n");
    if (value == NULL || !field_integer(n, r, value, name, 1, CASE_MAX_POINTS)) usable = 0;
    snprintf(name, sizeof name, "%s.d", what);
    value = mapping_require(r, node, what, "d");
    if (value == NULL || !field_integer(d, r, value, name, 1, CASE_MAX_DIMENSION)) usable = 0;
    if (usable && *n * *d > CASE_MAX_COORDINATES) {
        complain(r, node, "%s: n*d = %ld numbers; at most %d are allowed", what, (long)(*n * *d), CASE_MAX_COORDINATES);
        usable = 0;
    }
    return usable;
}

static void read_sphere(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"n", "d", "seed", NULL};
    slong n = 0, d = 0;
    uint64_t seed = 1;
    const node_t *value;
    int usable = read_shape(&n, &d, r, node, "data.sphere", keys);
    char text[128];

    if ((value = node_get(node, "seed")) != NULL && !field_seed(&seed, r, value, "data.sphere.seed")) usable = 0;
    if (!usable) return;
    points_init(r->c->points, n, d);
    keyed_gaussian(r->c->points->x, (size_t)(n * d), seed, STREAM_POINTS);
    snprintf(text, sizeof text, "sphere: n = %ld, d = %ld, seed = %llu", (long)n, (long)d, (unsigned long long)seed);
    r->c->points_text = copy_text(text, strlen(text));
}

static void read_orthogonal(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"n", "d", NULL};
    slong n = 0, d = 0;
    char text[128];

    if (!read_shape(&n, &d, r, node, "data.orthogonal", keys)) return;
    if (n > d) {
        complain(r, node, "data.orthogonal: n = %ld > d = %ld; at most d points of dimension d are orthogonal", (long)n,
                 (long)d);
        return;
    }
    points_init(r->c->points, n, d);
    for (slong i = 0; i < n; i++) r->c->points->x[i * d + i] = 1;
    snprintf(text, sizeof text, "orthogonal: n = %ld, d = %ld", (long)n, (long)d);
    r->c->points_text = copy_text(text, strlen(text));
}

void read_data(reading_t r, const node_t *node, const node_t *normalise)
{
    static const char *const keys[] = {"csv", "sphere", "orthogonal", "npy", "idx", "cifar10", "normalise", NULL};
    static const char *const sources[] = {"csv", "sphere", "orthogonal", "npy", "idx", "cifar10", NULL};
    slong source;
    const node_t *inside;
    int flag = 1;

    if (!mapping_check(r, node, "data", keys)) return;
    source = mapping_choice(r, node, "data", sources);
    inside = node_get(node, "normalise");
    if (inside != NULL && normalise != NULL)
        complain(r, normalise, "normalise: given twice; it is already in data on line %ld", (long)inside->line);
    inside = inside ? inside : normalise;
    if (inside != NULL) field_boolean(&flag, r, inside, "normalise");
    if (source < 0) return;
    r->points_node = node_get(node, sources[source]);
    switch (source) {
    case 0:
        read_csv_points(r, r->points_node);
        break;
    case 1:
        read_sphere(r, r->points_node);
        break;
    case 2:
        read_orthogonal(r, r->points_node);
        break;
    case 3:
        read_matrix_points(r, r->points_node, "data.npy", npy_header);
        break;
    case 4:
        read_matrix_points(r, r->points_node, "data.idx", idx_header);
        break;
    default:
        read_cifar10_points(r, r->points_node);
    }
    if (r->c->points->x != NULL) r->c->points->normalise = flag;
}
