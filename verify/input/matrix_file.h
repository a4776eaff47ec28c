/* Private to verify/input: matrices of numbers in binary files, and the choice of their rows. */
#ifndef DEQCERT_INPUT_MATRIX_FILE_H
#define DEQCERT_INPUT_MATRIX_FILE_H

#include "verify/input/byte_source.h"

#define MATRIX_MAX_ROWS   10000000 /* in a file; of the chosen ones the case allows fewer */
#define MATRIX_MAX_VALUES 1000000000

typedef enum { ELEMENT_FLOAT, ELEMENT_SIGNED, ELEMENT_UNSIGNED } element_kind;

/* What the header of a file announces. */
typedef struct {
    slong rows, columns; /* of points; a list of labels has one column */
    int by_columns;      /* column after column instead of row after row */
    element_kind kind;
    int size;       /* bytes of an element: 4, 8 for floats, 1, 2, 4, 8 for whole numbers */
    int big_endian; /* most significant byte first */
} matrix_layout;

typedef enum { SHAPE_POINTS, SHAPE_LABELS } matrix_shape;

/* Reads the header of a NumPy .npy file (formats 1.0 to 3.0), shape (n, d), for labels also (n,), resp. of an IDX file,
   two or more dimensions, flattened to points, for labels one.  1 and the source before its first element, the file
   long enough for all; 0 with a complaint. */
int npy_header(matrix_layout *m, byte_source_t s, matrix_shape shape);
int idx_header(matrix_layout *m, byte_source_t s, matrix_shape shape);

/* Shared by the two: the shape against the limits and the size of the file.  `dimensions` has `count` entries, all but
   the first are flattened; `place` is where the shape stands in the file. */
int matrix_set_shape(matrix_layout *m, byte_source_t s, matrix_shape shape, const uint64_t *dimensions, slong count,
                     size_t place);

/* The chosen rows (increasing, NULL: the first `count`) as count x columns doubles, each exactly the number in the file;
   reads the source to its end.  0 with a complaint: NaN, infinity, a whole number that no double holds, a damaged file.
   Rows that are not chosen may hold anything. */
int matrix_read(double *x, const matrix_layout *m, byte_source_t s, const slong *chosen, slong count);

/* Which rows of a file become points. */
#define CHOICE_MAX_CLASSES 100
typedef struct {
    slong classes;                     /* 0: all */
    double class_[CHOICE_MAX_CLASSES]; /* whole numbers */
    int occurs[CHOICE_MAX_CLASSES];    /* set by choice_admits */
    slong count;                       /* stop after so many; 0: never */
} row_choice;

/* 1 iff rows with this label are kept; notes that the label occurs. */
int choice_admits(row_choice *choice, double label);

/* Records of the CIFAR-10 binary version: a label byte and 3072 pixels. */
#define CIFAR10_PIXELS      3072
#define CIFAR10_CLASSES     10
#define CIFAR10_MAX_RECORDS (SOURCE_MAX_BYTES / (1 + CIFAR10_PIXELS)) /* in all files */
typedef struct {
    slong n, limit; /* more points than `limit` are counted, not kept */
    slong records;  /* read in all files so far */
    slong allocated;
    unsigned char *pixel; /* n x 3072, flint_malloc'ed; bytes until their doubles are known to fit the memory */
    unsigned char *label; /* of each point, flint_malloc'ed */
    slong *row;           /* record of each point, counted from 0 through all files; flint_malloc'ed */
} cifar10_points;
/* Appends the admitted records of one file, read to its end; 0 with a complaint. */
int cifar10_read(cifar10_points *p, byte_source_t s, row_choice *choice);

#endif
