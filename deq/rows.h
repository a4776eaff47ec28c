/* Private to deq: the m rows of a network in blocks.  The partition depends on the shape alone, never on the number of
   threads: one BLAS call per block then rounds the same way on one thread and on many. */
#ifndef DEQCERT_DEQ_ROWS_H
#define DEQCERT_DEQ_ROWS_H

#include "ball/ball.h"

/* Rows per block: measured, a product of 128 to 512 rows with one-thread BLAS per core runs at the rate of OpenBLAS's
   own threads (n = 50 and 1000, m = 2000), and 8 blocks or more balance the cores. */
static inline slong rows_per_block(slong m)
{
    return m <= 256 ? m : m <= 1024 ? 128 : m <= 8192 ? 256 : 512;
}

static inline slong row_blocks(slong m)
{
    slong rows = rows_per_block(m);
    return (m + rows - 1) / rows;
}

/* Rows first .. first + count - 1. */
typedef struct {
    slong first, count;
} row_range;

static inline row_range rows_of_block(slong m, slong block)
{
    slong rows = rows_per_block(m), first = block * rows;
    return (row_range){first, first + rows < m ? rows : m - first};
}

#endif
