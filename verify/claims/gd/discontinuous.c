/* gd.discontinuous: does gradient descent with a discontinuous activation converge linearly?

   For a piecewise constant phi the derivative is 0 off the breakpoints, so D = 0, J = I and W, U never move: gradient
   descent is least squares in a with the features Z fixed.  If Z is an equilibrium off the breakpoints,
     e(tau+1) = (I - eta G) e(tau),   Phi(tau+1) <= max(|1 - eta lambda_min(G)|, |1 - eta lambda_max(G)|)^2 Phi(tau),
   a linear rate as soon as lambda_min(G) > 0 and eta lambda_max(G) < 2.  Whether there is such an equilibrium is
   certified network by network. */
#include "verify/claims/descent_run.h"
#include "verify/claims/planted.h"
#include "verify/claims/random_model.h"
#include <math.h>
#include <string.h>

#define PREC       96
#define TRIALS     20
#define ITERATIONS 100

/* 1 when phi certifiably jumps somewhere; *constant: every piece is a constant. */
static int jumps(int *constant, const activation_t phi)
{
    int jump = 0;
    *constant = 1;
    for (slong k = 0; k < activation_pieces(phi); k++) *constant = *constant && activation_piece_degree(phi, k) == 0;
    for (slong k = 0; k + 1 < activation_pieces(phi); k++) jump = jump || activation_continuous_at(phi, k) == 0;
    return jump;
}

/* x is within relative radius 2^-50 of the ideal parameter (deq_parameters: 3 u). */
static void set_parameter(arb_t x, double value)
{
    arb_set_d(x, value);
    mag_t error;
    mag_init(error);
    mag_set_d(error, fabs(value) * 0x1p-50);
    arb_add_error_mag(x, error);
    mag_clear(error);
}

/* The piece in whose interior the ball x lies, -1 when there is none. */
static slong piece_of(const activation_t phi, const arb_t x)
{
    arb_t b;
    arb_init(b);
    slong piece = 0, pieces = activation_pieces(phi);
    for (slong k = 0; k + 1 < pieces; k++) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), PREC);
        if (arb_gt(x, b))
            piece = k + 1;
        else if (!arb_lt(x, b))
            piece = pieces;
        if (piece == pieces) break;
    }
    arb_clear(b);
    return piece < pieces && arb_is_finite(x) ? piece : -1;
}

/* Iterates Z <- phi(WZ + UX) on pieces: the piece numbers of an equilibrium in piece[m n], certified for every
   network within the parameters' radii; 0 when the iteration does not come to rest or an entry is too near a
   breakpoint. */
static int certified_equilibrium(slong *piece, arb_mat_t Z, const deq_parameters_t p, const activation_t phi)
{
    slong m = p->m, n = p->n, d = p->d, pieces = activation_pieces(phi);
    arb_mat_t W, U, X, B, P;
    arb_ptr value = _arb_vec_init(pieces);
    int found = 0;
    arb_t zero;
    arb_init(zero);
    arb_mat_init(W, m, m);
    arb_mat_init(U, m, d);
    arb_mat_init(X, d, n);
    arb_mat_init(B, m, n);
    arb_mat_init(P, m, n);
    for (slong k = 0; k < pieces; k++) activation_piece_eval_arb(value + k, phi, k, zero, PREC);
    for (slong i = 0; i < m; i++) {
        for (slong k = 0; k < m; k++) set_parameter(arb_mat_entry(W, i, k), p->W[i * m + k]);
        for (slong k = 0; k < d; k++) set_parameter(arb_mat_entry(U, i, k), p->U[i * d + k]);
    }
    for (slong j = 0; j < n; j++)
        for (slong k = 0; k < d; k++) set_parameter(arb_mat_entry(X, k, j), p->X[j * d + k]);
    arb_mat_mul(B, U, X, PREC);
    for (slong k = 0; k < m * n; k++) piece[k] = -1;
    for (int iteration = 0, usable = 1; iteration < ITERATIONS && usable && !found; iteration++) {
        arb_mat_set(P, B);
        if (iteration > 0) {
            arb_mat_mul(P, W, Z, PREC);
            arb_mat_add(P, P, B, PREC);
        }
        found = 1;
        for (slong i = 0; i < m && usable; i++)
            for (slong j = 0; j < n && usable; j++) {
                slong now = piece_of(phi, arb_mat_entry(P, i, j));
                usable = now >= 0;
                found = found && usable && now == piece[i * n + j];
                piece[i * n + j] = now;
                if (usable) arb_set(arb_mat_entry(Z, i, j), value + now);
            }
        found = found && usable;
    }
    arb_mat_clear(W);
    arb_mat_clear(U);
    arb_mat_clear(X);
    arb_mat_clear(B);
    arb_mat_clear(P);
    _arb_vec_clear(value, pieces);
    arb_clear(zero);
    return found;
}

