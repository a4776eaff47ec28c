/* background.theorem-2.6.4: uniform conditioning implies the PL* condition (with twice the constant claimed). */
#include "verify/claims/polynomial_network.h"

/* At enumerated theta where K - mu I is positive semidefinite: |grad L|^2 >= factor mu L, L = |F - y|^2/2, the gradient
   computed from the loss alone. */
static void check(examples_t e, const char *factor)
{
    fmpq_t half, mu, minus, size, bound;
    fmpq_mat_t theta, x, y, J, T, K, gradient;
    fmpq_init(half);
    fmpq_init(mu);
    fmpq_init(minus);
    fmpq_init(size);
    fmpq_init(bound);
    fmpq_mat_init(theta, NETWORK_PARAMETERS, 1);
    fmpq_mat_init(x, 2, 1);
    fmpq_mat_init(y, 2, 1);
    fmpq_mat_init(J, 2, NETWORK_PARAMETERS);
    fmpq_mat_init(T, NETWORK_PARAMETERS, 2);
    fmpq_mat_init(K, 2, 2);
    fmpq_mat_init(gradient, NETWORK_PARAMETERS, 1);
    rational_set(half, "1/2");
    rational_matrix_set(x, "1 -1");
    for (ulong labels = 0; labels < 25; labels++)
        for (ulong index = 0; index < 27; index++) {
            rational_matrix_digits(y, labels, 5, 1, 0);
            rational_matrix_digits(theta, index, 3, 1, 0);
            network_jacobian(J, theta, x);
            fmpq_mat_transpose(T, J);
            rational_matrix_gram(K, T);
            for (slong k = 1; k <= 4; k++) {
                fmpq_set_si(mu, k, 2);
                fmpq_neg(minus, mu);
                rational_matrix_shift(K, K, minus);
                int conditioned = rational_matrix_is_psd(K);
                rational_matrix_shift(K, K, mu);
                if (!conditioned) continue;
                network_gradient(gradient, theta, x, y, half);
                fmpq_zero(size);
                for (slong j = 0; j < NETWORK_PARAMETERS; j++)
                    fmpq_addmul(size, fmpq_mat_entry(gradient, j, 0), fmpq_mat_entry(gradient, j, 0));
                network_loss(bound, theta, x, y, half);
                rational_set(minus, factor);
                fmpq_mul(bound, bound, mu);
                fmpq_mul(bound, bound, minus);
                examples_add(e, fmpq_cmp(size, bound) >= 0,
                             "$`f(\\theta,x)=\\theta_0+\\theta_1x+\\theta_0\\theta_2x^2`$ at $`\\theta=`$ (%s), inputs "
                             "1, -1, labels (%s), "
                             "$`\\mu=%s`$: $`\\Vert\\nabla\\mathcal L\\Vert^2=%s`$ against $`%s`$.",
                             rational_matrix_as_text(theta).text, rational_matrix_as_text(y).text,
                             rational_as_text(mu).text, rational_as_text(size).text, rational_as_text(bound).text);
            }
        }
    fmpq_clear(half);
    fmpq_clear(mu);
    fmpq_clear(minus);
    fmpq_clear(size);
    fmpq_clear(bound);
    fmpq_mat_clear(theta);
    fmpq_mat_clear(x);
    fmpq_mat_clear(y);
    fmpq_mat_clear(J);
    fmpq_mat_clear(T);
    fmpq_mat_clear(K);
    fmpq_mat_clear(gradient);
}

static void decide_factor(verdict_t v, const char *factor, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, factor);
    examples_verdict(v, e, proof);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_factor(v, "1", "For every differentiable $`F`$, even with $`2\\mu`$ for $`\\mu`$ (proof under Method).");
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "21/10", NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "2", "This is what the proof gives.");
}

static const planted_t planted[] = {
    {"constant-5-percent-large", "$`\\mu`$-uniformly conditioned implies $`2.1\\mu`$-PL*.", 0, planted_constant},
    {"true-offered-as-false", "$`\\mu`$-uniformly conditioned implies $`2\\mu`$-PL*.", 1, planted_true},
    {0}};

const claim_t claims_background_theorem_2_6_4[] = {
    {.id = "background.theorem-2.6.4",
     .title = "Uniform conditioning implies the PL* condition",
     .source = "Nguyen, Theorem 2.6.4 with Definitions 2.6.1 and 2.6.2 (Liu et al. 2020, Theorem 1)",
     .statement = "If $`F(\\theta)`$ is $`\\mu`$-uniformly conditioned, on a set $`S\\subset\\mathbb R^p`$, then the "
                  "square loss $`\\mathcal L(\\theta)="
                  "\\frac12\\|F(\\theta)-\\mathbf y\\|^2`$ satisfies $`\\mu`$-PL* condition on $`S`$.",
     .reading = "$`\\mu`$-uniformly conditioned: $`\\lambda_{\\min}(K(\\theta))\\geq\\mu`$ on $`S`$, $`K=JJ^\\top`$. "
                "$`\\mu`$-PL*: $`\\|\\nabla\\mathcal L"
                "(\\theta)\\|^2\\geq\\mu\\mathcal L(\\theta)`$ on $`S`$; that a solution of $`\\mathcal L(\\theta)=0`$ "
                "exists is an assumption of that "
                "definition, not a conclusion here.",
     .hypotheses = "$`F`$ differentiable on $`S`$ (in a neighbourhood), $`\\mu>0`$.",
     .method = "$`\\nabla\\mathcal L=J^\\top(F-\\mathbf y)`$, so $`\\Vert\\nabla\\mathcal L\\Vert^2=(F-\\mathbf "
               "y)^\\top K(F-\\mathbf y)\\ge\\mu\\Vert F-\\mathbf "
               "y\\Vert^2=2\\mu\\mathcal L\\ge\\mu\\mathcal L`$. Checked in exact rationals on a nonlinear model, the "
               "gradient taken from the loss.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/theorem-2.6.4.c"},
    {.id = NULL}};
