/* Included before every source of `make coverage`: _exit() writes gcc's counters first, as exit() does by itself.  Workers of a run end so, and
 * without it everything they decided would count as never executed. */
#ifndef DEQCERT_COVERAGE_EXIT_H
#define DEQCERT_COVERAGE_EXIT_H

#include <unistd.h>

void __gcov_dump(void);

/* Status 2 is that of out_of_memory(): writing the counters would allocate. */
__attribute__((noreturn)) static inline void counted_exit(int status)
{
    if (status != 2) __gcov_dump();
    _exit(status);
}
#define _exit(status) counted_exit(status)

#endif
