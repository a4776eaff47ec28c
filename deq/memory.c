#include "deq/memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* MemAvailable of /proc/meminfo in bytes: free pages and what the kernel can reclaim; free pages alone where there is
 * none. */
static double bytes_available(void)
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

double *doubles_within_memory(double count, double planned_bytes, reason_t why)
{
    double available = bytes_available();
    double *value = NULL;
    if (planned_bytes <= available && count * sizeof(double) < 0x1p62) value = malloc((size_t)count * sizeof(double));
    if (value == NULL)
        reason_set(why, "a trial needs %.3g GB of memory, %.3g GB are available; use a smaller width",
                   planned_bytes * 1e-9, available * 1e-9);
    return value;
}
