/* mondeq_formula: printed derivative formulas compared entry by entry, in rationals, with derivatives by the definition. */
#include "verify/claims/mondeq_formula.h"

#include <stdarg.h>
#include <string.h>

int formula_product(fmpq_mat_t out, int sign, int count, ...)
{
    va_list factors;
    fmpq_mat_t product, next;
    int conform = 1;
    va_start(factors, count);
    const fmpq_mat_struct *first = va_arg(factors, const fmpq_mat_struct *);
    fmpq_mat_init(product, fmpq_mat_nrows(first), fmpq_mat_ncols(first));
    fmpq_mat_set(product, first);
    for (int k = 1; k < count && conform; k++) {
        const fmpq_mat_struct *factor = va_arg(factors, const fmpq_mat_struct *);
        conform = fmpq_mat_ncols(product) == fmpq_mat_nrows(factor);
        if (!conform) break;
        fmpq_mat_init(next, fmpq_mat_nrows(product), fmpq_mat_ncols(factor));
        fmpq_mat_mul(next, product, factor);
        fmpq_mat_swap(product, next);
        fmpq_mat_clear(next);
    }
    va_end(factors);
    conform =
        conform && fmpq_mat_nrows(product) == fmpq_mat_nrows(out) && fmpq_mat_ncols(product) == fmpq_mat_ncols(out);
    if (conform && sign < 0)
        fmpq_mat_neg(out, product);
    else if (conform)
        fmpq_mat_set(out, product);
    fmpq_mat_clear(product);
    return conform;
}

/* out = M with its rows and columns permuted: out = K^(a) M K^(b), the commutation matrices that turn vec into vec of the
   transpose; a, b = NULL for none. */
static void permuted(fmpq_mat_t out, const fmpq_mat_t M, const slong a[2], const slong b[2])
{
    fmpq_mat_t K;
    fmpq_mat_set(out, M);
    if (a != NULL) {
        fmpq_mat_init(K, a[0] * a[1], a[0] * a[1]);
        mondeq_commutation(K, a[0], a[1]);
        fmpq_mat_mul(out, K, out);
        fmpq_mat_clear(K);
    }
    if (b != NULL) {
        fmpq_mat_init(K, b[0] * b[1], b[0] * b[1]);
        mondeq_commutation(K, b[0], b[1]);
        fmpq_mat_mul(out, out, K);
        fmpq_mat_clear(K);
    }
}

/* out = d yhat/dt = -sum over A, B, U, u of (d yhat)(d loss)^T. */
static void flow(fmpq_mat_t out, const formula_case_t c)
{
    static const mondeq_block blocks[] = {MONDEQ_A, MONDEQ_B, MONDEQ_U, MONDEQ_OUTPUT};
    fmpq_mat_zero(out);
    for (int b = 0; b < 4; b++)
        for (slong j = 0; j < c->p->N; j++)
            for (slong k = 0; k < fmpq_mat_ncols(c->g->yhat[blocks[b]]); k++)
                fmpq_submul(fmpq_mat_entry(out, j, 0), fmpq_mat_entry(c->g->yhat[blocks[b]], j, k),
                            fmpq_mat_entry(c->g->loss[blocks[b]], 0, k));
}

/* The true derivative; initialises out. */
static void truth(fmpq_mat_t out, const formula_case_t c, const formula_t *f)
{
    slong rows, columns, nN = c->p->n * c->p->N, Z[2] = {c->p->n, c->p->N}, turned[2];
    mondeq_block_shape(&rows, &columns, c->p, f->by);
    turned[0] = columns;
    turned[1] = rows;
    switch (f->of) {
    case FLOW:
        fmpq_mat_init(out, c->p->N, 1);
        flow(out, c);
        break;
    case OF_LOSS:
        fmpq_mat_init(out, 1, rows * columns);
        fmpq_mat_set(out, c->g->loss[f->by]);
        break;
    case OF_Z:
        fmpq_mat_init(out, nN, rows * columns);
        fmpq_mat_set(out, c->g->Z[f->by]);
        break;
    case OF_G:
        fmpq_mat_init(out, nN, rows * columns);
        mondeq_partial(out, c->p, c->s, f->by);
        break;
    case OF_G_STACKING_ROWS:
        fmpq_mat_init(out, nN, nN);
        mondeq_partial(out, c->p, c->s, MONDEQ_Z);
        permuted(out, out, Z, turned);
        break;
    case OF_Z_ROWS: /* A' = A and B' = -B keep their vec, W' = W^T and U' = U^T do not */
        fmpq_mat_init(out, nN, rows * columns);
        permuted(out, c->g->Z[f->by], Z, f->by == MONDEQ_W || f->by == MONDEQ_U ? turned : NULL);
        if (f->by == MONDEQ_B) fmpq_mat_neg(out, out);
        break;
    }
}

