/* hypotheses: what the sources assume, decided exactly or by balls. */
#include "verify/claims/hypotheses.h"

#include <math.h>

#include "verify/claims/closed_forms.h"
#include "verify/claims/smoothness.h"

int activation_is_relu(const activation_t phi)
{
    static const double point[] = {-8, -2, -1, -0.5, -0.125, 0, 0.125, 0.5, 1, 2, 8};
    int answer = -1;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    if (closed_form_kink_slopes(left, right, phi) && arb_is_zero(left) && arb_is_one(right)) answer = 1;
    for (size_t k = 0; k < sizeof point / sizeof point[0] && answer < 0; k++) {
        arb_set_d(left, point[k]);
        activation_eval_arb(right, phi, left, 128);
        if (point[k] > 0) arb_sub(right, right, left, 128);
        if (arb_is_finite(right) && !arb_contains_zero(right)) answer = 0;
    }
    arb_clear(left);
    arb_clear(right);
    return answer;
}

int points_have_norm_sqrt_d(const points_struct *points)
{
    int equal = 1;
    if (points->normalise) return 1;
    arf_t norm;
    arf_init(norm);
    for (slong i = 0; i < points->n && equal; i++) {
        points_inner_product(norm, points, i, i);
        equal = arf_equal_si(norm, points->d);
    }
    arf_clear(norm);
    return equal;
}

int points_parallel_pair(slong *i, slong *j, const points_struct *points)
{
    int found = 0;
    arb_t cosine;
    arb_init(cosine);
    for (slong a = 0; a < points->n && !found; a++)
        for (slong b = 0; b < a && !found; b++) {
            double xy = 0, xx = 0, yy = 0; /* doubles choose the pairs that are tested exactly */
            for (slong k = 0; k < points->d; k++) {
                double x = points->x[a * points->d + k], y = points->x[b * points->d + k];
                xy += x * y;
                xx += x * x;
                yy += y * y;
            }
            if (fabs(xy) < 0.99999 * sqrt(xx) * sqrt(yy)) continue;
            points_cosine(cosine, points, a, b, 64);
            found = arb_equal_si(cosine, 1) || arb_equal_si(cosine, -1);
            if (found) {
                *i = b;
                *j = a;
            }
        }
    arb_clear(cosine);
    return found;
}

/* 1 holds, 0 fails, -1 undecided, with one clause saying why. */
static int smooth(reason_t clause, audit_t a)
{
    const activation_t phi = audit_case(a)->phi;
    const arb_struct *value;
    reason_t why;
    reason_init(why);
    sup_status first = audit_supremum(&value, a, 1, why);
    if (first == SUP_UNBOUNDED || first == SUP_NONEXISTENT) {
        reason_set(clause,
                   "$`\\phi'`$ is not bounded or does not exist everywhere, certified (Truong's standing assumption)");
        return 0;
    }
    sup_status second = audit_supremum(&value, a, 2, why);
    if (second == SUP_UNBOUNDED || second == SUP_NONEXISTENT) {
        reason_set(clause,
                   "$`\\phi''`$ is not bounded or does not exist everywhere, certified (Truong's standing assumption)");
        return 0;
    }
    slong k;
    int order;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    limits_kind rough = activation_pieces(phi) > 1 ? first_roughness(&k, &order, left, right, phi, 2) : LIMITS_EQUAL;
    arb_clear(left);
    arb_clear(right);
    if (rough == LIMITS_DIFFER) {
        reason_set(clause,
                   "$`\\phi`$ is not twice differentiable at $`x=%s`$, certified (Truong's standing assumption)",
                   breakpoint_as_text(phi, k).text);
        return 0;
    }
    if (first == SUP_FINITE && second == SUP_FINITE && rough == LIMITS_EQUAL) return 1;
    reason_set(clause, "whether $`\\phi'`$ and $`\\phi''`$ are bounded could not be decided");
    return -1;
}

static int assumption_1(reason_t clause, audit_t a)
{
    const arb_struct *L;
    reason_t why;
    reason_init(why);
    sup_status status = audit_supremum(&L, a, 1, why);
    if (status == SUP_UNBOUNDED || status == SUP_NONEXISTENT) {
        reason_set(clause, "$`L=\\sup|\\phi'|=\\infty`$, certified, so Assumption 1 fails for every $`\\sigma_w^2>0`$");
        return 0;
    }
    int answer = -1;
    if (status == SUP_FINITE) {
        arb_t x;
        arb_init(x);
        arb_sqr(x, L, 128);
        arb_mul_2exp_si(x, x, 3);
        arb_mul_fmpz(x, x, fmpq_numref(audit_case(a)->s), 128);
        arb_div_fmpz(x, x, fmpq_denref(audit_case(a)->s), 128);
        arb_sub_ui(x, x, 1, 128);
        answer = arb_is_negative(x) ? 1 : arb_is_nonnegative(x) ? 0 : -1;
        arb_clear(x);
    }
    if (answer == 0) reason_set(clause, "Assumption 1 fails, certified: $`8\\sigma_w^2L^2\\ge1`$");
    if (answer < 0) reason_set(clause, "Assumption 1 could not be decided");
    return answer;
}

static int relu(reason_t clause, audit_t a)
{
    int answer = activation_is_relu(audit_case(a)->phi);
    if (answer == 0) reason_set(clause, "$`\\phi`$ is certified different from ReLU");
    if (answer < 0) reason_set(clause, "whether $`\\phi`$ is ReLU could not be decided");
    return answer;
}

static int norms(reason_t clause, audit_t a)
{
    if (points_have_norm_sqrt_d(&audit_case(a)->points[0])) return 1;
    reason_set(clause, "Assumption 2 fails, exactly: some $`\\Vert x_i\\Vert\\ne\\sqrt d`$");
    return 0;
}

static int smooth_or_relu(reason_t clause, audit_t a)
{
    reason_t ignored;
    if (relu(ignored, a) == 1) return 1;
    int answer = smooth(clause, a);
    if (answer == 0) {
        reason_set(ignored, "%s", clause->text);
        reason_set(clause, "%s, and $`\\phi`$ is not ReLU (Ling)", ignored->text);
    }
    return answer;
}

int hypotheses_hold(verdict_t v, audit_t a, int which)
{
    static const struct {
        int bit;
        int (*test)(reason_t clause, audit_t a);
    } table[] = {
        {HYPOTHESIS_RELU, relu},
        {HYPOTHESIS_NORMS, norms},
        {HYPOTHESIS_ASSUMPTION_1, assumption_1},
        {HYPOTHESIS_SMOOTH, smooth},
        {HYPOTHESIS_SMOOTH_OR_RELU, smooth_or_relu},
    };
    reason_t clause, open;
    reason_init(clause);
    reason_init(open);
    for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
        if (!(which & table[k].bit)) continue;
        int answer = table[k].test(clause, a);
        if (answer == 0) {
            verdict_set(v, VERDICT_INAPPLICABLE, "A printed hypothesis fails: %s.", clause->text);
            return 0;
        }
        if (answer < 0 && open->text[0] == '\0') reason_set(open, "%s", clause->text);
    }
    if (open->text[0] == '\0') return 1;
    verdict_set(v, VERDICT_INCONCLUSIVE, "A printed hypothesis is open: %s.", open->text);
    return 0;
}
