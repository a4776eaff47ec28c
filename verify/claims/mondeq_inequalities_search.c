/* mondeq_inequalities_search: deterministic search of a violation, on fixed instances and by ascent from the best.

   The ascent changes one rational entry at a time by a step that halves when nothing improves, so every point it visits
   is an exact instance and needs no rounding. */
#include "verify/claims/mondeq_inequalities.h"

#define LARGEST_SYSTEM 6 /* n N of an instance compared */
#define CLIMBS         2
#define EVALUATIONS    150 /* of one climb */
#define FINEST_STEP    32

int instance_pair_init(instance_pair_t pair, const mondeq_t p, const mondeq_t q)
{
    mondeq_init(pair->p, p->n, p->d, p->N);
    mondeq_init(pair->q, p->n, p->d, p->N);
    mondeq_set(pair->p, p);
    mondeq_set(pair->q, q);
    mondeq_state_init(pair->s, p);
    mondeq_state_init(pair->t, p);
    mondeq_outcome first = mondeq_solve(pair->s, pair->p), second = mondeq_solve(pair->t, pair->q);
    return first == MONDEQ_REGULAR && second == MONDEQ_REGULAR;
}

void instance_pair_clear(instance_pair_t pair)
{
    mondeq_clear(pair->p);
    mondeq_clear(pair->q);
    mondeq_state_clear(pair->s);
    mondeq_state_clear(pair->t);
}

/* M += (random)/denominator. */
static void perturb(fmpq_mat_t M, ulong key, ulong denominator)
{
    fmpq_t c;
    fmpq_mat_t R;
    fmpq_init(c);
    fmpq_mat_init(R, fmpq_mat_nrows(M), fmpq_mat_ncols(M));
    fmpq_set_si(c, 1, denominator);
    mondeq_random_matrix(R, key, 1);
    fmpq_mat_scalar_mul_fmpq(R, R, c);
    fmpq_mat_add(M, M, R);
    fmpq_clear(c);
    fmpq_mat_clear(R);
}

/* The index-th fixed pair; 0 when it is too large or not regular.  Clear the pair unless *made = 0. */
static int fixed_pair(instance_pair_t pair, int *made, slong index)
{
    mondeq_t p, q;
    mondeq_state_t s;
    ulong key = (ulong)index * 8 + 1, denominator = index % 3 == 0 ? 1 : 16;
    int regular = 0;
    *made = 0;
    mondeq_instance(p, s, index);
    if (p->n * p->N <= LARGEST_SYSTEM) {
        mondeq_init(q, p->n, p->d, p->N);
        mondeq_set(q, p);
        perturb(q->U, key, denominator);
        if (index % 3 != 2) {
            perturb(q->A, key + 1, denominator);
            perturb(q->B, key + 2, denominator);
            perturb(q->u, key + 3, denominator);
            mondeq_weights(q);
        }
        regular = instance_pair_init(pair, p, q);
        *made = 1;
        mondeq_clear(q);
    }
    mondeq_clear(p);
    mondeq_state_clear(s);
    return regular;
}

static double compare(inequality_t q, inequality_measure measure, int variant, const instance_pair_struct *pair)
{
    double ratio = 0;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    int sets = measure(left, right, pair, variant);
    if (sets > 0) ratio = inequality_compare(q, left, right, pair->p, sets > 1 ? pair->q : NULL);
    arb_clear(left);
    arb_clear(right);
    return ratio;
}

/* Entry number `index` of the pair's A, B, U, u and X (shared), counted through; *data says it is X; NULL at the end. */
static fmpq *pair_entry(instance_pair_t pair, slong index, int *data)
{
    fmpq_mat_struct *blocks[] = {pair->p->A, pair->p->B, pair->p->U, pair->p->u, pair->q->A,
                                 pair->q->B, pair->q->U, pair->q->u, pair->p->X};
    for (int k = 0; k < 9; k++) {
        slong size = fmpq_mat_nrows(blocks[k]) * fmpq_mat_ncols(blocks[k]);
        *data = k == 8;
        if (index < size)
            return fmpq_mat_entry(blocks[k], index / fmpq_mat_ncols(blocks[k]), index % fmpq_mat_ncols(blocks[k]));
        index -= size;
    }
    return NULL;
}

