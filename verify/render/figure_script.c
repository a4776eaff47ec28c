/* gnuplot's commands for one figure.  The commands hold numbers printed here and strings in which every byte that is no letter, digit,
   space or part of a UTF-8 character is an octal escape: no text can end its string, start a command substitution or a macro. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/render/figure_parts.h"

/* Above so many points of a line its intervals are a band instead of bars. */
#define BARS_MOST 60
/* An interval is drawn when it is longer than this part of the axis. */
#define BAR_LEAST 4e-3

/* Okabe and Ito's colours, those that show on the background; points and dashes differ too, for readers without colours. */
static const figure_theme themes[] = {
    {"light", "#ffffff", "#1f2328", "#d8dee4", {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000"}},
    {"dark", "#0d1117", "#e6edf3", "#30363d", {"#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#ffffff"}}};
static const int point_types[] = {7, 5, 9, 13, 11, 4}; /* filled circle, square, triangles, diamond; open square */

static void quoted(FILE *out, const char *text)
{
    int escaped = 0;
    fputc('"', out);
    for (const char *p = text; *p != '\0'; p++) {
        /* gnuplot takes every digit behind an octal escape for a part of it */
        escaped = !(isalpha((unsigned char)*p) || *p == ' ' || (unsigned char)*p >= 0x80 ||
                    (isdigit((unsigned char)*p) && !escaped));
        if (escaped)
            fprintf(out, "\\%03o", (unsigned)(unsigned char)*p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}

void script_label(FILE *out, const char *markdown, const char *more)
{
    char *text = label_enhanced(markdown), *whole = report_memory(malloc(strlen(text) + strlen(more) + 1));
    stpcpy(stpcpy(whole, text), more);
    quoted(out, whole);
    free(text);
    free(whole);
}

/* Ends of an axis a little beyond its data; least and most receive them. */
static void pad(double *least, double *most, int logarithmic)
{
    if (logarithmic) {
        double margin = fmax(0.04 * log10(*most / *least), 0.04);
        *least *= pow(10, -margin);
        *most *= pow(10, margin);
        return;
    }
    double size = fmax(fabs(*least), fabs(*most)), range = *most - *least;
    if (!(range > 1e-12 * size)) range = size > 0 ? 2 * size : 20; /* one value */
    *least -= 0.05 * range;
    *most += 0.05 * range;
}

static void axis(FILE *out, char name, double least, double most, int logarithmic)
{
    fprintf(out, "set %crange [%.10g:%.10g]\n", name, least, most);
    if (!logarithmic) {
        /* as many digits as neighbouring ticks need to differ */
        int digits = 4 + (int)fmax(0, floor(log10(fmax(fabs(least), fabs(most)) / (most - least))));
        fprintf(out, "set format %c \"%%.%dg\"\nset %ctics autofreq\n", name, digits < 15 ? digits : 15, name);
        return;
    }
    double decades = log10(most / least);
    fprintf(out, "set logscale %c\nunset m%ctics\n", name, name);
    if (decades <= 0.5) { /* as on a linear axis */
        double range = most - least, unit = pow(10, floor(log10(range))),
               tick_step = range > 5 * unit   ? unit
                           : range > 2 * unit ? 0.5 * unit
                                              : 0.2 * unit;
        fprintf(out, "set format %c \"%%.6g\"\nset %ctics (", name, name);
        double first = ceil(least / tick_step);
        for (int k = 0; (first + k) * tick_step <= most; k++)
            fprintf(out, "%s%.10g", k > 0 ? ", " : "", (first + k) * tick_step);
        fputs(")\n", out);
        return;
    }
    if (decades <= 2.5) { /* too few powers of ten to read the axis by */
        static const double fine[] = {1, 2, 3, 5}, coarse[] = {1, 2, 5};
        const double *mantissa = decades <= 1.5 ? fine : coarse;
        int count = decades <= 1.5 ? 4 : 3, written = 0;
        fprintf(out, "set format %c \"%%g\"\nset %ctics (", name, name);
        for (int power = (int)floor(log10(least)); power <= (int)ceil(log10(most)); power++)
            for (int k = 0; k < count; k++) {
                double tick = mantissa[k] * pow(10, power);
                if (tick >= least && tick <= most) fprintf(out, "%s%.10g", written++ ? ", " : "", tick);
            }
        fputs(")\n", out);
        return;
    }
    int step = (int)ceil(decades / 8), first = step * (int)ceil(log10(least) / step);
    fprintf(out, "set format %c \"10^{%%T}\"\nset %ctics (", name, name);
    for (int power = first; power <= log10(most); power += step)
        fprintf(out, "%s1e%d", power > first ? ", " : "", power);
    fputs(")\n", out);
}

static size_t shown_points(const figure_t *f, const figure_extent *e, const figure_line *line, int *bars, double y_min,
                           double y_max)
{
    size_t count = 0;
    figure_point p;
    const char *points = line->points;
    *bars = 0;
    while (figure_next_point(&p, &points)) {
        if (!figure_shows(f, e, &p)) continue;
        count++;
        double length = f->log_y ? (p.lower <= 0 ? 1 : log(p.upper / p.lower) / log(y_max / y_min))
                                 : (p.upper - p.lower) / (y_max - y_min);
        *bars |= length > BAR_LEAST;
    }
    return count;
}

/* x, place of the mark, ends of the interval: the ends as they are, the lower one at the axis' end where a logarithmic axis has no
   place for it. */
static void data_block(FILE *out, const figure_t *f, const figure_extent *e, size_t index, double y_min)
{
    figure_point p;
    const char *points = f->line[index].points;
    fprintf(out, "$line%zu << END\n", index);
    while (figure_next_point(&p, &points)) {
        if (!figure_shows(f, e, &p)) continue;
        double lower = f->log_y && p.lower <= 0 ? y_min : p.lower;
        double middle = !f->log_y      ? 0.5 * p.lower + 0.5 * p.upper
                        : p.lower <= 0 ? p.upper
                                       : sqrt(p.lower) * sqrt(p.upper);
        fprintf(out, "%.10g %.10g %.10g %.10g\n", p.x, middle, lower, p.upper);
    }
    fputs("END\n", out);
}

static const char *guarantee(const char *kind)
{
    return strcmp(kind, "enclosure") == 0     ? ", certified"
           : strcmp(kind, "confidence") == 0  ? ", confidence interval"
           : strcmp(kind, "approximate") == 0 ? ", approximate"
                                              : "";
}

typedef struct {
    size_t points;
    int bars;
} line_shape;

static int is_theory(const figure_line *line)
{
    return strcmp(line->kind, "theory") == 0;
}

static void plot_command(FILE *out, const figure_t *f, const line_shape *shape)
{
    const char *separator = "plot ";
    size_t theories = 0, seen = 0;
    for (size_t k = 0; k < f->lines; k++) theories += (size_t)is_theory(&f->line[k]);
    for (size_t k = 0; k < f->lines; k++) {
        const figure_line *line = &f->line[k];
        int theory = is_theory(line);
        /* As many bounds as data: each has the colour of its data. */
        size_t style = (2 * theories == f->lines ? (theory ? seen : k - seen) : k) % 6 + 1;
        seen += (size_t)theory;
        if (shape[k].points == 0) continue;
        int band = shape[k].bars && shape[k].points > BARS_MOST;
        if (band) {
            fprintf(out, "%s$line%zu using 1:3:4 with filledcurves ls %zu fs transparent solid 0.3 noborder notitle",
                    separator, k, style);
            separator = ", \\\n     ";
        }
        fprintf(out, "%s$line%zu using ", separator, k);
        if (theory)
            fprintf(out, "1:2 with lines ls %zu dt (12,7)", style);
        else if (shape[k].points > BARS_MOST)
            fprintf(out, "1:2 with linespoints ls %zu pi %zu", style, shape[k].points / 12);
        else
            fprintf(out, "%s ls %zu", shape[k].bars ? "1:2:3:4 with yerrorlines" : "1:2 with linespoints", style);
        fputs(" title ", out);
        script_label(out, line->label, guarantee(line->kind));
        separator = ", \\\n     ";
    }
    fputc('\n', out);
}

static void one_theme(FILE *out, const figure_t *f, const figure_extent *e, const figure_theme *t,
                      const line_shape *shape)
{
    fprintf(out,
            "set terminal svg size 800,%d dynamic enhanced font \"sans-serif,16\" linewidth 1.4 background "
            "\"%s\"\n"
            "set output\n",
            f->z != NULL ? 560 : 400 + 22 * (int)(f->lines < 12 ? f->lines : 12), t->background);
    fprintf(out, "set border 3 lw 1 lc rgb \"%s\"\nset tics nomirror textcolor rgb \"%s\"\n", t->text, t->text);
    fprintf(out, "set grid xtics ytics lt 1 lw 0.6 lc rgb \"%s\"\n", t->grid);
    fprintf(out, "set key textcolor rgb \"%s\"\n", t->text);
    fprintf(out, "set title textcolor rgb \"%s\"\nset xlabel textcolor rgb \"%s\"\nset ylabel textcolor rgb \"%s\"\n",
            t->text, t->text, t->text);
    for (int k = 0; k < 6; k++)
        fprintf(out, "set style line %d lc rgb \"%s\" lw 1.6 pt %d ps 0.8 dt %d\n", k + 1, t->colour[k], point_types[k],
                k == 0   ? 1
                : k == 1 ? 4
                : k == 2 ? 3
                         : 5);
    if (f->z != NULL)
        surface_plot(out, f, e, t);
    else
        plot_command(out, f, shape);
}

void figure_script(FILE *out, const figure_t *f, const figure_extent *e)
{
    line_shape *shape = report_memory(calloc(f->lines + 1, sizeof *shape));
    double x_min = e->x_min, x_max = e->x_max, y_min = e->y_min, y_max = e->y_max;
    pad(&x_min, &x_max, f->log_x);
    pad(&y_min, &y_max, f->log_y);
    fputs("reset session\nset encoding utf8\nset decimalsign \".\"\nset key bmargin left Left reverse vertical maxcols "
          "1 samplen 3\n"
          "set bars 0.6\nset title offset 0,-0.4\nset xlabel offset 0,0.7\nset key offset 0,-0.3\nset title ",
          out);
    script_label(out, f->title, "");
    fputs("\nset xlabel ", out);
    script_label(out, f->x, "");
    fputs("\nset ylabel ", out);
    script_label(out, f->y, "");
    fputc('\n', out);
    axis(out, 'x', x_min, x_max, f->log_x);
    if (!f->log_x && e->integers && e->x_max > e->x_min && x_max - x_min < 12) fputs("set xtics 1\n", out);
    if (f->z != NULL)
        surface_data(out, f);
    else
        axis(out, 'y', y_min, y_max, f->log_y);
    for (size_t k = 0; k < f->lines && f->z == NULL; k++) {
        shape[k].points = shown_points(f, e, &f->line[k], &shape[k].bars, y_min, y_max);
        data_block(out, f, e, k, y_min);
    }
    for (size_t k = 0; k < sizeof themes / sizeof *themes; k++) one_theme(out, f, e, &themes[k], shape);
    fputs("set print \"-\"\nprint \"" FIGURE_END "\"\n", out);
    free(shape);
}
