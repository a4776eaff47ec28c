/* background.theorem-2.6.3: the PL* condition in a ball suffices for linear convergence inside it. */
#include "verify/claims/rational_matrix.h"

#define PREC  256
#define STEPS 6

/* F(theta) = A theta, L = |A theta - y|^2/2 from theta = 0: K = A A^T >= mu/2 I gives mu-PL* everywhere (checked), M = t^2
   with |A| <= t, eta = 1/(slack M).  Every iterate must lie in the ball of radius R, R^2 = radius/mu L(theta(0)), and
   L(theta(k)) <= (1 - rate eta mu)^k L(theta(0)). */
static void check_linear(examples_t e, const char *entries, slong N, slong p, const char *constant, slong slack,
                         const char *radius, const char *rate)
{
    fmpq_t mu, eta, kappa, loss, bound, ball, size, x;
    fmpq_mat_t A, T, K, theta, r, step;
    fmpq_init(mu);
    fmpq_init(eta);
    fmpq_init(kappa);
    fmpq_init(loss);
    fmpq_init(bound);
    fmpq_init(ball);
    fmpq_init(size);
    fmpq_init(x);
    fmpq_mat_init(A, N, p);
    fmpq_mat_init(T, p, N);
    fmpq_mat_init(K, N, N);
    fmpq_mat_init(theta, p, 1);
    fmpq_mat_init(r, N, 1);
    fmpq_mat_init(step, p, 1);
    rational_matrix_set(A, entries);
    rational_set(mu, constant);
    fmpq_mat_transpose(T, A);
    rational_matrix_gram(K, T);
    fmpq_div_2exp(x, mu, 1);
    fmpq_neg(x, x);
    rational_matrix_shift(K, K, x);
    int condition = rational_matrix_is_psd(K);
    rational_norm_bound(eta, A);
    fmpq_mul(eta, eta, eta);
    fmpq_set_si(x, slack, 1);
    fmpq_mul(eta, eta, x);
    fmpq_inv(eta, eta);
    rational_set(kappa, rate);
    fmpq_mul(kappa, kappa, eta);
    fmpq_mul(kappa, kappa, mu);
    fmpq_sub_si(kappa, kappa, 1);
    fmpq_neg(kappa, kappa);
    for (slong k = 0; condition && k <= STEPS; k++) {
        fmpq_mat_mul(r, A, theta);
        fmpq_zero(loss);
        fmpq_zero(size);
        for (slong i = 0; i < N; i++) {
            fmpq_sub_si(fmpq_mat_entry(r, i, 0), fmpq_mat_entry(r, i, 0), 10 - 7 * i); /* the labels 10, 3 */
            fmpq_addmul(loss, fmpq_mat_entry(r, i, 0), fmpq_mat_entry(r, i, 0));
        }
        fmpq_div_2exp(loss, loss, 1);
        if (k == 0) {
            fmpq_set(bound, loss);
            rational_set(ball, radius);
            fmpq_div(ball, ball, mu);
            fmpq_mul(ball, ball, loss);
        }
        for (slong j = 0; j < p; j++) fmpq_addmul(size, fmpq_mat_entry(theta, j, 0), fmpq_mat_entry(theta, j, 0));
        examples_add(e, fmpq_cmp(loss, bound) <= 0 && fmpq_cmp(size, ball) <= 0,
                     "$`F(\\theta)=A\\theta`$, $`A=`$ (%s), $`\\mu=%s`$, $`\\eta=%s`$, after %ld steps: $`\\mathcal "
                     "L=%s`$ against $`%s`$, "
                     "$`\\Vert\\theta-\\theta(0)\\Vert^2=%s`$ against $`R^2=%s`$.",
                     rational_matrix_as_text(A).text, constant, rational_as_text(eta).text, (long)k,
                     rational_as_text(loss).text, rational_as_text(bound).text, rational_as_text(size).text,
                     rational_as_text(ball).text);
        fmpq_mul(bound, bound, kappa);
        fmpq_mat_mul(step, T, r);
        fmpq_mat_scalar_mul_fmpq(step, step, eta);
        fmpq_mat_sub(theta, theta, step);
    }
    fmpq_clear(mu);
    fmpq_clear(eta);
    fmpq_clear(kappa);
    fmpq_clear(loss);
    fmpq_clear(bound);
    fmpq_clear(ball);
    fmpq_clear(size);
    fmpq_clear(x);
    fmpq_mat_clear(A);
    fmpq_mat_clear(T);
    fmpq_mat_clear(K);
    fmpq_mat_clear(theta);
    fmpq_mat_clear(r);
    fmpq_mat_clear(step);
}

