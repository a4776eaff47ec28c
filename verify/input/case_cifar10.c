/* read_cifar10_points: points from one or several files of the CIFAR-10 binary version. */
#include <string.h>
#include "verify/input/point_choice.h"

/* All records of the files in order; 0 with complaints. */
static int read_records(cifar10_points *p, reading_t r, const node_t *files, const char *what, row_choice *choice)
{
    slong count = files->kind == NODE_SEQUENCE ? files->count : 1;
    int good = 1;

    for (slong i = 0; i < count; i++) {
        byte_source_t s;
        char *path;
        if (!open_named(s, &path, r, files->kind == NODE_SEQUENCE ? files->value[i] : files, what, FILE_POINTS)) {
            good = 0;
            continue;
        }
        good = cifar10_read(p, s, choice) && good;
        source_close(s);
        flint_free(path);
    }
    return good;
}

void read_cifar10_points(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"files", "classes", "count", NULL};
    const node_t *files = node;
    cifar10_points p = {.limit = CASE_MAX_POINTS};
    row_choice choice;
    const char *what = "data.cifar10";
    char text[64];

    memset(&choice, 0, sizeof choice);
    if (node->kind == NODE_MAPPING) {
        mapping_check(r, node, what, keys);
        files = mapping_require(r, node, what, "files");
        if (!read_choice(&choice, r, node, what) || files == NULL) return;
        what = "data.cifar10.files";
    }
    if (files->kind == NODE_SEQUENCE && (files->count < 1 || files->count > CASE_MAX_FILES)) {
        complain(r, files, "%s: a list of 1 to %d files is needed", what, CASE_MAX_FILES);
        return;
    }
    if (read_records(&p, r, files, what, &choice) &&
        check_choice(r, node, "data.cifar10", &choice, p.n, CIFAR10_PIXELS)) {
        points_init(r->c->points, p.n, CIFAR10_PIXELS);
        for (slong k = 0; k < p.n * CIFAR10_PIXELS; k++) r->c->points->x[k] = p.pixel[k];
        if (choice.classes == 2) {
            r->points_sign = flint_malloc((size_t)p.n * sizeof(double));
            for (slong i = 0; i < p.n; i++) r->points_sign[i] = choice_sign(&choice, p.label[i]);
        }
        r->points_row = p.row;
        p.row = NULL;
        snprintf(text, sizeof text, "%ld files", (long)files->count);
        describe_choice(r, files->kind == NODE_SEQUENCE ? text : files->text, &choice, p.n, CIFAR10_PIXELS);
    }
    flint_free(p.pixel);
    flint_free(p.label);
    flint_free(p.row);
}
