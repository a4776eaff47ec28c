/* Figures of a report: the data as a TSV, and pictures of it drawn by gnuplot, one for light and one for dark pages. */
#ifndef DEQCERT_RENDER_FIGURE_H
#define DEQCERT_RENDER_FIGURE_H

#include "verify/render/report.h"

/* One curve: kind "enclosure", "confidence", "approximate" or "theory"; points as in curve_row: lines "x lower upper" or "x value". */
typedef struct {
    const char *label, *kind, *points;
} figure_line;

typedef struct {
    const char *file;            /* "figures/<name>", safe characters, without suffix */
    const char *title, *caption; /* Markdown; caption: one sentence that says what to see */
    const char *x, *y;           /* axis labels with units, Markdown: the page says them exactly, the picture in Unicode text */
    int log_x, log_y;
    const figure_line *line;
    size_t lines;
    const char *z; /* NULL; else the figure is a surface and this its height, whose axis log_y is about: each line is a row of one grid, its
                      label the row's y as a decimal, its points "x z" */
} figure_t;

/* Writes <file>.tsv (always) and, when gnuplot is there and draws it, <file>.svg and <file>-dark.svg below the pages' directory, recorded
   in the manifest; 0, or -1 with the reason.  A picture of an earlier rendering
   that was drawn from the same script is kept.  Must be called while no page is open.  A gnuplot that is missing, fails or takes longer
   than p->plotter_seconds is reported on stderr once and not asked again: the figures that follow are data alone. */
int figure_write(pages_t p, const figure_t *f);
/* The Markdown that shows it on a page that lies `up` ("" or "../") below the directory: the pictures, title, caption, axes and a link
   to the data; without pictures a remark in their place. */
void figure_show(FILE *out, const pages_struct *p, const char *up, const figure_t *f);

#endif
