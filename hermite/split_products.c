/* E P_i(u) P_j(v) = sum c_{s,j} c_{t,k} M_{j,k}, M_{j,k} = E e_j(u; b_s) e_k(v; b_t), for every |rho| <= 1.

   Stein's identity E u f(u) g(v) = q_i E f' g + sigma E f g', sigma = rho sqrt(q_i q_j), with (x - b) e_j = (j+1)
   e_{j+1}: (j+1) M_{j+1,k} = -b M_{j,k} + q_i M_{j-1,k} + sigma M_{j,k-1},     (k+1) M_{j,k+1} = -c M_{j,k} + q_j
   M_{j,k-1} + sigma M_{j-1,k}, from M_{0,0} (split_sign.c) and the boundary terms M_{-1,k} = n(b; q_i) E[e_k(v) | u =
   b] =: n(b; q_i) B_k: with v | u = b ~ N(mu, tau^2), mu = rho sqrt(q_j/q_i) b, tau^2 = q_j (1 - rho^2), d = mu - c,
     B_0 = erf(d/(tau sqrt 2))/2,   B_1 = d B_0 + tau w(d/tau),   (k+1) B_{k+1} = d B_k + tau^2 B_{k-1}           (w:
   normal density), whose limits at tau = 0 are B_0 = sgn(d)/2 with sgn(0) = 0 (d/tau -> 0 for equal breakpoints);
   M_{j,-1} by exchanging the two. The factorials in e_j keep every quantity of the recurrences at the size of the
   moments themselves. */
#include "hermite/split.h"

/* d = rho sqrt(q_j/q_i) b - c without cancellation where b = +-c and the variances agree */
static void offset(arb_t d, const split_corner *corner, slong prec)
{
    arb_t t;
    arb_init(t);
    fmpq_t mirrored;
    fmpq_init(mirrored);
    fmpq_neg(mirrored, corner->c);
    arb_set_fmpq(t, corner->b, prec);
    int side = fmpq_equal(corner->b, corner->c) ? 1 : fmpq_equal(corner->b, mirrored) ? -1 : 0;
    if (corner->same && side != 0) {
        arb_sub_si(d, corner->rho, side, prec);
        arb_mul(d, d, t, prec);
    } else {
        if (!corner->same) {
            arb_div(d, corner->qj, corner->qi, prec);
            arb_sqrt(d, d, prec);
            arb_mul(t, t, d, prec);
        }
        arb_mul(d, corner->rho, t, prec);
        arb_set_fmpq(t, corner->c, prec);
        arb_sub(d, d, t, prec);
    }
    fmpq_clear(mirrored);
    arb_clear(t);
}

