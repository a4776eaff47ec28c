/* deq.depth-gap: |G_ij - G^(l)_ij| <= 2 q^l/(1-q)^2 |z_i^(1)| |z_j^(1)|, q = L|W|_2 < 1.

   Proof.  Z^(0) = 0 and phi is L-Lipschitz, so |z^(l+1) - z^(l)| <= L |W(z^(l) - z^(l-1))| <= q |z^(l) - z^(l-1)| <= q^l |z^(1)|.
   Summing, |z - z^(l)| <= q^l/(1-q) |z^(1)|, |z^(l)| <= (1-q^l)/(1-q) |z^(1)| and |z| <= |z^(1)|/(1-q).  Hence
     |G_ij - G^(l)_ij| <= |z_i - z_i^(l)| |z_j| + |z_i^(l)| |z_j - z_j^(l)| <= q^l (2 - q^l)/(1-q)^2 |z_i^(1)| |z_j^(1)|.
   Neither phi(0) = 0 nor a derivative is used.  m = 1, phi(x) = x, W > 0 attains q^l (2 - q^l)/(1-q)^2: the constant 2 is sharp. */
#include "verify/claims/descent_run.h"
#include "verify/claims/planted.h"
#include "verify/claims/random_model.h"
#include <math.h>

#define PREC  128
#define DEPTH 12
/* More points are cut to the first ones: every point's columns are its own. */
#define POINTS_MAX 200

/* factor q^(l + shift)/(1-q)^2 |z_i^(1)| |z_j^(1)| is the bound tested; the printed one has factor 2, shift 0. */
typedef struct {
    const deq_model_struct *model;
    const arb_struct *L, *factor;
    slong shift;
    slong networks, outside, open; /* checked; q >= 1 certified; q < 1 not certified */
    slong pairs, undecided, violated;
    slong trial, l, i, j; /* of a violation */
    arb_t left, right;
    verdict_struct *witness; /* receives the violations; NULL: the pair `i`, `j` at the layer `l` alone is measured */
    double ratio[DEPTH];     /* approximate largest left/right of each layer */
} gap_struct;

static void entry(arb_t x, double middle, double radius)
{
    arb_t error;
    arb_init(error);
    arb_set_d(x, middle);
    arb_set_d(error, radius);
    arb_add_error(x, error);
    arb_clear(error);
}

static void compare_pair(gap_struct *g, const arb_t left, const arb_t right, slong trial, slong l, slong i, slong j)
{
    if (g->witness == NULL) {
        if (l != g->l || i != g->i || j != g->j) return;
        arb_set(g->left, left);
        arb_set(g->right, right);
        return;
    }
    g->pairs++;
    double ratio = arf_get_d(arb_midref(left), ARF_RND_NEAR) / arf_get_d(arb_midref(right), ARF_RND_NEAR);
    if (ratio > g->ratio[l - 1]) g->ratio[l - 1] = ratio;
    if (arb_le(left, right)) return;
    if (!arb_gt(left, right)) {
        g->undecided++;
        return;
    }
    verdict_violation(g->witness, "pair", 4, (const slong[]){trial, l, i, j}, left, right);
    if (g->violated++ > 0) return;
    g->trial = trial;
    g->l = l;
    g->i = i;
    g->j = j;
    arb_set(g->left, left);
    arb_set(g->right, right);
}

