/* gd.gradient: the Jacobian of the outputs by the pre-activations, and the gradient.

   Repaired form, vec stacking the samples: differentiating Z = phi(WZ + UX) at a point where phi is differentiable,
     vec dZ = diag(D)((I_n x W) vec dZ + vec(dW Z + dU X)),  J = I - diag(D)(I_n x W),  vec dZ = J^-1 diag(D) vec(dW Z
     + dU X),
   so d yhat = (I_n x a^T) vec dZ + Z^T da = R vec(dW Z + dU X) + Z^T da with R = (I_n x a^T) J^-1 diag(D), whenever J
   is invertible (L|W| < 1 suffices).  As printed, R = (a x I_n) J^-1 D: a is a column of m numbers, a x I_n has the
   shape mn x n and J^-1 mn x mn, so the product is not defined unless m = 1.  Reading a for a^T makes it conformable
   and wrong: a^T x I_n belongs to the stacking of units, J to that of samples. */
#include "verify/claims/gradient_instance.h"
#include "verify/claims/planted.h"

#define PREC       256
#define UNITS      3
#define POINTS     2
#define BITS_LEAST 100

/* Compares two matrices entry by entry: 1 when all overlap (*bits: the least relative accuracy among entries that are
   not exact zeros), 0 when some certifiably differ. */
static int agree(slong *bits, const arb_mat_t A, const arb_mat_t B)
{
    for (slong i = 0; i < arb_mat_nrows(A); i++)
        for (slong j = 0; j < arb_mat_ncols(A); j++) {
            arb_srcptr x = arb_mat_entry(A, i, j), y = arb_mat_entry(B, i, j);
            if (!arb_is_finite(x) || !arb_is_finite(y)) *bits = 0;
            if (!arb_overlaps(x, y)) return 0;
            slong least = arb_contains_zero(x) ? PREC - 40 - (mag_cmp_2exp_si(arb_radref(x), 40 - PREC) > 0 ? PREC : 0)
                                               : arb_rel_accuracy_bits(x);
            if (least < *bits) *bits = least;
        }
    return 1;
}

/* The three routes at the activation's small instance. */
static void decide_formula(verdict_t v, const activation_t phi, r_formula formula, int argument)
{
    gradient_instance_t g;
    slong parameters = UNITS * UNITS + UNITS * POINTS + UNITS, bits = PREC;
    arb_mat_t R, direct, from_r, adjoint, product, transposed;
    if (!gradient_instance_init(g, phi, UNITS, POINTS, PREC)) {
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The derivative of the activation was not enclosed at the instance's pre-activations.");
        return;
    }
    arb_mat_init(R, POINTS, UNITS * POINTS);
    arb_mat_init(direct, POINTS, parameters);
    arb_mat_init(from_r, POINTS, parameters);
    arb_mat_init(adjoint, parameters, 1);
    arb_mat_init(product, parameters, 1);
    arb_mat_init(transposed, parameters, POINTS);
    if (!gradient_r(R, g, formula, PREC) || !jacobian_implicit(direct, g, PREC) ||
        !gradient_adjoint(adjoint, g, PREC)) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`J`$ was not certified invertible in the instance.");
    } else {
        jacobian_from_r(from_r, g, R, PREC);
        arb_mat_transpose(transposed, from_r);
        arb_mat_mul(product, transposed, g->e, PREC);
        int same = agree(&bits, direct, from_r) && agree(&bits, adjoint, product);
        if (!same)
            verdict_refute(v, "counterexample",
                           "In an instance with rational $`W,a,X`$ and pre-activations ($`m=%d`$, $`n=%d`$) a "
                           "derivative differs from the one by implicit "
                           "differentiation: the enclosures are disjoint.",
                           UNITS, POINTS);
        else if (bits < BITS_LEAST)
            verdict_set(v, VERDICT_INCONCLUSIVE, "The routes agree, but to %ld bits only.", (long)bits);
        else
            verdict_set(v, argument ? VERDICT_PROVED : VERDICT_SUPPORTED,
                        "%sIn this case's instance (its $`\\phi`$; $`m=%d`$, $`n=%d`$; rational $`W,a,X`$ and "
                        "pre-activations, $`Z=\\phi(P)`$, "
                        "$`U=(P-WZ)X^{-1}`$, so that the equilibrium is exact) the %ld derivatives of each output from "
                        "$`R`$ agree with implicit "
                        "differentiation in every coordinate direction, and $`\\nabla\\Phi=J_{\\hat y}^\\top e`$ with "
                        "the adjoint equation "
                        "$`V=D\\circ(W^\\top V+ae^\\top)`$, to at least %ld bits.",
                        argument ? "For every $`\\phi`$ differentiable at the pre-activations and every invertible "
                                   "$`J`$: by differentiating the "
                                   "equilibrium equation (the claim's file). "
                                 : "",
                        UNITS, POINTS, (long)parameters, (long)bits);
    }
    arb_mat_clear(R);
    arb_mat_clear(direct);
    arb_mat_clear(from_r);
    arb_mat_clear(adjoint);
    arb_mat_clear(product);
    arb_mat_clear(transposed);
    gradient_instance_clear(g);
}

