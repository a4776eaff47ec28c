/* background.eq-2.13: the residual of linear regression under gradient descent; the recursion it follows from is that of
   the loss |yhat - y|^2/2, not of the printed loss, which has a factor 1/N more. */
#include "verify/claims/rational_matrix.h"

#define STEPS 5

/* One step of descent on scale |Phi w - y|^2, its gradient by exact central differences of the loss (a quadratic). */
static void loss(fmpq_t value, const fmpq_mat_t Phi, const fmpq_mat_t w, const fmpq_mat_t y, const fmpq_t scale)
{
    fmpq_mat_t r;
    fmpq_mat_init(r, fmpq_mat_nrows(Phi), 1);
    fmpq_mat_mul(r, Phi, w);
    fmpq_mat_sub(r, r, y);
    fmpq_zero(value);
    for (slong i = 0; i < fmpq_mat_nrows(r); i++) fmpq_addmul(value, fmpq_mat_entry(r, i, 0), fmpq_mat_entry(r, i, 0));
    fmpq_mul(value, value, scale);
    fmpq_mat_clear(r);
}

static void descend(fmpq_mat_t w, const fmpq_mat_t Phi, const fmpq_mat_t y, const fmpq_t scale, const fmpq_t eta)
{
    fmpq_t before, after;
    fmpq_mat_t at;
    fmpq_init(before);
    fmpq_init(after);
    fmpq_mat_init(at, fmpq_mat_nrows(w), 1);
    fmpq_mat_set(at, w);
    for (slong j = 0; j < fmpq_mat_nrows(w); j++) {
        fmpq *entry = fmpq_mat_entry(at, j, 0);
        fmpq_sub_si(entry, entry, 1);
        loss(before, Phi, at, y, scale);
        fmpq_add_si(entry, entry, 2);
        loss(after, Phi, at, y, scale);
        fmpq_sub_si(entry, entry, 1);
        fmpq_sub(after, after, before);
        fmpq_div_2exp(after, after, 1);
        fmpq_submul(fmpq_mat_entry(w, j, 0), eta, after);
    }
    fmpq_clear(before);
    fmpq_clear(after);
    fmpq_mat_clear(at);
}

/* yhat(k) - y, k = 1..5, against -(I - eta weight K)^k y.  from_loss = 0: the printed recursion of yhat; 1: descent on
   |Phi w - y|^2/(2N) from w = 0.  weight: 1, or 1/N when per_sample. */
static void check(examples_t e, const char *features, slong N, slong n, int from_loss, int per_sample, const char *step)
{
    fmpq_t eta, weighted, scale;
    fmpq_mat_t Phi, T, K, M, y, w, predicted, yhat, change;
    fmpq_init(eta);
    fmpq_init(weighted);
    fmpq_init(scale);
    fmpq_mat_init(Phi, N, n);
    fmpq_mat_init(T, n, N);
    fmpq_mat_init(K, N, N);
    fmpq_mat_init(M, N, N);
    fmpq_mat_init(y, N, 1);
    fmpq_mat_init(w, n, 1);
    fmpq_mat_init(predicted, N, 1);
    fmpq_mat_init(yhat, N, 1);
    fmpq_mat_init(change, N, 1);
    rational_set(eta, step);
    rational_matrix_set(Phi, features);
    for (slong i = 0; i < N; i++) fmpq_set_si(fmpq_mat_entry(y, i, 0), 3 - 2 * i, (ulong)(i + 1));
    fmpq_mat_transpose(T, Phi);
    rational_matrix_gram(K, T);
    fmpq_set_si(weighted, -1, per_sample ? (ulong)N : 1);
    fmpq_mul(weighted, weighted, eta);
    fmpq_mat_scalar_mul_fmpq(M, K, weighted);
    fmpq_one(weighted);
    rational_matrix_shift(M, M, weighted);
    fmpq_set_si(scale, 1, 2 * (ulong)N);
    fmpq_mat_neg(predicted, y);
    for (slong k = 1; k <= STEPS; k++) {
        if (from_loss) {
            descend(w, Phi, y, scale, eta);
            fmpq_mat_mul(yhat, Phi, w);
        } else {
            fmpq_mat_sub(change, yhat, y);
            fmpq_mat_mul(change, K, change);
            fmpq_mat_scalar_mul_fmpq(change, change, eta);
            fmpq_mat_sub(yhat, yhat, change);
        }
        fmpq_mat_mul(predicted, M, predicted);
        fmpq_mat_sub(change, yhat, y);
        examples_add(
            e, fmpq_mat_equal(change, predicted),
            "$`N=%ld`$, $`\\Phi=`$ (%s), $`\\eta=%s`$: after %ld steps $`\\hat{\\mathbf y}-\\mathbf y=`$ (%s), the "
            "formula gives (%s).",
            (long)N, features, step, (long)k, rational_matrix_as_text(change).text,
            rational_matrix_as_text(predicted).text);
    }
    fmpq_clear(eta);
    fmpq_clear(weighted);
    fmpq_clear(scale);
    fmpq_mat_clear(Phi);
    fmpq_mat_clear(T);
    fmpq_mat_clear(K);
    fmpq_mat_clear(M);
    fmpq_mat_clear(y);
    fmpq_mat_clear(w);
    fmpq_mat_clear(predicted);
    fmpq_mat_clear(yhat);
    fmpq_mat_clear(change);
}