/* Every pair and layer of one network, from the equilibrium's Gram matrix G within `radius`. */
static void compare_layers(gap_struct *g, const deq_layers_t layers, const double *G, double radius, const arb_t q,
                           slong trial)
{
    slong n = layers->n;
    arb_t scale, left, right, x;
    arb_ptr first = _arb_vec_init(n);
    arb_init(scale);
    arb_init(left);
    arb_init(right);
    arb_init(x);
    for (slong i = 0; i < n; i++) {
        entry(first + i, layers->G[i * n + i], layers->radius[0]);
        arb_nonnegative_part(first + i, first + i);
        arb_sqrt(first + i, first + i, PREC);
    }
    for (slong l = 1; l <= DEPTH; l++) {
        arb_sub_ui(scale, q, 1, PREC);
        arb_inv(scale, scale, PREC);
        arb_sqr(scale, scale, PREC);
        arb_mul(scale, scale, g->factor, PREC);
        arb_pow_ui(x, q, (ulong)(l + g->shift), PREC);
        arb_mul(scale, scale, x, PREC);
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j <= i; j++) {
                entry(left, G[i * n + j], radius);
                entry(x, layers->G[((l - 1) * n + i) * n + j], layers->radius[l - 1]);
                arb_sub(left, left, x, PREC);
                arb_abs(left, left);
                arb_mul(right, first + i, first + j, PREC);
                arb_mul(right, right, scale, PREC);
                compare_pair(g, left, right, trial, l, i, j);
            }
    }
    _arb_vec_clear(first, n);
    arb_clear(scale);
    arb_clear(left);
    arb_clear(right);
    arb_clear(x);
}

static dq_status check_network(gap_struct *g, slong width, slong k, double *Z, double *G, deq_layers_t layers,
                               reason_t why)
{
    deq_trial_t trial;
    arb_t q, one;
    dq_status status = deq_trial(trial, g->model, width, k, 1, Z, why);
    if (status != DQ_OK) return status;
    arb_init(q);
    arb_init(one);
    arb_one(one);
    arb_set_deq_interval(q, (deq_interval){trial->norm_lower, trial->norm_upper});
    arb_mul(q, q, g->L, PREC);
    if (arb_ge(q, one)) {
        g->outside++;
    } else if (!arb_lt(q, one) || trial->outcome != TRIAL_CERTIFIED) {
        g->open++;
    } else {
        status = deq_layers(layers, g->model, width, k, LAYERS_TIED, trial->norm_upper, why);
        double radius = deq_gram(G, Z, width, layers->n, trial->radius);
        if (status == DQ_OK) compare_layers(g, layers, G, radius, q, k);
        g->networks++;
    }
    arb_clear(q);
    arb_clear(one);
    return status;
}

static dq_status check_networks(gap_struct *g, slong width, slong first, slong trials, reason_t why)
{
    slong n = g->model->points->n;
    double *Z = flint_malloc((size_t)(width * n + n * n) * sizeof(double)), *G = Z + width * n;
    deq_layers_t layers;
    deq_layers_init(layers, DEPTH, n);
    dq_status status = DQ_OK;
    for (slong k = first; k < first + trials && status == DQ_OK; k++)
        status = check_network(g, width, k, Z, G, layers, why);
    deq_layers_clear(layers);
    flint_free(Z);
    return status;
}

static void report(verdict_t v, const gap_struct *g, slong width)
{
    if (g->violated > 0) {
        verdict_refute(
            v, "counterexample",
            "Network %ld of width %ld, layer %ld, points %ld and %ld: the left side lies in %s, the right side "
            "in %s.",
            (long)g->trial, (long)width, (long)g->l, (long)g->i + 1, (long)g->j + 1, ball_as_text(g->left, 12).text,
            ball_as_text(g->right, 12).text);
        return;
    }
    if (g->networks == 0) {
        verdict_set(v, g->open == 0 ? VERDICT_INAPPLICABLE : VERDICT_INCONCLUSIVE,
                    "$`q=L\\Vert W\\Vert_2<1`$ %s: certified $`\\ge1`$ on %ld of %ld sampled networks.",
                    g->open == 0 ? "fails on every sampled network" : "could not be certified on any sampled network",
                    (long)g->outside, (long)(g->outside + g->open));
        return;
    }
    verdict_set(
        v, VERDICT_PROVED,
        "Let $`q<1`$. From $`Z^{(0)}=0`$, $`\\Vert z^{(l+1)}-z^{(l)}\\Vert\\le q^l\\Vert z^{(1)}\\Vert`$; summing, "
        "$`\\Vert z-z^{(l)}\\Vert\\le\\frac{q^l}{1-q}\\Vert z^{(1)}\\Vert`$, "
        "$`\\Vert z^{(l)}\\Vert\\le\\frac{1-q^l}{1-q}\\Vert z^{(1)}\\Vert`$, "
        "$`\\Vert z\\Vert\\le\\frac1{1-q}\\Vert z^{(1)}\\Vert`$, so "
        "$`|G_{ij}-G^{(l)}_{ij}|\\le\\Vert z_i-z_i^{(l)}\\Vert\\Vert z_j\\Vert+\\Vert z_i^{(l)}\\Vert\\Vert "
        "z_j-z_j^{(l)}\\Vert\\le\\frac{q^l(2-q^l)}{(1-q)^2}\\Vert z_i^{(1)}\\Vert\\Vert z_j^{(1)}\\Vert`$. Only the "
        "Lipschitz constant is used; with one unit, $`\\phi(x)=x`$ and $`W>0`$ the last bound is attained.");
    verdict_add(v,
                "Cross-check on %ld sampled networks of width %ld with $`q<1`$, layers 1 to %d, certified norms, "
                "equilibria and layers: %ld inequalities hold, %ld are undecided at this accuracy, none fails%s.",
                (long)g->networks, (long)width, DEPTH, (long)(g->pairs - g->undecided), (long)g->undecided,
                g->outside + g->open > 0 ? " (networks outside $`q<1`$ are left out)" : "");
    for (slong l = 1; l <= DEPTH; l = l == 1 ? 4 : l + 4) {
        char name[80];
        snprintf(name, sizeof name, "largest sampled left/right at $`l=%ld`$", (long)l);
        verdict_approximate(v, name, g->ratio[l - 1]);
    }
}