/* B[k] = n(b; q_i) B_k, k < length */
static void boundary(arb_ptr B, slong length, const split_corner *corner, slong prec)
{
    arb_t d, variance, z, edge, t;
    arb_init(d);
    arb_init(variance);
    arb_init(z);
    arb_init(edge);
    arb_init(t);
    offset(d, corner, prec);
    arb_mul(variance, corner->qj, corner->gap, prec);
    if (arb_is_zero(variance)) {
        arb_sgn(B, d);
        arb_zero(edge);
    } else {
        arb_mul_2exp_si(t, variance, 1);
        arb_rsqrt(t, t, prec);
        arb_mul(z, d, t, prec); /* d/(tau sqrt 2) */
        arb_hypgeom_erf(B, z, prec);
        arb_sqr(z, z, prec);
        arb_neg(z, z);
        arb_exp(edge, z, prec);
        arb_const_pi(t, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_div(t, variance, t, prec);
        arb_sqrt(t, t, prec);
        arb_mul(edge, edge, t, prec); /* tau w(d/tau) */
    }
    arb_mul_2exp_si(B, B, -1);
    for (slong k = 0; k + 1 < length; k++) {
        arb_mul(B + k + 1, d, B + k, prec);
        if (k == 0)
            arb_add(B + 1, B + 1, edge, prec);
        else
            arb_addmul(B + k + 1, variance, B + k - 1, prec);
        arb_div_ui(B + k + 1, B + k + 1, (ulong)k + 1, prec);
    }
    /* n(b; q_i) */
    arb_set_fmpq(t, corner->b, prec);
    arb_sqr(t, t, prec);
    arb_div(t, t, corner->qi, prec);
    arb_mul_2exp_si(t, t, -1);
    arb_neg(t, t);
    arb_exp(t, t, prec);
    arb_const_pi(z, prec);
    arb_mul_2exp_si(z, z, 1);
    arb_mul(z, z, corner->qi, prec);
    arb_rsqrt(z, z, prec);
    arb_mul(t, t, z, prec);
    _arb_vec_scalar_mul(B, B, length, t, prec);
    arb_clear(d);
    arb_clear(variance);
    arb_clear(z);
    arb_clear(edge);
    arb_clear(t);
}

/* sum_{j<m, k<n} x_j y_k M_{j,k} */
static void corner_sum(arb_t sum, const split_corner *corner, arb_srcptr x, slong m, arb_srcptr y, slong n,
                       const arb_t sigma, slong prec)
{
    split_corner other = {corner->c, corner->b, corner->qj, corner->qi, corner->rho, corner->gap, corner->same};
    /* row[k + 1] = M_{j,k}, k = -1..n-1, for j - 1, j, j + 1 */
    arb_ptr store = _arb_vec_init(3 * (n + 1)), before = store, row = store + n + 1, next = store + 2 * (n + 1);
    arb_ptr C = _arb_vec_init(m);
    arb_t minus_b, minus_c, t;
    arb_init(minus_b);
    arb_init(minus_c);
    arb_init(t);
    arb_set_fmpq(minus_b, corner->b, prec);
    arb_neg(minus_b, minus_b);
    arb_set_fmpq(minus_c, corner->c, prec);
    arb_neg(minus_c, minus_c);
    boundary(before + 1, n, corner, prec);
    boundary(C, m, &other, prec);

    arb_set(row, C);
    split_sign_mean(row + 1, corner, prec);
    for (slong k = 0; k + 1 < n; k++) {
        arb_ptr u = row + k + 2;
        arb_mul(u, corner->qj, row + k, prec);
        arb_addmul(u, minus_c, row + k + 1, prec);
        arb_addmul(u, sigma, before + k + 1, prec);
        arb_div_ui(u, u, (ulong)k + 1, prec);
    }
    for (slong j = 0; j < m; j++) {
        if (!arb_is_zero(x + j)) {
            arb_dot(t, NULL, 0, y, 1, row + 1, 1, n, prec);
            arb_addmul(sum, x + j, t, prec);
        }
        if (j + 1 == m) break;
        arb_set(next, C + j + 1);
        for (slong k = 0; k < n; k++) {
            arb_ptr u = next + k + 1;
            arb_mul(u, corner->qi, before + k + 1, prec);
            arb_addmul(u, minus_b, row + k + 1, prec);
            arb_addmul(u, sigma, row + k, prec);
            arb_div_ui(u, u, (ulong)j + 1, prec);
        }
        arb_ptr free_row = before;
        before = row;
        row = next;
        next = free_row;
    }
    _arb_vec_clear(store, 3 * (n + 1));
    _arb_vec_clear(C, m);
    arb_clear(minus_b);
    arb_clear(minus_c);
    arb_clear(t);
}

/* orders 0..length-1 hold every nonzero jump of the breakpoint */
static slong orders(const hermite_split_t split, slong s)
{
    slong length = split->J;
    while (length > 0 && arb_is_zero(split->jump + s * split->J + length - 1)) length--;
    return length;
}

void split_products(arb_t sum, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong prec)
{
    arb_t gap, sigma, term;
    arb_init(gap);
    arb_init(sigma);
    arb_init(term);
    arb_zero(sum);
    /* 1 - rho^2 with relative accuracy; sigma */
    arb_sub_ui(gap, rho, 1, prec);
    arb_neg(gap, gap);
    arb_add_ui(sigma, rho, 1, prec);
    arb_mul(gap, gap, sigma, prec);
    int same = i == j || (arb_equal(i->q, j->q) && arb_is_exact(i->q));
    if (same) {
        arb_set(sigma, i->q);
    } else {
        arb_mul(sigma, i->q, j->q, prec);
        arb_sqrt(sigma, sigma, prec);
    }
    arb_mul(sigma, sigma, rho, prec);
    for (slong s = 0; s < i->breaks; s++)
        for (slong t = i == j ? s : 0; t < j->breaks; t++) {
            slong m = orders(i, s), n = orders(j, t);
            if (m == 0 || n == 0) continue;
            split_corner corner = {i->b + s, j->b + t, i->q, j->q, rho, gap, same};
            arb_zero(term);
            corner_sum(term, &corner, i->jump + s * i->J, m, j->jump + t * j->J, n, sigma, prec);
            if (i == j && s != t) arb_mul_2exp_si(term, term, 1); /* (t, s) is the transpose */
            arb_add(sum, sum, term, prec);
        }
    arb_clear(gap);
    arb_clear(sigma);
    arb_clear(term);
}
