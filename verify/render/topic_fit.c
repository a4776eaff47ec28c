/* Fitted exponents: the least squares slope of log y against log x, with its Student interval.  Approximate throughout. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/topic.h"
#include "verify/statistics/statistics.h"

double approx_place_x(const topic_page_struct *t, const section_row *s, const topic_place *at)
{
    const char *name = section_field(s, "x"), *claim = section_field(s, "x claim");
    char key[100];
    if (name == NULL) return approx_middle(unit_number(unit_at(t, at, claim), section_field(s, "x number")));
    if (strcmp(name, "width") == 0) return at->width > 0 ? (double)at->width : NAN;
    snprintf(key, sizeof key, "number %s", name);
    const char *number = section_field(t->at[at->case_index], key);
    return number == NULL ? NAN : strtod(number, NULL);
}

const char *section_x_name(const section_row *s)
{
    return section_field(s, "x") != NULL ? section_field(s, "x") : section_field(s, "x number");
}

/* The row of one label of `per`; `from` is the first place that has it. */
static void write_row(FILE *out, const topic_page_struct *t, const section_row *s, const places *p, size_t from)
{
    const char *per = section_field(s, "per");
    double *x = report_memory(malloc(2 * p->count * sizeof *x)), *y = x + p->count;
    char label[600], other[600];
    slong count = 0;
    size_t omitted = 0;
    approx_fit fit;
    place_label(label, sizeof label, t, &p->item[from], per);
    for (size_t k = from; k < p->count; k++) {
        place_label(other, sizeof other, t, &p->item[k], per);
        if (strcmp(label, other) != 0) continue;
        x[count] = approx_place_x(t, s, &p->item[k]);
        y[count] = approx_middle(unit_number(p->item[k].unit, section_field(s, "number")));
        if (x[count] > 0 && y[count] > 0)
            count++;
        else
            omitted++;
    }
    fputs("| ", out);
    markdown_plain(out, per == NULL ? "all" : label);
    if (approx_loglog_fit(&fit, x, y, count))
        fprintf(out, " | \xe2\x89\x88 %.3f | \\[%.3f, %.3f\\] | %ld | %zu |\n", fit.slope, fit.low, fit.high,
                (long)count, omitted);
    else
        fprintf(out, " | \xe2\x80\x93 | too few points | %ld | %zu |\n", (long)count, omitted);
    free(x);
}

void write_topic_fit(FILE *out, const topic_page_struct *t, const section_row *s)
{
    places p = section_places(t, s, section_field(s, "claim"));
    const char *per = section_field(s, "per");
    char label[600], other[600];
    fputs("| ", out);
    for (const char *c = per == NULL ? "" : per; *c != '\0'; c++) {
        char one[2] = {*c, '\0'};
        markdown_plain(out, *c == '\n' ? "," : one);
        if (*c == '\n') fputc(' ', out);
    }
    fputs(" | exponent | Student interval, 0.99 | points | left out |\n|---|---|---|---|---|\n", out);
    for (size_t k = 0; k < p.count; k++) {
        place_label(label, sizeof label, t, &p.item[k], per);
        int seen = 0;
        for (size_t j = 0; j < k && !seen; j++) {
            place_label(other, sizeof other, t, &p.item[j], per);
            seen = strcmp(label, other) == 0;
        }
        if (!seen) write_row(out, t, s, &p, k);
    }
    fputs("\nApproximate: the slope of a line fitted to the logarithms of ", out);
    markdown_cell(out, section_field(s, "number"));
    fprintf(out, " of `%s` (the middle of its interval) and of ", section_field(s, "claim"));
    markdown_cell(out, section_x_name(s));
    fputs(". Left out: places without a positive finite value.\n\n", out);
    free(p.item);
}
