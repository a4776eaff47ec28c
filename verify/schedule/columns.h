/* Private to verify/schedule: a verdict's numbers and curves as the JSON of the store's columns. */
#ifndef DEQCERT_SCHEDULE_COLUMNS_H
#define DEQCERT_SCHEDULE_COLUMNS_H

#include "verify/claims/claims.h"

/* The caller frees them. */
char *numbers_column(const verdict_struct *v);
char *curves_column(const verdict_struct *v);

#endif
