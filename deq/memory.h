/* Private to deq: what the machine can give. */
#ifndef DEQCERT_DEQ_MEMORY_H
#define DEQCERT_DEQ_MEMORY_H

#include "ball/ball.h"

/* Bytes this process can still have: free and reclaimable pages, within its own limit. */
double bytes_available(void);
/* Doubles (in large pages where the system has them), or NULL with DQ_MEMORY's reason when `planned_bytes` (the whole
   plan they belong to) exceed what is available. */
double *doubles_within_memory(double count, double planned_bytes, reason_t why);

#endif
