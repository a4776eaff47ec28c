/* open_regular_file, read_whole_file: bounded reading of regular files only. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "verify/input/read_file.h"

static void explain(reason_t why, int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        reason_set(why, "no such file");
        break;
    case EACCES:
    case EPERM:
        reason_set(why, "permission denied");
        break;
    case ELOOP:
        reason_set(why, "too many symbolic links");
        break;
    case ENAMETOOLONG:
        reason_set(why, "the name is too long");
        break;
    default:
        reason_set(why, "system error %d", error);
    }
}

/* 1 iff it is a regular file of at most `limit` bytes. */
static int is_acceptable(const struct stat *status, size_t limit, reason_t why)
{
    if (S_ISDIR(status->st_mode))
        reason_set(why, "it is a directory; a regular file is needed");
    else if (S_ISFIFO(status->st_mode))
        reason_set(why, "it is a FIFO; a regular file is needed");
    else if (!S_ISREG(status->st_mode))
        reason_set(why, "it is a device or socket; a regular file is needed");
    else if (status->st_size < 0 || (unsigned long long)status->st_size > limit)
        reason_set(why, "the file has %lld bytes; at most %zu are read", (long long)status->st_size, limit);
    else
        return 1;
    return 0;
}

FILE *open_regular_file(const char *path, size_t limit, reason_t why)
{
    struct stat status;
    FILE *file;
    int descriptor;

    if (stat(path, &status) != 0) {
        explain(why, errno);
        return NULL;
    }
    if (!is_acceptable(&status, limit, why)) return NULL;
    /* The name may have been exchanged since: O_NONBLOCK keeps a FIFO from blocking and the descriptor is asked again.
     */
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        explain(why, errno);
        if (descriptor >= 0) close(descriptor);
        return NULL;
    }
    reason_set(why, "the file cannot be opened");
    file = is_acceptable(&status, limit, why) ? memory_or_end(fdopen(descriptor, "r")) : NULL;
    if (file == NULL) close(descriptor);
    return file;
}

char *read_whole_file(size_t *length, const char *path, size_t limit, reason_t why)
{
    FILE *file = open_regular_file(path, limit, why);
    size_t allocated = 4096;
    char *bytes;

    if (file == NULL) return NULL;
    bytes = flint_malloc(allocated);
    *length = 0;
    for (;;) { /* the size told by stat is a hint: the file may grow, and some report 0 */
        *length += fread(bytes + *length, 1, allocated - *length, file);
        if (*length < allocated) break;
        if (allocated > limit) break;
        allocated *= 2;
        bytes = flint_realloc(bytes, allocated);
    }
    if (ferror(file) || *length > limit) {
        if (*length > limit)
            reason_set(why, "the file has more than %zu bytes", limit);
        else
            reason_set(why, "the file cannot be read");
        flint_free(bytes);
        bytes = NULL;
    } else {
        bytes = flint_realloc(bytes, *length + 1);
        bytes[*length] = '\0';
    }
    fclose(file);
    return bytes;
}
