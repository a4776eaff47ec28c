/* smoothness_forms: for f(x) = x^T A x/2 the gradient is Ax, and every form is a matrix inequality:
     Lipschitz           A^T A <= L^2 I
     two-sided           -LI <= A <= LI              (f(y) - f(x) - <grad f(x), y-x> = d^T A d/2, d = y - x)
     printed monotone    A <= A^2/L                  (d^T A d <= |Ad|^2/L)
     co-coercive         A^2/L <= A
     above               A <= LI. */
#include "verify/claims/smoothness_forms.h"

/* x P + y Q is positive semidefinite. */
static int combination_is_psd(const fmpq_mat_t P, const fmpq_t x, const fmpq_mat_t Q, const fmpq_t y)
{
    fmpq_mat_t S, T;
    fmpq_mat_init(S, fmpq_mat_nrows(P), fmpq_mat_nrows(P));
    fmpq_mat_init(T, fmpq_mat_nrows(P), fmpq_mat_nrows(P));
    fmpq_mat_scalar_mul_fmpq(S, P, x);
    fmpq_mat_scalar_mul_fmpq(T, Q, y);
    fmpq_mat_add(S, S, T);
    int holds = rational_matrix_is_psd(S);
    fmpq_mat_clear(S);
    fmpq_mat_clear(T);
    return holds;
}

int quadratic_has_form(smoothness_form form, const fmpq_mat_t A, const fmpq_t L)
{
    int holds = 0;
    fmpq_t one, minus, inverse;
    fmpq_mat_t I, square;
    fmpq_init(one);
    fmpq_init(minus);
    fmpq_init(inverse);
    fmpq_mat_init(I, fmpq_mat_nrows(A), fmpq_mat_nrows(A));
    fmpq_mat_init(square, fmpq_mat_nrows(A), fmpq_mat_nrows(A));
    fmpq_one(one);
    fmpq_neg(minus, one);
    fmpq_inv(inverse, L);
    fmpq_mat_one(I);
    rational_matrix_gram(square, A);
    switch (form) {
    case FORM_LIPSCHITZ:
        holds = rational_norm_at_most(A, L);
        break;
    case FORM_TWO_SIDED:
        holds = combination_is_psd(I, L, A, one) && combination_is_psd(I, L, A, minus);
        break;
    case FORM_PRINTED_MONOTONE:
        holds = combination_is_psd(square, inverse, A, minus);
        break;
    case FORM_COCOERCIVE:
        fmpq_neg(inverse, inverse);
        holds = combination_is_psd(square, inverse, A, one);
        break;
    case FORM_ABOVE:
        holds = combination_is_psd(I, L, A, minus);
        break;
    }
    fmpq_clear(one);
    fmpq_clear(minus);
    fmpq_clear(inverse);
    fmpq_mat_clear(I);
    fmpq_mat_clear(square);
    return holds;
}

void forms_compare(examples_t sufficient, examples_t necessary, smoothness_form form, int convex)
{
    static const char *const constants[] = {"1", "1/2", "2", "3"};
    static const ulong counts[] = {0, 5, 125};
    fmpq_t L;
    fmpq_init(L);
    examples_init(sufficient);
    examples_init(necessary);
    for (slong order = 1; order <= 2; order++) {
        fmpq_mat_t A;
        fmpq_mat_init(A, order, order);
        for (size_t c = 0; c < sizeof constants / sizeof constants[0]; c++)
            for (ulong index = 0; index < counts[order]; index++) {
                rational_set(L, constants[c]);
                rational_matrix_digits(A, index, 5, 1, 1);
                if (convex && !rational_matrix_is_psd(A)) continue;
                int has = quadratic_has_form(form, A, L), smooth = quadratic_has_form(FORM_LIPSCHITZ, A, L);
                examples_add(sufficient, !has || smooth,
                             "$`f(x)=\\frac12x^\\top Ax`$ with $`A=`$ (%s) and $`L=%s`$: the form holds, but "
                             "$`\\nabla f(x)=Ax`$ is not $`L`$-Lipschitz.",
                             rational_matrix_as_text(A).text, constants[c]);
                examples_add(necessary, !smooth || has,
                             "$`f(x)=\\frac12x^\\top Ax`$ with $`A=`$ (%s) and $`L=%s`$: $`\\nabla f(x)=Ax`$ is "
                             "$`L`$-Lipschitz, but the form fails.",
                             rational_matrix_as_text(A).text, constants[c]);
            }
        fmpq_mat_clear(A);
    }
    fmpq_clear(L);
}

void forms_verdict(verdict_t v, smoothness_form form, int convex, int directions, const char *proof)
{
    examples_t sufficient, necessary;
    forms_compare(sufficient, necessary, form, convex);
    if (directions == 1 || (directions == 3 && sufficient->violation[0] != '\0')) {
        examples_verdict(v, sufficient, proof);
        if (directions == 3 && necessary->violation[0] != '\0') verdict_add(v, "%s", necessary->violation);
    } else {
        examples_verdict(v, necessary, proof);
    }
}

int one_sided_example(arb_t difference, slong prec)
{
    arb_t x, part, bound;
    fmpq_poly_t second, square;
    arb_init(x);
    arb_init(part);
    arb_init(bound);
    fmpq_poly_init(second);
    fmpq_poly_init(square);
    /* f'' = -cos x - cos 2x = 1 - c - 2c^2; 9/8 - f'' and 2(c + 1/4)^2 are the same polynomial. */
    fmpq_poly_set_str(second, "3  1/8 1 2");
    fmpq_poly_set_str(square, "2  1/4 1");
    fmpq_poly_mul(square, square, square);
    fmpq_poly_scalar_mul_si(square, square, 2);
    int above = fmpq_poly_equal(second, square);
    /* f' = -sin x - sin(2x)/2 is 0 at 0. */
    arb_set_d(x, 0.5);
    arb_sin(difference, x, prec);
    arb_set_si(x, 1);
    arb_sin(part, x, prec);
    arb_mul_2exp_si(part, part, -1);
    arb_add(difference, difference, part, prec);
    arb_set_si(bound, 9);
    arb_mul_2exp_si(bound, bound, -4); /* 9/8 * 1/2 */
    int steep = arb_gt(difference, bound);
    arb_clear(x);
    arb_clear(part);
    arb_clear(bound);
    fmpq_poly_clear(second);
    fmpq_poly_clear(square);
    return above && steep;
}
