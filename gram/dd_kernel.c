/* dd_kernel_t: k in double-doubles from the panels of kernel.h.

   Ledger of one panel, v = DD_UNIT, c~_m the double-doubles of the coefficients:
     w = fl(1 - |z|)     |error| <= v w, and k moves by at most v lipschitz; the panel is the one of the rounded w
     t                   fl(w - centre) has the relative error v, the division by half is exact: |t| <= 1 + v, the sum of
                         m |c~_m| times v
     Horner              2 m + 1 roundings of term m
     coefficients        sum_m |c_m - c~_m|
     model               panel->error
   together 1.02 v sum_m (3 m + 2) |c~_m| and the rest. */
#include <string.h>
#include "ball/ball.h"
#include "gram/dd_gram.h"

enum { BATCH = 8 };

/* Row: centre, 1/half (0: not filled), then high and low of c~_0 ... c~_degree. */
enum { CENTRE, INVERSE, COEFFICIENTS };

dd_t dd_from_arb(mag_t error, const arb_t x)
{
    dd_t value;
    arb_t rest, part;

    arb_init(rest);
    arb_init(part);
    value.high = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    arb_set_d(part, value.high);
    arb_sub(rest, x, part, ARF_PREC_EXACT);
    value.low = arf_get_d(arb_midref(rest), ARF_RND_NEAR);
    arb_set_d(part, value.low);
    arb_sub(rest, rest, part, ARF_PREC_EXACT);
    arb_get_mag(error, rest);
    arb_clear(rest);
    arb_clear(part);
    return value;
}

void dd_kernel_init(dd_kernel_t t, kernel_t k)
{
    t->kernel = k;
    t->length = COEFFICIENTS + 2 * (k->rule->degree + 1);
    t->table = flint_calloc((size_t)(DD_KERNEL_ROWS * t->length), sizeof(double));
    mag_init(t->error);
}

void dd_kernel_clear(dd_kernel_t t)
{
    flint_free(t->table);
    mag_clear(t->error);
}

/* Rows go by increasing w, panels by octaves of decreasing w (kernel.h). */
static slong panel_of(slong row)
{
    slong at = row % KERNEL_SIDE;

    return (KERNEL_OCTAVES - 1 - at / KERNEL_PARTS) * KERNEL_PARTS + at % KERNEL_PARTS;
}

/* The row from the exponent and the two leading bits of w = 1 - |z|; the double below w.high stands for w where w.low < 0. */
DD_INLINE slong row_of(double sign, dd_t w)
{
    int64_t bits, row;

    memcpy(&bits, &w.high, sizeof bits);
    bits -= w.low < 0.0;
    row = (bits >> 50) - ((int64_t)(1023 - KERNEL_OCTAVES) * KERNEL_PARTS);
    row -= row == KERNEL_SIDE; /* w = 1 */
    return row >= 0 && row < KERNEL_SIDE ? (slong)(row + (sign < 0.0 ? KERNEL_SIDE : 0)) : -1;
}

DD_INLINE dd_t one_minus_size(dd_t z)
{
    return dd_add((dd_t){1.0, 0.0}, z.high < 0.0 ? z : dd_neg(z));
}

slong dd_kernel_row(dd_t z)
{
    return row_of(z.high, one_minus_size(z));
}

int dd_kernel_fill(dd_kernel_t t, slong row)
{
    double *to = t->table + row * t->length, sum = 0.0;
    const panel_struct *panel;
    panel_t place;
    mag_t error, term;
    arf_t w;

    panel_place(place, panel_of(row), row < KERNEL_SIDE ? 1 : -1);
    arf_init(w);
    arf_set_d(w, place->centre);
    panel = kernel_panel(t->kernel, w, place->side);
    arf_clear(w);
    if (panel == NULL || panel->degree > t->kernel->rule->degree) return 0;
    mag_init(error);
    mag_init(term);
    mag_set(error, panel->error);
    for (slong m = 0; m <= panel->degree; m++) {
        dd_t c = dd_from_arb(term, panel->c + m);
        mag_add(error, error, term);
        to[COEFFICIENTS + 2 * m] = c.high;
        to[COEFFICIENTS + 2 * m + 1] = c.low;
        sum += (double)(3 * m + 2) * fabs(c.high);
    }
    mag_set_d(term, 1.03 * DD_UNIT * sum); /* 1.02, and the roundings of this sum */
    mag_add(error, error, term);
    arb_get_mag(term, t->kernel->lipschitz);
    mag_mul_2exp_si(term, term, -102);
    mag_add(error, error, term);
    mag_max(t->error, t->error, error);
    to[CENTRE] = panel->centre;
    to[INVERSE] = 1.0 / panel->half;
    mag_clear(error);
    mag_clear(term);
    return 1;
}

/* BATCH values from BATCH rows. */
FUNCTION_CLONES("avx512f", "arch=haswell", "default")
static void eval_batch(double *restrict high, double *restrict low, const double *const *restrict row, slong length)
{
    dd_t t[BATCH], p[BATCH];

    for (int i = 0; i < BATCH; i++) {
        dd_t w = one_minus_size((dd_t){high[i], low[i]});
        w = dd_add(w, (dd_t){-row[i][CENTRE], 0.0});
        t[i] = (dd_t){w.high * row[i][INVERSE], w.low * row[i][INVERSE]};
        p[i] = (dd_t){row[i][length - 2], row[i][length - 1]};
    }
    for (slong m = length - 4; m >= COEFFICIENTS; m -= 2)
        for (int i = 0; i < BATCH; i++) p[i] = dd_add(dd_mul(p[i], t[i]), (dd_t){row[i][m], row[i][m + 1]});
    for (int i = 0; i < BATCH; i++) {
        high[i] = p[i].high;
        low[i] = p[i].low;
    }
}

void dd_kernel_eval(const dd_kernel_t t, double *high, double *low, slong count)
{
    const double *row[BATCH];
    double h[BATCH], l[BATCH];
    slong at[BATCH], pending = 0;

    for (slong i = 0; i <= count; i++) {
        if (i < count) {
            slong number = dd_kernel_row((dd_t){high[i], low[i]});
            if (number < 0 || t->table[number * t->length + INVERSE] == 0.0) continue;
            row[pending] = t->table + number * t->length;
            h[pending] = high[i];
            l[pending] = low[i];
            at[pending++] = i;
        }
        if (pending == 0 || (pending < BATCH && i < count)) continue;
        for (slong b = pending; b < BATCH; b++) {
            row[b] = row[0];
            h[b] = h[0];
            l[b] = l[0];
        }
        eval_batch(h, l, row, t->length);
        for (slong b = 0; b < pending; b++) {
            high[at[b]] = h[b];
            low[at[b]] = l[b];
        }
        pending = 0;
    }
}
