/* Private to verify/input: a topic file being read. */
#ifndef DEQCERT_INPUT_TOPIC_PARTS_H
#define DEQCERT_INPUT_TOPIC_PARTS_H

#include "verify/input/case_parts.h"

/* Documented in topics/README.md. */
#define TOPIC_MAX_CASES       500
#define TOPIC_MAX_AXES        8
#define TOPIC_MAX_CLAIMS      64
#define TOPIC_MAX_SECTIONS    64
#define TOPIC_MAX_NAME        40
#define TOPIC_MAX_LABEL       60
#define TOPIC_MAX_TEXT        20000
#define TOPIC_MAX_LINE        1000
#define TOPIC_MAX_COORDINATES 100000000

/* The word that stands for the width of a verdict among the varied names. */
#define TOPIC_WIDTH "width"

/* A varied quantity: its name, and the label, the number and the change to the base case of each value (borrowed from the tree). */
typedef struct {
    const node_t *name;
    slong count;
    const node_t *label[TOPIC_MAX_CASES];
    const node_t *number[TOPIC_MAX_CASES]; /* a decimal; NULL: the label is none and none is given */
    const node_t *change[TOPIC_MAX_CASES]; /* NULL: none */
} topic_axis;

/* Which values of each varied quantity a `where` admits. */
typedef struct {
    char admits[TOPIC_MAX_AXES][TOPIC_MAX_CASES];
} topic_choice;

typedef struct {
    const node_t *glob;
    topic_choice where;
} topic_claim;

typedef struct {
    reading_struct *r;
    topic_t t;
    int (*known_glob)(const char *glob);
    slong axes, claims;
    topic_axis axis[TOPIC_MAX_AXES];
    topic_claim claim[TOPIC_MAX_CLAIMS];
} topic_reading;

/* `vary`: 1 iff every axis is usable and there are at most TOPIC_MAX_CASES combinations. */
int topic_read_axes(topic_reading *k, const node_t *node);
/* The varied quantity of a name, -1 for none. */
slong topic_axis_of(const topic_reading *k, const char *name);
/* `where`, NULL for everything; complaints say `what`. */
void topic_read_where(topic_choice *c, topic_reading *k, const node_t *node, const char *what);
int topic_read_claims(topic_reading *k, const node_t *node);
/* Every combination for which there is a claim, with its section. */
void topic_make_cases(topic_reading *k, const node_t *base, case_errors_t errors);
void topic_read_sections(topic_reading *k, const node_t *node);

/* A new section at the end of the page, and a field of the last section. */
void topic_add_section(topic_t t, const char *kind);
void topic_add_field(topic_t t, const char *key, const char *value);

#endif
