/* Running out of memory outside GMP and FLINT, whose own handlers the program sets: nothing that was cut short may pass for whole. */
#include <stdlib.h>
#include <unistd.h>
#include "ball/ball.h"

enum { STATUS = 2 }; /* unusable: as for a file that cannot be written */

void out_of_memory(void)
{
    static const char line[] = "deqcert: out of memory\n";
    ssize_t written = write(STDERR_FILENO, line, sizeof line - 1); /* stdio would allocate */
    (void)written;                                                 /* there is nothing left to say it with */
    _exit(STATUS);
}

void *memory_or_end(void *memory)
{
    if (memory == NULL) out_of_memory();
    return memory;
}

FILE *text_open(char **text, size_t *size)
{
    return memory_or_end(open_memstream(text, size));
}

void text_close(FILE *out, char *const *text)
{
    int failed = ferror(out); /* the stream grows by allocating, and its end may allocate once more */
    if (fclose(out) != 0 || failed || *text == NULL) out_of_memory();
}
