/* What changed between two runs: verdicts, units, numbers whose enclosures no longer overlap. */
#include <flint/fmpq.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/markdown.h"
#include "verify/render/report.h"

typedef struct {
    size_t same, differ, fresh, gone, disjoint;
} counts;

static void unit_name(FILE *out, const char *what, const report_struct *r, const unit_row *u)
{
    fputs(what, out);
    one_line(out, r->cases[u->case_index].name);
    fputs(": ", out);
    one_line(out, u->claim);
    if (u->width >= 0) fprintf(out, ", width %ld", u->width);
    fputs(": ", out);
}

static void word(FILE *out, const unit_row *u)
{
    one_line(out, unit_word(u));
    if (u->subkind[0] == '\0') return;
    fputs(" (", out);
    one_line(out, u->subkind);
    fputc(')', out);
}

static const unit_row *partner(const report_struct *in, const report_struct *of, const unit_row *u)
{
    const char *name = of->cases[u->case_index].name;
    for (size_t j = 0; j < in->case_count; j++) {
        const case_row *c = &in->cases[j];
        if (strcmp(c->name, name) != 0) continue;
        for (size_t k = c->first; k < c->first + c->units; k++)
            if (in->units[k].width == u->width && strcmp(in->units[k].claim, u->claim) == 0) return &in->units[k];
    }
    return NULL;
}

/* x < y for decimals as they are stored, exactly; 0 when one of them is none ("inf", an empty upper end). */
static int is_below(const char *x, const char *y)
{
    fmpq_t a, b;
    reason_t why;
    fmpq_init(a);
    fmpq_init(b);
    reason_init(why);
    int below = fmpq_set_decimal(a, x, strlen(x), why) == DQ_OK && fmpq_set_decimal(b, y, strlen(y), why) == DQ_OK &&
                fmpq_cmp(a, b) < 0;
    fmpq_clear(a);
    fmpq_clear(b);
    return below;
}

static void compare_numbers(FILE *out, counts *n, const report_struct *r, const unit_row *old, const unit_row *new)
{
    for (size_t j = 0; j < old->numbers; j++)
        for (size_t k = 0; k < new->numbers; k++) {
            const number_row *a = &old->number[j], *b = &new->number[k];
            if (strcmp(a->name, b->name) != 0 || strcmp(a->kind, b->kind) != 0) continue;
            if (!is_below(a->upper, b->lower) && !is_below(b->upper, a->lower)) continue;
            n->disjoint++;
            unit_name(out, "number: ", r, new);
            one_line(out, a->name);
            fputs(": [", out);
            one_line(out, a->lower);
            fputs(", ", out);
            one_line(out, a->upper);
            fputs("] -> [", out);
            one_line(out, b->lower);
            fputs(", ", out);
            one_line(out, b->upper);
            fputs("]\n", out);
        }
}

static void compare(FILE *out, counts *n, const report_struct *old, const report_struct *new)
{
    for (size_t k = 0; k < new->unit_count; k++) {
        const unit_row *u = &new->units[k], *before = partner(old, new, u);
        if (before == NULL) {
            n->fresh++;
            unit_name(out, "new: ", new, u);
            word(out, u);
            fputc('\n', out);
            continue;
        }
        if (strcmp(unit_word(before), unit_word(u)) != 0 || strcmp(before->subkind, u->subkind) != 0) {
            n->differ++;
            unit_name(out, "verdict: ", new, u);
            word(out, before);
            fputs(" -> ", out);
            word(out, u);
            fputc('\n', out);
        } else {
            n->same++;
        }
        compare_numbers(out, n, new, before, u);
    }
    for (size_t k = 0; k < old->unit_count; k++) {
        const unit_row *u = &old->units[k];
        if (partner(new, old, u) != NULL) continue;
        n->gone++;
        unit_name(out, "gone: ", old, u);
        word(out, u);
        fputc('\n', out);
    }
}

int render_diff(FILE *out, int *changed, store_t before, store_t after, store_error_t error)
{
    report_t old, new;
    counts n = {0};
    int state = report_load(old, before, error);
    int loaded = state == 0;
    if (loaded) state = report_load(new, after, error);
    if (state == 0) {
        compare(out, &n, old, new);
        fprintf(out, "%zu verdicts the same, %zu differ, %zu units new, %zu gone, %zu numbers no longer overlap\n",
                n.same, n.differ, n.fresh, n.gone, n.disjoint);
    }
    *changed = n.differ + n.fresh + n.gone + n.disjoint > 0;
    if (loaded) report_clear(new);
    report_clear(old);
    return state;
}
