/* Private to verify/render: the figures of one case's page. */
#ifndef DEQCERT_RENDER_CASE_FIGURES_H
#define DEQCERT_RENDER_CASE_FIGURES_H

#include "verify/render/figure.h"

typedef struct case_figures {
    figure_t *figure;
    size_t count;
    char **text; /* owned strings */
    size_t texts;
} case_figures_struct;
typedef case_figures_struct case_figures_t[1];

/* The figures for which the case's verdicts hold curves with two places x or more. */
void case_figures_init(case_figures_t f, const report_struct *r, const case_row *c);
void case_figures_clear(case_figures_t f);
/* figure_write of each: while no page is open. */
int case_figures_write(pages_t p, const case_figures_struct *f);
/* Their section on a page below the directory; nothing when there are none. */
void case_figures_show(FILE *out, const pages_struct *p, const case_figures_struct *f);

#endif
