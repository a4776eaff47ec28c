/* Private to verify/render: the witness files of a report. */
#ifndef DEQCERT_RENDER_WITNESS_H
#define DEQCERT_RENDER_WITNESS_H

#include "verify/render/report.h"

/* "witnesses/<case>-<claim>[-<width>].txt" of a unit that has a witness; the caller frees it. */
char *witness_name(const report_struct *r, const unit_row *u);
/* Writes every unit's witness: 0, or -1 with the reason.  Must be called while no page is open. */
int write_witnesses(pages_t p, const report_struct *r);

#endif
