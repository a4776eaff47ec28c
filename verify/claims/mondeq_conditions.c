/* mondeq_conditions: the inequalities of Conditions 1 and 2, both sides enclosed at an exact instance.

   Every quantity is a norm of an exact rational matrix in a ball of INEQUALITY_PREC bits (singular values of matrices with more
   than two rows and columns: width 2^-60), so a line certified in balls holds for the real numbers. */
#include "verify/claims/mondeq_conditions.h"
#include "verify/claims/mondeq_inequalities.h"

#define PREC INEQUALITY_PREC

static void bar(arb_t value, const fmpq_mat_t M, const fmpq_t radius)
{
    arb_t R;
    arb_init(R);
    arb_set_fmpq(R, radius, PREC);
    ball_norm(value, M);
    arb_add(value, value, R, PREC);
    arb_clear(R);
}

void condition_refresh(condition_t c)
{
    mondeq_weights(c->p);
    c->outcome = mondeq_solve(c->s, c->p);
    ball_sigma_min(c->lambda0, c->s->Z);
    ball_frobenius(c->inputs, c->p->X);
    ball_frobenius(c->residual, c->s->e);
    bar(c->bar_A, c->p->A, c->radius[0]);
    bar(c->bar_U, c->p->U, c->radius[2]);
    bar(c->bar_u, c->p->u, c->radius[3]);
    arb_set_fmpq(c->mu, c->p->mu, PREC);
}

static void prepare(condition_t c, const char *const radius[4])
{
    mondeq_state_init(c->s, c->p);
    for (int k = 0; k < 4; k++) {
        fmpq_init(c->radius[k]);
        rational_set(c->radius[k], radius[k]);
    }
    arb_struct *const ball[] = {c->lambda0, c->inputs, c->residual, c->bar_A, c->bar_U, c->bar_u, c->mu};
    for (size_t k = 0; k < sizeof ball / sizeof *ball; k++) arb_init(ball[k]);
    condition_refresh(c);
}

void condition_init(condition_t c, const condition_instance *i)
{
    instance_set(c->p, i->n, i->d, i->N, i->mu, i->A, i->B, i->U, i->u, i->X, i->y);
    prepare(c, i->radius);
}

void condition_init_model(condition_t c, const mondeq_t p, const char *const radius[4])
{
    mondeq_init(c->p, p->n, p->d, p->N);
    mondeq_set(c->p, p);
    prepare(c, radius);
}

void condition_clear(condition_t c)
{
    mondeq_clear(c->p);
    mondeq_state_clear(c->s);
    for (int k = 0; k < 4; k++) fmpq_clear(c->radius[k]);
    arb_struct *const ball[] = {c->lambda0, c->inputs, c->residual, c->bar_A, c->bar_U, c->bar_u, c->mu};
    for (size_t k = 0; k < sizeof ball / sizeof *ball; k++) arb_clear(ball[k]);
}

/* value = factor x^p y^q z^r m^s. */
static void monomial(arb_t value, slong factor, const arb_t x, ulong p, const arb_t y, ulong q, const arb_t z, ulong r,
                     const arb_t m, slong s)
{
    arb_t power;
    arb_init(power);
    arb_set_si(value, factor);
    arb_pow_ui(power, x, p, PREC);
    arb_mul(value, value, power, PREC);
    arb_pow_ui(power, y, q, PREC);
    arb_mul(value, value, power, PREC);
    arb_pow_ui(power, z, r, PREC);
    arb_mul(value, value, power, PREC);
    arb_pow_ui(power, m, (ulong)(s < 0 ? -s : s), PREC);
    if (s < 0)
        arb_div(value, value, power, PREC);
    else
        arb_mul(value, value, power, PREC);
    arb_clear(power);
}

/* value = |X|_F |e| max{2 UuA/(m^2 R_A), 2 Uu/(m^2 R_B), u/(m R_U), U/(m R_u)}, U, u, A the bars. */
static void travel(arb_t value, const condition_t c)
{
    arb_t term, R;
    arb_init(term);
    arb_init(R);
    arb_zero(value);
    for (int k = 0; k < 4; k++) {
        monomial(term, k < 2 ? 2 : 1, c->bar_U, k != 2, c->bar_u, k != 3, c->bar_A, k == 0, c->mu, k < 2 ? -2 : -1);
        arb_set_fmpq(R, c->radius[k], PREC);
        arb_div(term, term, R, PREC);
        arb_max(value, value, term, PREC);
    }
    arb_mul(value, value, c->inputs, PREC);
    arb_mul(value, value, c->residual, PREC);
    arb_clear(term);
    arb_clear(R);
}

/* value = constant + (a (UA)^2 + b U^2)/m^s. */
static void growth(arb_t value, slong constant, slong a, slong b, const condition_t c, slong s)
{
    arb_t term;
    arb_init(term);
    monomial(value, a, c->bar_U, 2, c->bar_A, 2, c->bar_u, 0, c->mu, -s);
    monomial(term, b, c->bar_U, 2, c->bar_A, 0, c->bar_u, 0, c->mu, -s);
    arb_add(value, value, term, PREC);
    arb_add_si(value, value, constant, PREC);
    arb_clear(term);
}

slong condition_lines(arb_struct *left, arb_struct *right, const condition_t c, condition_kind kind)
{
    slong lines = kind == CONDITION_1 ? 2 : 3, power = kind == CONDITION_2 ? 0 : 2;
    arb_t term;
    arb_init(term);
    for (slong k = 0; k < lines; k++) arb_pow_ui(left + k, c->lambda0, k == 1 ? 3 : 2, PREC);
    travel(right, c);
    arb_mul_ui(right, right, kind == CONDITION_1 ? 4 : 8, PREC);
    /* |X|_F^2 |e| u/m^2 (1 + ...) */
    int six = kind == CONDITION_2 || kind == CONDITION_2_POWERS;
    monomial(right + 1, kind == CONDITION_2_REPAIRED ? 16 : 8, c->inputs, 2, c->residual, 1, c->bar_u, 1, c->mu,
             -power);
    growth(term, 1, six ? 6 : 4, 4, c, power);
    arb_mul(right + 1, right + 1, term, PREC);
    if (lines == 3) {
        /* 20 |X|_F^2 (u^2 (1 + (4 (UA)^2 + 4 U^2)/m^2) + U^2)/m^2, the last term not in the repaired form */
        monomial(right + 2, 20, c->inputs, 2, c->bar_u, 2, c->bar_A, 0, c->mu, -power);
        growth(term, 1, 4, 4, c, power);
        arb_mul(right + 2, right + 2, term, PREC);
        if (kind != CONDITION_2_REPAIRED) {
            monomial(term, 20, c->inputs, 2, c->bar_U, 2, c->bar_A, 0, c->mu, -power);
            arb_add(right + 2, right + 2, term, PREC);
        }
    }
    arb_clear(term);
    return lines;
}

int condition_holds(const condition_t c, condition_kind kind)
{
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    slong lines = condition_lines(left, right, c, kind);
    int all = c->outcome == MONDEQ_REGULAR, fails = 0;
    for (slong k = 0; k < lines; k++) {
        if (!arb_ge(left + k, right + k)) all = 0;
        if (arb_lt(left + k, right + k)) fails = 1;
    }
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
    return all ? 1 : fails ? -1 : 0;
}
