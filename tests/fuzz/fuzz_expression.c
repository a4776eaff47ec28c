/* expression: an activation of any text, and the agreement of everything computed from it.  Lines "DECIMAL text" are pieces that end at the
   decimal; the last line is the rest.

   The evaluators are compared at points that depend on the text alone: balls of two precisions and a wide one, complex balls, Taylor
   series, blocks of doubles with their bound, and the derivative's; then parity, degrees, continuity, growth and suprema against values. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzz/expression_growth.h"

/* ---- the activation ------------------------------------------------------------------------------ */

/* NULL when it is refused; text is changed. */
static activation_t read_activation(char *text)
{
    activation_piece_text piece[PIECES_MOST];
    fmpq until[PIECES_MOST];
    activation_error_t error;
    activation_t phi = NULL;
    reason_t why;
    slong count = 0, bad;
    int usable = 1;

    reason_init(why);
    for (char *line = text, *end; usable; line = end + 1) {
        piece[count] = (activation_piece_text){NULL, line};
        end = strchr(line, '\n');
        if (end == NULL || count + 1 == PIECES_MOST) break;
        *end = '\0';
        size_t length = strcspn(line, " ");
        fmpq_init(until + count);
        usable = line[length] == ' ' && fmpq_set_decimal(until + count, line, length, why) == DQ_OK;
        piece[count].until = until + count;
        piece[count].text = line + length + usable;
        count++;
    }
    if (usable) {
        dq_status status = count == 0 ? activation_init(&phi, piece[0].text, error)
                                      : activation_init_pieces(&phi, piece, count + 1, &bad, error);
        require((status == DQ_OK) == (phi != NULL), "status %d", (int)status);
        require(phi != NULL || error->why->text[0] != '\0', "refused without a reason");
        require(strchr(phi == NULL ? error->why->text : "", '\n') == NULL, "a reason of two lines");
    }
    for (slong k = 0; k < count; k++) fmpq_clear(until + k);
    return phi;
}

static double uniform(subject *s)
{
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return (double)(s->random >> 11) * 0x1p-53;
}

/* Plain points, breakpoints and their neighbours, and some that depend on the text. */
static void choose_points(subject *s)
{
    static const double plain[] = {0, 1, -1, 0.5, -2.25, 7, -30, 1e-9, 300};
    s->count = sizeof plain / sizeof *plain;
    memcpy(s->x, plain, sizeof plain);
    for (slong k = 0; k + 1 < activation_pieces(s->phi) && k < 3; k++) {
        double at = fmpq_get_d(activation_breakpoint(s->phi, k));
        if (!(fabs(at) < 0x1p1000)) continue; /* no double, or none beside it */
        s->x[s->count++] = at;
        s->x[s->count++] = nextafter(at, INFINITY);
        s->x[s->count++] = nextafter(at, -INFINITY);
    }
    for (int k = 0; k < 4; k++) s->x[s->count++] = (uniform(s) - 0.5) * exp2(14 * uniform(s) - 4);
}

/* ---- comparisons ----------------------------------------------------------------------------------- */

/* The ball of a double and its bound; not finite when there is none. */
static void set_double(arb_t ball, double value, double bound)
{
    require(bound >= 0, "the bound %g", bound);
    require(!isfinite(bound) || isfinite(value), "%g with the bound %g", value, bound);
    if (!isfinite(bound)) {
        arb_indeterminate(ball);
        return;
    }
    arb_set_d(ball, value);
    mag_set_d(arb_radref(ball), bound);
}

static int is_breakpoint(const subject *s, const arb_t x, slong piece)
{
    fmpq_t q;
    fmpq_init(q);
    arf_get_fmpq(q, arb_midref(x));
    int same = piece > 0 && fmpq_equal(q, activation_breakpoint(s->phi, piece - 1));
    fmpq_clear(q);
    return same;
}