static void decide_variant(verdict_t v, int from_loss, int per_sample, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, "1 0 0 1", 2, 2, from_loss, per_sample, "1");
    check(e, "1 2 -1 1/2 3 0", 2, 3, from_loss, per_sample, "1/7");
    check(e, "1 2 -1 1/2 3 0", 3, 2, from_loss, per_sample, "1/10");
    examples_verdict(v, e, proof);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_variant(v, 0, 0, "By induction from the recursion (proof under Method).");
}

static void decide_update(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_variant(v, 1, 0, NULL);
    verdict_add(v, "$`\\nabla_{\\mathbf w}\\frac1{2N}\\Vert\\Phi\\mathbf w-\\mathbf "
                   "y\\Vert^2=\\frac1N\\Phi^\\top(\\hat{\\mathbf y}-\\mathbf y)`$: the "
                   "print lost $`1/N`$.");
}

static void decide_update_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_variant(v, 1, 1, "Differentiate the loss (Method).");
}

static void planted_average(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, 0, 1, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, "1 2 -1", 1, 3, 1, 0, "1/7");
    examples_verdict(v, e, "For $`N=1`$ the factor is 1.");
}

static const planted_t planted[] = {
    {"averaged-kernel", "The printed recursion gives $`-(I-\\frac\\eta NK)^{k+1}\\mathbf y`$.", 0, planted_average},
    {"true-offered-as-false", "For $`N=1`$, descent on the printed loss gives (2.13).", 1, planted_true},
    {0}};

const claim_t claims_background_eq_2_13[] = {
    {.id = "background.eq-2.13",
     .title = "The residual of linear regression",
     .source = "Nguyen, (2.13)",
     .statement = "```math\n\\begin{aligned}\\hat{\\mathbf y}(0)&=\\mathbf 0,\\\\\\hat{\\mathbf "
                  "y}(k+1)&=\\hat{\\mathbf y}(k)-\\eta\\underbrace{\\Phi"
                  "\\Phi^\\top}_K(\\hat{\\mathbf y}(k)-\\mathbf y).\\end{aligned}\n```\n\nnote that the matrix "
                  "$`K\\in\\mathbb R^{N\\times N}`$ is fixed "
                  "during the training so we have a *linear* update rule and so\n\n```math\n\\hat{\\mathbf "
                  "y}(k+1)-\\mathbf y=(I-\\eta K)^{k+1}"
                  "(\\hat{\\mathbf y}(0)-\\mathbf y)=-(I-\\eta K)^{k+1}\\mathbf y.\\quad(2.13)\n```",
     .reading =
         "The recursion is the premise; whether descent on the printed loss obeys it is background.eq-2.13.update.",
     .hypotheses = "The printed recursion of $`\\hat{\\mathbf y}`$.",
     .method = "Subtract $`\\mathbf y`$: $`\\hat{\\mathbf y}(k+1)-\\mathbf y=(I-\\eta K)(\\hat{\\mathbf y}(k)-\\mathbf "
               "y)`$; iterate and put "
               "$`\\hat{\\mathbf y}(0)=0`$. Checked in exact rationals.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/eq-2.13.c"},
    {.id = "background.eq-2.13.update",
     .title = "The update of linear regression",
     .source = "Nguyen, before (2.13)",
     .statement = "We train the model by minimizing the mean squared loss $`\\mathcal L(\\mathbf "
                  "w)=\\frac1{2N}\\|\\Phi\\mathbf w-\\mathbf y\\|^2`$. Since we "
                  "initialize $`\\mathbf w=\\mathbf 0`$ and using GD with step size $`\\eta`$, "
                  "i.e\n\n```math\n\\begin{aligned}\\mathbf w_{k+1}&=\\mathbf w_k-"
                  "\\eta\\nabla_{\\mathbf w}\\mathcal L(\\mathbf w_k)\\\\&=\\mathbf "
                  "w_k-\\eta\\Phi^\\top(\\hat{\\mathbf y}(t)-\\mathbf y),\\end{aligned}\n```\n\n"
                  "the evolution of $`\\hat{\\mathbf y}`$ is the recursion of (2.13).",
     .reading = "$`t`$ is $`k`$, the only index.",
     .hypotheses = "None.",
     .method =
         "Refuted in exact rationals with $`N=2`$: the gradient by central differences, exact for a quadratic loss.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_update,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.13.c"},
    {.id = "background.eq-2.13.update.repaired",
     .title = "The residual of linear regression under descent on the mean squared loss",
     .source = "Nguyen, (2.13) for its loss, repaired",
     .statement = "Gradient descent on $`\\frac1{2N}\\|\\Phi\\mathbf w-\\mathbf y\\|^2`$ from $`\\mathbf w=0`$ has "
                  "$`\\hat{\\mathbf y}(k)-\\mathbf y="
                  "-(I-\\frac\\eta NK)^k\\mathbf y`$.",
     .reading = "",
     .hypotheses = "None.",
     .method = "$`\\nabla\\mathcal L=\\frac1N\\Phi^\\top(\\Phi\\mathbf w-\\mathbf y)`$, so the recursion holds with "
               "$`\\eta/N`$ for $`\\eta`$. Checked "
               "in exact rationals, the gradient by central differences of the loss.",
     .depends = "background.eq-2.13",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_update_repaired,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.13.c"},
    {.id = NULL}};
