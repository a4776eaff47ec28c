/* The progress line. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "verify/schedule/progress.h"

#define REFRESH_SECONDS 0.2

double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_init(progress_t *p, long total)
{
    *p = (progress_t){.terminal = isatty(STDERR_FILENO), .total = total, .started = seconds_now()};
}

void progress_update(progress_t *p, long done, const char *name)
{
    double time = seconds_now();
    if (!p->terminal || time - p->last < REFRESH_SECONDS) return;
    double rate = (double)done / (time - p->started + 1e-9);
    long left = rate > 0 ? (long)((double)(p->total - done) / rate) : 0;
    fprintf(stderr, "\r\033[K[%ld/%ld] %.30s  %.1f/s, %ldm%02lds left", done, p->total, name, rate, left / 60,
            left % 60);
    fflush(stderr);
    p->last = time;
    p->shown = 1;
}

void progress_hide(progress_t *p)
{
    if (p->shown) fputs("\r\033[K", stderr);
    p->shown = 0;
}
