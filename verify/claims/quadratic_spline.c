/* quadratic_spline: piecewise quadratic functions in exact rationals. */
#include "verify/claims/quadratic_spline.h"

#include <stdlib.h>
#include <string.h>

const spline_example spline_examples[SPLINE_EXAMPLES] = {
    {"$`x^2/2`$", "0", "1 1", "0", "0", "2"},
    {"$`x^2/4`$", "0", "1/2 1/2", "0", "0", "1"},
    {"Huber's function ($`x^2/2`$ on $`[-1,1]`$, $`|x|-1/2`$ beyond)", "-1 1", "0 1 0", "1/2", "-1", "0"},
    {"$`x^2/2`$ for $`x<0`$, $`x^2/8`$ for $`x>0`$", "0", "1 1/4", "0", "0", "1/2"},
    {"the strongly convex spline with $`f''=1/5,1,1/3`$", "-1 1", "1/5 1 1/3", "1/2", "-1", "2/5"},
    {"the spline with $`f''=1,-1/2,1`$ cut at 1, 2 and its minimum at 0 (not convex)", "1 2", "1 -1/2 1", "1/2", "1",
     "1/5"},
    {"the spline with $`f''=0,1,-2,0`$ cut at 0, 1, 3/2 (constant on both sides)", "0 1 3/2", "0 1 -2 0", "0", "0",
     "0"},
    {"the double well with $`f''=1,-1,1`$ cut at -1, 1", "-1 1", "1 -1 1", "1/2", "1", "0"},
    {"$`x^2`$ for $`x<0`$, 0 on $`[0,1]`$, $`(x-1)^2/2`$ beyond", "0 1", "2 0 1", "0", "0", "2"}};

const char *const spline_starts[SPLINE_STARTS] = {"-9/2", "-7/4", "3/4", "5/4", "5", "10"};

static slong read_list(fmpq *out, slong most, const char *text)
{
    char *copy = memory_or_end(strdup(text)), *rest = NULL;
    slong count = 0;
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest), count++) {
        if (count == most) flint_abort();
        rational_set(out + count, word);
    }
    free(copy);
    return count;
}

void spline_init(spline_t s, const char *knots, const char *slopes, const char *value, const char *gradient)
{
    for (slong k = 0; k < SPLINE_KNOTS; k++) fmpq_init(s->knot + k);
    for (slong k = 0; k <= SPLINE_KNOTS; k++) fmpq_init(s->slope + k);
    fmpq_init(s->value);
    fmpq_init(s->gradient);
    s->knots = read_list(s->knot, SPLINE_KNOTS, knots);
    if (s->knots < 1 || read_list(s->slope, SPLINE_KNOTS + 1, slopes) != s->knots + 1) flint_abort();
    rational_set(s->value, value);
    rational_set(s->gradient, gradient);
}

void spline_init_example(spline_t s, slong k)
{
    const spline_example *e = spline_examples + k;
    spline_init(s, e->knots, e->slopes, e->value, e->gradient);
}

void spline_clear(spline_t s)
{
    for (slong k = 0; k < SPLINE_KNOTS; k++) fmpq_clear(s->knot + k);
    for (slong k = 0; k <= SPLINE_KNOTS; k++) fmpq_clear(s->slope + k);
    fmpq_clear(s->value);
    fmpq_clear(s->gradient);
}

/* Over a step h of slope a: value += h (gradient + a h/2), gradient += a h. */
static void advance(fmpq_t value, fmpq_t gradient, const fmpq_t a, const fmpq_t h)
{
    fmpq_t rise, half;
    fmpq_init(rise);
    fmpq_init(half);
    fmpq_mul(rise, a, h);
    fmpq_div_2exp(half, rise, 1);
    fmpq_add(half, half, gradient);
    fmpq_addmul(value, half, h);
    fmpq_add(gradient, gradient, rise);
    fmpq_clear(rise);
    fmpq_clear(half);
}

/* f and f' at x: from the first knot to the left, or through the knots to the right. */
static void evaluate(fmpq_t value, fmpq_t gradient, const spline_t s, const fmpq_t x)
{
    fmpq_t h;
    fmpq_init(h);
    fmpq_set(value, s->value);
    fmpq_set(gradient, s->gradient);
    if (fmpq_cmp(x, s->knot) <= 0) {
        fmpq_sub(h, x, s->knot);
        advance(value, gradient, s->slope, h);
    } else {
        for (slong k = 0; k < s->knots && fmpq_cmp(s->knot + k, x) < 0; k++) {
            int last = k + 1 == s->knots || fmpq_cmp(x, s->knot + k + 1) <= 0;
            fmpq_sub(h, last ? x : s->knot + k + 1, s->knot + k);
            advance(value, gradient, s->slope + k + 1, h);
        }
    }
    fmpq_clear(h);
}

void spline_value(fmpq_t y, const spline_t s, const fmpq_t x)
{
    fmpq_t gradient;
    fmpq_init(gradient);
    evaluate(y, gradient, s, x);
    fmpq_clear(gradient);
}

void spline_gradient(fmpq_t g, const spline_t s, const fmpq_t x)
{
    fmpq_t value;
    fmpq_init(value);
    evaluate(value, g, s, x);
    fmpq_clear(value);
}

void spline_smoothness(fmpq_t L, const spline_t s)
{
    fmpq_t size;
    fmpq_init(size);
    fmpq_zero(L);
    for (slong k = 0; k <= s->knots; k++) {
        fmpq_abs(size, s->slope + k);
        if (fmpq_cmp(size, L) > 0) fmpq_set(L, size);
    }
    fmpq_clear(size);
}

void spline_convexity(fmpq_t mu, const spline_t s)
{
    fmpq_set(mu, s->slope);
    for (slong k = 1; k <= s->knots; k++)
        if (fmpq_cmp(s->slope + k, mu) < 0) fmpq_set(mu, s->slope + k);
}

void spline_step(fmpq_t x, const spline_t s, const fmpq_t eta)
{
    fmpq_t g;
    fmpq_init(g);
    spline_gradient(g, s, x);
    fmpq_submul(x, eta, g);
    fmpq_clear(g);
}
