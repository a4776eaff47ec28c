/* The run in a few lines for a terminal. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/report.h"

static const char *const word[] = {"proved",       "refuted",      "supported", "rejected",
                                   "inconclusive", "inapplicable", "none"};
enum { WORDS = sizeof word / sizeof *word };

/* Filled with spaces up to so many bytes. */
static void padded(FILE *out, const char *text, int columns)
{
    one_line(out, text);
    for (int k = (int)strlen(text); k < columns; k++) fputc(' ', out);
}

static void unmet(FILE *out, const report_struct *r)
{
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (u->met) continue;
        fputs("unmet: ", out);
        one_line(out, r->cases[u->case_index].name);
        fprintf(out, ": %s", u->claim);
        if (u->width >= 0) fprintf(out, ", width %ld", u->width);
        fprintf(out, ": expected %s, got %s\n", u->expected, unit_word(u));
    }
}

static void table(FILE *out, const report_struct *r)
{
    int longest = 4;
    for (size_t k = 0; k < r->case_count; k++)
        if ((int)strlen(r->cases[k].name) > longest) longest = (int)strlen(r->cases[k].name);
    padded(out, "case", longest);
    for (int j = 0; j < WORDS; j++) fprintf(out, "  %s", word[j]);
    fputs("  unmet\n", out);
    for (size_t k = 0; k < r->case_count; k++) {
        const case_row *c = &r->cases[k];
        if (c->units == 0) continue;
        size_t bad = 0;
        padded(out, c->name, longest);
        for (int j = 0; j < WORDS; j++) {
            size_t count = 0;
            for (size_t i = c->first; i < c->first + c->units; i++)
                count += strcmp(unit_word(&r->units[i]), word[j]) == 0;
            fprintf(out, "  %*zu", (int)strlen(word[j]), count);
        }
        for (size_t i = c->first; i < c->first + c->units; i++) bad += !r->units[i].met;
        fprintf(out, "  %5zu\n", bad);
    }
}

static int with_report(FILE *out, store_t s, int whole, store_error_t error)
{
    report_t r;
    int state = report_load(r, s, error);
    if (state == 0) {
        if (whole) table(out, r);
        unmet(out, r);
    }
    report_clear(r);
    return state;
}

int render_summary(FILE *out, store_t s, store_error_t error)
{
    return with_report(out, s, 1, error);
}

int render_unmet(FILE *out, store_t s, store_error_t error)
{
    return with_report(out, s, 0, error);
}
