/* kernel_eval_block: k in doubles, BATCH points at a time, from rounded panels.

   Ledger of one panel, u = 2^-53, c~_m the doubles of the coefficients:
     w = fl(1 - |z|)     exact for |z| >= 1/2, else |error| <= 2^-54 and k moves by at most 2^-54 slope; the panel is the
                         one of the rounded w, w - centre is exact (Sterbenz: w/2 <= centre <= 2 w), the division by half
                         is exact: |t| <= 1 without error
     Horner              2 m + 1 roundings of term m: 1.01 u sum_m (2 m + 1) |c~_m|
     coefficients        sum_m |c_m - c~_m|
     model               panel->error
   A point whose panel is not built goes through kernel_eval, which builds it in time; its double adds its own error. */
#include <math.h>
#include <string.h>
#include "ball/ball.h"
#include "gram/kernel.h"

enum { BATCH = 8, ROWS = 2 * KERNEL_SIDE };

/* Row of the table: centre, 1/half, error (+inf: not filled), c~_0 ... c~_degree. */
enum { CENTRE, INVERSE, ERROR, COEFFICIENTS };

static slong row_length(const kernel_t k)
{
    return COEFFICIENTS + k->rule->degree + 1;
}

static void fill_row(double *row, const panel_t panel)
{
    slong m;
    double horner = 0.0;
    mag_t error, term;
    arb_t difference;

    mag_init(error);
    mag_init(term);
    arb_init(difference);
    mag_set(error, panel->error);
    for (m = 0; m <= panel->degree; m++) {
        double c = arf_get_d(arb_midref(panel->c + m), ARF_RND_NEAR);
        row[COEFFICIENTS + m] = c;
        arb_set_d(difference, c);
        arb_sub(difference, difference, panel->c + m, 64);
        arb_get_mag(term, difference);
        mag_add(error, error, term);
        horner += (double)(2 * m + 1) * fabs(c);
    }
    mag_set_d(term, 1.02 * 0x1p-53 * horner); /* 1.01, and the roundings of this sum */
    mag_add(error, error, term);
    if (panel->centre > 0.5) {
        mag_mul_2exp_si(term, panel->slope, -54);
        mag_add(error, error, term);
    }
    row[CENTRE] = panel->centre;
    row[INVERSE] = 1.0 / panel->half;
    row[ERROR] = mag_get_d(error) * (1.0 + 0x1p-50);
    mag_clear(error);
    mag_clear(term);
    arb_clear(difference);
}

/* Number of the row of z from the exponent and the two leading bits of w = 1 - |z|, or -1: |z| = 1, NaN, too close to
   +-1 for the panels.  w = 1 belongs to the last panel of octave 0. */
static inline int64_t row_number(double z, double w)
{
    int64_t bits, number, negative = z < 0.0;

    memcpy(&bits, &w, sizeof bits);
    number = (bits >> 50) - ((int64_t)(1023 - KERNEL_OCTAVES) * KERNEL_PARTS); /* w = 2^-KERNEL_OCTAVES: 0 */
    number -= number == KERNEL_SIDE;
    return number >= 0 && number < KERNEL_SIDE ? number + negative * KERNEL_SIDE : -1;
}

/* Rows of BATCH points; returns the largest error, +inf when one of them has no row. */
FUNCTION_CLONES("avx2", "default")
static double eval_batch(double *value, const double *z, const double *table, slong length)
{
    const double *row[BATCH];
    double t[BATCH], p[BATCH], worst = 0.0;
    slong m;
    int i;

    for (i = 0; i < BATCH; i++) {
        double w = 1.0 - fabs(z[i]);
        int64_t number = row_number(z[i], w);
        if (number < 0) return INFINITY;
        row[i] = table + number * length;
        if (!(row[i][ERROR] <= worst)) worst = row[i][ERROR];
        t[i] = (w - row[i][CENTRE]) * row[i][INVERSE];
        p[i] = row[i][length - 1];
    }
    for (m = length - 2; m >= COEFFICIENTS; m--) {
#pragma GCC unroll 8
        for (i = 0; i < BATCH; i++) p[i] = p[i] * t[i] + row[i][m];
    }
    for (i = 0; i < BATCH; i++) value[i] = p[i];
    return worst;
}

/* Row of panel `number` on a side: rows go by increasing w, panels by octaves of decreasing w. */
static slong row_of(slong number, int side)
{
    slong octave = number / KERNEL_PARTS, part = number % KERNEL_PARTS;

    return (side < 0 ? KERNEL_SIDE : 0) + (KERNEL_OCTAVES - 1 - octave) * KERNEL_PARTS + part;
}

