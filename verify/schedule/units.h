/* Private to verify/schedule: the units of a plan, grouped by case. */
#ifndef DEQCERT_SCHEDULE_UNITS_H
#define DEQCERT_SCHEDULE_UNITS_H

#include "verify/schedule/schedule.h"

/* One verdict wanted.  claim NULL: an expectation about something that gives no verdict in this case. */
typedef struct {
    const claim_t *claim;
    const planted_t *planted;   /* NULL for the claim itself */
    slong width;                /* -1 when none */
    char *key;                  /* claim id, or "<id>#<planted name>" */
    char *expected;             /* "" when nothing is */
    int settled;                /* stored, or lost to a crash: not to be computed (again) */
} unit_struct;

/* The units of one case; subject NULL: the claims about no case, or the planted falsehoods of the claim files. */
typedef struct {
    case_t subject;
    int planted;
    const char *name, *hash;
    unit_struct *unit; slong units;
    slong unsettled;
    double cost;                /* for the order of work alone */
} item_struct;

typedef struct { item_struct *item; slong items; char *code_version; } units_struct;
typedef units_struct units_t[1];
void units_init(units_t u, const schedule_plan *plan);
void units_clear(units_t u);

/* Whether a claim id matches one of the globs, which are separated by blanks; NULL: every id does. */
int claim_selected(const char *globs, const char *id);

/* Writes the run into the store (cases, claims, units, provenance) and settles the units that have their verdict there. */
int units_register(slong *reused, units_t u, const schedule_plan *plan, store_t store, store_error_t error);

/* The case's settings for its report page, a JSON object of strings; the caller frees it. */
char *case_fields(const case_struct *c);
int provenance_register(const schedule_plan *plan, const char *code_version, store_t store, store_error_t error);

#endif
