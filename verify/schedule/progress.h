/* Private to verify/schedule: one line on stderr, rewritten in place when it is a terminal. */
#ifndef DEQCERT_SCHEDULE_PROGRESS_H
#define DEQCERT_SCHEDULE_PROGRESS_H

/* A clock for differences. */
double seconds_now(void);

typedef struct { int shown, terminal; long done, total; double started, last; } progress_t;
void progress_init(progress_t *p, long total);
/* done units so far, the last of them of `name`. */
void progress_update(progress_t *p, long done, const char *name);
/* Removes the line, before other output and at the end. */
void progress_hide(progress_t *p);

#endif
