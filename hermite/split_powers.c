/* The Hermite coefficients of P and E phi P.

   a_r(f) = sqrt(q/r) a_{r-1}(f') (integration by parts), so with A(r, j) = a_r(e_j), x = b/sqrt(q) and w the normal
   density A(r, j) = sqrt(q/r) A(r-1, j-1),   A(r, -1) = h_r(x) w(x)/sqrt(q),   A(0, j) = mu_j, mu_{-1} = w(x)/sqrt(q),
   mu_0 = -erf(x/sqrt 2)/2,   (j+1) mu_{j+1} = -b mu_j + q mu_{j-1}. a_r(P) is the Horner sum over j.  Every term is a
   ball.

   E phi P: on a piece m of phi, P is the polynomial sum_{s,j} c_{s,j} (+-1/2) (y - b_s)^j/j! = sum_{r<J} p_r h_r(y/sqrt
   q), a_r((y - b)^j/j!) = q^{r/2}/sqrt(r!) nu_{j-r},   nu_0 = 1, nu_{-1} = 0, (j+1) nu_{j+1} = -b nu_j + q nu_{j-1},
   and int_m phi h_r N comes from the nodes of the rule within m (its error bounds every part of the line) or exactly.
 */
#include "hermite/quadrature.h"
#include "hermite/split.h"

/* m[0..length-1] by (j+1) m_{j+1} = -b m_j + q m_{j-1} from m[0] and m_{-1} = before */
static void moments(arb_ptr m, const arb_t before, slong length, const fmpq *b, const arb_t q, slong prec)
{
    arb_t minus_b;
    arb_init(minus_b);
    arb_set_fmpq(minus_b, b, prec);
    arb_neg(minus_b, minus_b);
    for (slong j = 0; j + 1 < length; j++) {
        arb_mul(m + j + 1, q, j == 0 ? before : m + j - 1, prec);
        arb_addmul(m + j + 1, minus_b, m + j, prec);
        arb_div_ui(m + j + 1, m + j + 1, (ulong)j + 1, prec);
    }
    arb_clear(minus_b);
}