/* Least and largest eigenvalue of G = Z^T Z, and the factor of the loss per step: least squares in a. */
static void decide_least_squares(verdict_t v, const arb_mat_t Z, const fmpq_t step, slong trial)
{
    slong n = arb_mat_ncols(Z);
    arb_mat_t T, G;
    arb_t least, largest, eta, one, low, high;
    reason_t why;
    reason_init(why);
    arb_mat_init(T, n, arb_mat_nrows(Z));
    arb_mat_init(G, n, n);
    arb_init(least);
    arb_init(largest);
    arb_init(eta);
    arb_init(one);
    arb_init(low);
    arb_init(high);
    arb_mat_transpose(T, Z);
    arb_mat_mul(G, T, Z, PREC);
    arb_mat_lambda_min(least, G, 40, why);
    arb_mat_neg(G, G);
    arb_mat_lambda_min(largest, G, 40, why);
    arb_neg(largest, largest);
    arb_set_fmpq(eta, step, PREC);
    arb_one(one);
    arb_mul(low, eta, least, PREC);
    arb_sub(low, one, low, PREC);
    arb_abs(low, low);
    arb_mul(high, eta, largest, PREC);
    arb_sub(high, one, high, PREC);
    arb_abs(high, high);
    arb_max(low, low, high, PREC);
    arb_sqr(low, low, PREC);
    if (arb_is_positive(least) && arb_lt(low, one))
        verdict_refute(v, "counterexample",
                       "The network of trial %ld has an equilibrium off the breakpoints, certified. There "
                       "$`\\phi'=0`$: gradient descent moves $`a`$ alone "
                       "and $`\\Phi(\\tau)\\le r^\\tau\\Phi(0)`$ for all $`\\tau`$ with $`r\\in`$ %s: it **does** "
                       "converge linearly, as least squares on "
                       "fixed features.",
                       (long)trial, ball_as_text(low, 8).text);
    else if (!arb_is_positive(least))
        verdict_set(
            v, VERDICT_INCONCLUSIVE,
            "The equilibrium is certified, but $`\\lambda_{\\min}(G)>0`$ is not: $`\\lambda_{\\min}(G)\\in`$ %s.",
            ball_as_text(least, 8).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The step size is not below $`2/\\lambda_{\\max}(G)`$, $`\\lambda_{\\max}(G)\\in`$ %s.",
                    ball_as_text(largest, 8).text);
    verdict_number(v, "$`\\lambda_{\\min}(G)`$", least, 10);
    verdict_number(v, "$`\\lambda_{\\max}(G)`$", largest, 10);
    verdict_number(v, "loss factor a step", low, 10);
    arb_mat_clear(T);
    arb_mat_clear(G);
    arb_clear(least);
    arb_clear(largest);
    arb_clear(eta);
    arb_clear(one);
    arb_clear(low);
    arb_clear(high);
}

static void decide_constant_pieces(verdict_t v, const deq_model_t model, const fmpq_t output_scale, const fmpq_t step,
                                   slong width)
{
    deq_parameters_t p;
    arb_mat_t Z;
    reason_t why;
    double rounding;
    int found = 0;
    reason_init(why);
    slong n = model->points->n, trial = 0, *piece = flint_malloc((size_t)(width * n) * sizeof *piece);
    deq_parameters_init(p, width, n, model->points->d);
    arb_mat_init(Z, width, n);
    dq_status status = DQ_OK;
    for (; trial < TRIALS && status == DQ_OK && !found; trial += !found) {
        status = deq_parameters_sample(p, &rounding, model, output_scale, trial, why);
        found = status == DQ_OK && certified_equilibrium(piece, Z, p, model->phi);
    }
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else if (!found)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "In none of %d networks of width %ld did the iteration come to rest off the breakpoints.", TRIALS,
                    (long)width);
    else
        decide_least_squares(v, Z, step, trial);
    arb_mat_clear(Z);
    deq_parameters_clear(p);
    flint_free(piece);
}

