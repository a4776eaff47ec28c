/* The points of a figure's lines, and what of them a picture shows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/render/figure_parts.h"

#define DECIMAL_MOST 400

/* The finite decimal at *p up to a blank or `end`; 0 when there is none. */
static int decimal(double *value, const char **text, int *length, const char **p, const char *end)
{
    char copy[DECIMAL_MOST], *stop;
    while (*p < end && (**p == ' ' || **p == '\t')) ++*p;
    size_t size = 0;
    while (*p + size < end && (*p)[size] != ' ' && (*p)[size] != '\t') size++;
    if (size == 0 || size >= sizeof copy) return 0;
    memcpy(copy, *p, size);
    copy[size] = '\0';
    if (strspn(copy, "+-.0123456789eE") != size) return 0; /* no hexadecimal, no inf, no nan */
    *value = strtod(copy, &stop);
    if (*stop != '\0' || !isfinite(*value)) return 0;
    *text = *p;
    *length = (int)size;
    *p += size;
    return 1;
}

static int at_end(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    return p == end;
}

int figure_next_point(figure_point *point, const char **points)
{
    while (**points != '\0') {
        const char *p = *points, *end = p + strcspn(p, "\n");
        *points = *end == '\n' ? end + 1 : end;
        memset(point, 0, sizeof *point);
        if (!decimal(&point->x, &point->text[0], &point->length[0], &p, end) ||
            !decimal(&point->lower, &point->text[1], &point->length[1], &p, end))
            continue;
        point->upper = point->lower;
        if (at_end(p, end)) return 1;
        if (decimal(&point->upper, &point->text[2], &point->length[2], &p, end) && at_end(p, end) &&
            point->lower <= point->upper)
            return 1;
    }
    return 0;
}

int figure_shows(const figure_t *f, const figure_extent *e, const figure_point *p)
{
    if (f->log_x && !(p->x > 0)) return 0;
    return !f->log_y || p->lower > 0 || (p->upper > 0 && p->upper >= e->y_min);
}

/* Takes the points of f into the range: those with a place on both axes, or, certain = 0, those of which only an upper part has one. */
static void extend(figure_extent *e, const figure_t *f, int certain)
{
    figure_point point;
    for (size_t k = 0; k < f->lines; k++) {
        const char *points = f->line[k].points;
        while (figure_next_point(&point, &points)) {
            if ((f->log_x && point.x <= 0) || (f->log_y && (certain ? point.lower : point.upper) <= 0)) continue;
            e->x_min = fmin(e->x_min, point.x);
            e->x_max = fmax(e->x_max, point.x);
            e->y_min = fmin(e->y_min, certain ? point.lower : point.upper);
            e->y_max = fmax(e->y_max, point.upper);
        }
    }
}

void figure_extent_of(figure_extent *e, const figure_t *f)
{
    figure_point point;
    *e = (figure_extent){.x_min = INFINITY, .x_max = -INFINITY, .y_min = INFINITY, .y_max = -INFINITY, .integers = 1};
    extend(e, f, 1);
    if (!(e->y_min <= e->y_max)) extend(e, f, 0);
    for (size_t k = 0; k < f->lines; k++) {
        const char *points = f->line[k].points;
        while (figure_next_point(&point, &points)) {
            int shown = figure_shows(f, e, &point);
            e->points++;
            e->hidden += !shown;
            if (!shown) continue;
            e->integers &= point.x == floor(point.x);
            e->cut += f->log_y && point.lower <= 0;
            e->x_min = fmin(e->x_min, point.x);
            e->x_max = fmax(e->x_max, point.x);
            e->y_max = fmax(e->y_max, point.upper);
        }
    }
}
