/* deq_condition: Condition 1 (Ling (7)-(9)) and the step bound (10) in balls.

   Why these constants hold for every Lipschitz phi (L = sup|phi'|, q = L rho_w < 1, norms of W, U, a at most rho_w,
   rho_u, rho_a):
     |Z|_F <= |phi(0)| sqrt(mn) + L(rho_w |Z|_F + rho_u |X|_F)                 gives C_a;
     column i of S has norm <= L(rho_w |s_i| + rho_a)                          gives |s_i| <= C_r;
     |dW|_F <= sum |e_i||s_i||z_i| <= C_r C_a |e|,  |dU|_F <= C_r |X|_F |e|,  |da| <= C_a |e|. */
#include "deq/descent_bounds.h"

#define PREC    128
#define CHOICES 400

static arb_ptr field(deq_condition_t c, int k)
{
    arb_ptr const all[] = {c->W_norm, c->U_norm, c->a_norm, c->X_norm, c->lambda0,   c->e0,
                           c->rho_w,  c->rho_u,  c->rho_a,  c->C_w,    c->C_u,       c->C_a,
                           c->C_2,    c->ratio7, c->ratio8, c->ratio9, c->step_bound};
    return k < (int)(sizeof all / sizeof all[0]) ? all[k] : NULL;
}

void deq_condition_init(deq_condition_t c)
{
    c->delta = NAN;
    for (int k = 0; field(c, k) != NULL; k++) {
        arb_init(field(c, k));
        arb_indeterminate(field(c, k));
    }
}

void deq_condition_clear(deq_condition_t c)
{
    for (int k = 0; field(c, k) != NULL; k++) arb_clear(field(c, k));
}

/* C_w, C_u, C_a, C_2; indeterminate unless q < 1. */
static void constants(deq_condition_t c, const deq_model_t model, slong m, slong n)
{
    arb_t L, gap, zero, C_r;
    arb_init(L);
    arb_init(gap);
    arb_init(zero);
    arb_init(C_r);
    arb_set_d(L, model->lipschitz_known ? model->L : (double)INFINITY);
    arb_mul(gap, L, c->rho_w, PREC);
    arb_sub_ui(gap, gap, 1, PREC);
    arb_neg(gap, gap);
    if (!arb_is_positive(gap)) arb_indeterminate(gap);
    activation_eval_arb(zero, model->phi, zero, PREC);
    arb_abs(zero, zero);
    arb_sqrt_ui(C_r, (ulong)m, PREC);
    arb_mul(zero, zero, C_r, PREC);
    arb_sqrt_ui(C_r, (ulong)n, PREC);
    arb_mul(zero, zero, C_r, PREC);
    arb_mul(C_r, L, c->rho_a, PREC);
    arb_div(C_r, C_r, gap, PREC);
    arb_mul(c->C_a, L, c->rho_u, PREC);
    arb_mul(c->C_a, c->C_a, c->X_norm, PREC);
    arb_add(c->C_a, c->C_a, zero, PREC);
    arb_div(c->C_a, c->C_a, gap, PREC);
    arb_mul(c->C_w, C_r, c->C_a, PREC);
    arb_mul(c->C_u, C_r, c->X_norm, PREC);
    arb_sqr(c->C_2, c->C_w, PREC);
    arb_addmul(c->C_2, c->C_u, c->C_u, PREC);
    arb_clear(L);
    arb_clear(gap);
    arb_clear(zero);
    arb_clear(C_r);
}

/* (7) lambda_0 >= (4/delta) max(C) |e0|; (8) lambda_0^(3/2) >= 4 (2 + sqrt 2) C_2 |e0|/rho_a; (9) lambda_0 >= 4 C_2. */
static void ratios(deq_condition_t c)
{
    arb_t right, term;
    arb_init(right);
    arb_init(term);
    arb_max(right, c->C_w, c->C_u, PREC);
    arb_max(right, right, c->C_a, PREC);
    arb_mul(right, right, c->e0, PREC);
    arb_mul_2exp_si(right, right, 2);
    arb_set_d(term, c->delta);
    arb_div(right, right, term, PREC);
    arb_div(c->ratio7, c->lambda0, right, PREC);

    arb_sqrt_ui(right, 2, PREC);
    arb_add_ui(right, right, 2, PREC);
    arb_mul_2exp_si(right, right, 2);
    arb_mul(right, right, c->C_2, PREC);
    arb_mul(right, right, c->e0, PREC);
    arb_div(right, right, c->rho_a, PREC);
    arb_sqrt(term, c->lambda0, PREC);
    arb_mul(term, term, c->lambda0, PREC);
    arb_div(c->ratio8, term, right, PREC);

    arb_mul_2exp_si(right, c->C_2, 2);
    arb_div(c->ratio9, c->lambda0, right, PREC);
    arb_clear(right);
    arb_clear(term);
}

/* (10) min(2/lambda_0, 2 C_2/(C_2 + C_a^2)^2) */
static void step_bound(deq_condition_t c)
{
    arb_t term;
    arb_init(term);
    arb_sqr(term, c->C_a, PREC);
    arb_add(term, term, c->C_2, PREC);
    arb_sqr(term, term, PREC);
    arb_div(term, c->C_2, term, PREC);
    arb_inv(c->step_bound, c->lambda0, PREC);
    arb_min(c->step_bound, c->step_bound, term, PREC);
    arb_mul_2exp_si(c->step_bound, c->step_bound, 1);
    arb_clear(term);
}

void deq_condition_set(deq_condition_t c, double delta, const deq_model_t model, slong m, slong n)
{
    arb_t step;
    arb_init(step);
    c->delta = delta;
    arb_set_d(step, delta);
    arb_add(c->rho_w, c->W_norm, step, PREC);
    arb_add(c->rho_u, c->U_norm, step, PREC);
    arb_add(c->rho_a, c->a_norm, step, PREC);
    arb_clear(step);
    constants(c, model, m, n);
    ratios(c);
    step_bound(c);
}

static double approximately(const arb_t x)
{
    return arb_is_finite(x) ? arf_get_d(arb_midref(x), ARF_RND_NEAR) : 0;
}

void deq_condition_choose(deq_condition_t c, double constant9, const deq_model_t model, slong m, slong n)
{
    double room = 1 / model->L - arb_upper_double(c->W_norm), best = -1, chosen = room / 2;
    if (!(room > 0) || !(room < INFINITY)) room = 1;
    for (int k = 1; k < CHOICES; k++) {
        double delta = room * pow(10, -8.0 * k / CHOICES);
        deq_condition_set(c, delta, model, m, n);
        double least =
            fmin(approximately(c->ratio7), fmin(approximately(c->ratio8), approximately(c->ratio9) / constant9));
        if (least > best) {
            best = least;
            chosen = delta;
        }
    }
    deq_condition_set(c, chosen, model, m, n);
}
