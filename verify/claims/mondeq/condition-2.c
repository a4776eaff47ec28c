/* mondeq.condition-2: whether Condition 2 can hold.

   As printed it has lost the powers of m that its proof's lemmas carry.  Its term 20 |X|_F^2 bar_U^2 on the right of (3.18) meets
   lambda_0^2 min(n, N) <= |Z|_F^2 <= |X|_F^2 |U|_2^2/m^2: the printed condition needs 20 m^2 min(n, N) < 1, and with the powers
   of m restored (20 |X|_F^2 bar_U^2/m^2) nothing satisfies it.  The proof does not need that term. */
#include "verify/claims/exact_verdict.h"
#include "verify/claims/mondeq_conditions.h"

static const char *const quarter[4] = {"1/4", "1/4", "1/4", "1/4"};

/* 20 m^2 min(n, N) compared with 1: -1, 0, 1. */
static int printed_criterion(const mondeq_t p)
{
    fmpq_t value;
    fmpq_init(value);
    fmpq_mul(value, p->mu, p->mu);
    fmpq_mul_si(value, value, 20 * FLINT_MIN(p->n, p->N));
    fmpq_sub_si(value, value, 1);
    int sign = fmpq_sgn(value);
    fmpq_clear(value);
    return sign;
}

/* On the fixed instances with lambda_0 > 0: line 3 of the condition certainly fails wherever the proof says so; with
   `powers`, 20 min(n, N) lambda_0^2 <= its right side as well. */
static void exclude_all(examples_t e, condition_kind kind)
{
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    for (slong index = 0; index < mondeq_instances(); index++) {
        mondeq_t p;
        mondeq_state_t s;
        condition_t c;
        mondeq_instance(p, s, index);
        condition_init_model(c, p, quarter);
        slong excluded = kind == CONDITION_2_POWERS || printed_criterion(p) >= 0;
        if (excluded && arb_is_positive(c->lambda0)) {
            condition_lines(left, right, c, kind);
            examples_add(e, arb_lt(left + 2, right + 2), "(3.18) is not excluded at the fixed instance %ld.",
                         (long)index);
            if (kind == CONDITION_2_POWERS) {
                arb_mul_si(left + 2, left + 2, 20 * FLINT_MIN(p->n, p->N), 128);
                examples_add(e, arb_lt(left + 2, right + 2),
                             "The factor $`20\\min(n,N)`$ fails at the fixed instance %ld.", (long)index);
            }
        }
        condition_clear(c);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

/* Every listed instance satisfies the condition. */
static void satisfy_all(examples_t e, const condition_instance *const *list, condition_kind kind)
{
    for (; *list != NULL; list++) {
        condition_t c;
        condition_init(c, *list);
        examples_add(e, condition_holds(c, kind) == 1, "Not certified at the instance \"%s\".", (*list)->name);
        if (kind == CONDITION_2)
            examples_add(e, printed_criterion(c->p) < 0, "$`20m^2\\min(n,N)\\ge1`$ at \"%s\".", (*list)->name);
        condition_clear(c);
    }
}

static void report(verdict_t v, const condition_instance *instance, condition_kind kind)
{
    condition_t c;
    condition_init(c, instance);
    verdict_number(v, "lambda_0", c->lambda0, 12);
    condition_report(v, c, kind, instance->name);
    condition_clear(c);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    static const condition_instance *const list[] = {&instance_small_m, &instance_long_step, &instance_lost_powers,
                                                     NULL};
    examples_t found, excluded;
    examples_init(found);
    examples_init(excluded);
    satisfy_all(found, list, CONDITION_2);
    exclude_all(excluded, CONDITION_2);
    if (found->violation[0] != '\0' || excluded->violation[0] != '\0' || excluded->checked == 0) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "%s%s", found->violation, excluded->violation);
        return;
    }
    verdict_set(v, VERDICT_PROVED,
                "Satisfiable, but only for $`m<1/\\sqrt{20\\min(n,N)}`$, so never for $`m\\ge\\frac14`$. Certified: "
                "$`m=\\frac18`$, "
                "$`n=N=2`$, $`A=B=0`$, $`U=I`$, $`\\mathbf u=0`$, $`X=(1\\ -\\frac18;-\\frac18\\ 1)`$, $`\\mathbf "
                "y=(2^{-10},-2^{-10})`$, "
                "$`R_A=R_B=1`$, $`R_U=\\frac1{16}`$, $`R_u=\\frac1{64}`$ (then $`Z=8I`$, $`\\lambda_0=8`$).");
    verdict_add(
        v,
        "Each of %ld fixed instances with $`20m^2\\min(n,N)\\ge1`$ and $`\\lambda_0>0`$ violates (3.18), certified; "
        "the proof "
        "is under Method. Where it can be satisfied, the theorem that assumes it is false: mondeq.theorem-3.3.5.",
        (long)excluded->checked);
    report(v, &instance_small_m, CONDITION_2);
}