/* Slopes and jumps: run, and record what happened. */
static void report_run(verdict_t v, const deq_model_t model, const case_struct *c)
{
    descent_run_struct *run =
        descent_run_new(model, c->labels, c->output_scale, c->training_width, c->training_steps, case_step_size(c), 1);
    if (run->status != DQ_OK)
        verdict_from_status(v, run->status, run->why);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "$`L=\\infty`$: no equilibrium is certified and nothing about the rate is proved. The run of %ld "
                    "steps ended %s after %ld.",
                    (long)c->training_steps, descent_outcome_name(run->done->outcome), (long)run->count);
    descent_run_free(run);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const case_struct *c = audit_case(a);
    int constant;
    if (!c->training || c->step_theorem) {
        verdict_set(v, VERDICT_INAPPLICABLE, "The case trains no network with a `step_size` of its own.");
        return;
    }
    if (!jumps(&constant, c->phi)) {
        verdict_set(v, VERDICT_INAPPLICABLE, "No breakpoint of $`\\phi`$ is a certified jump.");
        return;
    }
    deq_model_t model;
    random_model_init(model, a);
    if (constant)
        decide_constant_pieces(v, model, c->output_scale, c->step_size, c->training_width);
    else
        report_run(v, model, c);
    random_model_clear(model);
}

/* ---- planted: the binary step on two orthogonal points ------------------------------------------------- */

static void decide_step_size(verdict_t v, slong numerator, ulong denominator)
{
    points_t points;
    deq_model_t model;
    fmpq_t step, one;
    activation_t phi;
    if (!planted_activation(&phi, "step(x)", v)) return;
    points_init(points, 2, 2);
    points->x[0] = points->x[3] = 1;
    points->normalise = 1;
    memset(model, 0, sizeof model);
    model->phi = phi;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, 1, 1000);
    model->law = WEIGHTS_GAUSSIAN;
    model->seed = 3;
    fmpq_init(step);
    fmpq_init(one);
    fmpq_one(one);
    fmpq_set_si(step, numerator, denominator);
    decide_constant_pieces(v, model, one, step, 40);
    fmpq_clear(step);
    fmpq_clear(one);
    fmpq_clear(model->s);
    points_clear(points);
    activation_clear(phi);
}

static void planted_false(verdict_t v, void *unused)
{
    (void)unused;
    decide_step_size(v, 1, 40);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_step_size(v, 1, 1);
}

static const planted_t planted[] = {
    {"step-function-small-step-size",
     "Gradient descent with the binary step does not converge linearly ($`m=40`$, two points, $`\\eta=1/40`$).", 0,
     planted_false},
    {"step-size-too-large",
     "Gradient descent with the binary step does not converge linearly at $`\\eta=1`$, beyond "
     "$`2/\\lambda_{\\max}(G)`$.",
     1, planted_true},
    {0}};

const claim_t claims_gd_discontinuous[] = {
    {.id = "gd.discontinuous",
     .title = "Gradient descent with a discontinuous activation",
     .source = "seed document, experiment 3",
     .statement = "Implement a DEQ with an activation function that does not have bounded first and second derivatives "
                  "(e.g., a discontinuous function). "
                  "Observe that gradient descent does not converge at a linear rate.",
     .reading = "The gradient is the formula of gd.gradient.repaired with the derivative $`\\phi'`$ off the "
                "breakpoints (0 for a step function). The first of "
                "20 networks of the case whose equilibrium is certified decides.",
     .hypotheses = "$`\\phi`$ has a jump, certified; the case has a `training` section with a decimal step size.",
     .method = "Piecewise constant $`\\phi`$: certified in balls, all entries off the breakpoints, eigenvalues of "
               "$`G`$ enclosed. Otherwise the run is "
               "recorded and nothing is decided.",
     .depends = "",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/gd/discontinuous.c"},
    {.id = NULL}};