static void compare_at(const subject *s, size_t k, double value, double bound, double slope, double slope_bound)
{
    double at = s->x[k];
    arb_t x, y, more, wide, other;
    acb_t z, w;
    arb_ptr series = _arb_vec_init(SERIES);

    arb_init(x);
    arb_init(y);
    arb_init(more);
    arb_init(wide);
    arb_init(other);
    acb_init(z);
    acb_init(w);
    arb_set_d(x, at);
    activation_eval_arb(y, s->phi, x, PREC);
    activation_eval_arb(more, s->phi, x, 3 * PREC);
    agree(s, "two precisions", at, y, more);
    set_double(other, value, bound);
    agree(s, "block of doubles", at, y, other);
    arb_set(wide, x);
    mag_set_d(arb_radref(wide), 0.125);
    activation_eval_arb(other, s->phi, wide, PREC);
    if (arb_is_finite(y) && arb_is_finite(other) && !arb_overlaps(other, y)) say(s, "a wide ball", at, other, y);

    slong piece = piece_of(s, x);
    int on_break = is_breakpoint(s, x, piece);
    activation_piece_eval_arb(other, s->phi, piece, x, PREC);
    if (!on_break) agree(s, "the piece", at, y, other);
    acb_set_arb(z, x);
    activation_piece_eval_acb(w, s->phi, piece, z, PREC);
    agree(s, "the real part", at, other, acb_realref(w));
    arb_zero(more);
    agree(s, "the imaginary part", at, more, acb_imagref(w));
    mag_set_d(arb_radref(acb_realref(z)), 0.0625);
    mag_set_d(arb_radref(acb_imagref(z)), 0.0625);
    activation_piece_eval_acb(w, s->phi, piece, z, PREC);
    agree(s, "a complex box", at, other, acb_realref(w));
    activation_piece_eval_series(series, s->phi, piece, x, SERIES, PREC);
    agree(s, "the series", at, other, series);
    set_double(more, slope, slope_bound);
    agree(s, "the derivative of a block", at, series + 1, more);
    slong degree = activation_piece_degree(s->phi, piece);
    arb_zero(more);
    for (slong j = degree + 1; degree >= 0 && j < SERIES; j++) agree(s, "the degree", at, more, series + j);

    int parity = activation_parity(s->phi);
    if (parity != 0) {
        arb_neg(x, x);
        activation_eval_arb(other, s->phi, x, PREC);
        if (parity < 0) arb_neg(other, other);
        agree(s, "the parity", at, y, other);
    }
    arb_clear(x);
    arb_clear(y);
    arb_clear(more);
    arb_clear(wide);
    arb_clear(other);
    acb_clear(z);
    acb_clear(w);
    _arb_vec_clear(series, SERIES);
}

static void compare_values(const subject *s)
{
    double value[POINTS_MOST], bound[POINTS_MOST], slope[POINTS_MOST], slope_bound[POINTS_MOST];
    activation_eval_block(value, bound, s->phi, s->x, s->count);
    activation_eval_derivative_block(slope, slope_bound, s->phi, s->x, s->count);
    for (size_t k = 0; k < s->count; k++) compare_at(s, k, value[k], bound[k], slope[k], slope_bound[k]);
}

static void compare_breakpoints(const subject *s)
{
    arb_t x, left, right;
    arb_init(x);
    arb_init(left);
    arb_init(right);
    for (slong k = 0; k + 1 < activation_pieces(s->phi); k++) {
        int continuous = activation_continuous_at(s->phi, k);
        arb_set_fmpq(x, activation_breakpoint(s->phi, k), PREC);
        activation_piece_eval_arb(left, s->phi, k, x, PREC);
        activation_piece_eval_arb(right, s->phi, k + 1, x, PREC);
        if (continuous == 1)
            agree(s, "a continuous breakpoint", fmpq_get_d(activation_breakpoint(s->phi, k)), left, right);
    }
    arb_clear(x);
    arb_clear(left);
    arb_clear(right);
}

/* The canonical text of one piece is read again, as the same text. */
static void read_again(const subject *s)
{
    activation_error_t error;
    activation_t again;
    if (activation_text(s->phi)[0] == '{' || strlen(activation_text(s->phi)) > 2000) return;
    require(activation_init(&again, activation_text(s->phi), error) == DQ_OK, "%s is read as %s, which is refused: %s",
            s->text, activation_text(s->phi), error->why->text);
    require(strcmp(activation_text(again), activation_text(s->phi)) == 0, "%s is read as %s, that as %s", s->text,
            activation_text(s->phi), activation_text(again));
    activation_clear(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    subject s = {.random = 0xcbf29ce484222325u};
    slong degree;
    char *text = malloc(size + 1), *copy;
    require(text != NULL, "out of memory");
    memcpy(text, data, size);
    text[size] = '\0';
    copy = strdup(text);
    s.text = copy;
    s.phi = read_activation(text);
    if (s.phi != NULL) {
        for (size_t k = 0; k < size; k++) s.random = (s.random ^ data[k]) * 0x100000001b3u;
        choose_points(&s);
        compare_values(&s);
        compare_breakpoints(&s);
        activation_is_polynomial(&degree, s.phi);
        read_again(&s);
        if (s.random >> 60 < 4) check_growths(&s);
        if (s.random >> 60 == 4) check_supremum(&s, 1);
        if (s.random >> 60 == 5) check_supremum(&s, 2);
        activation_clear(s.phi);
    }
    free(copy);
    free(text);
    return 0;
}
