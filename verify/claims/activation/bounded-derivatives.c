/* activation.bounded-derivatives: phi' and phi'' exist everywhere and are bounded; repaired: phi' is bounded and
   Lipschitz.

   A breakpoint where the one-sided limits of phi, phi' or phi'' differ is a counterexample (Darboux: a derivative has
   no jumps, so one-sided limits that differ mean that the derivative does not exist there).  Between the breakpoints
   every piece is analytic and the suprema come from branch and bound closed by the growth domain. */
#include "verify/claims/planted.h"
#include "verify/claims/smoothness.h"

typedef struct {
    sup_status first, second;
    const arb_struct *L, *S; /* sup|phi'|, sup|phi''| (over the open pieces when second == SUP_NONEXISTENT) */
    const char *first_why, *second_why;
} derivative_bounds;

static const char *const derivative_name[] = {"\\phi", "\\phi'", "\\phi''"};
static const char *const order_name[] = {"continuous", "differentiable", "twice differentiable"};

static void report_numbers(verdict_t v, const derivative_bounds *bounds)
{
    if (bounds->first == SUP_FINITE) verdict_number(v, "$`L=\\sup|\\phi'|`$", bounds->L, 15);
    if (bounds->second == SUP_FINITE) verdict_number(v, "$`\\sup|\\phi''|`$", bounds->S, 15);
    if (bounds->second == SUP_NONEXISTENT && arb_is_finite(bounds->S))
        verdict_number(v, "$`\\sup|\\phi''|`$ between the breakpoints", bounds->S, 15);
}

/* Why the suprema are not certified; never empty. */
static const char *missing_reason(const derivative_bounds *bounds)
{
    if (bounds->first != SUP_FINITE && bounds->first_why[0]) return bounds->first_why;
    if (bounds->second_why[0]) return bounds->second_why;
    return "branch and bound reached its limits";
}

static void refute_roughness(verdict_t v, const activation_t phi, slong k, int order, const arb_t left,
                             const arb_t right)
{
    if (order == 0 && arb_overlaps(left, right))
        verdict_refute(
            v, "counterexample",
            "The value of $`\\phi`$ at $`x=%s`$ differs from its limits there: $`\\phi`$ is not continuous, so "
            "$`\\phi'(%s)`$ does not exist.",
            breakpoint_as_text(phi, k).text, breakpoint_as_text(phi, k).text);
    else
        verdict_refute(
            v, "counterexample",
            "At $`x=%s`$ the one-sided limits of $`%s`$ are %s on the left and %s on the right (disjoint balls): "
            "$`\\phi`$ is not %s there.",
            breakpoint_as_text(phi, k).text, derivative_name[order], ball_as_text(left, 15).text,
            ball_as_text(right, 15).text, order_name[order]);
}

