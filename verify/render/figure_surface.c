/* The part of gnuplot's script for a surface: heights as colours, with contours. */
#include <math.h>
#include <stdlib.h>
#include "verify/render/figure_parts.h"

#define SPAN_MOST 300

/* A number as gnuplot reads it, whatever the label says besides. */
static double row_place(const figure_line *line)
{
    double y = strtod(line->label, NULL);
    return isfinite(y) ? y : 0;
}

void surface_data(FILE *out, const figure_t *f)
{
    fputs("$surface << END\n", out);
    for (size_t k = 0; k < f->lines; k++) {
        figure_point p;
        const char *points = f->line[k].points;
        while (figure_next_point(&p, &points))
            fprintf(out, "%.10g %.10g %.10g\n", p.x, row_place(&f->line[k]), p.lower);
        fputc('\n', out);
    }
    fputs("END\n", out);
}

/* A list of 1, 3, 10, 30, .. times powers of ten, inside the range; returns how many. */
static int levels(FILE *out, const char *before, const figure_extent *e)
{
    enum { LEVELS_MOST = 6 };
    int written = 0;
    fputs(before, out);
    for (int power = -12; power <= 12; power++)
        for (int k = 1; k <= 3; k += 2) {
            double level = k * pow(10, power);
            if (level > e->y_min && level < e->y_max && written < LEVELS_MOST)
                fprintf(out, written++ ? ",%.6g" : "%.6g", level);
        }
    return written;
}

/* Contours, and the same heights named beside the colours. */
static void contours(FILE *out, const figure_extent *e)
{
    int any = levels(out, "set cbtics (", e) > 0;
    fputs(")\n", out);
    if (any) levels(out, "set cntrparam levels discrete ", e);
    fputs(any ? "\nset contour base\n" : "unset contour\n", out);
}

void surface_plot(FILE *out, const figure_t *f, const figure_extent *all, const figure_theme *t)
{
    figure_extent e[1] = {*all};
    /* What lies far above the least height has the last colour: a reader looks at the valley. */
    if (f->log_y && e->y_max > SPAN_MOST * e->y_min) e->y_max = SPAN_MOST * e->y_min;
    double least = row_place(&f->line[0]), most = row_place(&f->line[f->lines - 1]);
    fprintf(out, "set view map\nset xrange [%.10g:%.10g]\nset yrange [%.10g:%.10g]\nset format xy \"%%g\"\n", e->x_min,
            e->x_max, least, most > least ? most : least + 1);
    fputs("set xtics autofreq\nset ytics autofreq\nset palette cubehelix start 0.5 cycles -1.2 saturation 1\n", out);
    fprintf(out, "%s\nset cblabel ", f->log_y ? "set logscale cb" : "unset logscale cb");
    script_label(out, f->z, "");
    fprintf(out, " textcolor rgb \"%s\"\nset cbtics textcolor rgb \"%s\"\n", t->text, t->text);
    for (int k = 0; k < 6; k++) fprintf(out, "set linetype %d lc rgb \"%s\" lw 1.4\n", k + 1, t->colour[k]);
    fprintf(out, "set cbrange [%.6g:%.6g]\n", e->y_min, e->y_max);
    contours(out, e);
    fputs("set key at screen 0.5,0.02 center bottom horizontal maxrows 1\n", out);
    fputs("splot $surface using 1:2:3 with pm3d nocontour notitle, \\\n      $surface using 1:2:3 with lines nosurface "
          "title \"\"\nunset contour\n",
          out);
}