static void decide_powers(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    exclude_all(e, CONDITION_2_POWERS);
    if (e->violation[0] != '\0' || e->checked == 0)
        verdict_set(v, VERDICT_INCONCLUSIVE, "%s", e->violation);
    else
        verdict_refute(v, "impossible",
                       "No network with $`\\lambda_0>0`$ satisfies it: $`\\min(n,N)\\lambda_0^2\\le\\Vert "
                       "Z(0)\\Vert_F^2\\le\\Vert X\\Vert_F^2"
                       "\\Vert U(0)\\Vert_2^2/m^2`$, while the last term alone asks for $`\\lambda_0^2\\ge20\\Vert "
                       "X\\Vert_F^2\\bar\\lambda_U^2"
                       "/m^2`$, at least 20 times as much. %ld certified inequalities on the fixed instances agree.",
                       (long)e->checked);
}

static const condition_instance *const repaired_list[] = {&instance_wide_labels, &instance_near, &instance_scalar,
                                                          NULL};

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    satisfy_all(e, repaired_list, CONDITION_2_REPAIRED);
    if (e->violation[0] != '\0') {
        verdict_set(v, VERDICT_INCONCLUSIVE, "%s", e->violation);
        return;
    }
    verdict_set(v, VERDICT_PROVED,
                "Satisfiable for every $`m>0`$ and with labels of ordinary size: $`n=N=d=2`$, $`m=1`$, $`A=(\\frac12\\ "
                "0;\\frac14\\ "
                "\\frac12)`$, $`B=(0\\ \\frac12;0\\ 0)`$, $`U=65536(1\\ 0;\\frac14\\ 1)`$, $`\\mathbf u=0`$, $`X=(1\\ "
                "\\frac14;0\\ 1)`$, "
                "$`\\mathbf y=(1,-1)`$, $`R_A=R_B=1`$, $`R_U=8192`$, $`R_u=\\frac1{64}`$; %ld instances certified.",
                (long)e->checked);
    report(v, &instance_wide_labels, CONDITION_2_REPAIRED);
}

static void planted_any_m(verdict_t v, void *unused)
{
    (void)unused;
    static const condition_instance quarter_m = {
        "m = 1/4", 1, 1, 1, "1/4", "0", "0", "1", "0", "1", "0", {"1/1024", "1/1024", "1/1024", "1/1024"}};
    condition_t c;
    condition_init(c, &quarter_m);
    condition_verdict(v, c, CONDITION_2);
    condition_clear(c);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    static const condition_instance small = {
        "m = 7/32", 1, 1, 1, "7/32", "0", "0", "1", "0", "1", "1/4096", {"1/1024", "1/1024", "1/1024", "1/1024"}};
    condition_t c;
    condition_init(c, &small);
    condition_move_labels(c, CONDITION_2, 99);
    condition_verdict(v, c, CONDITION_2);
    condition_clear(c);
}

static void planted_repaired(verdict_t v, void *unused)
{
    (void)unused;
    condition_t c;
    condition_init(c, &instance_labels);
    condition_verdict(v, c, CONDITION_2_REPAIRED);
    condition_clear(c);
}

static const planted_t planted[] = {
    {"m-above-the-limit", "The printed condition at $`m=\\frac14`$, $`n=N=1`$, labels on the outputs.", 0,
     planted_any_m},
    {"true-offered-as-false", "The printed condition at $`m=\\frac7{32}<1/\\sqrt{20}`$, $`n=N=1`$.", 1, planted_true},
    {0}};
static const planted_t planted_of_repaired[] = {
    {"radius-too-large", "The repaired condition at the instance of Condition 1, $`R_u=\\frac18`$.", 0,
     planted_repaired},
    {0}};

#define FIRST_LINE(factor)                                                                                             \
    "```math\n\\lambda_0^2\\geq" factor                                                                                \
    "\\|X\\|_F\\sqrt{2\\mathcal L(\\theta_0)}\\max\\left\\{\\frac{2\\bar\\lambda_{U\\mathbf uA}}"                      \
    "{m^2R_A},\\frac{2\\bar\\lambda_{U\\mathbf u}}{m^2R_B},\\frac{\\bar\\lambda_{\\mathbf "                            \
    "u}}{mR_U},\\frac{\\bar\\lambda_U}{mR_u}"                                                                          \
    "\\right\\}\\quad(3.16)\n```\n\n"