/* One point by balls; fills the row of its panel once that is built. */
static dq_status eval_one(double *value, mag_t error, kernel_t k, double z, reason_t why)
{
    arb_t x, y;
    mag_t size;
    dq_status status;
    arf_t w;

    if (!(fabs(z) <= 1.0)) {
        reason_set(why, "the kernel is defined for correlations in [-1, 1]");
        return DQ_INPUT;
    }
    arb_init(x);
    arb_init(y);
    mag_init(size);
    arb_set_d(x, z);
    status = kernel_eval(y, k, x, why);
    if (status == DQ_OK) {
        slong number;
        arf_init(w);
        arf_set_d(w, 1.0 - fabs(z)); /* the panel of the rounded w */
        number = panel_number(w);
        if (number >= 0) {
            const panel_struct *panel = k->panel[z < 0.0] + number;
            if (panel->state == PANEL_READY)
                fill_row(k->table + row_of(number, z < 0.0 ? -1 : 1) * row_length(k), panel);
        }
        arf_clear(w);
        *value = arf_get_d(arb_midref(y), ARF_RND_NEAR);
        arb_set_d(x, *value);
        arb_sub(y, y, x, 64);
        arb_get_mag(size, y);
        mag_max(error, error, size);
    }
    arb_clear(x);
    arb_clear(y);
    mag_clear(size);
    return status;
}

static void table_init(kernel_t k)
{
    slong length = row_length(k), i;

    k->table = flint_calloc((size_t)(ROWS * length), sizeof(double));
    for (i = 0; i < ROWS; i++) k->table[i * length + ERROR] = INFINITY;
}

dq_status kernel_eval_block(double *value, mag_t error, kernel_t k, const double *z, slong count, reason_t why)
{
    double in[BATCH], out[BATCH], worst = 0.0;
    slong length = row_length(k), i, j;
    dq_status status = DQ_OK;
    mag_t size;

    if (k->table == NULL) table_init(k);
    for (i = 0; i < count && status == DQ_OK; i += BATCH) {
        slong now = FLINT_MIN(BATCH, count - i);
        double largest;
        for (j = 0; j < BATCH; j++) in[j] = z[i + (j < now ? j : 0)];
        largest = eval_batch(out, in, k->table, length);
        if (largest < INFINITY) {
            worst = fmax(worst, largest);
        } else {
            for (j = 0; j < now && status == DQ_OK; j++) status = eval_one(out + j, error, k, in[j], why);
        }
        for (j = 0; j < now; j++) value[i + j] = out[j];
    }
    mag_init(size);
    mag_set_d(size, worst);
    mag_max(error, error, size);
    mag_clear(size);
    return status;
}

/* w <= end: |k(z) - k(+-1)| <= k(1) - k(1 - w) (coefficients >= 0), the double of k(+-1) in its place. */
static dq_status end_error(mag_t error, kernel_t k, int side, const arf_t end, reason_t why)
{
    arb_t z, value, drop;
    mag_t size;
    dq_status status;

    arb_init(z);
    arb_init(value);
    arb_init(drop);
    mag_init(size);
    arb_set_arf(z, end);
    arb_sub_ui(z, z, 1, ARF_PREC_EXACT);
    arb_neg(z, z);
    status = kernel_direct(drop, k, z, why);
    arb_set_si(z, side);
    if (status == DQ_OK) status = kernel_direct(value, k, z, why);
    arb_sub(drop, k->p->kappa, drop, k->work);
    arb_get_mag(size, drop);
    arb_set_d(z, arf_get_d(arb_midref(value), ARF_RND_NEAR));
    arb_sub(value, value, z, 64);
    arb_get_mag(error, value);
    mag_add(error, error, size);
    arb_clear(z);
    arb_clear(value);
    arb_clear(drop);
    mag_clear(size);
    return status;
}

dq_status kernel_uniform(mag_t error, kernel_t k, reason_t why)
{
    dq_status status = DQ_OK;
    arf_t w;
    mag_t one;
    slong number;
    int side;

    arf_init(w);
    mag_init(one);
    mag_zero(error);
    if (k->table == NULL) table_init(k);
    arf_zero(w); /* the longest expansion at once */
    status = kernel_plan(k, w, 1, why);
    for (side = -1; side <= 1 && status == DQ_OK; side += 2) {
        for (number = 0; number < KERNEL_DOUBLE_OCTAVES * KERNEL_PARTS && status == DQ_OK; number++) {
            panel_t at;
            const panel_struct *panel;
            panel_place(at, number, side);
            arf_set_d(w, at->centre);
            panel = kernel_panel(k, w, side);
            if (panel == NULL) {
                reason_set(why, "no panel of the kernel could be certified at rho0 = %.17g",
                           (double)side * (1.0 - at->centre));
                status = DQ_INCONCLUSIVE;
            } else {
                double *row = k->table + row_of(number, side) * row_length(k);
                fill_row(row, panel);
                mag_set_d(one, row[ERROR]);
                mag_max(error, error, one);
            }
        }
        arf_set_d(w, ldexp(1.0, -KERNEL_DOUBLE_OCTAVES));
        if (status == DQ_OK) status = end_error(one, k, side, w, why);
        mag_max(error, error, one);
    }
    arf_clear(w);
    mag_clear(one);
    return status;
}
