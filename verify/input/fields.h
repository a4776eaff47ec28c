/* Private to verify/input: one case being read, and checked values out of nodes.  A function that cannot return a value
   has added a problem at the node's place. */
#ifndef DEQCERT_INPUT_FIELDS_H
#define DEQCERT_INPUT_FIELDS_H

#include "verify/input/node.h"

typedef struct {
    problems_struct *problems;
    const char *path; /* the case file, as given */
    int (*known_claim)(const char *id);
    case_t c;                  /* being filled */
    const node_t *phi_node;    /* where the activation stands, for later errors */
    const node_t *points_node; /* where the points were asked for */
    char *points_path;         /* their CSV file, NULL when generated; owned */
    slong *points_line;        /* line of each point in it; owned */
    slong *points_row;         /* row of each point in a binary file, from 0; owned */
    double *points_sign;       /* -1 or 1 by the class of each point, NULL unless two were chosen; owned */
} reading_struct;
typedef reading_struct reading_t[1];

/* Adds a problem at a node, resp. at byte `offset` of a scalar. */
void complain(reading_t r, const node_t *node, const char *format, ...) __attribute__((format(printf, 3, 4)));
void complain_at(reading_t r, const node_t *node, slong offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* 1 iff the node is a mapping; complains otherwise, and about each key that is not in the NULL-ended list.
   `what` names the mapping in messages. */
int mapping_check(reading_t r, const node_t *node, const char *what, const char *const *allowed);
/* Index in the list of the one key that the mapping has of it; complains when there is none or a second one (-1). */
slong mapping_choice(reading_t r, const node_t *node, const char *what, const char *const *choices);
/* The value of a required key; complains at the mapping when missing. */
const node_t *mapping_require(reading_t r, const node_t *node, const char *what, const char *key);

/* 1 and the value, or 0 with a complaint. */
int field_integer(slong *value, reading_t r, const node_t *node, const char *what, slong least, slong greatest);
int field_seed(uint64_t *value, reading_t r, const node_t *node, const char *what);
int field_boolean(int *value, reading_t r, const node_t *node, const char *what);
int field_scalar(reading_t r, const node_t *node, const char *what);
/* One line of at most `most` bytes without control characters. */
int field_line(reading_t r, const node_t *node, const char *what, slong most);
/* Index in the NULL-ended list. */
int field_word(slong *index, reading_t r, const node_t *node, const char *what, const char *const *words);
/* An exact decimal; the second form also demands 1e-300 <= value <= 1e300, so that doubles can hold it. */
int field_decimal(fmpq_t value, reading_t r, const node_t *node, const char *what);
int field_positive(fmpq_t value, reading_t r, const node_t *node, const char *what);

#endif