/* smooth_order: how many derivatives the statement wants continuous across the breakpoints (2 printed, 1 repaired). */
static void decide_bounds(verdict_t v, const activation_t phi, const derivative_bounds *bounds, int smooth_order)
{
    int repaired = smooth_order == 1, order = 0;
    slong k = 0;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    limits_kind rough = first_roughness(&k, &order, left, right, phi, smooth_order);
    /* Over the open pieces phi'' is bounded iff its supremum there is finite, whatever happens at the breakpoints. */
    int second_finite = bounds->second == SUP_FINITE || (bounds->second == SUP_NONEXISTENT && arb_is_finite(bounds->S));
    int second_infinite = bounds->second == SUP_UNBOUNDED;
    if (rough == LIMITS_DIFFER)
        refute_roughness(v, phi, k, order, left, right);
    else if (bounds->first == SUP_UNBOUNDED)
        verdict_refute(v, "counterexample", "$`\\phi'`$ is certified unbounded%s%s.", bounds->first_why[0] ? ": " : "",
                       bounds->first_why);
    else if (bounds->first == SUP_NONEXISTENT)
        verdict_refute(v, "counterexample", "$`\\phi'`$ does not exist everywhere: %s.", bounds->first_why);
    else if (second_infinite)
        verdict_refute(v, "counterexample", "$`\\phi''`$ is certified unbounded%s%s%s.",
                       bounds->second_why[0] ? ": " : "", bounds->second_why,
                       repaired ? ", so $`\\phi'`$ is not Lipschitz" : "");
    else if (!repaired && bounds->second == SUP_NONEXISTENT)
        verdict_refute(v, "counterexample", "$`\\phi''`$ does not exist everywhere: %s.", bounds->second_why);
    else if (rough == LIMITS_EQUAL && bounds->first == SUP_FINITE && second_finite)
        verdict_set(
            v, VERDICT_PROVED,
            "$`\\sup|\\phi'|=`$ %s and $`\\sup|\\phi''|=`$ %s%s by branch and bound on balls, closed by the growth of "
            "the derivatives at infinity.%s",
            ball_as_text(bounds->L, 15).text, ball_as_text(bounds->S, 15).text,
            repaired && activation_pieces(phi) > 1 ? " between the breakpoints" : "",
            activation_pieces(phi) == 1 ? " $`\\phi`$ has one analytic piece."
            : repaired ? " At every breakpoint $`\\phi`$ and $`\\phi'`$ are continuous (equal exact one-sided "
                         "limits), so the second number is a Lipschitz constant of $`\\phi'`$."
                       : " At every breakpoint $`\\phi`$, $`\\phi'`$ and $`\\phi''`$ have equal exact one-sided "
                         "limits.");
    else if (rough == LIMITS_UNDECIDED)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "At $`x=%s`$ the one-sided limits of $`%s`$ agree to 1024 bits, %s and %s, which balls cannot turn "
                    "into equality.",
                    breakpoint_as_text(phi, k).text, derivative_name[order], ball_as_text(left, 15).text,
                    ball_as_text(right, 15).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "%s could not be enclosed: %s.",
                    bounds->first == SUP_FINITE ? "$`\\sup|\\phi''|`$" : "$`\\sup|\\phi'|`$", missing_reason(bounds));
    report_numbers(v, bounds);
    arb_clear(left);
    arb_clear(right);
}

static void decide_case(verdict_t v, audit_t a, int smooth_order)
{
    reason_t first_why, second_why;
    reason_init(first_why);
    reason_init(second_why);
    derivative_bounds bounds;
    bounds.first = audit_supremum(&bounds.L, a, 1, first_why);
    bounds.second = audit_supremum(&bounds.S, a, 2, second_why);
    bounds.first_why = first_why->text;
    bounds.second_why = second_why->text;
    decide_bounds(v, audit_case(a)->phi, &bounds, smooth_order);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    decide_case(v, a, 2);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    decide_case(v, a, 1);
}

/* ---- planted ------------------------------------------------------------------------------------ */

/* claimed != NULL: the statement is sup|phi''| <= claimed. */
static void decide_text(verdict_t v, const char *text, int smooth_order, const char *claimed)
{
    activation_t phi;
    if (!planted_activation(&phi, text, v)) return;
    reason_t first_why, second_why;
    reason_init(first_why);
    reason_init(second_why);
    arb_t L, S, bound;
    arb_init(L);
    arb_init(S);
    arb_init(bound);
    derivative_bounds bounds = {.L = L, .S = S, .first_why = first_why->text, .second_why = second_why->text};
    bounds.first = activation_supremum(L, phi, 1, 24, first_why);
    bounds.second = activation_supremum(S, phi, 2, 24, second_why);
    decide_bounds(v, phi, &bounds, smooth_order);
    if (claimed != NULL && bounds.second == SUP_FINITE) {
        arb_set_str(bound, claimed, 64);
        if (arb_gt(S, bound))
            verdict_refute(v, "counterexample", "$`\\sup|\\phi''|=`$ %s exceeds %s.", ball_as_text(S, 8).text, claimed);
        else if (!arb_le(S, bound))
            verdict_set(v, VERDICT_INCONCLUSIVE, "The supremum was not separated from %s.", claimed);
    }
    arb_clear(L);
    arb_clear(S);
    arb_clear(bound);
    activation_clear(phi);
}

