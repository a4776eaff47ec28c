/* mondeq_inequalities: both sides of an inequality as balls at an exact instance, and what a search of them amounts to. */
#include "verify/claims/mondeq_inequalities.h"

#include <string.h>

#define BISECTION_BITS 60

void ball_frobenius(arb_t value, const fmpq_mat_t M)
{
    fmpq_t square;
    fmpq_init(square);
    exact_frobenius2(square, M);
    arb_set_fmpq(value, square, INEQUALITY_PREC);
    arb_sqrt(value, value, INEQUALITY_PREC);
    fmpq_clear(square);
}

/* The larger (or smaller) eigenvalue of the 2 x 2 Gram matrix of M, t/2 +- sqrt(t^2/4 - d) with t its trace = |M|_F^2 and
   d its determinant; the smaller as d over the larger, without cancellation. */
static void two_singular_values(arb_t value, const fmpq_mat_t M, int larger)
{
    slong rows = fmpq_mat_nrows(M), columns = fmpq_mat_ncols(M);
    fmpq_t t, d, discriminant;
    fmpq_mat_t T, S;
    arb_t root;
    fmpq_init(t);
    fmpq_init(d);
    fmpq_init(discriminant);
    arb_init(root);
    fmpq_mat_init(T, columns, rows);
    fmpq_mat_init(S, 2, 2);
    fmpq_mat_transpose(T, M);
    if (rows == 2)
        fmpq_mat_mul(S, M, T);
    else
        fmpq_mat_mul(S, T, M);
    fmpq_mat_trace(t, S);
    fmpq_mat_det(d, S);
    fmpq_div_2exp(t, t, 1);
    fmpq_mul(discriminant, t, t);
    fmpq_sub(discriminant, discriminant, d); /* ((S_11 - S_22)/2)^2 + S_12^2 >= 0 */
    arb_set_fmpq(root, discriminant, INEQUALITY_PREC);
    arb_sqrt(root, root, INEQUALITY_PREC);
    arb_set_fmpq(value, t, INEQUALITY_PREC);
    arb_add(value, value, root, INEQUALITY_PREC);
    if (!larger && fmpq_is_zero(d))
        arb_zero(value);
    else if (!larger) {
        arb_set_fmpq(root, d, INEQUALITY_PREC);
        arb_div(value, root, value, INEQUALITY_PREC);
    }
    arb_sqrt(value, value, INEQUALITY_PREC);
    fmpq_clear(t);
    fmpq_clear(d);
    fmpq_clear(discriminant);
    arb_clear(root);
    fmpq_mat_clear(T);
    fmpq_mat_clear(S);
}

static slong smaller_side(const fmpq_mat_t M)
{
    return FLINT_MIN(fmpq_mat_nrows(M), fmpq_mat_ncols(M));
}

void ball_norm(arb_t value, const fmpq_mat_t M)
{
    if (smaller_side(M) == 1)
        ball_frobenius(value, M);
    else if (smaller_side(M) == 2)
        two_singular_values(value, M, 1);
    else
        exact_norm(value, M, BISECTION_BITS);
}

void ball_sigma_min(arb_t value, const fmpq_mat_t M)
{
    if (smaller_side(M) == 1)
        ball_frobenius(value, M);
    else if (smaller_side(M) == 2)
        two_singular_values(value, M, 0);
    else
        exact_sigma_min(value, M, BISECTION_BITS);
}

static void distance(arb_t value, const fmpq_mat_t A, const fmpq_mat_t B, void (*norm)(arb_t, const fmpq_mat_t))
{
    fmpq_mat_t D;
    fmpq_mat_init(D, fmpq_mat_nrows(A), fmpq_mat_ncols(A));
    fmpq_mat_sub(D, A, B);
    norm(value, D);
    fmpq_mat_clear(D);
}

void ball_frobenius_distance(arb_t value, const fmpq_mat_t A, const fmpq_mat_t B)
{
    distance(value, A, B, ball_frobenius);
}

