/* Jumps of the derivatives at the breakpoints, and the choice of J and N.

   Beyond r = J the coefficients of S are those of its first jumps, a_r ~ c q^{j/2} ((r-j-1)!/r!)^{1/2} w h_{r-j-1} with
   j >= J, so sqrt(T_N(S)) ~ |c| q^{j/2} prod_{i<=j} (N-i)^{-1/2} N^{1/4} e^{-x^2/4}.  Doubles look for the cheapest (J,
   N) with sqrt(T_N(S)) (sqrt(T_N(phi)) + sqrt(T_N(P))) <= 2^-bits kappa in this model; balls check it afterwards
   (split.c).  Smooth but slow parts of phi are not in the model: they only cost a second try. */
#include <math.h>
#include "hermite/split.h"

#define ORDERS_MAX 96
#define LOOK_AHEAD 4   /* orders beyond J that the model of S looks at: jumps of every other order may vanish */
#define MARGIN     1.0 /* bits the model may be off without a second try */
#define PAIR_COST                                                                                                      \
    1.0 /* of one order of the closed form, in terms of the series (whose coefficients are shared by all pairs) */
#define LOG2_E 1.4426950408889634

/* jump[s*J + j], j < J, as balls */
static void jump_balls(arb_ptr jump, slong J, const activation_t phi, slong prec)
{
    arb_ptr left = _arb_vec_init(J), right = _arb_vec_init(J);
    arb_t b;
    fmpz_t factorial;
    arb_init(b);
    fmpz_init(factorial);
    for (slong s = 0; s + 1 < activation_pieces(phi); s++) {
        arb_set_fmpq(b, activation_breakpoint(phi, s), prec);
        activation_piece_eval_series(left, phi, s, b, J, prec);
        activation_piece_eval_series(right, phi, s + 1, b, J, prec);
        fmpz_one(factorial);
        for (slong j = 0; j < J; j++) {
            if (j > 0) fmpz_mul_ui(factorial, factorial, (ulong)j);
            arb_ptr c = jump + s * J + j;
            arb_sub(c, right + j, left + j, prec);
            arb_mul_fmpz(c, c, factorial, prec);
            if (arb_contains_zero(c) && arb_is_finite(c)) arb_zero(c); /* any choice is right: S takes what is left */
        }
    }
    _arb_vec_clear(left, J);
    _arb_vec_clear(right, J);
    arb_clear(b);
    fmpz_clear(factorial);
}

/* the jump of order j at -b is -parity (-1)^j times the one at b: P gets the exact parity of phi */
static void symmetrise(arb_ptr jump, slong J, slong breaks, int parity)
{
    for (slong s = 0; parity != 0 && s < (breaks + 1) / 2; s++)
        for (slong j = 0; j < J; j++) {
            int sign = (j % 2 == 0 ? -1 : 1) * parity;
            arb_ptr low = jump + s * J + j, high = jump + (breaks - 1 - s) * J + j;
            if (low != high)
                arb_mul_si(low, high, sign, ARF_PREC_EXACT);
            else if (sign < 0)
                arb_zero(low);
        }
}

void split_jumps(hermite_split_t split, const activation_t phi, slong prec)
{
    jump_balls(split->jump, split->J, phi, prec);
    for (slong k = 0; k < split->breaks * split->J; k++) {
        if (!arb_is_finite(split->jump + k)) arb_zero(split->jump + k);
        arb_get_mid_arb(split->jump + k, split->jump + k);
    }
    symmetrise(split->jump, split->J, split->breaks, activation_parity(phi));
}

typedef struct {
    slong breaks, known;      /* orders known */
    double c[64][ORDERS_MAX]; /* log2 |jump| - x^2/4 log2 e; -inf for zero */
    double q_log2, spread;    /* log2 q; log2 of max (q + b^2) */
} jump_model;

