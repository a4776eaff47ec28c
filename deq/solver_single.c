/* Single-precision iterations: half the bytes and twice the rate.  They only choose the point whose residual is then
   enclosed in doubles. */
#include "deq/solver.h"
#include <cblas.h>
#include <string.h>
#include "deq/block_loops.h"

typedef struct {
    solver_struct *s;
    int correction;
    square_sums *sums; /* per block */
} single_struct;

static void single_rows(slong block, slong member, void *context)
{
    const single_struct *t = context;
    const solver_struct *s = t->s;
    if (solver_stopped(s)) return;
    row_range rows = rows_of_block(s->net->m, block);
    size_t m = (size_t)s->net->m, n = (size_t)s->net->n, from = (size_t)rows.first * n, count = (size_t)rows.count * n;
    double *value = s->scratch + (size_t)member * s->scratch_each;
    float *P = (float *)(value + count);
    if (!t->correction) memcpy(P, s->B32 + from, count * sizeof(float));
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)rows.count, (blasint)n, (blasint)m, 1.0f,
                s->W32 + (size_t)rows.first * m, (blasint)m, s->Z32, (blasint)n, t->correction ? 0.0f : 1.0f, P,
                (blasint)n);
    if (t->correction) {
        t->sums[block] = update_and_compare(s->Y32 + from, s->B32 + from, s->D32 + from, P, s->Z32 + from, count);
    } else {
        widen(value, P, count);
        approx_activation_block(value, s->model->phi, value, count);
        t->sums[block] = narrow_and_compare(s->Y32 + from, value, s->Z32 + from, count);
    }
}

void solver_single_step(double *change, double *size, solver_t s, int correction)
{
    slong blocks = row_blocks(s->net->m);
    single_struct t = {s, correction, flint_calloc((size_t)blocks, sizeof(square_sums))};
    team_run(s->team, single_rows, &t, blocks);
    s->iterations++;
    float *swap = s->Z32;
    s->Z32 = s->Y32;
    s->Y32 = swap;
    *change = *size = 0;
    for (slong k = 0; k < blocks; k++) {
        *change += t.sums[k].change;
        *size += t.sums[k].size;
    }
    flint_free(t.sums);
}
