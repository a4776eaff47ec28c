#include "deq/memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define LARGE_PAGE ((size_t)1 << 21)

/* MemAvailable of /proc/meminfo in bytes: free pages and what the kernel can reclaim; free pages alone where there is
   none. */
static double machine_available(void)
{
    FILE *file = fopen("/proc/meminfo", "r");
    double kilobytes = -1;
    if (file != NULL) {
        char line[256];
        while (kilobytes < 0 && fgets(line, sizeof line, file) != NULL)
            if (sscanf(line, "MemAvailable: %lf", &kilobytes) != 1) kilobytes = -1;
        fclose(file);
    }
    if (kilobytes >= 0) return kilobytes * 1024;
    return (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
}

/* What RLIMIT_DATA leaves: the sixth field of /proc/self/statm is the data this process has already. */
static double limit_available(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return 0x1p62;
    FILE *file = fopen("/proc/self/statm", "r");
    double pages = 0;
    if (file != NULL) {
        if (fscanf(file, "%*s %*s %*s %*s %*s %lf", &pages) != 1) pages = 0;
        fclose(file);
    }
    return (double)limit.rlim_cur - pages * (double)sysconf(_SC_PAGESIZE);
}

double bytes_available(void)
{
    double machine = machine_available(), limit = limit_available();
    return machine < limit ? machine : limit > 0 ? limit : 0;
}

double *doubles_within_memory(double count, double planned_bytes, reason_t why)
{
    double available = bytes_available();
    double *value = NULL;
    if (planned_bytes <= available && count * sizeof(double) < 0x1p62) {
        size_t bytes = (size_t)count * sizeof(double);
        if (bytes < 2 * LARGE_PAGE) {
            value = malloc(bytes);
        } else {
            value = aligned_alloc(LARGE_PAGE, (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE);
            if (value != NULL) madvise(value, bytes, MADV_HUGEPAGE);
        }
    }
    if (value == NULL)
        reason_set(why, "a trial needs %.3g GB of memory, %.3g GB are available; use a smaller width",
                   planned_bytes * 1e-9, available * 1e-9);
    return value;
}
