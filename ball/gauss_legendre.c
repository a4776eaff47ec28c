/* gauss_legendre: nodes and weights from the library's certified roots of P_n, kept for the life of the process. */
#include <pthread.h>
#include "ball/ball.h"

typedef struct rule {
    slong n, prec;
    arb_ptr node, weight;
    struct rule *next;
} rule_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static rule_t *rules; /* newest first */

static rule_t *find(slong n, slong prec)
{
    rule_t *rule = rules;

    while (rule != NULL && (rule->n != n || rule->prec != prec)) rule = rule->next;
    return rule;
}

static rule_t *compute(slong n, slong prec)
{
    rule_t *rule = flint_malloc(sizeof *rule);

    rule->n = n;
    rule->prec = prec;
    rule->node = _arb_vec_init(n);
    rule->weight = _arb_vec_init(n);
    rule->next = NULL;
    for (slong k = 0; k < (n + 1) / 2; k++) { /* root k counts from the largest; P_n is even or odd */
        slong high = n - 1 - k;
        arb_hypgeom_legendre_p_ui_root(rule->node + high, rule->weight + high, (ulong)n, (ulong)k, prec);
        if (high != k) {
            arb_neg(rule->node + k, rule->node + high);
            arb_set(rule->weight + k, rule->weight + high);
        }
    }
    return rule;
}

void gauss_legendre(arb_srcptr *node, arb_srcptr *weight, slong n, slong prec)
{
    rule_t *rule, *fresh = NULL;

    if (n < 1 || prec < 2) flint_abort();
    pthread_mutex_lock(&lock);
    rule = find(n, prec);
    pthread_mutex_unlock(&lock);
    if (rule == NULL) { /* computed outside the lock: other rules stay available meanwhile */
        fresh = compute(n, prec);
        pthread_mutex_lock(&lock);
        rule = find(n, prec);
        if (rule == NULL) {
            fresh->next = rules;
            rules = rule = fresh;
        }
        pthread_mutex_unlock(&lock);
        if (rule != fresh) {
            _arb_vec_clear(fresh->node, n);
            _arb_vec_clear(fresh->weight, n);
            flint_free(fresh);
        }
    }
    *node = rule->node;
    *weight = rule->weight;
}
