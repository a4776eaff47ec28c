/* Private to activation/: building the tree of one piece from the parsed expression. */
#ifndef DEQCERT_ACTIVATION_BUILDER_H
#define DEQCERT_ACTIVATION_BUILDER_H

#include "activation/arena.h"
#include "activation/source.h"

/* A set of real numbers: the single point `lower` (is_point), or an open interval; has_lower/has_upper 0 = infinite. */
typedef struct {
    int is_point, has_lower, has_upper;
    fmpq_t lower, upper;
} cell_struct;
typedef cell_struct cell_t[1];
void cell_init(cell_t c);
void cell_clear(cell_t c);
void cell_set(cell_t c, const cell_t d);
/* "x = 1" or "x in (-inf, 0.5)", for messages. */
void cell_describe(char *text, size_t size, const cell_t c);

/* Every node made is kept, also those that folding dropped (0*log(x)), because the expression must be analytic in all
 * its parts. */
typedef struct {
    intern_t table;
    fmpq_poly_struct *polynomial; /* exact polynomial of node i, when known[i] */
    char *known, *constant;       /* constant[i]: node i does not contain x */
    slong *offset;                /* byte of the source the node was first made for */
    slong position;               /* offset for nodes made now */
    const cell_struct *cell;
    int failed; /* error holds the first failure */
    activation_error_struct *error;
    int has_split; /* a kink lies inside the cell, at `split` */
    fmpq_t split;
} builder_struct;
typedef builder_struct builder_t[1];

void builder_init(builder_t b, const cell_struct *cell, activation_error_struct *error);
void builder_clear(builder_t b);
void builder_fail(builder_t b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Nodes with exact folding of rational constants.  All return an index (0 after a failure). */
slong builder_rational(builder_t b, const fmpq_t value);
slong builder_integer(builder_t b, slong value);
slong builder_leaf(builder_t b, expr_kind kind);
slong builder_unary(builder_t b, expr_kind kind, slong u);
slong builder_binary(builder_t b, expr_kind kind, slong u, slong v); /* ADD, SUB, MUL, DIV */
slong builder_power(builder_t b, slong u, slong v);                  /* u^v, any v */

/* Sign of the node on the cell (-1, 0, 1), affine arguments only; sets has_split when it changes inside. */
int builder_sign(builder_t b, slong u, const char *function);

/* Builds s on the builder's cell; the root's index, meaningful unless failed or has_split. */
slong builder_source(builder_t b, const source_t s);

/* Certifies that every node is analytic near every bounded part of the closed cell, |x| <= 2^20 (see the file); fails
 *otherwise. work counts node evaluations of the whole activation against a fixed limit. */
void builder_check_analytic(builder_t b, slong *work);

#endif
