/* sharpness.md: what is observed against what is proved, worst over the cases.  The numbers are those stored with the verdicts; only the
   approximate quotient is computed here, and it decides nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/render/claim_parts.h"
#include "verify/render/markdown.h"
#include "verify/render/sharpness.h"

double approx_number(const number_row *n)
{
    char *end;
    double low = strtod(n->lower, &end), high;
    if (*end == '/') return low / strtod(end + 1, NULL);
    high = n->upper[0] != '\0' ? strtod(n->upper, NULL) : low;
    if (!isfinite(high)) return isfinite(low) ? low : NAN;
    return isfinite(low) ? low + (high - low) / 2 : NAN;
}

/* Whether the name is one of the pattern's; digits: those that the first "%" stands for, "" when there is none. */
static int is_named(char *digits, size_t size, const char *name, const char *pattern)
{
    digits[0] = '\0';
    for (; *pattern != '\0'; pattern++) {
        if (*pattern != '%') {
            if (*name++ != *pattern) return 0;
            continue;
        }
        size_t length = strspn(name, "0123456789");
        if (length == 0) return 0;
        if (digits[0] == '\0') snprintf(digits, size, "%.*s", (int)length, name);
        name += length;
    }
    return *name == '\0';
}

/* The number of the unit that the name stands for, with the digits of its partner; 0 when it has none. */
static int find(number_row *found, const report_struct *r, const unit_row *u, const char *name, const char *digits)
{
    char own[32];
    if (name[0] == '@' || name[0] == '=') {
        const char *value = name[0] == '=' ? name + 1 : case_field(&r->cases[u->case_index], name + 1);
        *found = (number_row){name, value, "", "exact"};
        return value[0] != '\0';
    }
    for (size_t k = 0; k < u->numbers; k++) {
        if (!is_named(own, sizeof own, u->number[k].name, name)) continue;
        if (strchr(name, '%') != NULL && strcmp(own, digits) != 0) continue;
        *found = u->number[k];
        return 1;
    }
    return 0;
}

typedef struct {
    number_row observed, bound;
    const unit_row *unit;
    double quotient;
    size_t compared;
} worst_case;

static void compare(worst_case *w, const sharpness_row *s, const unit_row *u, const number_row *observed,
                    const number_row *bound)
{
    double quotient = approx_number(observed) / (bound->lower != NULL ? approx_number(bound) : 1);
    if (bound->lower != NULL && strtod(bound->lower, NULL) <= 0 && strtod(bound->upper, NULL) >= 0 &&
        bound->upper[0] != '\0')
        return; /* a bound not told from 0 has no quotient */
    if (!isfinite(quotient)) return;
    w->compared++;
    if (w->unit != NULL && !(s->least ? quotient < w->quotient : quotient > w->quotient)) return;
    *w = (worst_case){*observed, *bound, u, quotient, w->compared};
}

/* Where a hypothesis fails the numbers say nothing about the claim. */
static int has_numbers(const unit_row *u)
{
    return u->verdict != NULL && strcmp(u->verdict, "inapplicable") != 0;
}

static worst_case find_worst(const report_struct *r, const sharpness_row *s)
{
    worst_case w = {.unit = NULL};
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (r->cases[u->case_index].planted || strcmp(u->claim, s->claim) != 0 || !has_numbers(u)) continue;
        number_row observed, bound = {NULL, NULL, NULL, NULL};
        if (s->observed[0] == '@') {
            if (find(&observed, r, u, s->observed, "") && find(&bound, r, u, s->bound, ""))
                compare(&w, s, u, &observed, &bound);
            continue;
        }
        for (size_t j = 0; j < u->numbers; j++) {
            char digits[32];
            if (!is_named(digits, sizeof digits, u->number[j].name, s->observed)) continue;
            if (s->bound[0] != '\0' && !find(&bound, r, u, s->bound, digits)) continue;
            compare(&w, s, u, &u->number[j], &bound);
        }
    }
    return w;
}

static void number(FILE *out, const number_row *n)
{
    if (n->lower == NULL) return;
    fputs(n->upper[0] != '\0' ? "\\[" : "", out);
    markdown_plain(out, n->lower);
    if (n->upper[0] != '\0') {
        fputs(", ", out);
        markdown_plain(out, n->upper);
        fputs("\\]", out);
    }
    if (strcmp(n->kind, "exact") != 0) fprintf(out, " (%s)", number_guarantee(n->kind));
}

static void row(FILE *out, const report_struct *r, const sharpness_row *s)
{
    const claim_row *c = report_claim(r, s->claim);
    worst_case w = find_worst(r, s);
    if (w.unit == NULL || c == NULL || c->page == NULL) return;
    fprintf(out, "| [%s](%s) | ", c->id, c->page);
    markdown_cell(out, s->meaning);
    fprintf(out, " | %s | ", s->least ? "at least" : "at most");
    number(out, &w.observed);
    fputs(" | ", out);
    number(out, &w.bound);
    fprintf(out, " | %.3g | ", w.quotient);
    unit_link(out, r, w.unit, "");
    fprintf(out, " | %zu |\n", w.compared);
}

static const struct {
    const char *title, *text;
} part[SHARP_KINDS] = {
    {"Inequalities",
     "The quotient is observed over bound. Where the bound is an upper one (*at most*) the worst case has the largest "
     "quotient, and the inequality would be sharp at 1; where it is a lower one (*at least*), the least."},
    {"Implied constants", "What \"sufficiently large\", or a condition on $`\\sigma_w^2`$, amounts to in the cases: "
                          "the constant with which the "
                          "bound just holds, worst (largest) over the cases."},
    {"Rates",
     "Observed rates against proved or expected ones, at the case where they come closest to failing: the largest "
     "quotient, or the least where the rate is a lower bound."},
};

void write_sharpness(FILE *out, const report_struct *r)
{
    fputs("# Sharpness\n\n[Index](index.md)\n\nObserved against proved, in the worst of the cases that are not "
          "planted. Both "
          "sides are shown with their [guarantee](glossary.md#guarantee); quotients are "
          "[approximate](glossary.md#approximate), computed from the middles, and no verdict rests on them. The last "
          "column counts the comparisons made.\n\n",
          out);
    for (int k = 0; k < SHARP_KINDS; k++) {
        fprintf(out,
                "## %s\n\n%s\n\n| claim | what is compared | bound is | observed | bound | quotient (approximate) | "
                "worst in "
                "| compared |\n|---|---|---|---|---|---|---|---|\n",
                part[k].title, part[k].text);
        for (const sharpness_row *s = sharpness_table; s->claim != NULL; s++)
            if ((int)s->kind == k) row(out, r, s);
        fputc('\n', out);
    }
}
