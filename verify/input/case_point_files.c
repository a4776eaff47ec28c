/* read_matrix_points: points from an .npy or IDX file, a choice of their rows by a file of labels. */
#include <string.h>
#include "verify/input/point_choice.h"

int open_named(byte_source_t s, char **path, reading_t r, const node_t *node, const char *what, file_rank rank)
{
    reason_t why;
    quoted_t q;

    *path = NULL;
    if (!field_scalar(r, node, what)) return 0;
    *path = path_beside(r->path, node->text);
    reason_init(why);
    if (source_open(s, *path, r->problems, rank, why)) return 1;
    complain(r, node, "%s: %s cannot be read: %s; paths are relative to the case file", what,
             quote(q, node->text, node->length), why->text);
    flint_free(*path);
    *path = NULL;
    return 0;
}

/* The labels of all rows, flint_malloc'ed; NULL with a complaint. */
static double *read_row_labels(reading_t r, const node_t *node, const char *what, header_reader *header, slong rows)
{
    matrix_layout m;
    byte_source_t s;
    double *label = NULL;
    char *path, name[64];

    snprintf(name, sizeof name, "%s.labels", what);
    if (!open_named(s, &path, r, node, name, FILE_LABELS)) return NULL;
    if (header(&m, s, SHAPE_LABELS)) {
        if (m.rows != rows) {
            complain(r, node, "%s: %ld labels for %ld points; one label per point is needed", name, (long)m.rows,
                     (long)rows);
        } else {
            label = flint_malloc((size_t)rows * sizeof(double));
            if (!matrix_read(label, &m, s, NULL, rows)) {
                flint_free(label);
                label = NULL;
            }
        }
    }
    source_close(s);
    flint_free(path);
    return label;
}

/* The rows to keep (flint_malloc'ed, increasing, their number in *n; past CASE_MAX_POINTS only counted). */
static slong *choose(slong *n, row_choice *choice, const double *label, slong rows)
{
    slong *chosen = flint_malloc(CASE_MAX_POINTS * sizeof(slong));

    *n = 0;
    for (slong i = 0; i < rows; i++)
        if ((label == NULL || choice_admits(choice, label[i])) && (choice->count == 0 || *n < choice->count)) {
            if (*n < CASE_MAX_POINTS) chosen[*n] = i;
            ++*n;
        }
    return chosen;
}

static void fill(reading_t r, const node_t *node, const node_t *points, const char *what, const matrix_layout *m,
                 byte_source_t s, row_choice *choice, const double *label)
{
    slong n, *chosen = choose(&n, choice, label, m->rows);

    if (check_choice(r, node, what, choice, n, m->columns)) {
        points_init(r->c->points, n, m->columns);
        if (matrix_read(r->c->points->x, m, s, chosen, n)) {
            describe_choice(r, points->text, choice, n, m->columns);
            r->points_row = chosen;
            if (choice->classes == 2) {
                r->points_sign = flint_malloc((size_t)n * sizeof(double));
                for (slong i = 0; i < n; i++) r->points_sign[i] = choice_sign(choice, label[chosen[i]]);
            }
            return;
        }
        points_clear(r->c->points);
    }
    flint_free(chosen);
}

void read_matrix_points(reading_t r, const node_t *node, const char *what, header_reader *header)
{
    static const char *const keys[] = {"points", "labels", "classes", "count", NULL};
    const node_t *points = node, *labels = NULL;
    matrix_layout m;
    row_choice choice;
    byte_source_t s;
    double *label = NULL;
    char *path, name[64];

    memset(&choice, 0, sizeof choice);
    if (node->kind == NODE_MAPPING) {
        mapping_check(r, node, what, keys);
        points = mapping_require(r, node, what, "points");
        labels = node_get(node, "labels");
        if (!read_choice(&choice, r, node, what) || points == NULL) return;
        if ((labels != NULL) != (choice.classes > 0)) {
            complain(r, node, "%s: \"labels\" and \"classes\" go together: the labels of the points, and those to keep",
                     what);
            return;
        }
    }
    snprintf(name, sizeof name, node->kind == NODE_MAPPING ? "%s.points" : "%s", what);
    if (!open_named(s, &path, r, points, name, FILE_POINTS)) return;
    if (header(&m, s, SHAPE_POINTS)) {
        if (labels != NULL) label = read_row_labels(r, labels, what, header, m.rows);
        if (labels == NULL || label != NULL) fill(r, node, points, what, &m, s, &choice, label);
    }
    flint_free(label);
    source_close(s);
    flint_free(path);
}
