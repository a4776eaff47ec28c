/* api_model: a model in memory, checked as a case file is. */
#include <math.h>
#include <string.h>
#include "api/private.h"

/* The limits of case files (cases/README.md). */
#define POINTS_MOST      10000
#define DIMENSION_MOST   100000
#define COORDINATES_MOST 100000000

/* Finite coordinates and no zero point. */
static deqcert_status check_points(const deqcert_model *given, char *message)
{
    for (size_t i = 0; i < given->n; i++) {
        const double *x = given->x + i * given->d;
        int zero = 1;
        for (size_t k = 0; k < given->d; k++) {
            if (!(fabs(x[k]) < INFINITY))
                return api_refuse(message, "x: coordinate %zu of point %zu is not finite (both counted from 0)", k, i);
            if (x[k] != 0) zero = 0;
        }
        if (zero) return api_refuse(message, "x: point %zu (counted from 0) is zero; a point needs a direction", i);
    }
    return DEQCERT_OK;
}

/* E phi^2 at the largest variance of the first layer decides for all smaller ones. */
static deqcert_status check_square_integrable(const gram_model_t model, char *message)
{
    const points_struct *points = model->points;
    deqcert_status result = DEQCERT_OK;
    arb_t q, each;
    reason_t why;
    int finite;

    arb_init(q);
    arb_init(each);
    reason_init(why);
    for (slong i = 0; i < (points->normalise ? 1 : points->n); i++) {
        points_sigma0(each, points, i, i, 64);
        if (i == 0)
            arb_set(q, each);
        else
            arb_max(q, q, each, 64);
    }
    finite = activation_square_integrable(model->phi, q, why);
    if (finite <= 0)
        result = api_refuse(message, "phi: E phi(u)^2 is %s at the first layer's variance%s%s",
                            finite == 0 ? "infinite" : "not certifiably finite", why->text[0] ? ": " : "", why->text);
    arb_clear(q);
    arb_clear(each);
    return result;
}

static int in_range(const fmpq_t s)
{
    fmpq_t limit;
    fmpz_t power;
    int inside;

    fmpq_init(limit);
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, 300);
    fmpq_set_fmpz(limit, power);
    inside = fmpq_cmp(s, limit) <= 0;
    fmpq_inv(limit, limit);
    inside = inside && fmpq_cmp(s, limit) >= 0;
    fmpz_clear(power);
    fmpq_clear(limit);
    return inside;
}

deqcert_status api_model_init(api_model *m, const deqcert_model *given, long bits, char *message)
{
    deqcert_status result;
    fmpq_t s;
    reason_t why;

    if (given == NULL || given->phi == NULL || given->sigma_w2 == NULL || given->x == NULL)
        return api_refuse(message, "model: phi, sigma_w2 and x are needed, not NULL");
    if (api_bad_bits(message, bits)) return DEQCERT_INPUT;
    if (given->n < 1 || given->n > POINTS_MOST || given->d < 1 || given->d > DIMENSION_MOST ||
        given->n * given->d > COORDINATES_MOST)
        return api_refuse(message,
                          "model: %zu points of dimension %zu; allowed are 1 to %d, 1 to %d, %d numbers in all",
                          given->n, given->d, POINTS_MOST, DIMENSION_MOST, COORDINATES_MOST);
    if ((result = check_points(given, message)) != DEQCERT_OK) return result;
    reason_init(why);
    fmpq_init(s);
    if (fmpq_set_decimal(s, given->sigma_w2, strlen(given->sigma_w2), why) != DQ_OK)
        result = api_refuse(message, "sigma_w2: %s", why->text);
    else if (!in_range(s))
        result =
            api_refuse(message, "sigma_w2: \"%.100s\"; allowed are decimals from 1e-300 to 1e300", given->sigma_w2);
    if (result == DEQCERT_OK) {
        m->points->n = (slong)given->n;
        m->points->d = (slong)given->d;
        m->points->x =
            (double *)(uintptr_t)given->x; /* the rooms below only read it, as their const points_struct * says */
        m->points->normalise = given->normalise != 0;
        gram_model_init(m->model, given->phi->phi, m->points, s, bits);
        result = check_square_integrable(m->model, message);
        if (result != DEQCERT_OK) gram_model_clear(m->model);
    }
    fmpq_clear(s);
    return result;
}

void api_model_clear(api_model *m)
{
    gram_model_clear(m->model);
}