static void append(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void append(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    size_t used = strlen(text);
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

/* The instance in full, the formula, and both values of the first entry that differs. */
static void describe(char *text, size_t size, const formula_case_t c, const formula_t *f, const fmpq_mat_t printed,
                     const fmpq_mat_t value)
{
    static const char *const names[] = {"A", "B", "U", "\\mathbf u", "X", "\\mathbf y", "W", "Z"};
    const fmpq_mat_struct *matrices[] = {c->p->A, c->p->B, c->p->U, c->p->u, c->p->X, c->p->y, c->p->W, c->s->Z};
    text[0] = '\0';
    append(text, size,
           "Instance ($`n=%ld`$, $`d=%ld`$, $`N=%ld`$, $`m=%s`$; rows separated by semicolons): ", (long)c->p->n,
           (long)c->p->d, (long)c->p->N, rational_as_text(c->p->mu).text);
    for (int k = 0; k < 8; k++)
        append(text, size, "%s$`%s`$ = (%s)", k > 0 ? ", " : "", names[k], rational_matrix_as_text(matrices[k]).text);
    append(text, size, "; %s. ", c->away ? "$`Z`$ is not the equilibrium" : "$`Z`$ is the equilibrium");
    for (slong i = 0; i < fmpq_mat_nrows(value); i++)
        for (slong j = 0; j < fmpq_mat_ncols(value); j++)
            if (!fmpq_equal(fmpq_mat_entry(value, i, j), fmpq_mat_entry(printed, i, j))) {
                append(text, size, "%s: entry (%ld, %ld) of the formula is %s, the derivative is %s.", f->name,
                       (long)i + 1, (long)j + 1, rational_as_text(fmpq_mat_entry(printed, i, j)).text,
                       rational_as_text(fmpq_mat_entry(value, i, j)).text);
                if (fmpq_mat_nrows(value) * fmpq_mat_ncols(value) <= 16)
                    append(text, size, " In full: formula (%s), derivative (%s).",
                           rational_matrix_as_text(printed).text, rational_matrix_as_text(value).text);
                return;
            }
}

static void compare_instance(comparison_t out, const formula_case_t c, const formula_t *formulas)
{
    int conformable = 1, differs = 0;
    for (const formula_t *f = formulas; f->name != NULL; f++) {
        fmpq_mat_t value, printed;
        if (c->away && f->of != OF_G) continue;
        truth(value, c, f);
        fmpq_mat_init(printed, fmpq_mat_nrows(value), fmpq_mat_ncols(value));
        if (!f->assemble(printed, c)) {
            conformable = 0;
            if (out->untyped[0] == '\0')
                snprintf(out->untyped, sizeof out->untyped, "%s ($`n=%ld`$, $`d=%ld`$, $`N=%ld`$)", f->name,
                         (long)c->p->n, (long)c->p->d, (long)c->p->N);
        } else {
            out->entries += fmpq_mat_nrows(value) * fmpq_mat_ncols(value);
            if (!fmpq_mat_equal(value, printed)) {
                differs = 1;
                if (strstr(out->failing, f->name) == NULL)
                    append(out->failing, sizeof out->failing, "%s%s", out->failing[0] ? ", " : "", f->name);
                if (out->difference[0] == '\0') describe(out->difference, sizeof out->difference, c, f, printed, value);
            }
        }
        fmpq_mat_clear(value);
        fmpq_mat_clear(printed);
    }
    out->instances++;
    out->conformable += conformable;
    out->differing += differs;
}

void formulas_compare(comparison_t out, const formula_t *formulas, int options)
{
    memset(out, 0, sizeof(comparison_struct));
    int partial = 0;
    for (const formula_t *f = formulas; f->name != NULL; f++) partial |= f->of == OF_G;
    for (slong k = 0; k < mondeq_instances(); k++)
        for (int away = 0; away <= partial; away++) {
            formula_case_t c;
            formula_case_init(c, k, away);
            if (!(options & ONE_SAMPLE) || c->p->N == 1) compare_instance(out, c, formulas);
            formula_case_clear(c);
            if ((options & FIRST_DIFFERENCE) && out->differing > 0) return;
        }
}

void formulas_verdict(verdict_t v, const formula_t *formulas, int options, const char *proof)
{
    comparison_t c;
    formulas_compare(c, formulas, options);
    if (c->difference[0] != '\0')
        verdict_refute(
            v, "counterexample",
            "Different from the exact derivative on %ld of %ld rational instances (%ld on which everything conforms), "
            "for %s.\n\n%s",
            (long)c->differing, (long)c->instances, (long)c->conformable, c->failing, c->difference);
    else if (c->conformable < c->instances)
        verdict_refute(v, "ill-typed", "Not conformable on %ld of %ld instances, first %s.",
                       (long)(c->instances - c->conformable), (long)c->instances, c->untyped);
    else if (c->entries == 0)
        verdict_set(v, VERDICT_INCONCLUSIVE, "No instance was compared.");
    else
        verdict_set(v, proof != NULL ? VERDICT_PROVED : VERDICT_SUPPORTED,
                    "%s%sThe formulas, assembled factor by factor as written, equal the derivatives by the definition "
                    "on %ld rational "
                    "instances (%ld entries, no difference).",
                    proof != NULL ? proof : "", proof != NULL ? "\n\n" : "", (long)c->instances, (long)c->entries);
}