/* F(t) = t + t/(2(1+t^2)) from t = 0, y = 3, in balls.  With u = 1 + t^2, F' = 1 + (2-u)/(2u^2) is in [15/16, 3/2] (least at
   u = 4), so mu = 7/4 <= 2 (15/16)^2; |F''| = |t^3 - 3t|/u^3 <= 3/2.  g(0) = 9/2, R = 5 sqrt(g(0)/mu), M = 9/4 + 3/2 (3 +
   3/2 R), eta = 1/M, kappa = eta mu/2. */
static void check_nonlinear(examples_t e)
{
    arb_t R, eta, rate, bound, t, u, F, slope, loss;
    arb_init(R);
    arb_init(eta);
    arb_init(rate);
    arb_init(bound);
    arb_init(t);
    arb_init(u);
    arb_init(F);
    arb_init(slope);
    arb_init(loss);
    arb_set_si(R, 18);
    arb_div_si(R, R, 7, PREC);
    arb_sqrt(R, R, PREC);
    arb_mul_si(R, R, 5, PREC);
    arb_mul_si(eta, R, 9, PREC);
    arb_div_si(eta, eta, 4, PREC);
    arb_set_d(u, 6.75);
    arb_add(eta, eta, u, PREC);
    arb_inv(eta, eta, PREC);
    arb_mul_si(rate, eta, 7, PREC);
    arb_div_si(rate, rate, 8, PREC);
    arb_sub_si(rate, rate, 1, PREC);
    arb_neg(rate, rate);
    arb_set_d(bound, 4.5);
    for (slong k = 1; k <= 40; k++) {
        for (int after = 0; after < 2; after++) {
            arb_mul(u, t, t, PREC);
            arb_add_si(u, u, 1, PREC);
            arb_div(F, t, u, PREC);
            arb_mul_2exp_si(F, F, -1);
            arb_add(F, F, t, PREC);
            arb_sub_si(F, F, 3, PREC); /* the residual */
            if (after) break;
            arb_sub_si(slope, u, 2, PREC);
            arb_div(slope, slope, u, PREC);
            arb_div(slope, slope, u, PREC);
            arb_mul_2exp_si(slope, slope, -1);
            arb_sub_si(slope, slope, 1, PREC);
            arb_mul(slope, slope, F, PREC);
            arb_addmul(t, slope, eta, PREC); /* t - eta F' (F - y) */
        }
        arb_mul(loss, F, F, PREC);
        arb_mul_2exp_si(loss, loss, -1);
        arb_mul(bound, bound, rate, PREC);
        arb_abs(u, t);
        examples_add(e, arb_le(loss, bound) && arb_le(u, R),
                     "$`F(t)=t+\\frac t{2(1+t^2)}`$, $`y=3`$, after %ld steps: $`\\mathcal L=`$ %s.", (long)k,
                     ball_as_text(loss, 10).text);
    }
    arb_clear(R);
    arb_clear(eta);
    arb_clear(rate);
    arb_clear(bound);
    arb_clear(t);
    arb_clear(u);
    arb_clear(F);
    arb_clear(slope);
    arb_clear(loss);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check_linear(e, "1", 1, 1, "2", 2, "25", "1/2");
    check_linear(e, "1 2 -1 1/2 3 0", 2, 3, "3/2", 1, "25", "1/2");
    check_linear(e, "1 0 0 1/2", 2, 2, "1/2", 3, "25", "1/2");
    check_nonlinear(e);
    examples_verdict(v, e,
                     "With $`c=5/\\sqrt\\mu`$ and, for small $`\\eta`$, $`\\kappa=\\eta\\mu/2`$ (proof under Method).");
}

static void planted_radius(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_linear(e, "1", 1, 1, "2", 1, "1/2", "1/2");
    examples_verdict(v, e, NULL);
}

static void planted_rate(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_linear(e, "1", 1, 1, "2", 2, "25", "4/5");
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_linear(e, "1 2 -1 1/2 3 0", 2, 3, "3/2", 1, "36", "1/4");
    examples_verdict(v, e, "Weaker than what is proved.");
}