const claim_t claims_mondeq_condition_2[] = {
    {.id = "mondeq.condition-2",
     .title = "Condition 2 as printed can be satisfied",
     .source = "Nguyen, Condition 2, (3.16) to (3.18); left open in chapter 5",
     .statement = "\"We define following condition on $`\\lambda_0`$\"\n\n" FIRST_LINE(
         "8") "```math\n\\lambda_0^3\\geq8\\|X\\|_F^2\\sqrt{2\\mathcal L(\\theta_0)}\\bar\\lambda_{\\mathbf "
              "u}\\left(1+6\\bar\\lambda_{UA}^2"
              "+4\\bar\\lambda_U^2\\right)\\quad(3.17)\n```\n\n"
              "```math\n\\lambda_0^2\\geq20\\|X\\|_F^2\\left(\\bar\\lambda_u^2+4\\bar\\lambda_{uUA}^2+4\\bar\\lambda_{"
              "uU}^2+\\bar\\lambda_U^2"
              "\\right)\\quad(3.18)\n```\n\n"
              "The question: does some network, with some samples, labels and radii, satisfy it with $`\\lambda_0>0`$?",
     .reading = "As in mondeq.condition-1; (3.17) and (3.18) without powers of $`m`$, as they stand.",
     .hypotheses = "$`m>0`$, $`R_A,R_B,R_U,R_u>0`$, $`\\lambda_0>0`$.",
     .method = "Instances in exact rationals, norms as balls. **Necessary:** $`\\min(n,N)\\lambda_0^2\\le\\Vert "
               "Z\\Vert_F^2\\le\\Vert X\\Vert_F^2"
               "\\Vert U\\Vert_2^2/m^2`$ (mondeq.lemma-3.3.3) and (3.18) give $`\\frac1{m^2}>20\\min(n,N)`$. "
               "**Sufficient:** for such $`m`$, "
               "$`A=B=0`$, $`U`$ and $`X`$ equal to $`(I\\ 0)`$ up to shape ($`d=N`$), $`\\mathbf u=0`$, small radii "
               "and labels near 0 "
               "satisfy it: $`\\lambda_0=1/m`$, $`\\Vert X\\Vert_F^2=\\min(n,N)`$.",
     .depends = "mondeq.lemma-3.3.3",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/condition-2.c"},
    {.id = "mondeq.condition-2.powers",
     .title = "Condition 2 with the powers of m of its proof can be satisfied",
     .source = "Nguyen, Condition 2 with the powers of m that Lemmas 3.3.4 and 3.3.7 carry",
     .statement = "(3.16) as printed,\n\n"
                  "```math\n\\lambda_0^3\\geq8\\|X\\|_F^2\\sqrt{2\\mathcal L(\\theta_0)}\\frac{\\bar\\lambda_{\\mathbf "
                  "u}}{m^2}\\Big(1+\\frac{6"
                  "\\bar\\lambda_{UA}^2+4\\bar\\lambda_U^2}{m^2}\\Big),\\qquad\\lambda_0^2\\geq20\\|X\\|_F^2\\Big("
                  "\\frac{\\bar\\lambda_u^2}{m^2}+"
                  "\\frac{4\\bar\\lambda_{uUA}^2+4\\bar\\lambda_{uU}^2}{m^4}+\\frac{\\bar\\lambda_U^2}{m^2}\\Big)\n```"
                  "\n\nis satisfied by some "
                  "network with $`\\lambda_0>0`$.",
     .reading =
         "Between (3.15) and Lemma 3.3.8 the thesis drops the powers of $`m`$, as if $`m=1`$; here they are kept.",
     .hypotheses = "$`m>0`$, $`R_A,R_B,R_U,R_u>0`$, $`\\lambda_0>0`$ (with $`X=0`$ every side is 0).",
     .method = "A proof, in the evidence; at $`m=1`$ it concerns the printed condition itself.",
     .depends = "mondeq.lemma-3.3.3",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_powers,
     .planted = NULL,
     .file = "verify/claims/mondeq/condition-2.c"},
    {.id = "mondeq.condition-2.repaired",
     .title = "Condition 2, repaired, can be satisfied",
     .source = "Nguyen, Condition 2, repaired",
     .statement = FIRST_LINE("8") "```math\n\\lambda_0^3\\geq16\\|X\\|_F^2\\sqrt{2\\mathcal "
                                  "L(\\theta_0)}\\frac{\\bar\\lambda_{\\mathbf u}}{m^2}\\Big(1+\\frac{4("
                                  "\\bar\\lambda_{UA}^2+\\bar\\lambda_U^2)}{m^2}\\Big),\\qquad\\lambda_0^2\\geq20\\|"
                                  "X\\|_F^2\\frac{\\bar\\lambda_u^2}{m^2}\\Big(1+"
                                  "\\frac{4(\\bar\\lambda_{UA}^2+\\bar\\lambda_U^2)}{m^2}\\Big)\n```\n\nis satisfied "
                                  "by some network with $`\\lambda_0>0`$.",
     .reading =
         "Powers of $`m`$ restored; 16 for 8 in the second line, which the proof of Proposition 6 needs; the term in "
         "$`\\bar\\lambda_U^2`$ of the third line left out, which the proof does not need with a smaller step "
         "(mondeq.theorem-3.3.5.repaired).",
     .hypotheses = "$`m>0`$, $`R_A,R_B,R_U,R_u>0`$, $`\\lambda_0>0`$.",
     .method = "Instances in exact rationals, norms as balls. **Any labels:** with $`\\mathbf u(0)=0`$, $`U(0)=sU_0`$, "
               "$`R_U=sr`$ and "
               "$`R_u`$ small enough for the third line as $`s\\to\\infty`$, the first two hold for $`s`$ large (as in "
               "mondeq.condition-1).",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = planted_of_repaired,
     .file = "verify/claims/mondeq/condition-2.c"},
    {.id = NULL}};
