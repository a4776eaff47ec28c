/* render: store -> Markdown, JSON, JUnit.  Reports are rendered from the store alone: rendering twice gives the same bytes (timings
   appear on the provenance page only). */
#ifndef DEQCERT_RENDER_H
#define DEQCERT_RENDER_H

#include "verify/store/store.h"

/* Writes index.md, matrix.md, cases/<name>.md, claims/<id>.md, claim-graph.md, sharpness.md, power.md, glossary.md, limits.md,
   reproducibility.md, provenance.md and junit.xml below `directory` (created). Each file is
   written to a temporary name and renamed; pages of an earlier rendering that are no longer wanted are removed (the file
   .deqcert-files lists what was written, and nothing else is touched).  0, or -1 with the reason. */
int render_reports(store_t s, const char *directory, store_error_t error);
/* One line for each number or curve that a section of the topic's page names and no verdict has. */
int render_topic_doubts(FILE *out, store_t s, const char *topic, store_error_t error);
/* {"verdicts": [...], "planted": [...], "units": {"computed": c, "reused": r}} on `out`: the verdicts of the cases, and the power table of
   the planted falsehoods. */
int render_json(FILE *out, store_t s, long computed, long reused, store_error_t error);
/* The expectations as JUnit XML. */
int render_junit(FILE *out, store_t s, store_error_t error);
/* What changed from the run of one store to that of another, as lines on `out`: verdicts that differ, units that are new or gone, numbers
   whose enclosures no longer overlap (compared exactly).  *changed: whether there is any. */
int render_diff(FILE *out, int *changed, store_t before, store_t after, store_error_t error);
/* The table of counts per case, the units without verdict, and the expectations not met, as text. */
int render_summary(FILE *out, store_t s, store_error_t error);
/* Only the lines of the expectations not met. */
int render_unmet(FILE *out, store_t s, store_error_t error);

/* Creates a directory and its parents where they are missing. */
int make_directory(const char *path, store_error_t error);

#endif
