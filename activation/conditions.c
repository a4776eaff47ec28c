/* The conditions under which the operations of an expression are analytic, and their certification on one interval of
 * x. */
#include "activation/conditions.h"
#include "activation/evaluate.h"

slong condition_operand(const expr_node *n)
{
    switch (n->kind) {
    case EXPR_DIV:
        return n->right;
    case EXPR_POWER:
        return n->exponent < 0 ? n->left : -1;
    case EXPR_LOG:
    case EXPR_LOG1P:
    case EXPR_SQRT:
    case EXPR_POW:
    case EXPR_TAN:
        return n->left;
    default:
        return -1;
    }
}

static int holds(const expr_node *n, const range_struct *u)
{
    switch (n->kind) {
    case EXPR_DIV:
    case EXPR_POWER:
        return u->sign != 0;
    case EXPR_LOG:
    case EXPR_SQRT:
    case EXPR_POW:
        return u->sign > 0;
    case EXPR_LOG1P:
        return arf_cmp_si(&u->lower, -1) > 0;
    case EXPR_TAN:
        return arf_cmpabs_2exp_si(&u->lower, 0) <= 0 && arf_cmpabs_2exp_si(&u->upper, 0) <= 0; /* |u| <= 1 < pi/2 */
    default:
        return 0;
    }
}

int conditions_mark(char *needed, const builder_t b)
{
    const expr_struct *e = b->table->nodes;
    int any = 0;
    for (slong i = e->count - 1; i >= 0; i--) {
        const expr_node *n = &e->node[i];
        slong u = condition_operand(n);
        if (u >= 0 && !(e->node[u].kind == EXPR_RATIONAL && fmpq_sgn(&e->node[u].value) > 0)) needed[i] = 1;
        if (needed[i]) {
            any = 1;
            if (n->left >= 0) needed[n->left] = 1;
            if (n->right >= 0) needed[n->right] = 1;
        }
    }
    return any;
}

void enclosures_init(enclosures *v, slong count)
{
    v->count = count;
    v->ball = _arb_vec_init(count);
    v->range = flint_malloc((size_t)count * sizeof(range_struct));
    for (slong i = 0; i < count; i++) global_range_init(&v->range[i]);
}

void enclosures_clear(enclosures *v)
{
    for (slong i = 0; i < v->count; i++) global_range_clear(&v->range[i]);
    flint_free(v->range);
    _arb_vec_clear(v->ball, v->count);
}

/* A value that is not finite is only one without a bound: its condition was met. */
static void reconcile(arb_t ball, range_struct *range)
{
    if (arb_is_finite(ball)) {
        arf_t end;
        arf_init(end);
        arb_get_lbound_arf(end, ball, CHECK_BITS);
        arf_max(&range->lower, &range->lower, end);
        arb_get_ubound_arf(end, ball, CHECK_BITS);
        arf_min(&range->upper, &range->upper, end);
        arf_clear(end);
        if (arb_is_positive(ball) || arb_is_negative(ball)) range->sign = arb_is_positive(ball) ? 1 : -1;
    } else if (arf_is_finite(&range->lower) && arf_is_finite(&range->upper)) {
        arb_set_interval_arf(ball, &range->lower, &range->upper, CHECK_BITS);
    } else {
        arb_indeterminate(ball);
    }
}

slong conditions_first_failure(enclosures *v, const builder_t b, const char *needed, const arf_t lower,
                               const arf_t upper, slong *work)
{
    const expr_struct *e = b->table->nodes;
    slong failure = -1;
    arb_t x;
    arb_init(x);
    if (arf_is_finite(lower) && arf_is_finite(upper))
        arb_set_interval_arf(x, lower, upper, CHECK_BITS);
    else
        arb_indeterminate(x);
    for (slong i = 0; i < e->count && failure < 0; i++) {
        const expr_node *n = &e->node[i];
        slong l = n->left, r = n->right;
        if (!needed[i]) continue;
        ++*work;
        expr_node_arb(v->ball + i, n, l >= 0 ? v->ball + l : NULL, r >= 0 ? v->ball + r : NULL, x, CHECK_BITS);
        node_range(&v->range[i], n, l >= 0 ? &v->range[l] : NULL, r >= 0 ? &v->range[r] : NULL, lower, upper);
        if (condition_operand(n) >= 0 && !arb_is_finite(v->ball + i) && !holds(n, &v->range[condition_operand(n)]))
            failure = i;
        else
            reconcile(v->ball + i, &v->range[i]);
    }
    arb_clear(x);
    return failure;
}
