/* mondeq_inequalities_families: descents on which the inequalities of the discrete-time proof are searched for violations. */
#include "verify/claims/mondeq_inequalities_descent.h"

#include <string.h>

#define CONDITIONED     36
#define STEPS_MOST      2
#define FREE_SYSTEM     4 /* n N of an ordinary instance */
#define HALVINGS        80
#define ORDINARY_RADIUS "1/1024"
#define CLIMB_STEP      "1/4"

/* M = (1 on the diagonal) + (random)/denominator, or random/denominator alone. */
static void near_identity(fmpq_mat_t M, ulong key, ulong denominator, int identity)
{
    fmpq_t c;
    fmpq_init(c);
    fmpq_set_si(c, 1, denominator);
    mondeq_random_matrix(M, key, 1);
    fmpq_mat_scalar_mul_fmpq(M, M, c);
    for (slong i = 0; identity && i < fmpq_mat_nrows(M) && i < fmpq_mat_ncols(M); i++)
        fmpq_add_si(fmpq_mat_entry(M, i, i), fmpq_mat_entry(M, i, i), 1);
    fmpq_clear(c);
}

/* Condition 2 and the theorem's step size need a small m, small weights and labels near the outputs: the distance to the
   labels is halved until (3.16), (3.17) and its repaired form are certified.  0: (3.18) fails, or a kink.  Clear d in both cases. */
static int conditioned(descent_t d, slong index)
{
    static const slong shape[][3] = {{1, 1, 1}, {2, 1, 1}, {2, 2, 2}, {2, 2, 1}};
    static const char *const mu[] = {"1/20", "1/64", "1/1000"}, *const small[] = {"1/8", "1/8", "1/8", "1/8"};
    const slong *size = shape[index % 4];
    ulong key = (ulong)index * 16 + 7;
    mondeq_t p;
    mondeq_state_t s;
    fmpq_t half;
    mondeq_init(p, size[0], size[1], size[2]);
    rational_set(p->mu, mu[index / 4 % 3]);
    near_identity(p->U, key, 16, 1);
    near_identity(p->X, key + 1, 16, 1);
    near_identity(p->A, key + 2, 32, 0);
    near_identity(p->B, key + 3, 64, 0);
    near_identity(p->u, key + 4, 64, 0);
    mondeq_weights(p);
    mondeq_state_init(s, p);
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    mondeq_solve(s, p); /* labels 0: yhat is where the labels start from */
    near_identity(p->y, key + 5, 1, 1);
    fmpq_mat_sub(p->y, s->yhat, p->y);
    int made = 0, holds = 0;
    for (int k = 0; k < HALVINGS && !holds; k++) {
        if (made) descent_clear(d);
        descent_init(d, p, small, "1");
        made = 1;
        if (!d->regular || descent_condition(d, DESCENT_LOSS) != 1) break;
        holds = descent_condition(d, DESCENT_BALLS) == 1 && descent_condition(d, DESCENT_FEATURES) == 1 &&
                descent_condition(d, DESCENT_FEATURES_REPAIRED) == 1;
        fmpq_mat_add(p->y, p->y, s->yhat);
        fmpq_mat_scalar_mul_fmpq(p->y, p->y, half);
    }
    /* the largest power of two that the theorem allows, then up to 64 times smaller */
    for (int k = 0; k < HALVINGS && holds && !condition_printed_step(d->c, d->eta); k++)
        fmpq_div_2exp(d->eta, d->eta, 1);
    fmpq_div_2exp(d->eta, d->eta, (ulong)(2 * (index / 12)));
    holds = holds && descent_theorem_hypotheses(d);
    mondeq_clear(p);
    mondeq_state_clear(s);
    fmpq_clear(half);
    return holds;
}

static const char *const ordinary_radius[] = {ORDINARY_RADIUS, ORDINARY_RADIUS, ORDINARY_RADIUS, ORDINARY_RADIUS};

/* One step of an ordinary instance, mu >= 1/4 or 1/64: nothing is certified but the step itself. */
static int ordinary(descent_t d, slong index)
{
    static const char *const eta[] = {"1/64", "1", "1/4"};
    mondeq_t p;
    mondeq_state_t s;
    mondeq_instance(p, s, index);
    int small = p->n * p->N <= FREE_SYSTEM;
    descent_init(d, p, ordinary_radius, eta[index % 3]);
    mondeq_clear(p);
    mondeq_state_clear(s);
    return small;
}

/* A line after one step from the pair's first set, for the climb. */
static int measure_step(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    descent_t d;
    descent_init(d, pair->p, ordinary_radius, CLIMB_STEP);
    int measured = descent_step(d) && descent_sides(left, right, d, (descent_line)variant);
    descent_clear(d);
    return measured;
}

/* Says what the description of the instance leaves out of the first violation. */
static void complete(inequality_t q, const char *eta, const char *radius, slong k)
{
    size_t used = strlen(q->violation);
    snprintf(q->violation + used, sizeof q->violation - used,
             " (The instance is $`\\theta(0)`$; $`\\eta=%s`$, $`R_A=%s`$, $`k=%ld`$.)", eta, radius, (long)k);
}

