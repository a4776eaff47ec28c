/* replay_TARGET [FILE...]: every file, or every file of tests/fuzz/corpus/TARGET, once, reported as TAP.  A failure ends the process after
   the name of its file, which the missing rest of the plan counts as failed. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tests/fuzz/fuzz.h"

static uint8_t *slurp(size_t *size, const char *path)
{
    struct stat info;
    FILE *in = fopen(path, "r");
    require(in != NULL && fstat(fileno(in), &info) == 0, "%s cannot be opened", path);
    *size = (size_t)info.st_size;
    uint8_t *bytes = malloc(*size); /* exactly as long as the input, so that a reader behind its end is seen */
    require((bytes != NULL || *size == 0) && fread(bytes, 1, *size, in) == *size, "%s cannot be read", path);
    fclose(in);
    return bytes;
}

static void replay(FILE *tap, int number, const char *path)
{
    size_t size;
    uint8_t *bytes = slurp(&size, path);
    fprintf(tap, "# %s\n", path);
    fflush(tap);
    LLVMFuzzerTestOneInput(bytes, size);
    fprintf(tap, "ok %d - %s\n", number, path);
    fflush(tap);
    free(bytes);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    const char *program = strrchr(argv[0], '/');
    char folder[300], path[600];
    struct dirent **entry;
    FILE *tap = fdopen(dup(1), "w");

    /* What the rooms print on the standard output is not this program's. */
    require(tap != NULL && freopen("/dev/null", "w", stdout) != NULL, "no output");
    if (argc > 1) {
        fprintf(tap, "1..%d\n", argc - 1);
        for (int k = 1; k < argc; k++) replay(tap, k, argv[k]);
        fclose(tap);
        return 0;
    }
    snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s",
             (program == NULL ? argv[0] : program + 1) + strlen("replay_"));
    int count = scandir(folder, &entry, is_visible, alphasort);
    require(count > 0, "%s holds no inputs", folder);
    fprintf(tap, "1..%d\n", count);
    for (int k = 0; k < count; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, entry[k]->d_name);
        replay(tap, k + 1, path);
        free(entry[k]);
    }
    free(entry);
    fclose(tap);
    return 0;
}