void ball_norm_distance(arb_t value, const fmpq_mat_t A, const fmpq_mat_t B)
{
    distance(value, A, B, ball_norm);
}

instance_text instance_as_text(const mondeq_struct *p)
{
    instance_text out;
    snprintf(out.text, sizeof out.text,
             "$`m=%s`$, $`A=`$ (%s), $`B=`$ (%s), $`U=`$ (%s), $`\\mathbf u=`$ (%s), $`X=`$ (%s), $`\\mathbf y=`$ (%s)",
             rational_as_text(p->mu).text, rational_matrix_as_text(p->A).text, rational_matrix_as_text(p->B).text,
             rational_matrix_as_text(p->U).text, rational_matrix_as_text(p->u).text, rational_matrix_as_text(p->X).text,
             rational_matrix_as_text(p->y).text);
    return out;
}

void instance_set(mondeq_t p, slong n, slong d, slong N, const char *mu, const char *A, const char *B, const char *U,
                  const char *u, const char *X, const char *y)
{
    mondeq_init(p, n, d, N);
    rational_set(p->mu, mu);
    rational_matrix_set(p->A, A);
    rational_matrix_set(p->B, B);
    rational_matrix_set(p->U, U);
    rational_matrix_set(p->u, u);
    rational_matrix_set(p->X, X);
    rational_matrix_set(p->y, y);
    mondeq_weights(p);
}

void inequality_init(inequality_t q)
{
    memset(q, 0, sizeof(inequality_struct));
    q->label = "";
    q->instances =
        "exact rational instances (fixed families with a large skew part, small $`m`$, $`n\\ne N`$, $`n=1`$; and "
        "ascent of left/right)";
}

double inequality_compare(inequality_t q, const arb_t left, const arb_t right, const mondeq_struct *p,
                          const mondeq_struct *r)
{
    if (!arb_is_finite(left) || !arb_is_finite(right)) return 0; /* nothing was compared */
    q->compared++;
    double below = arf_get_d(arb_midref(right), ARF_RND_NEAR);
    double ratio = below > 0 ? arf_get_d(arb_midref(left), ARF_RND_NEAR) / below : 0;
    if (ratio > q->largest) q->largest = ratio;
    if (arb_le(left, right)) return ratio;
    if (!arb_gt(left, right)) {
        q->open++;
        return ratio;
    }
    if (q->violated++ == 0) {
        size_t used = (size_t)snprintf(q->violation, sizeof q->violation, "At %s", instance_as_text(p).text);
        if (r != NULL && used < sizeof q->violation)
            used += (size_t)snprintf(q->violation + used, sizeof q->violation - used, ", and the second set %s",
                                     instance_as_text(r).text);
        if (used < sizeof q->violation)
            snprintf(q->violation + used, sizeof q->violation - used, ": the left side is %s, the right side %s.",
                     ball_as_text(left, 10).text, ball_as_text(right, 10).text);
    }
    return ratio;
}

void inequality_verdict(verdict_t v, const inequality_t q, const char *proof)
{
    if (q->violated > 0)
        verdict_refute(v, "counterexample", "%s", q->violation);
    else if (q->compared == 0)
        verdict_set(v, VERDICT_INCONCLUSIVE, "No instance was compared.");
    else if (proof == NULL)
        verdict_set(v, VERDICT_INCONCLUSIVE, "No violation found, and no proof is written.");
    else
        verdict_set(v, VERDICT_PROVED, "%s", proof);
    inequality_report(v, q);
}

void inequality_report(verdict_t v, const inequality_t q)
{
    if (q->compared == 0) return;
    char name[256];
    verdict_add(v,
                "Search%s%s: %ld %s, %ld certified violations, %ld with overlapping enclosures (equality), the largest "
                "left/right about %.4g.",
                q->label[0] ? ", " : "", q->label, (long)q->compared, q->instances, (long)q->violated, (long)q->open,
                q->largest);
    snprintf(name, sizeof name, "largest left/right%s%s", q->label[0] ? ", " : "", q->label);
    verdict_approximate(v, name, q->largest);
}