static void decide_networks(verdict_t v, gap_struct *g, slong width, slong trials)
{
    reason_t why;
    reason_init(why);
    g->witness = v;
    arb_init(g->left);
    arb_init(g->right);
    dq_status status = check_networks(g, width, 0, trials, why);
    if (status == DQ_OK)
        report(v, g, width);
    else
        verdict_from_status(v, status, why);
    arb_clear(g->left);
    arb_clear(g->right);
}

static const slong most[] = {[PROFILE_QUICK] = 6, [PROFILE_STANDARD] = 60, [PROFILE_FULL] = 300};

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why)
{
    const arb_struct *L;
    deq_model_t model;
    points_struct first = audit_case(a)->points[0];
    if (first.n > POINTS_MAX) first.n = POINTS_MAX;
    if (place[0] >= most[PROFILE_FULL] || place[1] < 1 || place[1] > DEPTH || place[2] >= first.n ||
        place[3] > place[2]) {
        reason_set(why, "the trials are 0 to %ld, the layers 1 to %d, the pairs 0 <= j <= i < %ld",
                   (long)most[PROFILE_FULL] - 1, DEPTH, (long)first.n);
        return DQ_INPUT;
    }
    if (audit_supremum(&L, a, 1, why) != SUP_FINITE) return DQ_INAPPLICABLE;
    random_model_init(model, a);
    model->points = &first;
    arb_set_si(bound, 2); /* the factor, until the bound takes its place */
    gap_struct g = {.model = model, .L = L, .factor = bound, .l = place[1], .i = place[2], .j = place[3]};
    arb_init(g.left);
    arb_init(g.right);
    dq_status status = check_networks(&g, width, place[0], 1, why);
    if (status == DQ_OK && g.networks == 0) {
        status = g.outside > 0 ? DQ_INAPPLICABLE : DQ_INCONCLUSIVE;
        reason_set(why, "q < 1 %s for this network", g.outside > 0 ? "fails" : "is not certified");
    }
    arb_set(quantity, g.left);
    arb_set(bound, g.right);
    random_model_clear(model);
    arb_clear(g.left);
    arb_clear(g.right);
    return status;
}

static const witness_event events[] = {
    {.name = "pair",
     .generator = "layers of the network",
     .place = "trial layer i j",
     .inequality = "|G_ij - G^(l)_ij| <= 2 q^l/(1-q)^2 |z_i^(1)| |z_j^(1)| (points counted from 0)",
     .relation = EVENT_AT_MOST,
     .measure = measure},
    {0}};

