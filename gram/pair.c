/* pair_solve: T(rho) = (2 s D(rho) + sigma0)/sqrt(q_i q_j) has |T'| <= c < 1 on the interval and maps it into itself,
   so for any exact point x of the interval (Banach, a posteriori) |rho - x| <= |T(x) - x|/(1 - c),      |K - D(x)| =
   |D(rho) - D(x)| <= slope |rho - x|. Doubles and the secant method choose x; one enclosed residual at x proves both.
 */
#include <math.h>
#include "gram/pair.h"
#include "gram/secant.h"

void pair_map_init(pair_map_t map)
{
    arb_init(map->two_s);
    arb_init(map->contraction);
    arb_init(map->slope);
}

void pair_map_clear(pair_map_t map)
{
    arb_clear(map->two_s);
    arb_clear(map->contraction);
    arb_clear(map->slope);
}

typedef struct {
    const pair_map_struct *map;
    const dual_struct *D;
    arb_srcptr sigma0;
    int price;
    arb_t value, point; /* D(x) at the last point asked for */
} pair_residual;

static dq_status residual_at(arb_t residual, const arf_t x, slong bits, void *context, reason_t why)
{
    pair_residual *p = context;
    slong prec = bits + 20;
    dq_status status;

    arb_set_arf(p->point, x);
    status = dual_eval(p->value, p->D, p->point, p->price, bits, why);
    if (status != DQ_OK) return status;
    arb_mul(residual, p->value, p->map->two_s, prec);
    arb_add(residual, residual, p->sigma0, prec);
    arb_div(residual, residual, p->D->root, prec);
    arb_sub(residual, residual, p->point, prec);
    return DQ_OK;
}

/* Newton in doubles; returns T'(x). */
static double approx_start(arf_t x, const pair_map_t map, const dual_t D, const arb_t sigma0, double reach)
{
    double two_s = arf_get_d(arb_midref(map->two_s), ARF_RND_NEAR), root = arf_get_d(arb_midref(D->root), ARF_RND_NEAR);
    double sigma = arf_get_d(arb_midref(sigma0), ARF_RND_NEAR), rho = sigma / root, slope = 0.0;
    int step;

    for (step = 0; step < 30; step++) {
        double value, derivative, change;
        approx_dual(&value, &derivative, D, rho);
        slope = two_s * derivative / root;
        change = ((two_s * value + sigma) / root - rho) / (slope < 0.99 ? 1.0 - slope : 1.0);
        if (!isfinite(change)) break;
        rho += change;
        rho = rho > reach ? reach : rho < -reach ? -reach : rho;
        if (fabs(change) <= 1e-15) break;
    }
    arf_set_d(x, isfinite(rho) ? rho : 0.0);
    return isfinite(slope) ? slope : 0.0;
}

dq_status pair_solve(arb_t K, arb_t rho, const pair_map_t map, const dual_t D, const arb_t sigma0, const arb_t reach,
                     int price, slong bits, reason_t why)
{
    pair_residual context;
    arf_t x, lower;
    arb_t residual, gap, one;
    double slope;
    dq_status status;

    context.map = map;
    context.D = D;
    context.sigma0 = sigma0;
    context.price = price;
    arb_init(context.value);
    arb_init(context.point);
    arf_init(x);
    arf_init(lower);
    arb_init(residual);
    arb_init(gap);
    arb_init(one);
    arf_neg(lower, arb_midref(reach));
    slope = approx_start(x, map, D, sigma0, arf_get_d(arb_midref(reach), ARF_RND_DOWN));
    status = approx_secant(x, residual, residual_at, &context, slope, lower, arb_midref(reach), 1.0, bits, why);
    if (status == DQ_OK) {
        slong prec = bits + 20;
        arb_sub_ui(gap, map->contraction, 1, 64);
        arb_neg(gap, gap);
        arb_abs(residual, residual);
        arb_div(residual, residual, gap, 64); /* |rho - x| */
        arb_set_arf(rho, x);
        arb_add_error(rho, residual);
        arb_mul(residual, residual, map->slope, 64);
        arb_add_error(context.value, residual);
        arb_set_round(K, context.value, prec);
        /* |rho| <= 1 always */
        arb_one(one);
        arb_neg(gap, one);
        arb_union(gap, gap, one, 64);
        if (!arb_contains(gap, rho)) arb_intersection(rho, rho, gap, prec);
    }
    arb_clear(context.value);
    arb_clear(context.point);
    arf_clear(x);
    arf_clear(lower);
    arb_clear(residual);
    arb_clear(gap);
    arb_clear(one);
    return status;
}
