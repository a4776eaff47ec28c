/* hermite_split_coefficients: the expansion of phi = P + S (split.h) good for every |rho| <= 1.

   D(rho) = E P P' + sum_r (a_r(S) a_r(phi)' + a_r(P) a_r(S)') rho^r, and the terms beyond N are at most
     |rho|^(N+1) (sqrt(T_N(S) T_N(phi)') + sqrt(T_N(P) T_N(S)'))           (Cauchy-Schwarz),
   T_N(f) = E f^2 - sum_{r<=N} a_r(f)^2.  E S^2 = kappa - 2 E phi P + E P^2 cancels as P^2 is larger than kappa, and
   T_N(S) has to be seen at the size 2^-2bits kappa: the working accuracy is 2 bits + log2(E P^2/kappa) + GUARD. */
#include <math.h>
#include "hermite/quadrature.h"
#include "hermite/split.h"

enum { GUARD = 24, ATTEMPTS = 12, LEAST_BITS = 16 };

void hermite_split_init(hermite_split_t split)
{
    arb_init(split->q);
    split->breaks = split->J = 0;
    split->N = -1;
    split->b = NULL;
    split->jump = split->rest = split->power = split->self = NULL;
    hermite_init(split->h);
    split->tail_rest = split->tail_power = split->tail_phi = NULL;
    split->scale_log2 = split->power_log2 = 0.0;
    split->bits = 0;
}

static void forget_terms(hermite_split_t split)
{
    slong length = split->N + 1;
    if (split->rest != NULL) {
        _arb_vec_clear(split->rest, length);
        _arb_vec_clear(split->power, length);
        _arb_vec_clear(split->self, length);
        _mag_vec_clear(split->tail_rest, length);
        _mag_vec_clear(split->tail_power, length);
        _mag_vec_clear(split->tail_phi, length);
    }
    split->rest = NULL;
    split->N = -1;
}

static void forget(hermite_split_t split)
{
    forget_terms(split);
    for (slong s = 0; s < split->breaks && split->b != NULL; s++) fmpq_clear(split->b + s);
    flint_free(split->b);
    if (split->jump != NULL) _arb_vec_clear(split->jump, split->breaks * split->J);
    split->b = NULL;
    split->jump = NULL;
    split->breaks = split->J = 0;
}

void hermite_split_clear(hermite_split_t split)
{
    forget(split);
    arb_clear(split->q);
    hermite_clear(split->h);
}

/* tail[M] >= sqrt(T_M), M = 0..N, from T_N = square - sum a^2; returns 1 iff rounding alone decides the size of T_N */
static int tails(mag_ptr tail, arb_srcptr a, slong N, const arb_t square, slong prec)
{
    arb_t t;
    mag_t sum, size;
    arb_init(t);
    mag_init(sum);
    mag_init(size);
    arb_dot(t, square, 1, a, 1, a, 1, N + 1, prec);
    int blurred = arb_rel_accuracy_bits(t) < 2;
    arb_nonnegative_part(t, t);
    arb_get_mag(sum, t);
    for (slong r = N; r >= 0; r--) {
        mag_sqrt(tail + r, sum);
        arb_get_mag(size, a + r);
        mag_mul(size, size, size);
        mag_add(sum, sum, size);
    }
    arb_clear(t);
    mag_clear(sum);
    mag_clear(size);
    return blurred;
}

/* log2 of the sum of products that bounds the terms beyond M at |rho| = 1 */
static double omitted_log2(const hermite_split_t split, slong M)
{
    mag_t t;
    mag_init(t);
    mag_add(t, split->tail_phi + M, split->tail_power + M);
    mag_mul(t, t, split->tail_rest + M);
    double bits = mag_is_zero(t) ? -1e9 : mag_get_d_log2_approx(t);
    mag_clear(t);
    return bits;
}

/* terms for an omitted part of 2^goal, extrapolated from N/2 and N as if its logarithm fell like sqrt(M) */
static slong more_terms(const hermite_split_t split, double goal)
{
    double N = (double)split->N, at = omitted_log2(split, split->N), half = omitted_log2(split, split->N / 2);
    double root = sqrt(N) * (1.0 + (at - goal) / fmax(half - at, 0.1) * (1.0 - sqrt(0.5)));
    return (slong)fmin(fmin(fmax(1.05 * root * root, 1.2 * N), 4.0 * N), HERMITE_MAX_TERMS);
}

