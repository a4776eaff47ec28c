/* polynomial_kappa: for phi(x) = sum_i p_i x^i, kappa(q) = sum_{i+j even} p_i p_j E g^(i+j) q^((i+j)/2), E g^(2m) =
 * (2m-1)!!. */
#include "gram/variance.h"

slong polynomial_kappa(arb_poly_t kappa, const activation_t phi, slong prec)
{
    slong degree = -1, i, m;
    arb_ptr p;
    arb_poly_t square;
    arb_t zero, term;
    fmpz_t moment;

    if (!activation_is_polynomial(&degree, phi) || degree < 0 || activation_pieces(phi) != 1) return -1;
    arb_init(zero);
    arb_init(term);
    fmpz_init(moment);
    arb_poly_init(square);
    p = _arb_vec_init(degree + 1);
    activation_piece_eval_series(p, phi, 0, zero, degree + 1, prec);
    for (i = 0; i <= degree; i++) arb_poly_set_coeff_arb(square, i, p + i);
    arb_poly_mul(square, square, square, prec);
    arb_poly_zero(kappa);
    for (m = 0; m <= degree; m++) {
        arb_poly_get_coeff_arb(term, square, 2 * m);
        if (m > 0) {
            fmpz_one(moment);
            for (i = 1; i <= m; i++) fmpz_mul_ui(moment, moment, (ulong)(2 * i - 1));
            arb_mul_fmpz(term, term, moment, prec);
        }
        arb_poly_set_coeff_arb(kappa, m, term);
    }
    _arb_vec_clear(p, degree + 1);
    arb_poly_clear(square);
    arb_clear(zero);
    arb_clear(term);
    fmpz_clear(moment);
    return degree;
}