static void decide(verdict_t v, audit_t a, slong width)
{
    const arb_struct *L;
    deq_model_t model;
    arb_t two;
    if (!lipschitz_holds(&L, v, a)) return;
    arb_init(two);
    arb_set_si(two, 2);
    random_model_init(model, a);
    points_struct first = audit_case(a)->points[0];
    if (first.n > POINTS_MAX) first.n = POINTS_MAX;
    model->points = &first;
    gap_struct g = {.model = model, .L = L, .factor = two};
    slong trials = most[audit_profile(a)];
    decide_networks(v, &g, width, trials < audit_case(a)->trials ? trials : audit_case(a)->trials);
    if (first.n < audit_case(a)->points->n) verdict_add(v, "Sampled on the first %d points.", POINTS_MAX);
    random_model_clear(model);
    arb_clear(two);
}

/* ---- planted: one unit, one point, phi(x) = x, where the proof's bound is attained for W > 0 ---- */

static void decide_planted(verdict_t v, slong numerator, slong denominator, slong shift)
{
    static const double x[] = {1};
    activation_t phi;
    if (!planted_activation(&phi, "x", v)) return;
    points_t points;
    deq_model_t model = {{.phi = phi, .law = WEIGHTS_GAUSSIAN, .lipschitz_known = 1, .L = 1, .seed = 20230213}};
    arb_t L, factor;
    points_init(points, 1, 1);
    points->x[0] = x[0];
    points->normalise = 1;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, 2, 25);
    arb_init(L);
    arb_one(L);
    arb_init(factor);
    arb_set_si(factor, numerator);
    arb_div_si(factor, factor, denominator, PREC);
    gap_struct g = {.model = model, .L = L, .factor = factor, .shift = shift};
    decide_networks(v, &g, 1, 40);
    arb_clear(L);
    arb_clear(factor);
    fmpq_clear(model->s);
    points_clear(points);
    activation_clear(phi);
}

static void planted_exponent(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 2, 1, 1);
}

static void planted_ten_per_cent(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 9, 5, 0);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 2, 1, 0);
}

static const planted_t planted[] = {
    {"exponent-off-by-one",
     "$`|G_{ij}-G^{(l)}_{ij}|\\le\\frac{2q^{l+1}}{(1-q)^2}\\Vert z^{(1)}_i\\Vert\\Vert z^{(1)}_j\\Vert`$ (networks of "
     "one "
     "unit).",
     0, planted_exponent},
    {"constant-ten-per-cent-off",
     "$`|G_{ij}-G^{(l)}_{ij}|\\le\\frac{1.8q^l}{(1-q)^2}\\Vert z^{(1)}_i\\Vert\\Vert z^{(1)}_j\\Vert`$ (networks of "
     "one "
     "unit).",
     0, planted_ten_per_cent},
    {"true-offered-as-false",
     "$`|G_{ij}-G^{(l)}_{ij}|\\le\\frac{2q^l}{(1-q)^2}\\Vert z^{(1)}_i\\Vert\\Vert z^{(1)}_j\\Vert`$ (networks of one "
     "unit).",
     1, planted_true},
    {0}};

const claim_t claims_deq_depth_gap[] = {
    {.id = "deq.depth-gap",
     .title = "Gram matrix of the equilibrium against the Gram matrix of layer l",
     .source = "Ling, Theorem 4, with an explicit constant",
     .statement = "$`|G_{ij}-G^{(l)}_{ij}|\\le\\frac{2q^l}{(1-q)^2}\\Vert z^{(1)}_i\\Vert\\Vert z^{(1)}_j\\Vert`$, "
                  "$`q=L\\Vert W\\Vert_2`$.",
     .reading = "For every network with $`q<1`$, every $`l\\ge1`$ and all $`i,j`$.",
     .hypotheses =
         "$`L=\\sup|\\phi'|<\\infty`$ and $`q<1`$ (network by network). Ling states it for ReLU under Assumption 1; "
         "neither is needed.",
     .method =
         "Proved: the argument is given in full. Each sampled network is a cross-check with certified intervals of "
         "both sides; one violation would refute the claim.",
     .depends = "deq.well-posed",
     .per_width = 1,
     .decide = decide,
     .events = events,
     .planted = planted,
     .file = "verify/claims/deq/depth-gap.c"},
    {.id = NULL}};
