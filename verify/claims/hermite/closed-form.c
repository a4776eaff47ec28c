/* hermite.closed-form: dual activations in closed form against the certified Hermite series. */
#include "verify/claims/agreement.h"
#include "verify/claims/audit.h"
#include "verify/claims/closed_forms.h"
#include "verify/claims/planted.h"

#include <string.h>

/* Accurate bits relative to kappa asked for on |rho| <= 58/64 (the expansion serves 53 there). */
#define MINIMUM_BITS 40

typedef void (*dual_form)(arb_t value, const arb_t q, const arb_t rho, slong prec);

/* Compares a form (or, form == NULL, the kink with these slopes) with the series of h over the grid. */
static void decide_form(verdict_t v, const hermite_struct *h, dual_form form, const arb_t left, const arb_t right,
                        slong minimum, const char *name, const char *derivation)
{
    slong prec = h->prec + 64, at_minus_one = -1;
    agreement g;
    agreement_init(&g);
    arb_t rho, series, closed;
    arb_init(rho);
    arb_init(series);
    arb_init(closed);
    for (int k = 0; k < GRID_POINTS; k++) {
        int numerator = grid_numerator[k];
        grid_rho(rho, k);
        hermite_dual(series, h, h, rho, prec);
        if (form != NULL)
            form(closed, h->q, rho, prec);
        else
            closed_form_kink(closed, left, right, h->q, rho, prec);
        slong bits = agreement_compare(&g, series, closed, h->kappa, numerator, numerator != -GRID_DENOMINATOR);
        if (numerator == -GRID_DENOMINATOR) at_minus_one = bits;
    }
    if (g.disjoint)
        verdict_refute(v, "counterexample",
                       "At $`q=`$ %s, $`\\rho=%d/%d`$ the series gives %s and the closed form %s: disjoint.",
                       ball_as_text(h->q, 30).text, g.disjoint_at, GRID_DENOMINATOR, g.left.text, g.right.text);
    else if (g.least_bits < minimum)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The closed form and the series overlap, but only to %ld accurate bits where %ld are asked for.",
                    g.least_bits, minimum);
    else
        verdict_set(v, VERDICT_PROVED,
                    "$`\\phi`$ is the table's `%s`; the closed form holds because: %s. Checked beside it at $`q=`$ %s: "
                    "it overlaps the certified "
                    "Hermite series ($`N=%ld`$ with its tail bound) at all %d values of $`\\rho`$, with at least %ld "
                    "accurate bits relative to "
                    "$`\\kappa`$ for $`-0.91\\le\\rho\\le1`$ and %ld at $`\\rho=-1`$, where nothing damps the tail.",
                    name, derivation, ball_as_text(h->q, 30).text, h->N, g.compared, g.least_bits, at_minus_one);
    arb_clear(rho);
    arb_clear(series);
    arb_clear(closed);
}

/* 1 iff phi and psi certifiably differ at one of a few points. */
static int certified_different(const activation_t phi, const activation_t psi)
{
    static const double point[] = {-3.25, -1.5, -0.75, -0.125, 0.125, 0.625, 1.5, 3.25};
    int different = 0;
    arb_t x, y, z;
    arb_init(x);
    arb_init(y);
    arb_init(z);
    for (size_t k = 0; k < sizeof point / sizeof point[0] && !different; k++) {
        arb_set_d(x, point[k]);
        activation_eval_arb(y, phi, x, 128);
        activation_eval_arb(z, psi, x, 128);
        different = arb_is_finite(y) && arb_is_finite(z) && !arb_overlaps(y, z);
    }
    arb_clear(x);
    arb_clear(y);
    arb_clear(z);
    return different;
}

typedef enum { MATCH_NONE, MATCH_TABLE, MATCH_KINK, MATCH_UNDECIDED } match_kind;

/* MATCH_NONE: phi certifiably differs from every function of the table; MATCH_UNDECIDED: *form could not be told from
 * phi. */
