/* input: YAML cases, points from CSV, NumPy, IDX and CIFAR-10 files -> case_t.  Hostile bytes end here:
   bounded memory, depth and time. */
#ifndef DEQCERT_INPUT_H
#define DEQCERT_INPUT_H

#include <stdio.h>
#include "activation/activation.h"

typedef enum { LAW_GAUSSIAN, LAW_RADEMACHER, LAW_UNIFORM, LAW_STUDENT5 } case_law;

typedef struct { char *claim; slong width; /* -1: claims without width, or every width */ char *verdict; slong line; } expectation_t;

typedef struct {
    char *name;             /* file stem */
    char *path;             /* as given */
    char *title;            /* default: the stem */
    int planted;
    activation_t phi;
    char *phi_text;         /* as written */
    int lipschitz_declared; /* activation.lipschitz given: a printed hypothesis */
    fmpq_t lipschitz;
    fmpq_t s;               /* model.sigma_w2 */
    char *s_text;
    case_law law;
    fmpq_t output_scale;    /* default 1 */
    points_t points;
    char *points_text;      /* one line: where the points came from */
    double *labels;         /* n */
    slong widths; slong *width;           /* default 100 200 400 */
    slong trials;                         /* 300 */
    fmpq_t failure_probability;           /* t, 0.05 */
    uint64_t seed;                        /* 1 */
    int training;                         /* the case has a `training` section */
    slong training_width, training_steps; /* 400, 300 */
    int step_theorem; fmpq_t step_size;   /* step_theorem = 1: "theorem" */
    slong expectations; expectation_t *expect;
    char *canonical;        /* canonical text of everything above but title, path and expect: the identity of the results;
                               NULL before case_identify */
    char hash[33];          /* 128-bit FNV-1a of canonical, hex: a name for people, never trusted alone; "" before */
} case_struct;
typedef case_struct *case_t;   /* owned */

/* All errors found in a file, each "file:line:column: what is wrong; what is allowed" (no newline). */
typedef struct { slong count; char **line; } case_errors_struct;
typedef case_errors_struct case_errors_t[1];
void case_errors_init(case_errors_t e);
void case_errors_clear(case_errors_t e);

/* Loads and validates one case file: 0 and *c (caller clears), or the number of errors (> 0) and *c = NULL.
   known_claim(id) tells whether an id of `expect` exists (NULL: do not check); returns 1 yes, 0 no. */
slong case_load(case_t *c, const char *path, int (*known_claim)(const char *id), case_errors_t errors);
void case_clear(case_t c);
/* Fills c->canonical and c->hash; nothing to do the second time.  Apart from case_load because it takes longer than reading
   the points, and only stored results need it.  Not for two threads at once. */
void case_identify(case_t c);

/* ---- topics: a sweep over cases, and the page made of its results (topics/README.md) ---------------------------- */

typedef struct { char *key, *value; } topic_field;
/* A part of the page, in the page's order; before them one of kind "case" for each case: its name and, for each varied quantity,
   its label and (field "number NAME") its number where it has one.  Fields are the keys of the topic file; lists are joined by line breaks, `where: {name: label}` is the field "where name",
   'claim: number' the two fields "claim" and "number" (of x: "x claim", "x number"). */
typedef struct { char *kind; slong fields; topic_field *field; } topic_section;
typedef struct {
    char *name;             /* file stem */
    char *path;             /* as given */
    char *title;
    char *profile;          /* "" when the file has none */
    char *globs;            /* of the claims, separated by blanks */
    slong cases; case_t *subject;
    char **claims;          /* the globs about each case */
    slong sections; topic_section *section;
} topic_struct;
typedef topic_struct *topic_t;   /* owned */
/* Loads and validates one topic file with all its cases, as case_load.  known_glob(glob) tells whether a claim id matches.  At most 500 cases,
   which have at most 1e8 coordinates together. */
slong topic_load(topic_t *t, const char *path, int (*known_claim)(const char *id), int (*known_glob)(const char *glob),
                 case_errors_t errors);
void topic_clear(topic_t t);

/* One finite decimal matrix from a CSV file: rows x columns doubles (each decimal correctly rounded once). Limits: 1 GiB, 1e6 rows,
   1e6 columns, 1e8 numbers; comment lines start with '#'.  Returns rows (> 0; *value to be freed with flint_free) or 0 with errors
   filled and *value = NULL. */
slong csv_read(double **value, slong *columns, const char *path, case_errors_t errors);

/* The entry of the NULL-ended list nearest to `word` (insertions, deletions, replacements, transpositions; case
   ignored), or NULL when none is near. */
const char *nearest_word(const char *word, const char *const *list);

#endif
