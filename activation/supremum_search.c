#include "activation/supremum_search.h"

typedef struct {
    arf_t a, b, bound;
} box_struct;
typedef struct {
    box_struct *box;
    slong count, allocated;
} boxes_struct;

void search_init(search_struct *s, activation_struct *phi, int order, slong bits)
{
    s->phi = phi;
    s->order = order;
    s->bits = bits;
    s->prec = bits + bits / 4 + 48;
    s->work = 20000;
    s->accurate = 1;
    arf_init(s->attained);
    arf_init(s->bound);
}

void search_clear(search_struct *s)
{
    arf_clear(s->attained);
    arf_clear(s->bound);
}

int search_is_close(const search_struct *s, const arf_t value)
{
    arf_t limit;
    arf_init(limit);
    arf_mul_2exp_si(limit, s->attained, -(s->bits + 2));
    arf_add(limit, limit, s->attained, s->prec, ARF_RND_FLOOR);
    int close = arf_cmp(value, limit) <= 0 && !arf_is_nan(value);
    arf_clear(limit);
    return close;
}

void search_raise_attained(search_struct *s, const arf_t value)
{
    if (arf_cmp(value, s->attained) > 0) arf_set(s->attained, value);
}

void search_raise_bound(search_struct *s, const arf_t value)
{
    if (arf_is_nan(value))
        arf_pos_inf(s->bound);
    else if (arf_cmp(value, s->bound) > 0)
        arf_set(s->bound, value);
}

/* d[0..2] = f, f', f'' on the ball x, f = phi_piece^(order). */
static void derivatives(arb_struct *d, search_struct *s, slong piece, const arb_t x)
{
    slong length = s->order + 3;
    arb_ptr c = _arb_vec_init(length);
    activation_piece_eval_series(c, s->phi, piece, x, length, s->prec);
    for (slong k = 0; k < 3; k++) {
        arb_fac_ui(d + k, (ulong)(s->order + k), s->prec);
        arb_mul(d + k, d + k, c + s->order + k, s->prec);
    }
    _arb_vec_clear(c, length);
    s->work--;
}

static void upper_abs(arf_t z, const arb_t x, slong prec)
{
    if (arb_is_finite(x))
        arb_get_abs_ubound_arf(z, x, prec);
    else
        arf_pos_inf(z);
}

static void use_value(search_struct *s, const arb_t value, int inside, int closes)
{
    arf_t t;
    arf_init(t);
    if (inside && arb_is_finite(value)) {
        arb_get_abs_lbound_arf(t, value, s->prec);
        search_raise_attained(s, t);
    }
    if (closes) {
        upper_abs(t, value, s->prec);
        search_raise_bound(s, t);
    }
    arf_clear(t);
}

void search_point(search_struct *s, slong piece, const arb_t x)
{
    arb_struct d[3];
    for (int k = 0; k < 3; k++) arb_init(d + k);
    derivatives(d, s, piece, x);
    use_value(s, d, 1, 1);
    for (int k = 0; k < 3; k++) arb_clear(d + k);
}

typedef struct {
    search_struct *s;
    slong piece;
    const arf_struct *inner_a, *inner_b;
    boxes_struct open;
} stretch_struct;

/* f at an end point from which the neighbouring part is monotone: it bounds |f| there. */
static void close_at(stretch_struct *w, const arf_t x)
{
    arb_t ball;
    arb_struct d[3];
    arb_init(ball);
    for (int k = 0; k < 3; k++) arb_init(d + k);
    arb_set_arf(ball, x);
    derivatives(d, w->s, w->piece, ball);
    use_value(w->s, d, arf_cmp(x, w->inner_a) >= 0 && arf_cmp(x, w->inner_b) <= 0, 1);
    arb_clear(ball);
    for (int k = 0; k < 3; k++) arb_clear(d + k);
}

static void push(stretch_struct *w, const arf_t a, const arf_t b, const arf_t bound)
{
    boxes_struct *open = &w->open;
    if (open->count == open->allocated) {
        slong size = 2 * open->allocated + 16;
        open->box = flint_realloc(open->box, (size_t)size * sizeof(box_struct));
        for (slong k = open->allocated; k < size; k++) {
            arf_init(open->box[k].a);
            arf_init(open->box[k].b);
            arf_init(open->box[k].bound);
        }
        open->allocated = size;
    }
    arf_set(open->box[open->count].a, a);
    arf_set(open->box[open->count].b, b);
    arf_set(open->box[open->count].bound, bound);
    open->count++;
}

/* One box [a, b], known to satisfy |f| <= inherited there: closes it, or leaves it (possibly narrowed by Newton's step)
   with a better bound in *bound and returns 1. */
