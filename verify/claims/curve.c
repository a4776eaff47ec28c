/* curve: the data of figures, kept with the verdict that computed them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/claims/claims.h"

void verdict_curve(verdict_t v, const char *name, const char *x, const char *y, const char *kind)
{
    v->curve = memory_or_end(realloc(v->curve, (size_t)(v->curves + 1) * sizeof *v->curve));
    v->curve[v->curves++] = (series_t){memory_or_end(strdup(name)), memory_or_end(strdup(x)), memory_or_end(strdup(y)),
                                       memory_or_end(strdup(kind)), memory_or_end(strdup(""))};
}

static void append_line(verdict_t v, const char *line)
{
    char **points = &v->curve[v->curves - 1].points;
    size_t before = strlen(*points), more = strlen(line) + 1;
    *points = memory_or_end(realloc(*points, before + more));
    memcpy(*points + before, line, more);
}

void verdict_point(verdict_t v, double x, const arb_t y, slong digits)
{
    if (!arb_is_finite(y)) return;
    char *lower = memory_or_end(arb_lower_decimal(y, digits)), *upper = memory_or_end(arb_upper_decimal(y, digits)), line[512];
    if (snprintf(line, sizeof line, "%.10g %s %s\n", x, lower, upper) < (int)sizeof line) append_line(v, line);
    free(lower);
    free(upper);
}

void verdict_approximate_point(verdict_t v, double x, double y)
{
    char line[64];
    if (!isfinite(y)) return;
    snprintf(line, sizeof line, "%.10g %.6g\n", x, y);
    append_line(v, line);
}
