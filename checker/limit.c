/* The limit of the Gram matrices, from the points, sigma_w^2 and the coefficients a_r(q~)^2 at q~ = midpoint of q.

   With 2 s L^2 < 1 the variance map F(q) = 2 s kappa(q) + Sigma^(1)_ii has one fixed point q_* >= 0, and every pair's map
   T(rho) = (2 s D(rho) + Sigma^(1)_ij)/q_*, D(rho) = sum_r a_r(q_*)^2 rho^r, has one fixed point in [-1, 1]; they are
   the limits (FORMAT.md, Theorem).  An interval that a continuous map sends into itself contains a fixed point (Brouwer),
   hence that one.  The inequalities used, norms in L2 of a standard normal g, e >= L |sqrt(q) - sqrt(q~)|:
     |phi(sqrt(q) g) - phi(sqrt(q~) g)| <= e                                                       (Lipschitz)
     |kappa(q) - kappa(q~)|, |D_q(rho) - D_q~(rho)| <= e (2 sqrt(kappa(q~)) + e) =: drift      (Cauchy-Schwarz)
     |sum_{r>M} a_r^2 rho^r| <= |rho|^(M+1) sum_{r>M} a_r^2
     sum_r r a_r(q~)^2 = q~ E phi'(sqrt(q~) g)^2 <= q~ L^2. */
#include "checker/checker.h"

static int inside(const interval *x, const interval *outer)
{
    return mpz_cmp(x->lo, outer->lo) >= 0 && mpz_cmp(x->hi, outer->hi) <= 0;
}

static void add(interval *x, const interval *y)
{
    mpz_add(x->lo, x->lo, y->lo);
    mpz_add(x->hi, x->hi, y->hi);
}

static void widen(interval *x, const mpz_t error)
{
    mpz_sub(x->lo, x->lo, error);
    mpz_add(x->hi, x->hi, error);
}

/* z = x y in units 4^-P, for x >= 0. */
static void multiply(interval *z, const interval *x, const interval *y)
{
    mpz_mul(z->lo, mpz_sgn(y->lo) < 0 ? x->hi : x->lo, y->lo);
    mpz_mul(z->hi, mpz_sgn(y->hi) < 0 ? x->lo : x->hi, y->hi);
}

/* From units 4^-P to units 2^-P. */
static void shorten(interval *x, mp_bitcnt_t P)
{
    mpz_fdiv_q_2exp(x->lo, x->lo, P);
    mpz_cdiv_q_2exp(x->hi, x->hi, P);
}

/* ---- q_* -------------------------------------------------------------------------------------- */

/* a2, tail and kappa(q~) = sum a2 + tail; coefficients that contradict the Lipschitz constant are rejected. */
static void read_coefficients(interval *kappa, certificate *c, reader *r, const mpz_t midpoint)
{
    mpz_t derivative, limit;
    interval rest;

    mpz_inits(derivative, limit, rest.lo, rest.hi, NULL);
    read_line(r, "terms");
    c->terms = read_count(r, 0, TERMS_MOST, "the number of the last term");
    read_end_of_line(r);
    c->a2 = allocate((size_t)c->terms + 1, sizeof *c->a2);
    c->tail = allocate((size_t)c->terms + 1, sizeof *c->tail);
    for (long k = 0; k <= c->terms; k++) {
        interval *a2 = c->a2 + k;
        mpz_inits(a2->lo, a2->hi, NULL);
        read_line(r, "a2");
        read_count(r, k, k, "the index");
        read_last_ball(a2, r, "a_r^2");
        if (mpz_sgn(a2->hi) < 0) reject(r, "a square is negative");
        if (mpz_sgn(a2->lo) < 0) mpz_set_ui(a2->lo, 0); /* the square itself is not */
        add(kappa, a2);
        mpz_addmul_ui(derivative, a2->lo, (unsigned long)k);
    }
    read_line(r, "tail");
    read_last_ball(&rest, r, "the tail");
    if (mpz_sgn(rest.lo) < 0) reject(r, "the tail, a sum of squares, is negative");
    add(kappa, &rest);
    mpz_addmul_ui(derivative, rest.lo, (unsigned long)c->terms + 1);
    mpz_mul_2exp(derivative, derivative, 2 * c->P);
    mpz_mul(limit, c->lipschitz, c->lipschitz);
    mpz_mul(limit, limit, midpoint);
    if (mpz_cmp(derivative, limit) > 0) reject(r, "the coefficients contradict the Lipschitz constant");
    for (long k = c->terms; k >= 0; k--) {
        mpz_init_set(c->tail[k], rest.hi);
        mpz_add(rest.hi, rest.hi, c->a2[k].hi);
    }
    mpz_clears(derivative, limit, rest.lo, rest.hi, NULL);
}

