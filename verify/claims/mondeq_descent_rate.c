/* mondeq_descent_rate: the printed rates, both sides enclosed at every certified iterate. */
#include "verify/claims/mondeq_descent_rate.h"

#define PREC 320

/* value = factor eta lambda_0^2. */
static void decay(arb_t value, const condition_t c, const fmpq_t eta, const char *factor)
{
    fmpq_t product;
    arb_t square;
    fmpq_init(product);
    arb_init(square);
    rational_set(product, factor);
    fmpq_mul(product, product, eta);
    arb_set_fmpq(value, product, PREC);
    arb_sqr(square, c->lambda0, PREC);
    arb_mul(value, value, square, PREC);
    fmpq_clear(product);
    arb_clear(square);
}

/* One example of left <= right; none where the balls decide neither way. */
static void add(examples_t e, const arb_t left, const arb_t right, slong k, const char *what)
{
    if (arb_le(left, right) || arb_gt(left, right))
        examples_add(e, arb_le(left, right), "At iterate %ld %s: the left side is %s, the right side %s.", (long)k,
                     what, ball_as_text(left, 8).text, ball_as_text(right, 8).text);
}

static void region(examples_t e, const iterate_t g, const condition_t c, slong k)
{
    static const char *const name[] = {"$`A`$ leaves its ball", "$`B`$ leaves its ball", "$`U`$ leaves its ball",
                                       "$`\\mathbf u`$ leaves its ball"};
    arb_ptr distance = _arb_vec_init(4);
    arb_t features, bound;
    arb_init(features);
    arb_init(bound);
    iterate_travelled(distance, g, c->p);
    for (int j = 0; j < 4; j++) {
        arb_set_fmpq(bound, c->radius[j], PREC);
        add(e, distance + j, bound, k, name[j]);
    }
    iterate_features2(features, g);
    arb_sqr(bound, c->lambda0, PREC);
    arb_mul_2exp_si(bound, bound, -2);
    add(e, bound, features, k, "$`\\lambda_0^2/4\\le\\sigma_{\\min}(Z)^2`$ fails");
    _arb_vec_clear(distance, 4);
    arb_clear(features);
    arb_clear(bound);
}

void iterate_rate(examples_t e, const condition_t c, const fmpq_t eta, slong steps, rate_kind kind, const char *factor)
{
    iterate_t g;
    arb_t exponent, bound, value; /* bound: on the loss of the next iterate */
    iterate_init(g, c->p, PREC);
    arb_init(exponent);
    arb_init(bound);
    arb_init(value);
    decay(exponent, c, eta, factor);
    for (slong k = 0; k <= steps && iterate_evaluate(g); k++) {
        if (k > 0 && (kind == RATE_STEP || kind == RATE_FLOW)) add(e, g->loss, bound, k, "the loss exceeds its bound");
        if (kind == RATE_STEP) {
            arb_sub_ui(bound, exponent, 1, PREC);
            arb_neg(bound, bound);
            arb_mul(bound, bound, g->loss, PREC);
        } else if (kind == RATE_FLOW) {
            arb_neg(value, exponent);
            arb_exp(value, value, PREC);
            arb_mul(bound, k == 0 ? g->loss : bound, value, PREC);
        } else if (kind == RATE_GRADIENT) {
            iterate_gradient_norm2(bound, g);
            arb_set_fmpq(value, eta, PREC);
            arb_mul(bound, bound, value, PREC);
            arb_mul(value, exponent, g->loss, PREC);
            arb_mul_2exp_si(value, value, 1);
            add(e, value, bound, k, "the squared gradient, times the step, is below its bound");
        } else
            region(e, g, c, k);
        iterate_step(g, eta);
    }
    iterate_clear(g);
    arb_clear(exponent);
    arb_clear(bound);
    arb_clear(value);
}

void iterate_rate_curves(verdict_t v, const condition_t c, const fmpq_t eta, slong steps, const char *factor,
                         const char *prefix)
{
    for (int bound = 0; bound < 2; bound++) {
        char name[64];
        iterate_t g;
        arb_t y, shrink;
        snprintf(name, sizeof name, "%s-%s", prefix, bound ? "bound" : "loss");
        verdict_curve(v, name, "step $`k`$",
                      bound ? "$`(1-\\eta\\lambda_0^2/4)^k\\mathcal L(0)`$" : "$`\\mathcal L(k)`$", "enclosure");
        iterate_init(g, c->p, PREC);
        arb_init(y);
        arb_init(shrink);
        decay(shrink, c, eta, factor);
        arb_sub_ui(shrink, shrink, 1, PREC);
        arb_neg(shrink, shrink);
        for (slong k = 0; k <= steps && iterate_evaluate(g); k++) {
            if (k == 0 || !bound)
                arb_set(y, g->loss);
            else
                arb_mul(y, y, shrink, PREC);
            verdict_point(v, (double)k, y, 8);
            iterate_step(g, eta);
        }
        iterate_clear(g);
        arb_clear(y);
        arb_clear(shrink);
    }
}
