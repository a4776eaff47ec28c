/* Running out of memory inside GMP: a line and an exit status of ours instead of GMP's abort. */
#include <stdlib.h>
#include "checker/checker.h"

static void *checked(void *memory)
{
    if (memory == NULL) unreadable("out of memory");
    return memory;
}

static void *allocate_integer(size_t size)
{
    return checked(malloc(size));
}

static void *enlarge_integer(void *memory, size_t before, size_t size)
{
    (void)before;
    return checked(realloc(memory, size));
}

static void release_integer(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void memory_begin(void)
{
    mp_set_memory_functions(allocate_integer, enlarge_integer, release_integer);
}
