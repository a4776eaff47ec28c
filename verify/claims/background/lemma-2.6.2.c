/* background.lemma-2.6.2: the evolution of the outputs under gradient flow.  With the section's loss, which carries 1/(2N),
   the print lacks a factor 1/N. */
#include "verify/claims/polynomial_network.h"

/* d yhat/dt = J dtheta/dt = -J grad L against -weight K (yhat - y), K = J J^T positive semidefinite, for L = scale
   sum (f - y)^2, at enumerated theta; the gradient is computed from the loss, not from J. */
static void check(examples_t e, slong N, const char *scale, const char *weight)
{
    fmpq_t s, c;
    fmpq_mat_t theta, x, y, out, J, T, K, gradient, rate, formula;
    fmpq_init(s);
    fmpq_init(c);
    fmpq_mat_init(theta, NETWORK_PARAMETERS, 1);
    fmpq_mat_init(x, N, 1);
    fmpq_mat_init(y, N, 1);
    fmpq_mat_init(out, N, 1);
    fmpq_mat_init(J, N, NETWORK_PARAMETERS);
    fmpq_mat_init(T, NETWORK_PARAMETERS, N);
    fmpq_mat_init(K, N, N);
    fmpq_mat_init(gradient, NETWORK_PARAMETERS, 1);
    fmpq_mat_init(rate, N, 1);
    fmpq_mat_init(formula, N, 1);
    rational_set(s, scale);
    rational_set(c, weight);
    for (slong i = 0; i < N; i++) {
        fmpq_set_si(fmpq_mat_entry(x, i, 0), 2 * i - 1, 2);
        fmpq_set_si(fmpq_mat_entry(y, i, 0), 1 - i, 3);
    }
    for (ulong index = 0; index < 27; index++) {
        rational_matrix_digits(theta, index, 3, 2, 0);
        network_gradient(gradient, theta, x, y, s);
        network_jacobian(J, theta, x);
        network_outputs(out, theta, x);
        fmpq_mat_transpose(T, J);
        rational_matrix_gram(K, T);
        fmpq_mat_mul(rate, J, gradient);
        fmpq_mat_neg(rate, rate);
        fmpq_mat_sub(out, out, y);
        fmpq_mat_mul(formula, K, out);
        fmpq_mat_scalar_mul_fmpq(formula, formula, c);
        fmpq_mat_neg(formula, formula);
        examples_add(e, fmpq_mat_equal(rate, formula) && rational_matrix_is_psd(K),
                     "$`f(\\theta,x)=\\theta_0+\\theta_1x+\\theta_0\\theta_2x^2`$, $`N=%ld`$, inputs (%s), labels "
                     "(%s), $`\\theta=`$ (%s): "
                     "$`d\\hat{\\mathbf y}/dt=`$ (%s), the formula gives (%s).",
                     (long)N, rational_matrix_as_text(x).text, rational_matrix_as_text(y).text,
                     rational_matrix_as_text(theta).text, rational_matrix_as_text(rate).text,
                     rational_matrix_as_text(formula).text);
    }
    fmpq_clear(s);
    fmpq_clear(c);
    fmpq_mat_clear(theta);
    fmpq_mat_clear(x);
    fmpq_mat_clear(y);
    fmpq_mat_clear(out);
    fmpq_mat_clear(J);
    fmpq_mat_clear(T);
    fmpq_mat_clear(K);
    fmpq_mat_clear(gradient);
    fmpq_mat_clear(rate);
    fmpq_mat_clear(formula);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, 2, "1/4", "1");
    check(e, 3, "1/6", "1");
    examples_verdict(v, e, NULL);
    verdict_add(v, "The sign is right; with the loss $`\\frac1{2N}\\sum_i(f(\\theta,\\mathbf x_i)-y_i)^2`$ of the "
                   "section the right side is $`N`$ "
                   "times too large. With $`\\frac12\\sum_i(f(\\theta,\\mathbf x_i)-y_i)^2`$, the loss of (3.4) and "
                   "Theorem 2.6.4, (2.14) holds "
                   "(the repaired claim has both).");
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, 2, "1/4", "1/2");
    check(e, 3, "1/6", "1/3");
    check(e, 2, "1/2", "1");
    check(e, 3, "1/2", "1");
    examples_verdict(v, e, "For every differentiable model (proof under Method).");
}

static void planted_sign(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, 2, "1/2", "-1");
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, 1, "1/2", "1");
    examples_verdict(v, e, "For $`N=1`$ the two losses are the same.");
}

