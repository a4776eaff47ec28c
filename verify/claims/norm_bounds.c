/* norm_bounds: (15)-(18) of Ling, Lemma 8, compared with a recorded run. */
#include "verify/claims/norm_bounds.h"
#include <math.h>

#define PREC 128

/* left <= right: a violation must be certified. */
static void check(bound_counts *counts, const arb_t left, const arb_t right, int part, slong s, slong k)
{
    static const char *const name[] = {[PART_Z] = "(15)",
                                       [PART_W] = "(16), the gradient in W,",
                                       [PART_U] = "(16), the gradient in U,",
                                       [PART_A] = "(16), the gradient in a,",
                                       [PART_Z_MOVED] = "(17)",
                                       [PART_E_MOVED] = "(18)"};
    if (counts->sought != NULL) {
        if (counts->sought[0] != part || counts->sought[1] != s || counts->sought[2] != k) return;
        arb_set(counts->left, left);
        arb_set(counts->right, right);
        counts->checks = 1;
        return;
    }
    counts->checks++;
    counts->certified += arb_is_finite(left) && arb_le(left, right);
    if (arb_is_finite(right) && arb_gt(left, right)) {
        if (counts->witness != NULL)
            verdict_violation(counts->witness, "bound", 3, (const slong[]){part, s, k}, left, right);
        if (counts->violations++ == 0)
            reason_set(counts->first, "%s at s = %ld, tau = %ld: %s against %s", name[part], (long)s, (long)k,
                       ball_as_text(left, 8).text, ball_as_text(right, 8).text);
    }
}

/* Adds x, an upper bound, to a ball. */
static void enlarge(arb_t norm, double x)
{
    arb_t term;
    arb_init(term);
    arb_set_d(term, x);
    arb_add(norm, norm, term, PREC);
    arb_clear(term);
}

/* rho_w, rho_u, rho_a bound the whole run: the largest |W|, and the norms at the start plus the farthest U and a
   moved.  The start's balls are those of the ideal network, which contain those of its doubles. */
static int constants_of_run(deq_condition_t c, const descent_run_struct *run)
{
    double W = 0, U = 0, a = 0;
    for (slong k = 0; k < run->count; k++) {
        const deq_step_struct *s = &run->step[k];
        if (!(s->norm.upper <= W)) W = s->norm.upper;
        if (!(s->moved_U.upper <= U)) U = s->moved_U.upper;
        if (!(s->moved_a.upper <= a)) a = s->moved_a.upper;
    }
    const deq_condition_struct *start = run->done->condition;
    arb_set_d(c->W_norm, W);
    arb_set(c->U_norm, start->U_norm);
    arb_set(c->a_norm, start->a_norm);
    enlarge(c->U_norm, U);
    enlarge(c->a_norm, a);
    arb_set(c->X_norm, start->X_norm);
    arb_set(c->lambda0, start->lambda0);
    arb_set(c->e0, start->e0);
    deq_condition_set(c, 0x1p-60, run->model, run->snapshot[0].p->m, run->model->points->n);
    return arb_is_finite(c->C_w) && arb_is_finite(c->C_a);
}

static void error_norm(arb_t e, const deq_step_struct *s)
{
    arb_set_deq_interval(e, s->loss);
    arb_mul_2exp_si(e, e, 1);
    arb_nonnegative_part(e, e); /* the ball of an interval [0, u] reaches a little below 0 */
    arb_sqrt(e, e, PREC);
}

/* (15), and (16) with the error at step s (lag 0), resp. at the step after s where it is certifiably least. */
static void check_gradients(bound_counts *counts, const descent_run_struct *run, const deq_condition_t c, int printed)
{
    arb_t left, right, e;
    arb_init(left);
    arb_init(right);
    arb_init(e);
    slong at = run->count - 1;
    for (slong s = run->count - 1; s >= 0; s--) {
        const deq_step_struct *r = &run->step[s];
        if (r->loss.upper <= run->step[at].loss.upper) at = s;
        slong tau = printed ? at : s;
        error_norm(e, &run->step[tau]);
        arb_set_deq_interval(left, r->Z_norm);
        check(counts, left, c->C_a, PART_Z, s, s);
        arb_set_deq_interval(left, r->gradient_W);
        arb_mul(right, c->C_w, e, PREC);
        check(counts, left, right, PART_W, s, tau);
        arb_set_deq_interval(left, r->gradient_U);
        arb_mul(right, c->C_u, e, PREC);
        check(counts, left, right, PART_U, s, tau);
        arb_set_deq_interval(left, r->gradient_a);
        arb_mul(right, c->C_a, e, PREC);
        check(counts, left, right, PART_A, s, tau);
    }
    arb_clear(left);
    arb_clear(right);
    arb_clear(e);
}

