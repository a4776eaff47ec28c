/* mondeq.prop-1: the parametrisation of monotone W.

   I - W >= mI is about symmetric parts (the thesis: I - (W + W^T)/2 >= mI <=> I - W >= mI).  Let S = (1 - m)I - (W + W^T)/2.
   If W = (1 - m)I - A^T A + B - B^T, then S = A^T A >= 0.  If S >= 0, take A = S^(1/2) and B = W/2:  W = (W + W^T)/2 +
   (W - W^T)/2 = (1 - m)I - A^T A + B - B^T.  If S has v^T S v < 0, no A exists: v^T S v would be |Av|^2. */
#include "mondeq/mondeq.h"
#include "verify/claims/rational_matrix.h"

#define INSTANCES 300

/* S = (c - m)I - (W + W^T)/2; the proposition has c = 1. */
static void slack(fmpq_mat_t S, const fmpq_mat_t W, const fmpq_t m, const fmpq_t c)
{
    fmpq_t shift;
    fmpq_init(shift);
    fmpq_sub(shift, c, m);
    exact_symmetric_part(S, W, shift);
    fmpq_mat_neg(S, S);
    fmpq_clear(shift);
}

/* From right to left: a W made of A, B, m must satisfy (c - m)I - (W + W^T)/2 >= 0. */
static void check_made(examples_t e, const fmpq_t c)
{
    for (ulong k = 0; k < INSTANCES; k++) {
        mondeq_t p;
        fmpq_mat_t S;
        slong n = 1 + (slong)(k % 4);
        mondeq_init(p, n, 1, 1);
        mondeq_random(p, (mondeq_family)(k / 4 % MONDEQ_FAMILIES), k);
        fmpq_mat_init(S, n, n);
        slack(S, p->W, p->mu, c);
        examples_add(e, exact_is_psd(S),
                     "$`m=%s`$, $`A`$ = (%s), $`B`$ = (%s), $`W`$ = (%s): the symmetric part of $`I-W-mI`$, shifted as "
                     "claimed, is (%s), which is not positive semidefinite.",
                     rational_as_text(p->mu).text, rational_matrix_as_text(p->A).text,
                     rational_matrix_as_text(p->B).text, rational_matrix_as_text(p->W).text,
                     rational_matrix_as_text(S).text);
        fmpq_mat_clear(S);
        mondeq_clear(p);
    }
}

/* From left to right, W arbitrary: where S >= 0, W - ((1 - m)I - S) must be B - B^T (skew = 0: must vanish); where not, a direction
   with v^T S v < 0 excludes every A. */
static void check_given(examples_t e, int skew)
{
    fmpq_t m, one, value;
    fmpq_init(m);
    fmpq_init(one);
    fmpq_init(value);
    fmpq_one(one);
    for (ulong k = 0; k < INSTANCES; k++) {
        slong n = 1 + (slong)(k % 4);
        fmpq_mat_t W, S, R, v;
        fmpq_mat_init(W, n, n);
        fmpq_mat_init(S, n, n);
        fmpq_mat_init(R, n, n);
        fmpq_mat_init(v, n, 1);
        mondeq_random_matrix(W, 7000 + k, 1);
        fmpq_set_si(m, 1, 1 + k % 3);
        for (slong i = 0; i < n && k % 2; i++) fmpq_sub_si(fmpq_mat_entry(W, i, i), fmpq_mat_entry(W, i, i), 6);
        slack(S, W, m, one);
        if (exact_negative_direction(v, S)) {
            exact_form(value, v, S, v);
            examples_add(e, fmpq_sgn(value) < 0, "A direction of the wrong sign.");
        } else {
            fmpq_mat_add(R, W, S); /* R = W - (1 - m)I + S, to be B - B^T with B = W/2 */
            for (slong i = 0; i < n; i++) {
                fmpq_sub(fmpq_mat_entry(R, i, i), fmpq_mat_entry(R, i, i), one);
                fmpq_add(fmpq_mat_entry(R, i, i), fmpq_mat_entry(R, i, i), m);
            }
            for (slong i = 0; i < n && skew; i++)
                for (slong j = 0; j < n; j++) {
                    fmpq_sub(value, fmpq_mat_entry(W, i, j), fmpq_mat_entry(W, j, i));
                    fmpq_div_2exp(value, value, 1);
                    fmpq_sub(fmpq_mat_entry(R, i, j), fmpq_mat_entry(R, i, j), value);
                }
            examples_add(e, fmpq_mat_is_zero(R),
                         "$`m=%s`$, $`W`$ = (%s): $`I-W\\succeq mI`$, but $`W-(1-m)I+A^\\top A`$ with the only "
                         "possible $`A^\\top "
                         "A`$ = (%s) is not of the form claimed.",
                         rational_as_text(m).text, rational_matrix_as_text(W).text, rational_matrix_as_text(S).text);
        }
        fmpq_mat_clear(W);
        fmpq_mat_clear(S);
        fmpq_mat_clear(R);
        fmpq_mat_clear(v);
    }
    fmpq_clear(m);
    fmpq_clear(one);
    fmpq_clear(value);
}