/* The ratio after `entry` has moved by h, the equilibria made anew; 0 when one is not regular. */
static double moved(inequality_t q, inequality_measure measure, int variant, instance_pair_t pair, fmpq *entry,
                    const fmpq_t h, int data)
{
    fmpq_add(entry, entry, h);
    if (data) fmpq_mat_set(pair->q->X, pair->p->X);
    mondeq_weights(pair->p);
    mondeq_weights(pair->q);
    if (mondeq_solve(pair->s, pair->p) != MONDEQ_REGULAR || mondeq_solve(pair->t, pair->q) != MONDEQ_REGULAR) return 0;
    return compare(q, measure, variant, pair);
}

static void climb(inequality_t q, inequality_measure measure, int variant, instance_pair_t pair)
{
    double best = compare(q, measure, variant, pair);
    fmpq_t h;
    fmpq_init(h);
    slong evaluations = 0;
    for (ulong step = 2; step <= FINEST_STEP && evaluations < EVALUATIONS;) {
        int improved = 0, data;
        fmpq *entry;
        for (slong i = 0; (entry = pair_entry(pair, i, &data)) != NULL && evaluations < EVALUATIONS; i++)
            for (int sign = -1; sign <= 1 && evaluations < EVALUATIONS; sign += 2, evaluations++) {
                fmpq_set_si(h, sign, step);
                double ratio = moved(q, measure, variant, pair, entry, h, data);
                if (ratio > best) {
                    best = ratio;
                    improved = 1;
                    continue;
                }
                fmpq_sub(entry, entry, h);
                if (data) fmpq_mat_set(pair->q->X, pair->p->X);
            }
        if (!improved) step *= 2;
    }
    fmpq_clear(h);
}

void inequality_climb(inequality_t q, inequality_measure measure, int variant, slong index)
{
    instance_pair_t pair;
    int made;
    if (fixed_pair(pair, &made, index)) climb(q, measure, variant, pair);
    if (made) instance_pair_clear(pair);
}

void inequality_search(inequality_t q, inequality_measure measure, int variant)
{
    instance_pair_t pair;
    int made;
    slong start[CLIMBS] = {-1, -1};
    double best[CLIMBS] = {0, 0};
    for (slong index = 0; index < mondeq_instances(); index++) {
        double ratio = 0;
        int small = 0;
        if (fixed_pair(pair, &made, index)) {
            ratio = compare(q, measure, variant, pair);
            small = pair->p->n <= 2 && pair->p->N <= 2;
        }
        if (made) instance_pair_clear(pair);
        for (int k = 0; small && k < CLIMBS; k++)
            if (ratio > best[k]) {
                if (k == 0) start[1] = start[0], best[1] = best[0];
                start[k] = index;
                best[k] = ratio;
                break;
            }
    }
    for (int k = 0; k < CLIMBS; k++)
        if (start[k] >= 0) inequality_climb(q, measure, variant, start[k]);
}

void inequality_decide(verdict_t v, inequality_measure measure, int variant, const char *proof)
{
    inequality_t q;
    inequality_init(q);
    inequality_search(q, measure, variant);
    inequality_verdict(v, q, proof);
}

void inequality_refute_at(verdict_t v, inequality_measure measure, int variant, const mondeq_t p,
                          const mondeq_struct *r, const char *why)
{
    instance_pair_t pair;
    inequality_t here, search;
    inequality_init(here);
    inequality_init(search);
    if (instance_pair_init(pair, p, r == NULL ? p : r)) compare(here, measure, variant, pair);
    instance_pair_clear(pair);
    if (here->violated == 0) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "The counterexample written down was not certified.");
        return;
    }
    verdict_refute(v, "counterexample", "%s", here->violation);
    verdict_add(v, "By hand: %s", why);
    inequality_search(search, measure, variant);
    inequality_report(v, search);
}
