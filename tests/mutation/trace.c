/* Which functions a run enters: linked into programs compiled with -finstrument-functions.  One byte per function in a file of the
   directory DEQCERT_TRACE, mapped so that a process that is killed has written what it entered.  The file has the program's name; a
   function stands at its distance from mutation_trace_origin, plus HALF. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HALF (8L << 20)

__attribute__((no_instrument_function)) void mutation_trace_origin(void);
__attribute__((no_instrument_function)) void __cyg_profile_func_enter(void *function, void *caller);
__attribute__((no_instrument_function)) void __cyg_profile_func_exit(void *function, void *caller);

static unsigned char *entered;
static int opened;

void mutation_trace_origin(void)
{
}

__attribute__((no_instrument_function)) static void open_trace(void)
{
    const char *directory = getenv("DEQCERT_TRACE");
    char path[1024];
    Dl_info module;

    opened = 1;
    if (directory == NULL || dladdr((void *)&mutation_trace_origin, &module) == 0) return;
    const char *name = strrchr(module.dli_fname, '/');
    snprintf(path, sizeof path, "%s/%s", directory, name == NULL ? module.dli_fname : name + 1);
    int file = open(path, O_RDWR | O_CREAT, 0666);
    if (file < 0 || ftruncate(file, 2 * HALF) != 0) abort();
    (void)!fchmod(file, 0666); /* a test may run the program as another user */
    entered = mmap(NULL, 2 * HALF, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (entered == MAP_FAILED) abort();
    close(file);
}

void __cyg_profile_func_enter(void *function, void *caller)
{
    (void)caller;
    if (!opened) open_trace();
    long at = (char *)function - (char *)&mutation_trace_origin + HALF;
    if (entered != NULL && at >= 0 && at < 2 * HALF && !entered[at]) entered[at] = 1;
}

void __cyg_profile_func_exit(void *function, void *caller)
{
    (void)function, (void)caller;
}
