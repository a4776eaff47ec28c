/* The hunt's driver of the rooms: commands by name, one per line. */
#ifndef DEQCERT_HUNT_ENGINE_H
#define DEQCERT_HUNT_ENGINE_H

#include <stdio.h>
#include "gram/gram.h"

/* Answers a command whose fields are field[0..fields-1] (without its name) by lines of `out`.  Not DQ_OK: refused with the
   reason, whatever was printed is dropped. */
typedef dq_status (*engine_function)(FILE *out, char **field, int fields, reason_t why);
typedef struct {
    const char *name;
    int fields; /* least number of fields */
    engine_function run;
} engine_command;

/* Tables ended by a NULL name. */
extern const engine_command engine_activation[], engine_growth[], engine_hermite[], engine_kernel[];
extern const engine_command engine_linear[], engine_lambda[], engine_probability[], engine_exact[];

/* The activation of an expression; the last one asked for is kept.  DQ_INPUT with the reason. */
dq_status engine_phi(activation_t *phi, const char *text, reason_t why);
/* "mantissa:exponent" exactly, else a decimal to `prec` bits (a ball); DQ_INPUT. */
dq_status engine_number(arb_t x, const char *text, slong prec, reason_t why);
/* An integer; -1 when it is none. */
slong engine_integer(const char *text);
/* Lists of exactly `count` words separated by blanks, which are overwritten.  Doubles as strtod reads them, in an array of the caller's
   to flint_free (NULL: DQ_INPUT); balls as engine_number reads them at 64 bits; fractions "a/b", row by row. */
double *engine_doubles(char *field, slong count, reason_t why);
dq_status engine_numbers(arb_ptr value, char *field, slong count, reason_t why);
dq_status engine_rationals(fmpq_mat_t M, char *field, reason_t why);
/* "name\ta/b\t..." row by row and a newline. */
void engine_print_rationals(FILE *out, const char *name, const fmpq_mat_t M);
/* "\tlower\tupper" of an enclosure, exact dyadic numbers (rounded outward at 16384 bits); "\tnan\tnan". */
void engine_print(FILE *out, const arb_t x);
/* "\tmantissa:exponent" */
void engine_print_arf(FILE *out, const arf_t x);

#endif
