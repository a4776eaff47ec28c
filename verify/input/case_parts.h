/* Private to verify/input: one function per section of the case file, and the checks across sections. */
#ifndef DEQCERT_INPUT_CASE_PARTS_H
#define DEQCERT_INPUT_CASE_PARTS_H

#include "verify/input/csv.h"
#include "verify/input/fields.h"
#include "verify/input/matrix_file.h"

/* What fits in memory as n x n and n x d matrices of doubles and balls; documented in cases/README.md. */
#define CASE_MAX_POINTS      10000
#define CASE_MAX_DIMENSION   100000
#define CASE_MAX_COORDINATES 100000000
#define CASE_MAX_WIDTH       100000
#define CASE_MAX_WIDTHS      32
#define CASE_MAX_TRIALS      1000000
#define CASE_MAX_STEPS       1000000
#define CASE_MAX_PIECES      64
#define CASE_MAX_TITLE       200
#define CASE_MAX_NAME        100
#define CASE_MAX_FILES       100

/* Each reads the section `node` (NULL when the file has none and it is optional) into r->c. */
void read_title(reading_t r, const node_t *node);
void read_activation(reading_t r, const node_t *node);
void read_model(reading_t r, const node_t *node);
void read_data(reading_t r, const node_t *node, const node_t *normalise);
void read_labels(reading_t r, const node_t *node);
void read_monte_carlo(reading_t r, const node_t *node);
void read_training(reading_t r, const node_t *node);
void read_expect(reading_t r, const node_t *node);

/* The sources npy, idx (told apart by the reader of the header; `what` names the key) and cifar10: a file name, or a
   mapping with a choice of rows.  Points that cannot be used leave r->c->points empty, with complaints. */
typedef int header_reader(matrix_layout *m, byte_source_t s, matrix_shape shape);
void read_matrix_points(reading_t r, const node_t *node, const char *what, header_reader *header);
void read_cifar10_points(reading_t r, const node_t *node);

/* case_load for a case that stands inside another file, `path`, from which relative names start. */
slong case_load_tree(case_t *c, const char *path, const char *name, const node_t *root,
                     int (*known_claim)(const char *id), case_errors_t errors);

/* Zero points; parallel and antiparallel pairs unless the case is planted. */
void check_points(reading_t r);
/* E phi^2 at the variance of the points. */
void check_square_integrable(reading_t r);

/* The path of a file named in the case: relative names start at the case file's directory; flint_malloc'ed. */
char *path_beside(const char *case_path, const char *name);
/* The file's name without directory and extension; flint_malloc'ed. */
char *file_stem(const char *path);
/* Rows of the CSV file named by a scalar, with its path and the line of each row (all flint_malloc'ed); 0 with
   complaints.  A file that cannot be opened is an error at the scalar, anything else an error in that file. */
slong read_named_csv(double **value, slong *columns, slong **line, char **path, reading_t r, const node_t *node,
                     const char *what, csv_limits limits, file_rank rank);

/* 128-bit FNV-1a of the bytes as 32 hex digits and NUL. */
void fnv128(char hex[33], const char *bytes, size_t length);

#endif