static const planted_t planted[] = {
    {"every-constant", "The same for every $`c>0`$, as $`c=\\frac12`$ with $`F(\\theta)=\\theta`$.", 0, planted_radius},
    {"rate-too-fast", "The same with $`\\kappa=0.8\\,\\eta\\mu`$ for every small $`\\eta`$.", 0, planted_rate},
    {"true-offered-as-false", "The same with $`c=6/\\sqrt\\mu`$ and $`\\kappa=\\eta\\mu/4`$.", 1, planted_true},
    {0}};

const claim_t claims_background_theorem_2_6_3[] = {
    {.id = "background.theorem-2.6.3",
     .title = "The PL* condition in a ball suffices",
     .source = "Nguyen, Theorem 2.6.3 (informal version of Liu et al. 2020, Theorem 6)",
     .statement = "Suppose $`F(\\theta)`$ is $`L`$-Lipschitz continuous and $`\\beta`$-smooth. If the square loss "
                  "$`\\mathcal L(\\theta)`$ satisfies the "
                  "$`\\mu`$-PL* condition in the ball $`B(\\theta(0),R)\\triangleq\\{\\theta\\in\\mathbb "
                  "R^p:\\|\\theta-\\theta(0)\\|\\leq R\\}`$ with "
                  "$`R=c\\sqrt{\\mathcal L(\\theta(0))}`$. Then GD with a step size small enough step size $`\\eta`$ "
                  "convergence to a global minima in "
                  "$`B(\\theta(0),R)`$ with an linear convergence rate\n\n```math\n\\mathcal "
                  "L(\\theta(k))\\leq(1-\\kappa)^k\\mathcal L(0)\n```\n\nwhere $`c,\\kappa`$ "
                  "is positive constant and $`\\kappa<1`$.",
     .reading = "There are constants $`c`$ (of $`\\mu`$) and $`\\kappa`$ (of $`\\mu`$ and $`\\eta`$) for which it "
                "holds: the informal version does not name "
                "them, and for every $`c`$ it is false (planted below). $`\\mathcal L(0)`$ is $`\\mathcal "
                "L(\\theta(0))`$; $`\\mu`$-PL* is Definition "
                "2.6.1, $`\\|\\nabla\\mathcal L(\\theta)\\|^2\\geq\\mu\\mathcal L(\\theta)`$. $`\\mathcal "
                "L=\\frac12\\|F-\\mathbf y\\|^2`$; another factor changes the "
                "constants only.",
     .hypotheses = "As printed.",
     .method =
         "Take $`c=5/\\sqrt\\mu`$ and suppose $`g=\\mathcal L`$ has $`g(\\theta(0))>0`$. On the ball $`\\nabla "
         "g=J^\\top(F-\\mathbf y)`$ is Lipschitz with "
         "$`M=L^2+\\beta(\\Vert F(\\theta(0))-\\mathbf y\\Vert+LR)`$. Let $`\\eta\\le1/M`$, $`\\eta<2/\\mu`$, and "
         "follow the step from "
         "$`\\theta=\\theta(k)`$: as long as $`\\theta_s=\\theta-s\\nabla g(\\theta)`$, $`s\\le\\eta`$, stays in the "
         "ball, $`g(\\theta_s)\\le g(\\theta)-\\frac s2\\Vert"
         "\\nabla g(\\theta)\\Vert^2`$, so $`\\sqrt{g(\\theta)}-\\sqrt{g(\\theta_s)}\\ge\\frac{s\\Vert\\nabla "
         "g(\\theta)\\Vert^2}{4\\sqrt{g(\\theta)}}\\ge\\frac{\\sqrt\\mu}4"
         "\\Vert\\theta_s-\\theta\\Vert`$. Summed over the steps, the path so far has length at most "
         "$`\\frac4{\\sqrt\\mu}\\sqrt{g(\\theta(0))}<R`$: it never reaches the "
         "boundary. Hence $`g(\\theta(k+1))\\le(1-\\frac{\\eta\\mu}2)g(\\theta(k))`$, "
         "$`\\kappa=\\frac{\\eta\\mu}2<1`$, and the iterates converge, in the "
         "ball, to a point where $`g=0`$. Checked on linear models in exact rationals and on a nonlinear one in balls.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/theorem-2.6.3.c"},
    {.id = NULL}};
