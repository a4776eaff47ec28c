/* A figure: numbers of the cases against a varied quantity or another number, or the curves kept with their verdicts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/topic.h"

typedef struct {
    double x;
    const number_row *y;
} plot_point;

static int by_x(const void *a, const void *b)
{
    const plot_point *p = a, *q = b;
    return p->x < q->x ? -1 : p->x > q->x;
}

static int is_log(const section_row *s, char axis)
{
    const char *log = section_field(s, "log");
    return log != NULL && strchr(log, axis) != NULL;
}

/* Whether a point can be drawn: its place is known, and positive on logarithmic axes. */
static int is_drawn(const section_row *s, double x, const number_row *y)
{
    double bottom = y == NULL ? NAN : strtod(y->lower, NULL);
    double top = y == NULL || y->upper[0] == '\0' ? bottom : strtod(y->upper, NULL);
    return isfinite(x) && isfinite(bottom) && isfinite(top) && !(is_log(s, 'x') && !(x > 0)) &&
           !(is_log(s, 'y') && !(top > 0));
}

/* The points of a line, one to a text line, as figure_line wants them; of one kind, that of the first. */
static char *line_points(const plot_point *point, size_t count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = text_open(&text, &size);
    for (size_t k = 0; k < count; k++) {
        if (strcmp(point[k].y->kind, point[0].y->kind) != 0) continue;
        fprintf(out, "%.10g %s%s%s\n", point[k].x, point[k].y->lower, point[k].y->upper[0] != '\0' ? " " : "",
                point[k].y->upper);
    }
    text_close(out, &text);
    return text;
}

/* A line that nothing tells apart is called after what it shows. */
static void add_line(figure_t *f, const char *label, const char *kind, char *points)
{
    figure_line *line = report_memory(realloc((void *)f->line, (f->lines + 1) * sizeof *line));
    line[f->lines++] = (figure_line){report_memory(strdup(label[0] != '\0' ? label : f->y)), kind, points};
    f->line = line;
}

/* The line of all places with the label of place `from`. */
static void add_number_line(figure_t *f, const topic_page_struct *t, const section_row *s, const places *p, size_t from,
                            const char *label)
{
    plot_point *point = report_memory(malloc((p->count + 1) * sizeof *point));
    char other[600];
    size_t count = 0;
    for (size_t k = from; k < p->count; k++) {
        place_legend(other, sizeof other, t, &p->item[k], section_field(s, "lines"));
        if (strcmp(label, other) != 0) continue;
        point[count] =
            (plot_point){approx_place_x(t, s, &p->item[k]), unit_number(p->item[k].unit, section_field(s, "number"))};
        count += (size_t)is_drawn(s, point[count].x, point[count].y);
    }
    qsort(point, count, sizeof *point, by_x);
    if (count > 0) add_line(f, label, point[0].y->kind, line_points(point, count));
    free(point);
}

static void add_curve_line(figure_t *f, const section_row *s, const topic_place *at, const char *label)
{
    const curve_row *c = unit_curve(at->unit, section_field(s, "curve"));
    if (c == NULL || c->points[0] == '\0') return;
    if (section_field(s, "across") == NULL) f->x = c->x;
    f->y = c->y;
    add_line(f, label, c->kind, report_memory(strdup(c->points)));
}

static int seen_before(const topic_page_struct *t, const section_row *s, const places *p, size_t k, const char *label)
{
    char other[600];
    for (size_t j = 0; j < k; j++) {
        place_legend(other, sizeof other, t, &p->item[j], section_field(s, "lines"));
        if (strcmp(label, other) == 0) return 1;
    }
    return 0;
}

void topic_figure_init(figure_t *f, const topic_page_struct *t, const section_row *s, const char *file)
{
    places p = section_places(t, s, section_field(s, "claim"));
    int curves = section_field(s, "curve") != NULL;
    char label[600];
    *f = (figure_t){.file = file,
                    .title = section_field(s, "title"),
                    .caption = section_field(s, "caption"),
                    .x = section_field(s, "across") ? section_field(s, "across")
                         : curves                   ? ""
                                                    : section_x_name(s),
                    .y = curves ? "" : section_field(s, "number"),
                    .log_x = is_log(s, 'x'),
                    .log_y = is_log(s, 'y')};
    for (size_t k = 0; k < p.count; k++) {
        place_legend(label, sizeof label, t, &p.item[k], section_field(s, "lines"));
        if (curves)
            add_curve_line(f, s, &p.item[k], label);
        else if (!seen_before(t, s, &p, k, label))
            add_number_line(f, t, s, &p, k, label);
    }
    free(p.item);
}

void topic_figure_clear(figure_t *f)
{
    for (size_t k = 0; k < f->lines; k++) {
        free((char *)f->line[k].label);
        free((char *)f->line[k].points);
    }
    free((void *)f->line);
}