static void allocate_terms(hermite_split_t split, slong N)
{
    split->rest = _arb_vec_init(N + 1);
    split->power = _arb_vec_init(N + 1);
    split->self = _arb_vec_init(N + 1);
    split->tail_rest = _mag_vec_init(N + 1);
    split->tail_power = _mag_vec_init(N + 1);
    split->tail_phi = _mag_vec_init(N + 1);
    split->N = N;
}

/* one expansion with N terms at `work` bits; *blurred as above for S */
static dq_status expand(hermite_split_t split, int *blurred, const activation_t phi, slong N, slong work, reason_t why)
{
    slong larger = (slong)(split->power_log2 - split->scale_log2) + 1, prec = work + larger + 64;
    if (split->scale_log2 < 0.0) prec += (slong)-split->scale_log2;
    forget_terms(split);
    allocate_terms(split, N);
    dq_status status = hermite_coefficients(split->h, phi, split->q, N, work, why);
    if (status != DQ_OK) return status;
    split_power_coefficients(split->power, N, split, prec);
    arb_t one, cross, square;
    arb_init(one);
    arb_init(cross);
    arb_init(square);
    arb_one(one);
    split_products(square, split, split, one, prec + 2 * split->J);
    status = split_cross(cross, split, phi, work, split->scale_log2, why);
    if (status == DQ_OK) {
        int parity = split->h->parity;
        for (slong r = 0; r <= N; r++) {
            if (parity != 0 && (parity > 0) == (r % 2 == 1)) arb_zero(split->power + r);
            arb_sub(split->rest + r, split->h->a + r, split->power + r, prec);
            arb_mul(split->self + r, split->rest + r, split->h->a + r, prec);
            arb_addmul(split->self + r, split->rest + r, split->power + r, prec);
        }
        tails(split->tail_power, split->power, N, square, prec);
        tails(split->tail_phi, split->h->a, N, split->h->kappa, prec);
        arb_mul_2exp_si(cross, cross, 1);
        arb_sub(square, square, cross, prec);
        arb_add(square, square, split->h->kappa, prec); /* E S^2 */
        *blurred = tails(split->tail_rest, split->rest, N, square, prec);
    }
    arb_clear(one);
    arb_clear(cross);
    arb_clear(square);
    return status;
}

dq_status hermite_split_coefficients(hermite_split_t split, const activation_t phi, const arb_t q, slong bits,
                                     reason_t why)
{
    dq_status status = hermite_check(phi, q, why);
    if (status != DQ_OK) return status;
    forget(split);
    slong breaks = activation_pieces(phi) - 1;
    if (breaks < 1) {
        reason_set(why, "the activation has one analytic piece: its Hermite series needs no split");
        return DQ_INAPPLICABLE;
    }
    arb_set(split->q, q);
    split->breaks = breaks;
    split->bits = bits = FLINT_MAX(bits, LEAST_BITS);
    split->scale_log2 = approx_kappa_log2(phi, q);
    slong N;
    if (!split_plan(split, &N, &split->power_log2, phi, split->scale_log2, bits)) {
        reason_set(why,
                   "about %d Hermite terms cannot reach 2^-%ld kappa at |rho| = 1, however many derivatives of the "
                   "kinks are removed",
                   HERMITE_MAX_TERMS, (long)bits);
        return DQ_INCONCLUSIVE;
    }
    split->b = flint_malloc((size_t)breaks * sizeof(fmpq));
    for (slong s = 0; s < breaks; s++) {
        fmpq_init(split->b + s);
        fmpq_set(split->b + s, activation_breakpoint(phi, s));
    }
    split->jump = _arb_vec_init(breaks * split->J);
    slong work = 2 * bits + (slong)(split->power_log2 - split->scale_log2) + GUARD;
    double goal = split->scale_log2 - (double)bits;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int blurred = 0;
        split_jumps(split, phi, work + 64);
        status = expand(split, &blurred, phi, N, work, why);
        if (status != DQ_OK) return status;
        if (omitted_log2(split, N) <= goal) return DQ_OK;
        if (blurred && !arb_is_exact(q)) return DQ_OK; /* the width of q is the floor of the tail */
        if (blurred) {
            work += 48;
        } else if (N < HERMITE_MAX_TERMS) {
            N = more_terms(split, goal);
        } else {
            break;
        }
    }
    reason_set(
        why,
        "%ld Hermite terms leave a tail above 2^-%ld kappa at |rho| = 1 (the kinks' first %ld derivatives removed)",
        (long)N, (long)bits, (long)split->J);
    return DQ_INCONCLUSIVE;
}
