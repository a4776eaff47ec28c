/* check_points: zero, parallel and antiparallel points.

   All pairs would cost n^2 d.  Instead each point is divided by its first nonzero coordinate: for parallel points the
   exact quotients agree, so their correctly rounded doubles agree bit by bit (overflow and underflow included, as
   rounding is a function of the exact quotient).  Only points whose quotients agree are compared exactly, by
   points_cosine. */
#include <stdlib.h>
#include <string.h>
#include "verify/input/case_parts.h"

enum { MAX_PAIRS = 10 };

typedef struct {
    uint64_t key;
    slong index;
    int exact;
} direction;

/* First nonzero coordinate, or -1 for the zero point. */
static slong leading(const points_t p, slong i)
{
    for (slong k = 0; k < p->d; k++)
        if (p->x[i * p->d + k] != 0) return k;
    return -1;
}

/* 64-bit FNV-1a of the quotients' bits. */
static uint64_t direction_key(const points_t p, slong i, slong lead)
{
    const double *x = p->x + i * p->d;
    uint64_t key = 0xcbf29ce484222325u, bits;

    for (slong k = 0; k < p->d; k++) {
        double quotient = x[k] / x[lead] + 0.0; /* -0 becomes 0 */
        memcpy(&bits, &quotient, sizeof bits);
        key = (key ^ bits) * 0x100000001b3u;
        key ^= key >> 29;
    }
    return key;
}

static int compare(const void *left, const void *right)
{
    const direction *a = left, *b = right;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* "point 4", "point 4 (line 7)" or "point 4 (row 12)". */
static const char *name_point(quoted_t q, const reading_t r, slong i)
{
    if (r->points_line != NULL)
        snprintf(q->text, sizeof q->text, "point %ld (line %ld)", (long)i + 1, (long)r->points_line[i]);
    else if (r->points_row != NULL)
        snprintf(q->text, sizeof q->text, "point %ld (row %ld)", (long)i + 1, (long)r->points_row[i] + 1);
    else
        snprintf(q->text, sizeof q->text, "point %ld", (long)i + 1);
    return q->text;
}

static void complain_point(reading_t r, slong i, const char *message)
{
    if (r->points_line != NULL)
        problem_add(r->problems, FILE_POINTS, r->points_path, r->points_line[i], 1, "%s", message);
    else
        complain(r, r->points_node, "data: %s", message);
}

/* +1 parallel, -1 antiparallel, 0 neither; exact. */
static int parallel(const points_t p, slong i, slong j)
{
    arb_t cosine;
    int sign = 0;

    arb_init(cosine);
    points_cosine(cosine, p, i, j, 64);
    if (arb_equal_si(cosine, 1))
        sign = 1;
    else if (arb_equal_si(cosine, -1))
        sign = -1;
    arb_clear(cosine);
    return sign;
}

/* Compares every later point of a group of equal keys with each class of parallel points found so far. */
static slong check_group(reading_t r, direction *group, slong count, slong found)
{
    const points_struct *p = r->c->points;

    for (slong b = 1; b < count && found < MAX_PAIRS; b++)
        for (slong a = 0; a < b; a++) {
            char message[600];
            quoted_t first, second;
            int sign;
            if (group[a].exact) /* already parallel to an earlier one */
                continue;
            sign = parallel(p, group[a].index, group[b].index);
            if (sign == 0) continue;
            group[b].exact = 1;
            snprintf(message, sizeof message,
                     "%s is %s to %s; no two points may be parallel or antiparallel unless the case is planted",
                     name_point(first, r, group[b].index), sign > 0 ? "parallel" : "antiparallel",
                     name_point(second, r, group[a].index));
            complain_point(r, group[b].index, message);
            found++;
            break;
        }
    return found;
}

void check_points(reading_t r)
{
    const points_struct *p = r->c->points;
    direction *all;
    slong found = 0, zeros = 0, end;

    if (p->x == NULL) return;
    all = flint_malloc((size_t)p->n * sizeof(direction));
    for (slong i = 0; i < p->n; i++) {
        slong lead = leading(p, i);
        all[i].index = i;
        all[i].exact = 0;
        all[i].key = lead < 0 ? 0 : direction_key(p, i, lead);
        if (lead < 0 && zeros++ < MAX_PAIRS) {
            char message[300];
            quoted_t name;
            snprintf(message, sizeof message, "%s is zero; a point needs a direction", name_point(name, r, i));
            complain_point(r, i, message);
        }
    }
    if (zeros == 0 && !r->c->planted) {
        qsort(all, (size_t)p->n, sizeof(direction), compare);
        for (slong start = 0; start < p->n; start = end) {
            for (end = start + 1; end < p->n && all[end].key == all[start].key; end++)
                ;
            found = check_group(r, all + start, end - start, found);
        }
    }
    flint_free(all);
}
