/* Private to verify/render: one run of the store in memory, and what every page needs. */
#ifndef DEQCERT_RENDER_REPORT_H
#define DEQCERT_RENDER_REPORT_H

#include <stdio.h>
#include <sys/types.h>
#include "verify/render/render.h"

typedef struct { const char *name, *lower, *upper, *kind; } number_row;
typedef struct { const char *name, *x, *y, *kind, *points; } curve_row;
typedef struct { const char *key, *value; } field_row;
typedef struct {
    size_t case_index;
    const char *claim;
    long width;
    const char *expected, *verdict /* NULL: none */, *subkind, *evidence;
    number_row *number; size_t numbers;
    curve_row *curve; size_t curves;
    const char *witness;             /* "" when there is none */
    double seconds;
    int met;
} unit_row;
typedef struct {
    const char *hash, *name, *title, *path;
    char *page;                      /* "cases/<name>.md" */
    int planted, pseudo;             /* pseudo: the planted falsehoods of the claim files */
    int standalone;                  /* the claims about no case */
    field_row *field; size_t fields;
    size_t first, units;             /* its units */
} case_row;
typedef struct {
    const char *id, *title, *source, *statement, *reading, *hypotheses, *method, *depends, *file;
    char *page;                      /* "claims/<id>.md"; NULL for a planted falsehood, whose claim is `depends` */
} claim_row;

typedef struct {
    case_row *cases; size_t case_count;
    claim_row *claims; size_t claim_count;
    unit_row *units; size_t unit_count;
    field_row *facts; size_t fact_count;
    const char **topic; size_t topics;   /* names of the topics that have a run */
    char **text; size_t texts;       /* owned strings */
} report_struct;
typedef report_struct report_t[1];

int report_load(report_t r, store_t s, store_error_t error);
void report_clear(report_t r);
const claim_row *report_claim(const report_struct *r, const char *id);   /* NULL: not of this run */
/* The memory itself; ends the program when there is none. */
void *report_memory(void *memory);
/* The word shown for a unit: its verdict, or "none". */
const char *unit_word(const unit_row *u);

/* ---- writing files -------------------------------------------------------------------------------- */

typedef struct {
    const char *directory;
    store_error_struct *error;
    char **name; size_t names;       /* written so far */
    FILE *out;
    char *temporary;
    pid_t plotter; int plotter_socket;   /* gnuplot, 0: not started (figure.h) */
    int plotter_failed;
    double plotter_seconds;          /* what gnuplot may take for a figure */
} pages_struct;
typedef pages_struct pages_t[1];
void pages_init(pages_t p, const char *directory, store_error_t error);
void pages_clear(pages_t p);
/* Opens the file `name` (relative to the directory) for writing; NULL with the reason. */
FILE *page_open(pages_t p, const char *name);
/* Finishes it: everything written and renamed, or -1 with the reason. */
int page_close(pages_t p);
/* Counts a file that is there already among those of this rendering. */
void page_keep(pages_t p, const char *name);
/* 1 when this rendering has written or kept the file `name`. */
int page_written(const pages_struct *p, const char *name);
/* Removes the pages of the last rendering that this one did not write, and records those of this one. */
int pages_finish(pages_t p);
/* A name that is safe as a file name and in a link: bytes outside A-Z a-z 0-9 . _ - become =XX. */
char *page_name(const char *folder, const char *name, const char *suffix);

/* ---- the pages -------------------------------------------------------------------------------------- */

void write_index(FILE *out, const report_struct *r);
void write_findings(FILE *out, const report_struct *r);
void write_claims(FILE *out, const report_struct *r);
void write_monotone(FILE *out, const report_struct *r);
struct case_figures;
/* figures: written already (case_figures.h). */
void write_case(FILE *out, const pages_struct *p, const report_struct *r, const case_row *c, const struct case_figures *figures);
void write_claim(FILE *out, const report_struct *r, const claim_row *c, const char *directory);
void write_provenance(FILE *out, const report_struct *r);
void write_limits(FILE *out);
void write_matrix(FILE *out, const report_struct *r);
void write_power(FILE *out, const report_struct *r);
/* How many planted falsehoods came out as they must. */
void power_sentence(FILE *out, const report_struct *r);
void write_claim_graph(FILE *out, const report_struct *r);
void write_sharpness(FILE *out, const report_struct *r);
void write_glossary(FILE *out);
void write_reproducibility(FILE *out, const report_struct *r);
void write_junit(FILE *out, const report_struct *r);

#endif
