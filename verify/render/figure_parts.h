/* Private to the figures of verify/render: labels, points, gnuplot's script and gnuplot's process. */
#ifndef DEQCERT_RENDER_FIGURE_PARTS_H
#define DEQCERT_RENDER_FIGURE_PARTS_H

#include "verify/render/figure.h"

/* Markdown with $`..`$ as Unicode text on one line, well-formed UTF-8 without control characters; the caller frees it. */
char *label_plain(const char *markdown);
/* The same as gnuplot's enhanced text, with real indices. */
char *label_enhanced(const char *markdown);

/* A point as its decimals say it (borrowed from the line, `length` bytes each; upper NULL: one value without bounds) and as doubles that
   only place it in the picture. */
typedef struct {
    const char *text[3];
    int length[3];
    double x, lower, upper;
} figure_point;
/* The next well-formed point of *points, which is moved behind it; lines that are not two or three finite decimals are passed over.
   0 at the end. */
int figure_next_point(figure_point *point, const char **points);

/* What of a figure its picture shows. */
typedef struct {
    int integers;                        /* every shown x is a whole number */
    size_t points, hidden, cut;          /* in all; without a place on a logarithmic axis; whose interval reaches below such an axis */
    double x_min, x_max, y_min, y_max;   /* of the shown ones; no meaning when none is */
} figure_extent;
/* An interval that contains zero does not stretch a logarithmic axis: the axis ends with the numbers that are positive for certain. */
void figure_extent_of(figure_extent *e, const figure_t *f);
/* Whether the picture has a place for the point. */
int figure_shows(const figure_t *f, const figure_extent *e, const figure_point *p);

/* gnuplot's commands for the picture on standard output, light and then dark: two complete SVG documents, and a line FIGURE_END. */
#define FIGURE_END "<!-- end of figure -->"
void figure_script(FILE *out, const figure_t *f, const figure_extent *e);
/* Parts of it. */
typedef struct {
    const char *name, *background, *text, *grid, *colour[6];
} figure_theme;
void script_label(FILE *out, const char *markdown, const char *more);
void surface_data(FILE *out, const figure_t *f);
void surface_plot(FILE *out, const figure_t *f, const figure_extent *e, const figure_theme *t);

/* Has p's gnuplot (started when there is none yet) run the script and returns what it wrote before the line FIGURE_END; NULL when there
   is no such line, which is reported on stderr.  The caller frees the text. */
char *figure_plot(pages_t p, const char *script, size_t length);
/* Ends p's gnuplot and asks it no more: the reason goes to stderr. */
void figure_plot_failed(pages_t p, const char *why);
/* Ends p's gnuplot, if there is one. */
void plotter_end(pages_struct *p);

#endif