static const planted_t planted[] = {{"wrong-sign",
                                     "$`\\frac{d\\hat{\\mathbf y}}{dt}=K(\\hat{\\mathbf y}-\\mathbf y)`$ for the loss "
                                     "$`\\frac12\\Vert\\hat{\\mathbf y}-\\mathbf y\\Vert^2`$.",
                                     0, planted_sign},
                                    {"true-offered-as-false", "The lemma for one sample, $`N=1`$.", 1, planted_true},
                                    {0}};

const claim_t claims_background_lemma_2_6_2[] = {
    {.id = "background.lemma-2.6.2",
     .title = "The evolution of the outputs under gradient flow",
     .source = "Nguyen, Lemma 2.6.2",
     .statement = "Consider minimizing the squared loss $`\\mathcal L(\\theta)`$ by gradient descent with "
                  "infinitesimally small learning rate: "
                  "$`\\frac{d\\theta(t)}{dt}=-\\nabla_\\theta\\mathcal L(\\theta(t))`$. Let $`\\hat{\\mathbf "
                  "y}=(f(\\theta(t),\\mathbf x_i))_{i\\in[N]}\\in\\mathbb "
                  "R^N`$ be the network outputs on all $`\\mathbf x_i`$ at time $`t`$, and $`\\mathbf "
                  "y=(y_i)_{i\\in[N]}`$ be the desired outputs. Then, during "
                  "training, $`\\hat{\\mathbf y}(t)`$ follows the following "
                  "evolution\n\n```math\n\\frac{d\\hat{\\mathbf y}(t)}{dt}=-K(t)(\\hat{\\mathbf y}(t)-"
                  "\\mathbf y)\\quad(2.14)\n```\n\nwhere $`K(t)`$ is a $`n\\times n`$ PSD matrix whose the entry is "
                  "$`K_{i,j}=\\left\\langle\\frac{\\partial "
                  "f(\\theta(t),\\mathbf x_i)}{\\partial\\theta},\\frac{\\partial f(\\theta(t),\\mathbf "
                  "x_j)}{\\partial\\theta}\\right\\rangle`$",
     .reading = "The squared loss $`\\mathcal L`$ is the one the section defines and the only one defined so far: "
                "\"minimizing the squared loss over "
                "training data: $`\\mathcal L=\\frac1{2N}\\sum_{i=1}^N(f(\\theta,\\mathbf x_i)-y_i)^2`$\". $`n\\times "
                "n`$ is $`N\\times N`$, the size its "
                "entries give it.",
     .hypotheses = "$`f`$ differentiable in $`\\theta`$; $`\\theta(t)`$ follows the gradient flow.",
     .method = "Refuted in exact rationals with $`N=2`$: the loss's gradient is taken from the loss alone and "
               "$`d\\hat{\\mathbf y}/dt=J\\,d\\theta/dt`$.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/lemma-2.6.2.c"},
    {.id = "background.lemma-2.6.2.repaired",
     .title = "The evolution of the outputs under gradient flow, with its factor",
     .source = "Nguyen, Lemma 2.6.2, repaired",
     .statement = "Under the gradient flow of $`\\frac1{2N}\\sum_i(f(\\theta,\\mathbf x_i)-y_i)^2`$, "
                  "$`\\frac{d\\hat{\\mathbf y}}{dt}=-\\frac1NK(\\hat{\\mathbf "
                  "y}-\\mathbf y)`$; under that of $`\\frac12\\sum_i(f(\\theta,\\mathbf x_i)-y_i)^2`$, "
                  "$`\\frac{d\\hat{\\mathbf y}}{dt}=-K(\\hat{\\mathbf "
                  "y}-\\mathbf y)`$. $`K=JJ^\\top`$ is an $`N\\times N`$ PSD matrix.",
     .reading = "",
     .hypotheses = "$`f`$ differentiable in $`\\theta`$; $`\\theta(t)`$ follows the gradient flow.",
     .method = "Chain rule: $`\\dot{\\hat{\\mathbf y}}=J\\dot\\theta=-J\\nabla\\mathcal L=-JJ^\\top\\partial\\mathcal "
               "L/\\partial\\hat{\\mathbf y}`$, and the last "
               "factor is $`\\frac1N(\\hat{\\mathbf y}-\\mathbf y)`$ resp. $`\\hat{\\mathbf y}-\\mathbf y`$. $`v^\\top "
               "JJ^\\top v=\\Vert J^\\top v\\Vert^2`$. Checked in "
               "exact rationals on a nonlinear model.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/lemma-2.6.2.c"},
    {.id = NULL}};
