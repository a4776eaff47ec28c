/* scratch_path, scratch_write, broken. */
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tests/fuzz/fuzz.h"

static char folder[200];
static pid_t owner; /* a child must not remove it */

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static void remove_folder(void)
{
    if (owner == getpid()) nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void make_folder(void)
{
    const char *place = getenv("FUZZ_SCRATCH");
    if (place == NULL) place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(folder, sizeof folder, "%.150s/deqcert-fuzz-XXXXXX", place);
    require(mkdtemp(folder) != NULL, "%s cannot be made", folder);
    owner = getpid();
    atexit(remove_folder);
}

const char *scratch_path(const char *name)
{
    static char path[8][300];
    static int next;
    char *out = path[next++ % 8];
    if (folder[0] == '\0') make_folder();
    snprintf(out, sizeof path[0], "%s/%.90s", folder, name);
    return out;
}

const char *scratch_write(const char *name, const void *bytes, size_t size)
{
    const char *path = scratch_path(name);
    FILE *out = fopen(path, "w");
    require(out != NULL && fwrite(bytes, 1, size, out) == size && fclose(out) == 0, "%s cannot be written", path);
    return path;
}

void broken(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s:%d: ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    if (owner == getpid()) remove_folder();
    abort();
}