/* Frobenius distance of two arrays of doubles, to within radius. */
static void distance(arb_t norm, const double *x, const double *y, slong count, double radius)
{
    arb_t term;
    arf_t error;
    arb_init(term);
    arf_init(error);
    arb_zero(norm);
    for (slong k = 0; k < count; k++) {
        arb_set_d(term, x[k]);
        arf_set_d(error, y[k]);
        arb_sub_arf(term, term, error, PREC);
        arb_addmul(norm, term, term, 64);
    }
    arb_sqrt(norm, norm, PREC);
    arf_set_d(error, radius);
    arb_add_error_arf(norm, error);
    arb_clear(term);
    arf_clear(error);
}

/* |x - y|_2 of two matrices: the rounded difference's norm, to within u of its Frobenius norm. */
static void operator_distance(arb_t norm, const double *x, const double *y, slong rows, slong columns)
{
    size_t count = (size_t)(rows * columns);
    double *difference = flint_malloc(count * sizeof *difference);
    arb_t rounding;
    arb_init(rounding);
    for (size_t k = 0; k < count; k++) difference[k] = x[k] - y[k];
    operator_norm(norm, difference, rows, columns);
    distance(rounding, x, y, (slong)count, 0);
    arb_mul_2exp_si(rounding, rounding, -52);
    arb_add_error(norm, rounding);
    arb_clear(rounding);
    flint_free(difference);
}

/* (17) and (18) between two recorded steps. */
static void check_pair(bound_counts *counts, const descent_snapshot *s, const descent_snapshot *k,
                       const deq_condition_t c)
{
    slong m = s->p->m, n = s->p->n, d = s->p->d;
    arb_t W, U, a, left, right, term;
    arb_init(W);
    arb_init(U);
    arb_init(a);
    arb_init(left);
    arb_init(right);
    arb_init(term);
    operator_distance(W, k->p->W, s->p->W, m, m);
    operator_distance(U, k->p->U, s->p->U, m, d);
    distance(a, k->p->a, s->p->a, m, 0);
    arb_mul(right, c->C_w, W, PREC);
    arb_addmul(right, c->C_u, U, PREC);
    arb_div(term, right, c->rho_a, PREC);
    distance(left, k->Z, s->Z, m * n, k->Z_radius + s->Z_radius);
    check(counts, left, term, PART_Z_MOVED, s->step, k->step);
    arb_addmul(right, c->C_a, a, PREC);
    distance(left, k->e, s->e, n, k->e_radius + s->e_radius);
    check(counts, left, right, PART_E_MOVED, s->step, k->step);
    arb_clear(W);
    arb_clear(U);
    arb_clear(a);
    arb_clear(left);
    arb_clear(right);
    arb_clear(term);
}

int check_norm_bounds(bound_counts *counts, deq_condition_t c, const descent_run_struct *run, int printed, int pairs,
                      slong per_cent)
{
    if (!constants_of_run(c, run)) return 0;
    arb_ptr scaled[] = {c->C_w, c->C_u, c->C_a};
    for (int k = 0; k < 3; k++) {
        arb_mul_si(scaled[k], scaled[k], per_cent, PREC);
        arb_div_si(scaled[k], scaled[k], 100, PREC);
    }
    check_gradients(counts, run, c, printed);
    for (slong k = 1; k < run->snapshots && pairs; k++)
        check_pair(counts, &run->snapshot[k == 2 ? 1 : 0], &run->snapshot[k], c);
    return 1;
}