/* floor(sqrt(x)) in units 2^-P. */
static void square_root(mpz_t root, const mpz_t x, mp_bitcnt_t P)
{
    mpz_mul_2exp(root, x, P);
    mpz_sqrt(root, root);
}

/* drift of the head of the file; |sqrt(q) - sqrt(q~)| <= radius/(sqrt(q.lo) + sqrt(q~)) on the ball of q. */
static void bound_drift(certificate *c, const mpz_t midpoint, const mpz_t kappa)
{
    mpz_t e, root;

    mpz_inits(e, root, NULL);
    square_root(e, c->q.lo, c->P);
    square_root(root, midpoint, c->P);
    mpz_add(root, root, e);
    mpz_sub(e, c->q.hi, midpoint);
    mpz_mul(e, e, c->lipschitz);
    mpz_cdiv_q(e, e, root);
    square_root(root, kappa, c->P);
    mpz_add_ui(root, root, 1);
    mpz_mul_2exp(root, root, 1);
    mpz_add(root, root, e);
    mpz_mul(c->drift, root, e);
    mpz_cdiv_q_2exp(c->drift, c->drift, c->P);
    mpz_clears(e, root, NULL);
}

/* kappa(q) lies in the file's ball of kappa for every q in its ball of q, and F maps the latter into itself. */
void prove_variance(certificate *c, reader *r)
{
    interval kappa, image;
    mpz_t midpoint;

    mpz_inits(c->q.lo, c->q.hi, c->drift, kappa.lo, kappa.hi, image.lo, image.hi, midpoint, NULL);
    read_line(r, "q");
    read_last_ball(&c->q, r, "q");
    if (mpz_sgn(c->q.lo) <= 0) reject(r, "the ball of q is not positive");
    mpz_add(midpoint, c->q.lo, c->q.hi);
    mpz_divexact_ui(midpoint, midpoint, 2);
    read_coefficients(&image, c, r, midpoint);
    bound_drift(c, midpoint, image.hi);
    widen(&image, c->drift);
    read_line(r, "kappa");
    read_last_ball(&kappa, r, "kappa");
    if (!inside(&image, &kappa)) reject(r, "kappa is not the sum of the a_r^2 and the tail");
    c->K = allocate((size_t)c->n * (size_t)(c->n + 1) / 2, sizeof *c->K);
    for (long i = 0; i < c->n; i++) {
        interval *diagonal = c->K + i * (i + 1) / 2 + i;
        mpz_init_set(diagonal->lo, kappa.lo);
        mpz_init_set(diagonal->hi, kappa.hi);
    }
    multiply(&image, &c->two_s, &kappa);
    shorten(&image, c->P);
    add(&image, &c->sigma0);
    if (!inside(&image, &c->q)) reject(r, "2 sigma_w^2 kappa + Sigma_ii leaves the ball of q");
    mpz_clears(kappa.lo, kappa.hi, image.lo, image.hi, midpoint, NULL);
}

/* ---- the pairs -------------------------------------------------------------------------------- */

/* <x_i, x_j>/(|x_i| |x_j|): floor(sqrt(floor(y))) = floor(sqrt(y)), and it is at most 1 (Cauchy-Schwarz). */
static void cosine(interval *rho, const certificate *c, long i, long j)
{
    mpz_t product, norms;
    int sign;

    mpz_inits(product, norms, NULL);
    inner_product(product, c, i, j);
    sign = mpz_sgn(product);
    mpz_mul(product, product, product);
    mpz_mul_2exp(product, product, 2 * c->P);
    mpz_mul(norms, c->norm2[i], c->norm2[j]);
    mpz_fdiv_q(product, product, norms);
    mpz_sqrt(rho->lo, product);
    mpz_add_ui(rho->hi, rho->lo, sign != 0);
    if (sign < 0) {
        mpz_swap(rho->lo, rho->hi);
        mpz_neg(rho->lo, rho->lo);
        mpz_neg(rho->hi, rho->hi);
    }
    mpz_clears(product, norms, NULL);
}