static int examine(stretch_struct *w, arf_t a, arf_t b, arf_t bound)
{
    search_struct *s = w->s;
    const slong prec = s->prec;
    arb_struct X[3], M[3];
    arb_t x, m, h, t;
    arf_t u;
    int open = 1;
    for (int k = 0; k < 3; k++) {
        arb_init(X + k);
        arb_init(M + k);
    }
    arb_init(x);
    arb_init(m);
    arb_init(h);
    arb_init(t);
    arf_init(u);
    arb_set_interval_arf(x, a, b, prec);
    derivatives(X, s, w->piece, x);
    arf_add(u, a, b, prec, ARF_RND_NEAR);
    arf_mul_2exp_si(arb_midref(m), u, -1);
    derivatives(M, s, w->piece, m);
    use_value(s, M, arf_cmp(arb_midref(m), w->inner_a) >= 0 && arf_cmp(arb_midref(m), w->inner_b) <= 0, 0);
    upper_abs(u, X, prec);
    if (arf_cmp(u, bound) < 0) arf_set(bound, u);
    int derivatives_known = arb_is_finite(X + 1) && arb_is_finite(M) && arb_is_finite(M + 1);
    if (derivatives_known && !arb_contains_zero(X + 1)) {
        close_at(w, a);
        close_at(w, b);
        open = 0;
    } else if (derivatives_known && arb_is_finite(X + 2)) {
        /* Taylor: f in f(m) + f'(m) h + f''(X) h^2/2, h = X - m */
        arb_sub(h, x, m, prec);
        arb_mul(t, X + 2, h, prec);
        arb_mul_2exp_si(t, t, -1);
        arb_add(t, t, M + 1, prec);
        arb_mul(t, t, h, prec);
        arb_add(t, t, M, prec);
        upper_abs(u, t, prec);
        if (arf_cmp(u, bound) < 0) arf_set(bound, u);
        if (!arb_contains_zero(X + 2)) {
            /* Newton: the only zero of f' in the box lies in m - f'(m)/f''(X); f is monotone on what is cut off. */
            arf_t left, right;
            arf_init(left);
            arf_init(right);
            arb_div(t, M + 1, X + 2, prec);
            arb_sub(t, m, t, prec);
            arb_get_lbound_arf(left, t, prec);
            arb_get_ubound_arf(right, t, prec);
            if (arf_cmp(left, b) > 0 || arf_cmp(right, a) < 0) {
                close_at(w, a);
                close_at(w, b);
                open = 0;
            } else {
                if (arf_cmp(left, a) > 0) {
                    close_at(w, a);
                    arf_set(a, left);
                }
                if (arf_cmp(right, b) < 0) {
                    close_at(w, b);
                    arf_set(b, right);
                }
            }
            arf_clear(left);
            arf_clear(right);
        }
    }
    for (int k = 0; k < 3; k++) {
        arb_clear(X + k);
        arb_clear(M + k);
    }
    arb_clear(x);
    arb_clear(m);
    arb_clear(h);
    arb_clear(t);
    arf_clear(u);
    return open;
}

static int worth_splitting(const arf_t a, const arf_t b, slong prec)
{
    arf_t width, scale;
    arf_init(width);
    arf_init(scale);
    arf_sub(width, b, a, prec, ARF_RND_NEAR);
    if (arf_cmpabs(a, b) > 0)
        arf_abs(scale, a);
    else
        arf_abs(scale, b);
    if (arf_cmp_si(scale, 1) < 0) arf_one(scale);
    arf_mul_2exp_si(scale, scale, -(prec - 8));
    int worth = arf_cmp(width, scale) > 0;
    arf_clear(width);
    arf_clear(scale);
    return worth;
}

void search_stretch(search_struct *s, slong piece, const arf_t a, const arf_t b, const arf_t inner_a,
                    const arf_t inner_b)
{
    stretch_struct w = {s, piece, inner_a, inner_b, {NULL, 0, 0}};
    arf_t left, right, bound, middle;
    if (arf_cmp(a, b) > 0) return;
    arf_init(left);
    arf_init(right);
    arf_init(bound);
    arf_init(middle);
    arf_pos_inf(bound);
    push(&w, a, b, bound);
    while (w.open.count > 0) {
        slong top = 0; /* best first: the box with the largest bound */
        for (slong k = 1; k < w.open.count; k++)
            if (arf_cmp(w.open.box[k].bound, w.open.box[top].bound) > 0) top = k;
        box_struct *box = w.open.box + top, *last = w.open.box + (w.open.count - 1);
        arf_swap(left, box->a);
        arf_swap(right, box->b);
        arf_swap(bound, box->bound);
        arf_swap(box->a, last->a);
        arf_swap(box->b, last->b);
        arf_swap(box->bound, last->bound);
        w.open.count--;
        int solved = search_is_close(s, bound) || arf_cmp(bound, s->bound) <= 0;
        if (!solved && s->work > 0) {
            if (!examine(&w, left, right, bound)) continue;
            solved = search_is_close(s, bound) || arf_cmp(bound, s->bound) <= 0;
        }
        if (!solved && s->work > 0 && worth_splitting(left, right, s->prec)) {
            arf_add(middle, left, right, s->prec, ARF_RND_NEAR);
            arf_mul_2exp_si(middle, middle, -1);
            push(&w, left, middle, bound);
            push(&w, middle, right, bound);
            continue;
        }
        if (!solved) s->accurate = 0;
        search_raise_bound(s, bound);
    }
    for (slong k = 0; k < w.open.allocated; k++) {
        arf_clear(w.open.box[k].a);
        arf_clear(w.open.box[k].b);
        arf_clear(w.open.box[k].bound);
    }
    flint_free(w.open.box);
    arf_clear(left);
    arf_clear(right);
    arf_clear(bound);
    arf_clear(middle);
}
