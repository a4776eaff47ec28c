/* layer_sweep: k^(l)(z), k^(1)(z) = D_(q_1)(v z/q_1), k^(l) = D_(q_l)((2 s k^(l-1) + v z)/q_l).

   By induction k^(l) is a power series with coefficients >= 0 and k^(l)(1) = kappa^(l): what kernel_panel.c and
   kernel_eval.c say of k holds of every k^(l), with M = kappa^(l) and
     |k^(l)'(z)| <= (kappa^(l) - |k^(l)(x)|)/(1 - |x|)  for |z| <= |x|.
   A panel with more correlations than nodes is interpolated: its nodes go through the recursion in their place. */
#include "gram/kernel.h"
#include "gram/layer_step.h"

enum { MARGIN = 10, PANEL_GUARD = 6 };

typedef struct {
    const gram_model_struct *model;
    slong work, points;  /* points that go through the recursion */
    arb_ptr z, k, rho;   /* their correlations rho0, K^(l-1) and then K^(l), rho^(l) */
    slong *point;        /* of each correlation asked for, or -1: by its panel */
    slong *place;        /* its panel */
    slong *first;        /* per panel: the point of its first node, or -1 */
    panel_struct *panel; /* 2 KERNEL_SIDE */
    panel_rule_t rule;
    arb_t two_s, variance;
} sweep;