static void check(examples_t e, slong numerator, ulong denominator, int skew)
{
    fmpq_t c;
    fmpq_init(c);
    fmpq_set_si(c, numerator, denominator);
    examples_init(e);
    check_made(e, c);
    check_given(e, skew);
    fmpq_clear(c);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    check(e, 1, 1, 1);
    examples_verdict(
        v, e,
        "Let $`S=(1-m)I-\\frac12(W+W^\\top)`$; $`I-W\\succeq mI`$ says $`S\\succeq0`$. If $`W=(1-m)I-A^\\top "
        "A+B-B^\\top`$, then $`S=A^\\top A\\succeq0`$. If $`S\\succeq0`$, then $`A=S^{1/2}`$ and $`B=\\frac12W`$ "
        "give $`(1-m)I-A^\\top A+B-B^\\top=\\frac12(W+W^\\top)+\\frac12(W-W^\\top)=W`$.");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void planted_constant(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    check(e, 9, 10, 1);
    examples_verdict(v, e, NULL);
}

static void planted_symmetric(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    check(e, 1, 1, 0);
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    check(e, 1, 1, 1);
    examples_verdict(v, e, NULL);
}

static const planted_t planted[] = {
    {"constant-10-percent-off", "Every $`W=(1-m)I-A^\\top A+B-B^\\top`$ has $`0.9I-W\\succeq mI`$.", 0,
     planted_constant},
    {"without-the-skew-part", "$`I-W\\succeq mI`$ iff there is $`A`$ with $`W=(1-m)I-A^\\top A`$.", 0,
     planted_symmetric},
    {"true-offered-as-false", "The proposition.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_prop_1[] = {
    {.id = "mondeq.prop-1",
     .title = "The parametrisation of monotone weights",
     .source = "Nguyen, Proposition 1 (from Winston & Kolter 2020)",
     .statement =
         "We have $`I - W \\succeq mI`$ if and only if there exist $`A, B \\in \\mathbb{R}^{n \\times n}`$ such "
         "that\n\n```math\nW = (1 - m)I - A^\\top A + B - B^\\top\n```",
     .reading = "$`I-W\\succeq mI`$ is about the symmetric part, $`I-\\frac12(W+W^\\top)\\succeq mI`$, as the sentence "
                "before the proposition says.",
     .hypotheses = "None.",
     .method = "Proved in writing (the claim's file). Checked in exact rationals: 300 matrices made from $`A`$, $`B`$, "
               "and 300 given ones, where $`S\\succeq0`$ is decided by a congruence, the skew part compared, and "
               "otherwise a direction with $`v^\\top Sv<0`$ excludes every $`A`$.",
     .depends = "mondeq.lemma-2.3.2",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/prop-1.c"},
    {.id = NULL}};