void split_power_coefficients(arb_ptr a, slong N, const hermite_split_t split, slong prec)
{
    slong J = split->J;
    arb_ptr root = _arb_vec_init(N + 1), value = _arb_vec_init(N + 1), mu = _arb_vec_init(J + 1);
    arb_t x, weight, t, acc;
    arb_init(x);
    arb_init(weight);
    arb_init(t);
    arb_init(acc);
    for (slong r = 1; r <= N; r++) { /* sqrt(q/r) */
        arb_div_ui(root + r, split->q, (ulong)r, prec);
        arb_sqrt(root + r, root + r, prec);
    }
    _arb_vec_zero(a, N + 1);
    for (slong s = 0; s < split->breaks; s++) {
        arb_srcptr c = split->jump + s * J;
        arb_set_fmpq(x, split->b + s, prec);
        arb_rsqrt(t, split->q, prec);
        arb_mul(x, x, t, prec);
        arb_sqr(weight, x, prec);
        arb_mul_2exp_si(weight, weight, -1);
        arb_neg(weight, weight);
        arb_exp(weight, weight, prec);
        arb_mul(weight, weight, t, prec);
        arb_const_pi(t, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_rsqrt(t, t, prec);
        arb_mul(weight, weight, t, prec); /* w(x)/sqrt(q) */
        _arb_vec_zero(value, N + 1);
        hermite_weighted_sums(value, N, 0, 1, x, weight, 1, prec);
        if (arb_is_zero(x)) /* odd polynomials */
            for (slong r = 1; r <= N; r += 2) arb_zero(value + r);
        arb_set_ui(t, 2);
        arb_rsqrt(t, t, prec);
        arb_mul(t, t, x, prec);
        arb_hypgeom_erf(mu, t, prec);
        arb_neg(mu, mu);
        arb_mul_2exp_si(mu, mu, -1);
        moments(mu, weight, J, split->b + s, split->q, prec);
        for (slong r = 0; r <= N; r++) {
            arb_zero(acc);
            for (slong j = r; j < J; j++) arb_addmul(acc, c + j, mu + j - r, prec);
            for (slong j = FLINT_MIN(r, J) - 1; j >= 0; j--) {
                if (!arb_is_zero(c + j)) arb_addmul(acc, c + j, value + r - 1 - j, prec);
                arb_mul(acc, acc, root + r - j, prec);
            }
            arb_add(a + r, a + r, acc, prec);
        }
    }
    _arb_vec_clear(root, N + 1);
    _arb_vec_clear(value, N + 1);
    _arb_vec_clear(mu, J + 1);
    arb_clear(x);
    arb_clear(weight);
    arb_clear(t);
    arb_clear(acc);
}

/* p[r] = sum_s side_s/2 sum_j c_{s,j} q^{r/2}/sqrt(r!) nu_{j-r}: P on piece m, left of the breakpoints m, m+1, ... */
static void polynomial_on_piece(arb_ptr p, const hermite_split_t split, slong m, slong prec)
{
    slong J = split->J;
    arb_ptr nu = _arb_vec_init(J);
    arb_t t, scale;
    arb_init(t);
    arb_init(scale);
    _arb_vec_zero(p, J);
    for (slong s = 0; s < split->breaks; s++) {
        arb_srcptr c = split->jump + s * J;
        arb_zero(t);
        arb_one(nu);
        moments(nu, t, J, split->b + s, split->q, prec);
        arb_one(scale);
        for (slong r = 0; r < J; r++) {
            if (r > 0) {
                arb_div_ui(t, split->q, (ulong)r, prec);
                arb_sqrt(t, t, prec);
                arb_mul(scale, scale, t, prec);
            }
            arb_dot(t, NULL, 0, c + r, 1, nu, 1, J - r, prec);
            arb_mul(t, t, scale, prec);
            arb_mul_2exp_si(t, t, -1);
            if (s >= m)
                arb_sub(p + r, p + r, t, prec);
            else
                arb_add(p + r, p + r, t, prec);
        }
    }
    _arb_vec_clear(nu, J);
    arb_clear(t);
    arb_clear(scale);
}

/* part[m J + r] = int over piece m of phi h_r N, r < J, from the nodes of the rule; a folded rule has y > 0 only */
static void analytic_parts(arb_ptr part, const quadrature_t rule, slong J, slong pieces, const hermite_split_t split,
                           int parity, slong bits, slong prec)
{
    arb_ptr x = _arb_vec_init(rule->count), weight = _arb_vec_init(rule->count);
    arb_t root, scale, t;
    arb_init(root);
    arb_init(scale);
    arb_init(t);
    arb_rsqrt(root, split->q, prec);
    arb_const_pi(scale, prec);
    arb_mul_2exp_si(scale, scale, 1);
    arb_rsqrt(scale, scale, prec);
    arb_mul(scale, scale, root, prec);
    for (slong m = 0; m < pieces; m++) {
        slong count = 0;
        for (slong k = 0; k < rule->count; k++) {
            /* Gauss nodes lie inside their panel by far more than their radius: the midpoint decides the piece */
            slong at = 0;
            arb_get_mid_arb(t, rule->node + k);
            while (at < split->breaks) {
                arb_set_fmpq(weight + count, split->b + at, prec);
                if (!arb_gt(t, weight + count)) break;
                at++;
            }
            if (at != m) continue;
            arb_mul(x + count, rule->node + k, root, prec);
            arb_sqr(t, x + count, prec);
            arb_mul_2exp_si(t, t, -1);
            arb_neg(t, t);
            arb_exp(t, t, prec);
            arb_mul(t, t, scale, prec);
            arb_mul(weight + count, rule->value + k, t, prec);
            count++;
        }
        if (count == 0) continue;
        arb_ptr sums = _arb_vec_init(J);
        hermite_weighted_sums(sums, J - 1, 0, 1, x, weight, count, bits);
        for (slong r = 0; r < J; r++) {
            arb_add_error_mag(sums + r, rule->error);
            arb_add(part + m * J + r, part + m * J + r, sums + r, prec);
            if (!rule->folded) continue;
            if (parity * (r % 2 == 0 ? 1 : -1) < 0) arb_neg(sums + r, sums + r);
            slong mirrored = pieces - 1 - m; /* the middle piece gets both halves */
            arb_add(part + mirrored * J + r, part + mirrored * J + r, sums + r, prec);
        }
        _arb_vec_clear(sums, J);
    }
    _arb_vec_clear(x, rule->count);
    _arb_vec_clear(weight, rule->count);
    arb_clear(root);
    arb_clear(scale);
    arb_clear(t);
}

dq_status split_cross(arb_t cross, const hermite_split_t split, const activation_t phi, slong bits, double scale_log2,
                      reason_t why)
{
    slong J = split->J, pieces = activation_pieces(phi), degree = 0;
    slong prec = bits + 64 + (scale_log2 < 0.0 ? (slong)(-0.5 * scale_log2) : 0);
    for (slong m = 0; m < pieces; m++) degree = FLINT_MAX(degree, activation_piece_degree(phi, m));
    arb_zero(cross);
    if (J == 0) return DQ_OK;
    quadrature_t rule;
    quadrature_init(rule);
    dq_status status = quadrature_build(rule, phi, split->q, J, bits, scale_log2, why);
    if (status == DQ_OK) {
        arb_ptr part = _arb_vec_init(pieces * J), p = _arb_vec_init(J);
        arb_t t;
        arb_init(t);
        if (rule->count > 0) analytic_parts(part, rule, J, pieces, split, activation_parity(phi), prec, prec);
        for (slong m = 0; m < pieces; m++) {
            if (activation_piece_degree(phi, m) >= 0)
                hermite_polynomial_piece(part + m * J, J - 1, phi, m, split->q, prec + 16 * (degree + 1));
            polynomial_on_piece(p, split, m, prec + 64);
            arb_dot(t, NULL, 0, part + m * J, 1, p, 1, J, prec + 64);
            arb_add(cross, cross, t, prec + 64);
        }
        arb_clear(t);
        _arb_vec_clear(part, pieces * J);
        _arb_vec_clear(p, J);
    }
    quadrature_clear(rule);
    return status;
}
