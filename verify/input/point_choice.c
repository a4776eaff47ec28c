/* read_choice, check_choice, choice_sign, describe_choice: the keys classes and count of a binary point file. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "verify/input/point_choice.h"

/* classes: [3, 8], a list of different whole numbers. */
static int read_classes(row_choice *choice, reading_t r, const node_t *node, const char *what)
{
    fmpq_t value;
    quoted_t q;
    char name[64];
    int good = 1;

    if (node->kind != NODE_SEQUENCE || node->count < 1 || node->count > CHOICE_MAX_CLASSES) {
        complain(r, node, "%s.classes: %s; a list of 1 to %d labels is needed", what, node_describe(q, node),
                 CHOICE_MAX_CLASSES);
        return 0;
    }
    snprintf(name, sizeof name, "%s.classes", what);
    fmpq_init(value);
    for (slong i = 0; i < node->count; i++) {
        const node_t *entry = node->value[i];
        double label;
        if (!field_decimal(value, r, entry, name)) {
            good = 0;
            continue;
        }
        if (!fmpz_is_one(fmpq_denref(value)) || fmpz_bits(fmpq_numref(value)) > 53) {
            complain(r, entry, "%s.classes: %s; labels are whole numbers below 2^53 in size", what,
                     quote(q, entry->text, entry->length));
            good = 0;
            continue;
        }
        label = fmpz_get_d(fmpq_numref(value));
        for (slong k = 0; k < choice->classes; k++)
            if (choice->class_[k] == label) {
                complain(r, entry, "%s.classes: %s stands there twice", what, quote(q, entry->text, entry->length));
                good = 0;
            }
        choice->class_[choice->classes++] = label;
    }
    fmpq_clear(value);
    return good;
}

int read_choice(row_choice *choice, reading_t r, const node_t *node, const char *what)
{
    const node_t *value;
    char name[64];
    int good = 1;

    memset(choice, 0, sizeof *choice);
    if ((value = node_get(node, "classes")) != NULL) good = read_classes(choice, r, value, what);
    snprintf(name, sizeof name, "%s.count", what);
    if ((value = node_get(node, "count")) != NULL && !field_integer(&choice->count, r, value, name, 1, CASE_MAX_POINTS))
        good = 0;
    return good;
}

int check_choice(reading_t r, const node_t *node, const char *what, const row_choice *choice, slong n, slong d)
{
    double bytes = (double)n * (double)d * sizeof(double);
    void *volatile probe; /* volatile: the compiler may not assume that the memory is there */

    for (slong i = 0; i < choice->classes; i++)
        if (!choice->occurs[i]) {
            complain(r, node_get(node, "classes")->value[i], "%s.classes: no point has the label %.0f", what,
                     choice->class_[i]);
            return 0;
        }
    if (choice->count > n) {
        complain(r, node_get(node, "count"), "%s.count: %ld points asked for, but there are %ld", what,
                 (long)choice->count, (long)n);
        return 0;
    }
    if (n > CASE_MAX_POINTS || d > CASE_MAX_DIMENSION || n * d > CASE_MAX_COORDINATES) {
        complain(r, node,
                 "%s: %ld points of dimension %ld; allowed are %d, %d and %d numbers in all; count: takes the "
                 "first",
                 what, (long)n, (long)d, CASE_MAX_POINTS, CASE_MAX_DIMENSION, CASE_MAX_COORDINATES);
        return 0;
    }
    /* the second half: limits of the process that the machine's memory does not tell */
    if (bytes > (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) ||
        (probe = malloc((size_t)bytes)) == NULL) {
        complain(r, node, "%s: %ld points of dimension %ld need %.0f bytes, more than the memory there is", what,
                 (long)n, (long)d, bytes);
        return 0;
    }
    free(probe);
    return 1;
}

double choice_sign(const row_choice *choice, double label)
{
    return choice->class_[0] == label ? -1 : 1;
}

void describe_choice(reading_t r, const char *file, const row_choice *choice, slong n, slong d)
{
    size_t room = strlen(file) + 96 + 24 * (size_t)choice->classes, used;
    char *text = flint_malloc(room);

    used = (size_t)snprintf(text, room, "%s%s", file, choice->classes > 0 ? ", classes" : "");
    for (slong i = 0; i < choice->classes; i++)
        used += (size_t)snprintf(text + used, room - used, " %.0f", choice->class_[i]);
    if (choice->count > 0) used += (size_t)snprintf(text + used, room - used, ", first %ld", (long)choice->count);
    snprintf(text + used, room - used, ": n = %ld, d = %ld", (long)n, (long)d);
    r->c->points_text = text;
}
