/* Running out of memory inside the libraries: one line and a documented exit status, where GMP, MPFR and FLINT would abort and LAPACKE would
   print on standard output. */
#include <gmp.h>
#include <lapacke.h>
#include <stdlib.h>
#include "verify/cli/cli.h"

/* An empty request may be answered with NULL. */
static void *checked(void *memory, size_t size)
{
    return size == 0 ? memory : memory_or_end(memory);
}

static void *allocate(size_t size)
{
    return checked(malloc(size), size);
}

static void *allocate_zeros(size_t count, size_t size)
{
    return checked(calloc(count, size), count > 0 ? size : 0);
}

static void *enlarge(void *memory, size_t size)
{
    return checked(realloc(memory, size), size);
}

static void *enlarge_integer(void *memory, size_t before, size_t size)
{
    (void)before;
    return enlarge(memory, size);
}

static void release_integer(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void memory_begin(void)
{
    mp_set_memory_functions(allocate, enlarge_integer, release_integer);
    __flint_set_memory_functions(allocate, allocate_zeros, enlarge, free);
}

/* In place of LAPACKE's own, which prints on standard output, in the middle of a report.  What it tells besides is in the return value. */
void LAPACKE_xerbla(const char *routine, lapack_int info); /* lapacke.h leaves it out */
void LAPACKE_xerbla(const char *routine, lapack_int info)
{
    (void)routine;
    if (info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR) out_of_memory();
}
