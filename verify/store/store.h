/* store: SQLite (WAL) results store, one row per unit of work; exact values as strings.  Timings live in a table of their own.
   Strings go in and come out; the store knows nothing of the mathematics. */
#ifndef DEQCERT_STORE_H
#define DEQCERT_STORE_H

#include <stddef.h>
#include <stdio.h>

typedef struct store_struct store_struct;
typedef store_struct *store_t;

typedef struct { char text[600]; } store_error_struct;
typedef store_error_struct store_error_t[1];

/* Every function returns 0, or -1 with one clear line in `error` naming the file and the remedy. */
int store_open(store_t *s, const char *path, int read_only, store_error_t error);   /* creates; refuses foreign or newer files */
void store_close(store_t s);
/* Rows written between begin and commit appear together. */
int store_begin(store_t s, store_error_t error);
int store_commit(store_t s, store_error_t error);

/* ---- results: kept from run to run ------------------------------------------------------------- */

/* Verdicts: key (case_hash, claim, width, profile, code_version); width -1 when none. numbers: JSON list of {name,lower,upper,kind}. */
typedef struct {
    const char *case_hash, *claim, *profile, *code_version;
    long width;
    const char *verdict, *subkind, *evidence, *numbers;
    double seconds;          /* timing table */
    const char *curves;      /* JSON list of {name,x,y,kind,points}; NULL: none */
    const char *witness;     /* text of the witness file; NULL or "": none */
} store_verdict;
int store_put_verdict(store_t s, const store_verdict *v, store_error_t error);
/* 1 found (strings valid until the next call on s), 0 not there, -1 error. */
int store_get_verdict(store_t s, store_verdict *v, store_error_t error);

/* Trials: key (case_hash, width, trial, kind, code_version); value = exact doubles as hexadecimal floats, space-separated. */
int store_put_trial(store_t s, const char *case_hash, long width, long trial, const char *kind, const char *code_version,
                    const char *value, store_error_t error);
/* Visits in the order of (width, trial). */
int store_get_trials(store_t s, const char *case_hash, const char *kind, const char *code_version,
                     void (*row)(void *context, long width, long trial, const char *value), void *context, store_error_t error);

/* ---- runs: what the reports show ----------------------------------------------------------------- */

/* Starts a run: the rows added below belong to it, and this handle's visits show it.  A handle that began none shows the latest
   run.  The last few runs are kept, so that two programs at once do not erase each other's.  topic: name of the topic report the run is
   for, "" for none, at most 100 bytes; the visits of the handle show its runs from now on. */
int store_begin_run(store_t s, const char *topic, const char *profile, const char *code_version, store_error_t error);
/* Makes the visits show the latest run of another topic ("": none), or of the topic of the last run begun here that very run. */
void store_show(store_t s, const char *topic);
/* Names of the topics that have a run, in order. */
int store_each_topic(store_t s, void (*row)(void *context, const char *topic), void *context, store_error_t error);

/* A case of the run, in the order of the calls.  Results belong to the canonical text, compared in full here; `hash` is its name in
   the other tables, and a second text with the same hash is refused.  fields: JSON object of strings for the case page. */
typedef struct { const char *hash, *name, *title, *path, *canonical, *fields; int planted; } store_case;
int store_add_case(store_t s, const store_case *c, store_error_t error);

/* A claim of the run.  A planted falsehood of a claim file has the id "<claim>#<name>". */
typedef struct {
    const char *id, *title, *source, *statement, *reading, *hypotheses, *method, *depends, *file;
    int per_width;
} store_claim;
int store_add_claim(store_t s, const store_claim *c, store_error_t error);

/* A unit of the run: a verdict wanted for (case, claim, width); expected "" when nothing is. */
int store_add_unit(store_t s, const char *case_name, const char *claim, long width, const char *expected, store_error_t error);

/* Facts of the run shown on the provenance page: versions, CPU, seeds. */
int store_put_provenance(store_t s, const char *key, const char *value, store_error_t error);

/* A part of a topic report, in the order of the calls: what kind of part, and its settings, a JSON object of strings. */
int store_add_section(store_t s, const char *kind, const char *fields, store_error_t error);
int store_each_section(store_t s, void (*row)(void *context, const char *kind, const char *fields), void *context,
                       store_error_t error);

/* Visits of the run for the renderers, in a fixed order: cases as added, claims by id, units by (case, claim, width), provenance by
   key.  A row must not call the visit it comes from. */
int store_each_case(store_t s, void (*row)(void *context, const store_case *c), void *context, store_error_t error);
int store_each_claim(store_t s, void (*row)(void *context, const store_claim *c), void *context, store_error_t error);
typedef struct {
    const char *case_name, *claim;
    long width;
    const char *expected;                               /* "" when none */
    const char *verdict, *subkind, *evidence, *numbers; /* verdict NULL: the unit has none (yet) */
    double seconds;
    const char *curves, *witness;
} store_unit;
int store_each_unit(store_t s, void (*row)(void *context, const store_unit *u), void *context, store_error_t error);
int store_each_provenance(store_t s, void (*row)(void *context, const char *key, const char *value), void *context,
                          store_error_t error);

/* 1 when the verdict (NULL: none) is what was expected: expected is "" (anything will do), or verdicts separated by " or ", after
   "not " for none of them.  No verdict meets no expectation. */
int store_expectation_met(const char *expected, const char *verdict);

/* ---- the JSON inside the columns `fields` and `numbers` -------------------------------------------- */

/* Bytes of the UTF-8 character at text, 0 when it is none (overlong forms, surrogates and code points above U+10FFFF included). */
size_t utf8_length(const char *text);
/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD; NULL becomes null. */
void json_string(FILE *out, const char *text);
/* Visits the members of a JSON object of strings, resp. the entries of a list of numbers. */
int store_each_field(store_t s, const char *fields, void (*row)(void *context, const char *key, const char *value), void *context,
                     store_error_t error);
int store_each_number(store_t s, const char *numbers,
                      void (*row)(void *context, const char *name, const char *lower, const char *upper, const char *kind),
                      void *context, store_error_t error);
/* The same for a list of curves. */
typedef struct { const char *name, *x, *y, *kind, *points; } store_curve;
int store_each_curve(store_t s, const char *curves, void (*row)(void *context, const store_curve *c), void *context,
                     store_error_t error);

#endif
