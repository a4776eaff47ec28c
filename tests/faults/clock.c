/* clock: a preloaded library in which the clocks lie.  DEQCERT_FAULT_CLOCK is
     back      every reading is ten years before the reading before it
     forward   every reading is ten years after it
     wild      years back and forth, without a pattern
     ancient   1901, the clock running
   CLOCK_MONOTONIC too, though a kernel never lets it run back. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const time_t TEN_YEARS = 315360000, IN_1901 = -2177452800;
static atomic_long readings;

static time_t shifted(time_t seconds)
{
    const char *wish = getenv("DEQCERT_FAULT_CLOCK");
    if (wish == NULL) return seconds;
    long k = atomic_fetch_add(&readings, 1);
    if (strcmp(wish, "back") == 0) return seconds - TEN_YEARS * (k % 1000);
    if (strcmp(wish, "forward") == 0) return seconds + TEN_YEARS * (k % 1000);
    if (strcmp(wish, "ancient") == 0) return IN_1901 + seconds % 86400;
    return seconds + TEN_YEARS * ((k * 7919) % 101 - 50);
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
    long state = syscall(SYS_clock_gettime, clock, t);
    if (state == 0) t->tv_sec = shifted(t->tv_sec);
    return (int)state;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
    long state = syscall(SYS_gettimeofday, t, zone);
    if (state == 0) t->tv_sec = shifted(t->tv_sec);
    return (int)state;
}

time_t time(time_t *out)
{
    time_t t = shifted((time_t)syscall(SYS_time, NULL));
    if (out != NULL) *out = t;
    return t;
}
