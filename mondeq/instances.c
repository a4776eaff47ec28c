/* instances: small rational networks from a counter, the same on every machine. */
#include "mondeq/mondeq.h"

/* SplitMix64 (Steele, Lea, Flood 2014): a bijection of the counter, so no state to keep. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

void mondeq_random_matrix(fmpq_mat_t M, ulong key, slong scale)
{
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++) {
            uint64_t r = mix(mix(key) ^ (uint64_t)(i * 4096 + j));
            slong k = (slong)((r >> 8) % 9) - 4, l = 1 + (slong)((r >> 24) % 3);
            fmpq_set_si(fmpq_mat_entry(M, i, j), (r & 3) == 0 ? 0 : k * scale, (ulong)l);
        }
}

/* Entries in {-1, 0, 1}. */
static void unit_matrix(fmpq_mat_t M, ulong key)
{
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++)
            fmpq_set_si(fmpq_mat_entry(M, i, j), (slong)(mix(mix(key) ^ (uint64_t)(i * 4096 + j)) % 3) - 1, 1);
}

void mondeq_random(mondeq_t p, mondeq_family family, ulong seed)
{
    static const slong numerator[] = {1, 1, 1, 2};
    static const ulong denominator[] = {4, 2, 1, 1};
    ulong key = mix(seed ^ mix((ulong)family ^ mix((ulong)(p->n * 4096 + p->d) * 4096 + (ulong)p->N)));
    fmpq_mat_struct *matrices[] = {p->A, p->B, p->U, p->u, p->X, p->y};
    for (ulong k = 0; k < 6; k++) {
        if (family == MONDEQ_UNIT)
            unit_matrix(matrices[k], key + k);
        else
            mondeq_random_matrix(matrices[k], key + k, family == MONDEQ_SKEW && k == 1 ? 8 : 1);
    }
    if (family == MONDEQ_NO_A) fmpq_mat_zero(p->A);
    ulong choice = key >> 40 & 3;
    if (family == MONDEQ_UNIT)
        fmpq_one(p->mu);
    else if (family == MONDEQ_SMALL_MU)
        fmpq_set_si(p->mu, 1, 64);
    else
        fmpq_set_si(p->mu, numerator[choice], denominator[choice]);
    mondeq_weights(p);
}

static const slong shape[][3] = {{1, 1, 1}, {1, 2, 1}, {1, 1, 2}, {1, 2, 3}, {2, 1, 1}, {2, 2, 1}, {2, 1, 2},
                                 {2, 2, 2}, {2, 1, 3}, {2, 3, 2}, {2, 2, 4}, {3, 1, 1}, {3, 1, 2}, {3, 2, 2},
                                 {3, 3, 3}, {3, 2, 4}, {3, 4, 2}, {4, 2, 2}, {4, 1, 3}, {4, 2, 5}, {5, 3, 3}};
#define SHAPES  (slong)(sizeof shape / sizeof *shape)
#define REPEATS 3

slong mondeq_instances(void)
{
    return SHAPES * MONDEQ_FAMILIES * REPEATS;
}

void mondeq_instance(mondeq_t p, mondeq_state_t s, slong index)
{
    slong repeat = index % REPEATS, family = index / REPEATS % MONDEQ_FAMILIES;
    const slong *size = shape[index / REPEATS / MONDEQ_FAMILIES];
    mondeq_init(p, size[0], size[1], size[2]);
    mondeq_state_init(s, p);
    for (ulong seed = (ulong)repeat;; seed += REPEATS) {
        mondeq_random(p, (mondeq_family)family, seed);
        if (mondeq_solve(s, p) == MONDEQ_REGULAR && !fmpq_mat_is_zero(s->Z)) return;
    }
}