/* Returns left/right, approximately. */
static double compare(inequality_t q, const descent_struct *d, descent_line line)
{
    double ratio = 0;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    slong before = q->violated;
    if (descent_sides(left, right, d, line)) ratio = inequality_compare(q, left, right, d->c->p, NULL);
    if (before == 0 && q->violated > 0)
        complete(q, rational_as_text(d->eta).text, rational_as_text(d->c->radius[0]).text, d->steps - 1);
    arb_clear(left);
    arb_clear(right);
    return ratio;
}

/* Every line of the list after every step whose hypotheses 1, 2, 3 are certified (they are trivial before the first). */
static void walk(inequality_struct *q, descent_t d, const descent_line *line, slong lines, slong steps)
{
    for (slong k = 0; k < steps; k++) {
        if (k > 0 && (descent_hypothesis_1(d) != 1 || descent_hypothesis_2(d) != 1 || descent_hypothesis_3(d) != 1))
            return;
        if (!descent_step(d)) return;
        for (slong i = 0; i < lines; i++) compare(q + i, d, line[i]);
    }
}

/* One step of every ordinary instance, then for each line a climb from the largest ratio with n, N <= 2. */
static void walk_ordinary(inequality_struct *q, const descent_line *line, slong lines)
{
    descent_t d;
    slong *start = flint_malloc((size_t)lines * sizeof(slong));
    double *best = flint_calloc((size_t)lines, sizeof(double));
    for (slong i = 0; i < lines; i++) start[i] = -1;
    for (slong index = 0; index < mondeq_instances(); index++) {
        int step = ordinary(d, index) && descent_step(d), small = d->c->p->n <= 2 && d->c->p->N <= 2;
        for (slong i = 0; step && i < lines; i++) {
            double ratio = compare(q + i, d, line[i]);
            if (!small || ratio <= best[i]) continue;
            best[i] = ratio;
            start[i] = index;
        }
        descent_clear(d);
    }
    for (slong i = 0; i < lines; i++) {
        slong before = q[i].violated;
        if (start[i] >= 0) inequality_climb(q + i, measure_step, (int)line[i], start[i]);
        if (before == 0 && q[i].violated > 0) complete(q + i, CLIMB_STEP, ORDINARY_RADIUS, 0);
    }
    flint_free(start);
    flint_free(best);
}

static const char *line_label(descent_line line)
{
    static const char *const label[] = {[STEP_U] = "$`U`$",
                                        [STEP_OUTPUT] = "$`\\mathbf u`$",
                                        [STEP_A] = "$`A`$",
                                        [STEP_B] = "$`B`$",
                                        [STEP_W_ALONE] = "$`W`$",
                                        [AWAY_U] = "$`U`$",
                                        [AWAY_OUTPUT] = "$`\\mathbf u`$",
                                        [AWAY_A] = "$`A`$",
                                        [AWAY_B] = "$`B`$",
                                        [AWAY_W] = "$`W`$"};
    return (size_t)line < sizeof label / sizeof label[0] && label[line] != NULL ? label[line] : "";
}

static void search_lines(inequality_struct *q, const descent_line *line, slong lines, descent_family family)
{
    descent_t d;
    for (slong i = 0; i < lines; i++)
        q[i].instances =
            family == DESCENTS_FREE
                ? "exact steps of gradient descent (from starts with Condition 2 certified, from ordinary instances, "
                  "and ascent of left/right)"
                : "exact steps of gradient descent (Condition 2, the step size and the hypotheses certified)";
    for (slong index = 0; index < CONDITIONED; index++) {
        if (conditioned(d, index)) walk(q, d, line, lines, STEPS_MOST);
        descent_clear(d);
    }
    /* the written examples do not satisfy the repaired (3.17) */
    int features = line[0] == FEATURES_KEPT || line[0] == FEATURES_KEPT_ALL;
    for (int example = DESCENT_OVERSHOOT; !features && example <= DESCENT_ROTATION; example++) {
        descent_init_example(d, (descent_example)example);
        if (descent_theorem_hypotheses(d)) walk(q, d, line, lines, STEPS_MOST);
        descent_clear(d);
    }
    if (family == DESCENTS_FREE) walk_ordinary(q, line, lines);
}

void descent_search(inequality_t q, descent_line line, descent_family family)
{
    search_lines(q, &line, 1, family);
}

void descent_decide(verdict_t v, descent_line line, descent_family family, const char *proof)
{
    descent_decide_all(v, &line, 1, family, proof);
}

void descent_decide_all(verdict_t v, const descent_line *line, slong lines, descent_family family, const char *proof)
{
    inequality_struct *q = flint_malloc((size_t)lines * sizeof(inequality_struct));
    slong worst = 0;
    for (slong i = 0; i < lines; i++) inequality_init(q + i);
    for (slong i = 0; i < lines && lines > 1; i++) q[i].label = line_label(line[i]);
    search_lines(q, line, lines, family);
    for (slong i = 1; i < lines; i++)
        if (q[i].violated > 0 && q[worst].violated == 0) worst = i;
    inequality_verdict(v, q + worst, proof);
    for (slong i = 0; i < lines; i++)
        if (i != worst) inequality_report(v, q + i);
    flint_free(q);
}