static void decide_shapes(verdict_t v, slong m, slong n)
{
    verdict_refute(
        v, "ill-typed",
        "$`a\\in\\mathbb R^m`$, so $`a\\otimes I_n`$ is %ld x %ld; $`J=I-\\mathrm{diag}(D)(I_n\\otimes W)`$ and its "
        "inverse are %ld x %ld. The "
        "product needs %ld = %ld ($`m=%ld`$, $`n=%ld`$). With $`a^\\top`$ for $`a`$ it would be conformable and wrong: "
        "$`a^\\top\\otimes I_n`$ pairs units with the wrong samples (planted below).",
        (long)(m * n), (long)n, (long)(m * n), (long)(m * n), (long)n, (long)(m * n), (long)m, (long)n);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    slong m = audit_case(a)->training_width, n = audit_case(a)->points->n;
    if (m > 1)
        decide_shapes(v, m, n);
    else
        decide_formula(v, audit_case(a)->phi, R_REPAIRED, 1); /* m = 1: a x I_n = I_n x a^T */
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    decide_formula(v, audit_case(a)->phi, R_REPAIRED, 1);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_tanh(verdict_t v, r_formula formula)
{
    activation_t phi;
    if (!planted_activation(&phi, "tanh(x)", v)) return;
    decide_formula(v, phi, formula, 0);
    activation_clear(phi);
}

static void planted_swapped(verdict_t v, void *unused)
{
    (void)unused;
    decide_tanh(v, R_SWAPPED_KRONECKER);
}

static void planted_without(verdict_t v, void *unused)
{
    (void)unused;
    decide_tanh(v, R_WITHOUT_D);
}

static void planted_transposed(verdict_t v, void *unused)
{
    (void)unused;
    decide_tanh(v, R_TRANSPOSED_W);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_tanh(v, R_REPAIRED);
}

static const planted_t planted[] = {
    {"kronecker-factors-swapped", "$`R=(a^\\top\\otimes I_n)J^{-1}\\mathrm{diag}(D)`$ (tanh).", 0, planted_swapped},
    {"without-the-derivative", "$`R=(I_n\\otimes a^\\top)J^{-1}`$ (tanh).", 0, planted_without},
    {"transposed-weights",
     "$`R=(I_n\\otimes a^\\top)J^{-1}\\mathrm{diag}(D)`$ with $`W^\\top`$ for $`W`$ in $`J`$ (tanh).", 0,
     planted_transposed},
    {"true-offered-as-false", "$`R=(I_n\\otimes a^\\top)J^{-1}\\mathrm{diag}(D)`$ (tanh).", 1, planted_true},
    {0}};

const claim_t claims_gd_gradient[] = {
    {.id = "gd.gradient",
     .title = "The gradient of the loss",
     .source = "Ling, Lemma 2",
     .statement =
         "$`R=(a\\otimes I_n)J^{-1}D`$, $`J=I-D(I_n\\otimes W)`$, $`D=\\mathrm{diag}(\\mathrm{vec}\\,\\phi'(WZ+UX))`$.",
     .reading = "$`a\\in\\mathbb R^m`$ is a column; identity matrices in $`J`$ of the conformable size. The order of "
                "the Kronecker factors is as printed.",
     .hypotheses = "$`J`$ invertible.",
     .method = "Conformity of shapes at the case's training width and number of points.",
     .depends = "",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/gd/gradient.c"},
    {.id = "gd.gradient.repaired",
     .title = "The gradient of the loss, with conformable factors",
     .source = "Ling, Lemma 2, repaired",
     .statement =
         "$`\\partial\\hat y/\\partial\\mathrm{vec}(P)=R=(I_n\\otimes a^\\top)J^{-1}\\mathrm{diag}(D)`$; "
         "$`\\nabla_a\\Phi=Z(\\hat y-y)`$, "
         "$`\\nabla_W\\Phi=VZ^\\top`$, $`\\nabla_U\\Phi=VX^\\top`$ with $`V=D\\circ(W^\\top V+a(\\hat y-y)^\\top)`$.",
     .reading = "",
     .hypotheses = "$`\\phi`$ differentiable at the entries of $`P=WZ+UX`$; $`J`$ invertible.",
     .method = "Proved by implicit differentiation (the claim's file); the formula's code and implicit differentiation "
               "are compared in balls on a small "
               "instance of the case's activation.",
     .depends = "",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/gd/gradient.c"},
    {.id = NULL}};
