/* Private to verify/render: the page of a topic, a sweep over cases. */
#ifndef DEQCERT_RENDER_TOPIC_H
#define DEQCERT_RENDER_TOPIC_H

#include "verify/render/figure.h"

typedef struct {
    const char *kind;
    field_row *field;
    size_t fields;
} section_row;
typedef struct {
    report_t report;  /* the run */
    const char *name; /* of the topic */
    section_row *section;
    size_t sections;
    section_row **at; /* of each case of the report: its labels (kind "case"), NULL when it has none */
    size_t figures;   /* written so far */
} topic_page_struct;
typedef topic_page_struct topic_page_t[1];

/* Makes the store's visits show the topic. */
int topic_page_load(topic_page_t t, store_t s, const char *name, store_error_t error);
void topic_page_clear(topic_page_t t);
/* The value of a field, NULL when the section has none. */
const char *section_field(const section_row *s, const char *key);
/* Whether `word` is one of the lines of `list` (NULL: it has none). */
int names_hold(const char *list, const char *word);
/* Writes topics/NAME.md and its figures; linked: index.md is written too. */
int write_topic(pages_t p, topic_page_t t, int linked);

/* ---- what a section shows: one place for each unit of its claim ----------------------------------------------- */

typedef struct {
    size_t case_index;
    long width;
    const unit_row *unit;
} topic_place;
typedef struct {
    topic_place *item;
    size_t count;
} places;
/* The units of the claim in the cases that the section admits, in the order of the cases and widths; the caller frees `item`. */
places section_places(const topic_page_struct *t, const section_row *s, const char *claim);
/* The labels of a place in the quantities named by the lines of `names`, joined by ", "; into `out`. */
void place_label(char *out, size_t size, const topic_page_struct *t, const topic_place *at, const char *names);
/* The same with the name before a label that is a number. */
void place_legend(char *out, size_t size, const topic_page_struct *t, const topic_place *at, const char *names);
/* The unit of another claim at the same place, NULL when there is none. */
const unit_row *unit_at(const topic_page_struct *t, const topic_place *at, const char *claim);
const number_row *unit_number(const unit_row *u, const char *name);
const curve_row *unit_curve(const unit_row *u, const char *name);

/* A number for a cell or a list: the digits that every number of a narrow enclosure has, followed by ...; else its ends in brackets, marked
   when they are confidence limits; "about" before an approximate one. */
void write_number(FILE *out, const number_row *n);
/* The middle of a number for a plot or a fit (doubles, no bound): geometric when both ends are positive; NaN when it has no finite ends. */
double approx_middle(const number_row *n);

/* The x of a place in a section with one (no bound), and what it is called. */
double approx_place_x(const topic_page_struct *t, const section_row *s, const topic_place *at);
const char *section_x_name(const section_row *s);
/* A line, started with `before`, for each number or curve the section names and no verdict has; returns how many. */
int section_doubts(FILE *out, const topic_page_struct *t, const section_row *s, const char *before);

void write_topic_table(FILE *out, const topic_page_struct *t, const section_row *s);
void write_topic_fit(FILE *out, const topic_page_struct *t, const section_row *s);
/* The figure of a section, written as `file` (figure_t): borrows from the run but for its lines. */
void topic_figure_init(figure_t *f, const topic_page_struct *t, const section_row *s, const char *file);
void topic_figure_clear(figure_t *f);
/* Every case with the verdicts of every claim. */
void write_topic_verdicts(FILE *out, const topic_page_struct *t);

#endif
