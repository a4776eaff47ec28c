/* write_number: a stored number, short, and never with a digit that is not known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/markdown.h"
#include "verify/render/topic.h"

#define DIGITS_SHOWN  8 /* of a narrow enclosure, at most */
#define DIGITS_LEAST  3 /* fewer known digits than these are shown as an interval */
#define DIGITS_OF_END 4 /* of an interval's ends, where it is wide */
#define NARROW        1e-6
#define PREC          256

/* The decimal as a ball (exact to PREC bits); 0 for anything else. */
static int read_decimal(arb_t x, const char *text)
{
    fmpq_t value;
    reason_t why;
    fmpq_init(value);
    reason_init(why);
    int usable = fmpq_set_decimal(value, text, strlen(text), why) == DQ_OK;
    if (usable) arb_set_fmpq(x, value, PREC);
    fmpq_clear(value);
    return usable;
}

/* The digits that every number of [lower, upper] has: both ends cut (rounded towards zero) to as many digits as they share; NULL
   when these are too few, else how many.  Cutting is monotone, so what lies between the ends is cut to the same. */
static char *shared_digits(slong *known, const arb_t lower, const arb_t upper)
{
    int negative = arb_is_negative(upper);
    if (!negative && !arb_is_positive(lower)) return NULL;
    for (slong digits = DIGITS_SHOWN; digits >= DIGITS_LEAST; digits--) {
        char *a = negative ? arb_upper_decimal(lower, digits) : arb_lower_decimal(lower, digits);
        char *b = negative ? arb_upper_decimal(upper, digits) : arb_lower_decimal(upper, digits);
        int same = strcmp(a, b) == 0;
        free(b);
        *known = digits;
        if (same) return a;
        free(a);
    }
    return NULL;
}

/* Known digits that are zeros are printed too: 1.00, not 1. */
static void write_mantissa(FILE *out, const char *text, size_t length, slong digits)
{
    slong shown = 0;
    int point = 0, leading = 1;
    for (size_t k = 0; k < length; k++) {
        point |= text[k] == '.';
        leading = leading && (text[k] < '1' || text[k] > '9');
        shown += !leading && text[k] != '.';
    }
    fwrite(text, 1, length, out);
    if (!point && shown < digits) fputc('.', out);
    for (; shown < digits; shown++) fputc('0', out);
}

/* An end that is short as it stands is printed so: 0.3 is no binary number, and its ball would be rounded to 0.3001. */
static void write_end(FILE *out, const char *text, char *rounded, slong digits)
{
    size_t zeros = strspn(text, "+-0.");
    markdown_plain(out, strlen(text + zeros) <= (size_t)digits ? text : rounded);
    free(rounded);
}

static void write_interval(FILE *out, const number_row *n, const arb_t lower, const arb_t upper, slong digits)
{
    fputs("\\[", out);
    write_end(out, n->lower, arb_lower_decimal(lower, digits), digits);
    fputs(", ", out);
    write_end(out, n->upper, arb_upper_decimal(upper, digits), digits);
    fputs("\\]", out);
}

static void write_enclosure(FILE *out, const number_row *n, const arb_t lower, const arb_t upper)
{
    slong digits;
    char *shared = shared_digits(&digits, lower, upper);
    if (shared != NULL) {
        size_t mantissa = strcspn(shared, "e");
        write_mantissa(out, shared, mantissa, digits);
        fprintf(out, "\xe2\x80\xa6%s", shared + mantissa);
        free(shared);
        return;
    }
    /* No digits in common although narrow: on both sides of a short decimal. */
    double low = arf_get_d(arb_midref(lower), ARF_RND_NEAR), high = arf_get_d(arb_midref(upper), ARF_RND_NEAR);
    int narrow = high - low <= NARROW * fabs(high);
    write_interval(out, n, lower, upper, narrow ? DIGITS_SHOWN : DIGITS_OF_END);
}

void write_number(FILE *out, const number_row *n)
{
    arb_t lower, upper;
    arb_init(lower);
    arb_init(upper);
    int finite = read_decimal(lower, n->lower) && read_decimal(upper, n->upper);
    if (strcmp(n->kind, "approximate") == 0) {
        fputs("\xe2\x89\x88 ", out);
        markdown_plain(out, n->lower);
    } else if (!finite) {
        fputs("\\[", out);
        markdown_plain(out, n->lower);
        fputs(", ", out);
        markdown_plain(out, n->upper);
        fputs("\\]", out);
    } else if (strcmp(n->kind, "confidence") == 0) {
        fputs("conf. ", out);
        write_interval(out, n, lower, upper, DIGITS_OF_END);
    } else if (strcmp(n->lower, n->upper) == 0 && strlen(n->lower) <= DIGITS_SHOWN + 2) {
        markdown_plain(out, n->lower); /* exact */
    } else {
        write_enclosure(out, n, lower, upper);
    }
    arb_clear(lower);
    arb_clear(upper);
}

double approx_middle(const number_row *n)
{
    if (n == NULL) return NAN;
    double lower = strtod(n->lower, NULL);
    if (strcmp(n->kind, "approximate") == 0) return lower;
    double upper = strtod(n->upper, NULL), middle = lower > 0 ? sqrt(lower) * sqrt(upper) : 0.5 * (lower + upper);
    return isfinite(middle) ? middle : NAN;
}
