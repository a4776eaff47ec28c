/* Private to deq: what the machine can give. */
#ifndef DEQCERT_DEQ_MEMORY_H
#define DEQCERT_DEQ_MEMORY_H

#include "ball/ball.h"

/* Doubles, or NULL with DQ_MEMORY's reason when `planned_bytes` (the whole plan they belong to) exceed what is
 * available. */
double *doubles_within_memory(double count, double planned_bytes, reason_t why);

#endif