/* log2 of sqrt(T_N) of what starts with order j */
static double tail_log2(const jump_model *model, slong j, double N)
{
    double largest = -HUGE_VAL, product = 0.0;
    if ((double)j + 2.0 >= N) return HUGE_VAL;
    for (slong s = 0; s < model->breaks; s++) largest = fmax(largest, model->c[s][j]);
    for (slong i = 0; i <= j; i++) product += log2(N - (double)i);
    return largest + 0.5 * (double)j * model->q_log2 - 0.5 * product + 0.25 * log2(N) - 0.5 * log2((double)j + 0.5);
}

static double rest_log2(const jump_model *model, slong J, double N)
{
    double worst = -HUGE_VAL;
    for (slong j = J; j < J + LOOK_AHEAD; j++) worst = fmax(worst, tail_log2(model, j, N));
    return worst;
}

/* log2 E P^2, from sqrt(E (y - b)^(2j)) <= about ((2j-1)!! (q + b^2)^j)^(1/2) */
static double power_size_log2(const jump_model *model, slong J)
{
    double largest = -HUGE_VAL, factor = 0.0;
    for (slong j = 0; j < J; j++) {
        if (j > 0) factor += 0.5 * log2(2.0 * (double)j - 1.0) - log2((double)j) + 0.5 * model->spread;
        for (slong s = 0; s < model->breaks; s++) largest = fmax(largest, model->c[s][j] + factor);
    }
    return 2.0 * largest + log2((double)FLINT_MAX(J, 1));
}

static void model_jumps(jump_model *model, const activation_t phi, const arb_t q)
{
    slong breaks = activation_pieces(phi) - 1, known = ORDERS_MAX;
    arb_ptr jump = _arb_vec_init(breaks * ORDERS_MAX);
    mag_t size;
    mag_init(size);
    double at = arf_get_d(arb_midref(q), ARF_RND_NEAR), widest = 0.0;
    model->breaks = breaks;
    model->q_log2 = log2(at);
    jump_balls(jump, ORDERS_MAX, phi, 192);
    for (slong s = 0; s < breaks; s++) {
        double b = fmpq_get_d(activation_breakpoint(phi, s));
        widest = fmax(widest, b * b);
        for (slong j = 0; j < ORDERS_MAX; j++) {
            arb_srcptr c = jump + s * ORDERS_MAX + j;
            if (!arb_is_finite(c)) known = FLINT_MIN(known, j);
            arb_get_mag(size, c);
            model->c[s][j] = mag_is_zero(size) ? -HUGE_VAL : mag_get_d_log2_approx(size) - 0.25 * b * b / at * LOG2_E;
        }
    }
    model->known = known;
    model->spread = log2(at + widest);
    mag_clear(size);
    _arb_vec_clear(jump, breaks * ORDERS_MAX);
}

int split_plan(hermite_split_t split, slong *N, double *power_log2, const activation_t phi, double scale_log2,
               slong bits)
{
    jump_model *model = flint_malloc(sizeof *model);
    model_jumps(model, phi, split->q);
    double cheapest = HUGE_VAL, goal = scale_log2 - (double)bits - MARGIN;
    slong kink = 0; /* the lowest order present: what T_N(phi) and T_N(P) decay by */
    while (kink < model->known && tail_log2(model, kink, 1000.0) == -HUGE_VAL) kink++;
    split->J = 1;
    *N = 32;
    for (slong J = 1; J + LOOK_AHEAD <= model->known; J++) {
        double n = 32.0;
        if (kink < model->known)
            while (n <= HERMITE_MAX_TERMS && !(rest_log2(model, J, n) + tail_log2(model, kink, n) <= goal)) n *= 1.125;
        n = ceil(n);
        if (n > HERMITE_MAX_TERMS) continue;
        double words = (2.0 * (double)bits + fmax(power_size_log2(model, J) - scale_log2, 0.0)) / 64.0 + 1.0;
        double cost = (n + PAIR_COST * (double)(J * J * split->breaks * split->breaks)) * words;
        if (cost < cheapest) {
            cheapest = cost;
            split->J = J;
            *N = (slong)n;
        }
    }
    *power_log2 = fmax(power_size_log2(model, split->J), scale_log2);
    flint_free(model);
    return cheapest < HUGE_VAL;
}