/* D(rho) for every rho of a ball in [-1, 1]: powers of |rho| are monotone, terms of even and of odd degree are summed
   apart.  Powers below the unit 2^-P end the sum: what follows is at most |rho|^(M+1) tail[M]. */
static void dual_activation(interval *D, const certificate *c, const interval *rho)
{
    interval size, power, even, odd;
    mpz_t error;
    long k;
    int sign = mpz_sgn(rho->lo) >= 0 ? 1 : mpz_sgn(rho->hi) <= 0 ? -1 : 0;

    mpz_inits(size.lo, size.hi, power.lo, power.hi, even.lo, even.hi, odd.lo, odd.hi, error, NULL);
    mpz_abs(size.lo, sign < 0 ? rho->hi : rho->lo);
    mpz_abs(size.hi, sign < 0 ? rho->lo : rho->hi);
    if (sign == 0) {
        if (mpz_cmp(size.lo, size.hi) > 0) mpz_swap(size.lo, size.hi);
        mpz_set_ui(size.lo, 0);
    }
    mpz_setbit(power.lo, c->P); /* |rho|^0 */
    mpz_setbit(power.hi, c->P);
    for (k = 0; k <= c->terms; k++) {
        interval *sum = k % 2 == 0 ? &even : &odd;
        mpz_addmul(sum->lo, c->a2[k].lo, power.lo);
        mpz_addmul(sum->hi, c->a2[k].hi, power.hi);
        mpz_mul(power.lo, power.lo, size.lo);
        mpz_mul(power.hi, power.hi, size.hi);
        shorten(&power, c->P); /* |rho|^(k+1) */
        if (k == c->terms || mpz_cmp_ui(power.hi, 1) <= 0) break;
    }
    mpz_mul(error, power.hi, c->tail[k]);
    if (sign <= 0) mpz_swap(odd.lo, odd.hi);
    if (sign <= 0) mpz_neg(odd.lo, odd.lo);
    if (sign < 0) mpz_neg(odd.hi, odd.hi);
    if (sign == 0) mpz_neg(odd.hi, odd.lo);
    mpz_add(D->lo, even.lo, odd.lo);
    mpz_add(D->hi, even.hi, odd.hi);
    widen(D, error);
    shorten(D, c->P);
    widen(D, c->drift);
    mpz_clears(size.lo, size.hi, power.lo, power.hi, even.lo, even.hi, odd.lo, odd.hi, error, NULL);
}

/* Every pair's map T sends its ball of rho into itself; K_ij = D(rho). */
void prove_correlations(certificate *c, reader *r)
{
    interval rho, rho0, image, unit;

    mpz_inits(rho.lo, rho.hi, rho0.lo, rho0.hi, image.lo, image.hi, unit.lo, unit.hi, NULL);
    mpz_setbit(unit.hi, c->P);
    mpz_neg(unit.lo, unit.hi);
    for (long i = 0; i < c->n; i++)
        for (long j = 0; j < i; j++) {
            interval *K = c->K + i * (i + 1) / 2 + j;
            read_line(r, "rho");
            read_count(r, i, i, "the first index");
            read_count(r, j, j, "the second index");
            read_last_ball(&rho, r, "rho");
            if (!inside(&rho, &unit)) reject(r, "the ball of rho leaves [-1, 1]");
            mpz_inits(K->lo, K->hi, NULL);
            dual_activation(K, c, &rho);
            cosine(&rho0, c, i, j);
            multiply(&image, &c->two_s, K);
            multiply(&rho0, &c->sigma0, &rho0);
            add(&image, &rho0); /* 2 s D(rho) + Sigma_ij, units 4^-P */
            mpz_fdiv_q(image.lo, image.lo, mpz_sgn(image.lo) < 0 ? c->q.lo : c->q.hi);
            mpz_cdiv_q(image.hi, image.hi, mpz_sgn(image.hi) < 0 ? c->q.hi : c->q.lo);
            if (!inside(&image, &rho)) reject(r, "(2 sigma_w^2 D(rho) + Sigma_ij)/q leaves the ball of rho");
        }
    mpz_clears(rho.lo, rho.hi, rho0.lo, rho0.hi, image.lo, image.hi, unit.lo, unit.hi, NULL);
}