/* Panel of z, or -1: none, or the ball is too wide for it. */
static slong place_of(const arb_t z)
{
    arf_t w;
    panel_t at;
    mag_t room;
    slong number;

    arf_init(w);
    mag_init(room);
    arf_abs(w, arb_midref(z));
    arf_sub_ui(w, w, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_neg(w, w);
    number = panel_number(w);
    if (number >= 0) {
        panel_place(at, number, 1);
        mag_set_d_lower(room, at->centre - at->half);
        mag_mul_2exp_si(room, room, -MARGIN);
        if (mag_cmp(arb_radref(z), room) > 0)
            number = -1;
        else if (arf_sgn(arb_midref(z)) < 0)
            number += KERNEL_SIDE;
    }
    arf_clear(w);
    mag_clear(room);
    return number;
}

/* Which correlations go through the recursion, which panels are interpolated. */
static void plan(sweep *s, arb_srcptr z, slong count)
{
    slong N = s->rule->degree + 1, i, p;

    for (p = 0; p < 2 * KERNEL_SIDE; p++) s->first[p] = 0; /* counts first */
    for (i = 0; i < count; i++) {
        s->place[i] = place_of(z + i);
        if (s->place[i] >= 0) s->first[s->place[i]]++;
    }
    for (p = 0; p < 2 * KERNEL_SIDE; p++) {
        int build = s->first[p] > N;
        s->first[p] = build ? s->points : -1;
        if (build) s->points += N;
    }
    for (i = 0; i < count; i++) s->point[i] = s->place[i] >= 0 && s->first[s->place[i]] >= 0 ? -1 : s->points++;
    s->z = _arb_vec_init(s->points);
    s->k = _arb_vec_init(s->points);
    s->rho = _arb_vec_init(s->points);
    for (p = 0; p < 2 * KERNEL_SIDE; p++)
        if (s->first[p] >= 0) {
            panel_place(s->panel + p, p % KERNEL_SIDE, p < KERNEL_SIDE ? 1 : -1);
            panel_nodes(s->z + s->first[p], s->panel + p, s->rule);
        }
    for (i = 0; i < count; i++)
        if (s->point[i] >= 0) arb_set(s->z + s->point[i], z + i);
}

/* rho^(l) of every point, and the largest |rho| the series shall serve; beyond it the near route where there is one. */
static void correlations(arb_t reach, sweep *s, const profile_t p)
{
    slong i;
    int near = activation_has_near_route(s->model->phi);
    arb_t size, limit, sigma;

    arb_init(size);
    arb_init(limit);
    arb_init(sigma);
    series_reach(limit, s->model->phi, s->work);
    arb_zero(reach);
    for (i = 0; i < s->points; i++) {
        arb_mul(sigma, s->z + i, s->variance, s->work + 20);
        arb_addmul(sigma, s->k + i, s->two_s, s->work + 20);
        layer_correlation(s->rho + i, sigma, p, p, s->work + 20);
        arb_abs(size, s->rho + i);
        if (near && !arb_le(size, limit)) continue;
        arb_get_ubound_arf(arb_midref(size), size, 128);
        mag_zero(arb_radref(size));
        if (arf_cmp(arb_midref(size), arb_midref(reach)) > 0) arb_set(reach, size);
    }
    if (arb_is_zero(reach)) {
        arb_set_d(reach, 0.5);
        arb_min(reach, reach, limit, 64);
    }
    if (arf_cmp_si(arb_midref(reach), 1) > 0) arb_one(reach);
    arb_clear(size);
    arb_clear(limit);
    arb_clear(sigma);
}

/* The panels of this layer from their nodes. */
static void interpolate(sweep *s, const profile_t p)
{
    slong number;
    mag_t M;
    arb_t value, width;
    arf_t w;

    mag_init(M);
    arb_init(value);
    arb_init(width);
    arf_init(w);
    arb_get_mag(M, p->kappa);
    for (number = 0; number < 2 * KERNEL_SIDE; number++) {
        panel_struct *panel = s->panel + number;
        if (s->first[number] < 0) continue;
        panel_interpolate(panel, s->rule, s->k + s->first[number], M);
        arf_set_d(w, panel->centre - panel->half);
        panel_eval(value, panel, w, s->rule->prec);
        arb_abs(value, value);
        arb_sub(value, p->kappa, value, s->work);
        arb_set_arf(width, w); /* the slope up to the margin */
        arb_mul_2exp_si(width, width, -MARGIN);
        arb_sub_arf(width, width, w, 128);
        arb_neg(width, width);
        arb_div(value, value, width, 64);
        arb_get_mag(panel->slope, value);
    }
    mag_clear(M);
    arb_clear(value);
    arb_clear(width);
    arf_clear(w);
}

static void emit(layer_sink sink, void *context, slong l, const sweep *s, arb_srcptr z, slong count, const profile_t p)
{
    slong i;
    arb_t value;
    arf_t w;
    mag_t spread;

    arb_init(value);
    arf_init(w);
    mag_init(spread);
    for (i = 0; i < count; i++) {
        const panel_struct *panel;
        if (s->point[i] >= 0) {
            sink(context, l, i, s->k + s->point[i], p);
            continue;
        }
        panel = s->panel + s->place[i];
        arf_abs(w, arb_midref(z + i));
        arf_sub_ui(w, w, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_neg(w, w);
        panel_eval(value, panel, w, s->rule->bits + 20);
        mag_mul(spread, panel->slope, arb_radref(z + i));
        arb_add_error_mag(value, spread);
        sink(context, l, i, value, p);
    }
    arb_clear(value);
    arf_clear(w);
    mag_clear(spread);
}

static dq_status one_layer(sweep *s, layer_engines *used, profile_t p, const arb_t q, reason_t why)
{
    dq_status status;
    arb_t reach, size;
    dual_t D;
    slong i;

    arb_init(reach);
    arb_init(size);
    dual_init(D);
    status = layer_variance(p, s->model, q, s->work, why);
    if (status == DQ_OK && s->points > 0) {
        correlations(reach, s, p);
        status = profile_expand(p, s->model->phi, reach, 0, s->work, why);
        if (status == DQ_OK) dual_set(D, s->model->phi, p, p, reach, s->work);
    }
    for (i = 0; i < s->points && status == DQ_OK; i++) {
        int near, sign = arb_is_one(s->z + i) ? 1 : p->h->parity < 0 && arb_equal_si(s->z + i, -1) ? -1 : 0;
        if (sign != 0) { /* (u, v) = (u, +-u) in every layer */
            arb_mul_si(s->k + i, p->kappa, sign, s->work + 20);
            continue;
        }
        arb_abs(size, s->rho + i);
        near = activation_has_near_route(s->model->phi) && !arb_le(size, reach);
        status = layer_entry(s->k + i, s->model, D, s->rho + i, near, s->work, why);
        used->near_used |= near;
        used->series_used |= !near;
    }
    used->terms = FLINT_MAX(0, p->expanded - 1);
    arb_clear(reach);
    arb_clear(size);
    dual_clear(D);
    return status;
}

static void sweep_clear(sweep *s)
{
    slong i;

    for (i = 0; i < 2 * KERNEL_SIDE; i++) panel_clear(s->panel + i);
    _arb_vec_clear(s->z, s->points);
    _arb_vec_clear(s->k, s->points);
    _arb_vec_clear(s->rho, s->points);
    panel_rule_clear(s->rule);
    arb_clear(s->two_s);
    arb_clear(s->variance);
    flint_free(s->panel);
    flint_free(s->first);
    flint_free(s->point);
    flint_free(s->place);
}

dq_status layer_sweep(layer_sink sink, void *context, layer_engines *used, slong layers, arb_srcptr z, slong count,
                      const arb_t variance, const gram_model_t model, slong work, slong bits, reason_t why)
{
    sweep s = {.model = model, .work = work};
    profile_t p;
    arb_t q;
    slong l, i;
    dq_status status = DQ_OK;

    panel_rule_init(s.rule, bits + PANEL_GUARD);
    arb_init(s.two_s);
    arb_init(s.variance);
    arb_set_fmpq(s.two_s, model->s, work + 20);
    arb_mul_2exp_si(s.two_s, s.two_s, 1);
    arb_set(s.variance, variance);
    s.panel = flint_malloc(2 * KERNEL_SIDE * sizeof(panel_struct));
    for (i = 0; i < 2 * KERNEL_SIDE; i++) panel_init(s.panel + i);
    s.first = flint_malloc(2 * KERNEL_SIDE * sizeof(slong));
    s.point = flint_malloc((size_t)FLINT_MAX(count, 1) * sizeof(slong));
    s.place = flint_malloc((size_t)FLINT_MAX(count, 1) * sizeof(slong));
    plan(&s, z, count);
    for (i = 0; i < 2 * KERNEL_SIDE; i++) used->panels_used |= s.first[i] >= 0;
    profile_init(p);
    arb_init(q);
    arb_set(q, variance);
    for (l = 1; l <= layers && status == DQ_OK; l++) {
        status = one_layer(&s, used, p, q, why);
        if (status != DQ_OK) break;
        interpolate(&s, p);
        sink(context, l, -1, NULL, p);
        emit(sink, context, l, &s, z, count, p);
        arb_set(q, variance);
        arb_addmul(q, p->kappa, s.two_s, work + 20);
    }
    profile_clear(p);
    arb_clear(q);
    sweep_clear(&s);
    return status;
}