static match_kind match(const closed_form **form, arb_t left, arb_t right, const activation_t phi)
{
    match_kind found = MATCH_NONE;
    const closed_form *undecided = NULL;
    for (const closed_form *entry = closed_forms; entry->name != NULL && found == MATCH_NONE; entry++) {
        activation_t psi;
        activation_error_t error;
        if (activation_init(&psi, entry->expression, error) != DQ_OK) continue;
        if (strcmp(activation_text(phi), activation_text(psi)) == 0) {
            *form = entry;
            found = MATCH_TABLE;
        } else if (undecided == NULL && !certified_different(phi, psi))
            undecided = entry;
        activation_clear(psi);
    }
    if (found == MATCH_NONE && closed_form_kink_slopes(left, right, phi)) found = MATCH_KINK;
    if (found == MATCH_NONE && undecided != NULL) {
        *form = undecided;
        found = MATCH_UNDECIDED;
    }
    return found;
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const closed_form *form = NULL;
    const hermite_struct *h;
    reason_t why;
    reason_init(why);
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    slong minimum = audit_bits(a) - 12 < MINIMUM_BITS ? audit_bits(a) - 12 : MINIMUM_BITS;
    match_kind found = match(&form, left, right, audit_case(a)->phi);
    if (found == MATCH_NONE)
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "$`\\phi`$ takes certifiably other values than each function of the table.");
    else if (found == MATCH_UNDECIDED)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "$`\\phi`$ is written differently from the table's `%s`, from which its values could not be told.",
                    form->expression);
    else {
        dq_status status = audit_exact_expansion(&h, a, why);
        if (status != DQ_OK)
            verdict_from_status(v, status, why);
        else if (found == MATCH_TABLE)
            decide_form(v, h, form->evaluate, NULL, NULL, minimum, form->expression, form->derivation);
        else {
            decide_form(v, h, NULL, left, right, minimum, "alpha*x for x < 0, beta*x for x >= 0",
                        "$`\\phi(x)=\\alpha x+(\\beta-\\alpha)\\,\\mathrm{relu}(x)`$ and $`\\mathbb "
                        "E\\,u\\,\\mathrm{relu}(v)=q\\rho/2`$");
            verdict_number(v, "$`\\alpha`$", left, 15);
            verdict_number(v, "$`\\beta`$", right, 15);
        }
    }
    arb_clear(left);
    arb_clear(right);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *text, dual_form form)
{
    hermite_t h;
    /* 40 terms at |rho| <= 58/64 leave a tail of about 2^-6 T_40: ten bits are enough to tell these apart. */
    if (planted_expansion(h, text, 2, 40, 40, v)) decide_form(v, h, form, NULL, NULL, 5, text, "as planted");
    hermite_clear(h);
}

static void evaluate_named(arb_t value, const char *name, const arb_t q, const arb_t rho, slong prec)
{
    for (const closed_form *entry = closed_forms; entry->name != NULL; entry++)
        if (strcmp(entry->name, name) == 0) entry->evaluate(value, q, rho, prec);
}

static void relu_doubled(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    evaluate_named(value, "relu", q, rho, prec);
    arb_mul_2exp_si(value, value, 1);
}

static void step_offset(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    evaluate_named(value, "step", q, rho, prec);
    arb_sub_ui(value, value, 1, prec);
    arb_neg(value, value);
}

/* (2/pi) asin(2 q rho/(1 + q)): undefined, hence never compared, where the argument exceeds 1. */
static void erf_denominator(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    arb_t x;
    arb_init(x);
    arb_add_ui(x, q, 1, prec);
    arb_mul(value, q, rho, prec);
    arb_mul_2exp_si(value, value, 1);
    arb_div(value, value, x, prec);
    arb_asin(value, value, prec);
    arb_const_pi(x, prec);
    arb_div(value, value, x, prec);
    arb_mul_2exp_si(value, value, 1);
    arb_clear(x);
}

static void sine_true(arb_t value, const arb_t q, const arb_t rho, slong prec)
{
    evaluate_named(value, "sin", q, rho, prec);
}

static void planted_relu(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", relu_doubled);
}

static void planted_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "step(x)", step_offset);
}

static void planted_erf(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "erf(x)", erf_denominator);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "sin(x)", sine_true);
}

static const planted_t planted[] = {
    {"relu-half-denominator", "relu with $`\\frac q\\pi`$ in place of $`\\frac q{2\\pi}`$.", 0, planted_relu},
    {"step-complement", "step with $`1-\\frac{\\pi-\\arccos\\rho}{2\\pi}`$.", 0, planted_step},
    {"erf-denominator", "erf with $`\\frac2\\pi\\arcsin\\frac{2q\\rho}{1+q}`$.", 0, planted_erf},
    {"true-offered-as-false", "sin with $`e^{-q}\\sinh(q\\rho)`$.", 1, planted_true},
    {0}};

#define LINE(name, expression, evaluate, formula, derivation) "| `" expression "` | $`" formula "`$ |\n"

const claim_t claims_hermite_closed_form[] = {
    {.id = "hermite.closed-form",
     .title = "Dual activations in closed form",
     .source = "Daniely, Frostig & Singer 2016; Cho & Saul 2009; Williams 1997; Tsuchida et al. 2021",
     .statement = "For jointly Gaussian $`u,v\\sim N(0,q)`$ with correlation $`\\rho`$, $`\\mathbb E\\phi(u)\\phi(v)`$ "
                  "is\n\n| $`\\phi(x)`$ | "
                  "$`\\mathbb E\\phi(u)\\phi(v)`$ |\n|---|---|\n" CLOSED_FORMS(
                      LINE) "| $`\\alpha x`$ for $`x<0`$, $`\\beta x`$ for $`x\\ge0`$ | $`\\alpha\\beta "
                            "q\\rho+(\\beta-\\alpha)^2`$ times the entry of relu |\n",
     .reading = "The sources state $`q=1`$ or a normalised $`\\phi`$; the table holds them for variance $`q`$.",
     .hypotheses = "$`\\phi`$ is one of the table's functions: the same canonical expression, or one kink at 0 between "
                   "two straight lines.",
     .method = "Proved: each entry's short derivation (shown as evidence). Checked: overlap with the certified Hermite "
               "series on a grid of "
               "$`\\rho`$ including $`0,\\pm1`$ to at least 40 accurate bits relative to $`\\kappa`$; disjoint "
               "enclosures would refute it. "
               "`inapplicable` when $`\\phi`$ certifiably takes other values than every function of the table.",
     .depends = "hermite.dual-activation",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/hermite/closed-form.c"},
    {.id = NULL}};