static void planted_relu(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", 2, NULL);
}

static void planted_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "step(x)", 2, NULL);
}

static void planted_square(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "x^2", 2, NULL);
}

static void planted_low(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 2, "0.69");
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "sin(x)", 2, "1.01");
}

static void planted_relu_repaired(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", 1, NULL);
}

static void planted_elu_repaired(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "elu(x, 1)", 1, NULL);
}

static const planted_t planted_printed[] = {
    {"relu-second-derivative-zero", "$`\\phi=\\mathrm{relu}`$ has $`\\phi''=0`$ everywhere.", 0, planted_relu},
    {"step-bounded-derivatives", "The binary step has bounded first and second derivatives.", 0, planted_step},
    {"square-bounded-derivatives", "$`\\phi(x)=x^2`$ has bounded first and second derivatives.", 0, planted_square},
    {"tanh-constant-10-percent-low", "$`|\\tanh''|\\le0.69`$ (the supremum is $`4/(3\\sqrt3)\\approx0.77`$).", 0,
     planted_low},
    {"sine-offered-as-false", "$`\\phi=\\sin`$ has bounded first and second derivatives and $`|\\phi''|\\le1.01`$.", 1,
     planted_true},
    {0}};
static const planted_t planted_repair[] = {
    {"relu-derivative-lipschitz", "$`\\mathrm{relu}'`$ is Lipschitz.", 0, planted_relu_repaired},
    {"elu-offered-as-false", "$`\\mathrm{elu}'`$ (with $`\\alpha=1`$) is bounded and Lipschitz.", 1,
     planted_elu_repaired},
    {0}};

const claim_t claims_activation_bounded_derivatives[] = {
    {.id = "activation.bounded-derivatives",
     .title = "Bounded first and second derivatives",
     .source = "Truong, standing assumption; seed 000 asserts it for the binary step, linear, sigmoid, tanh, ReLU and "
               "leaky ReLU",
     .statement = "$`\\phi`$ has bounded first and second derivatives.",
     .reading = "\"Bounded second derivative\" means that $`\\phi''`$ exists everywhere and is bounded. The seed's "
                "sentence \"All the common "
                "activation functions such as Binary Step Function, Linear Function, Sigmoid, Tanh, ReLU, Leaky ReLU "
                "satisfy these "
                "properties\" is decided activation by activation, each in its case.",
     .hypotheses = "None.",
     .method = "Proved: one-sided limits of $`\\phi,\\phi',\\phi''`$ at the breakpoints as balls; suprema over the "
               "open pieces by branch and "
               "bound on balls, closed by the growth domain. A derivative has no jumps, so one-sided limits that "
               "differ are a "
               "counterexample. Nothing is assumed.",
     .depends = "",
     .decide = decide_printed,
     .planted = planted_printed,
     .file = "verify/claims/activation/bounded-derivatives.c"},
    {.id = "activation.bounded-derivatives.repaired",
     .title = "Bounded derivative that is Lipschitz",
     .source = "repair of activation.bounded-derivatives",
     .statement = "$`\\phi'`$ exists everywhere, is bounded and is Lipschitz.",
     .reading = "",
     .hypotheses = "None.",
     .method =
         "Proved: $`\\phi`$ and $`\\phi'`$ continuous at every breakpoint (equal exact one-sided limits) and "
         "$`\\sup|\\phi''|<\\infty`$ "
         "over the open pieces; $`\\phi''`$ itself may jump. A kink, or $`\\phi''`$ unbounded on a piece, refutes it.",
     .depends = "",
     .decide = decide_repaired,
     .planted = planted_repair,
     .file = "verify/claims/activation/bounded-derivatives.c"},
    {.id = NULL}};
