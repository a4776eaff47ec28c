/* Work for another rank: the index of a case, which of its units are settled, and its stored trials; back come the bytes of the worker's
   records as they are, and its exit status.  Every rank has read the same cases (remote_identity), so an index says it all. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "verify/schedule/progress.h"
#include "verify/schedule/remote.h"

enum { CHUNK = 65536, WAIT_MILLISECONDS = 5 };
#define ALIVE_SECONDS 1.0

char *remote_identity(const units_t units, const schedule_plan *plan)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = text_open(&text, &size);
    slong k;

    fprintf(out, "%s %s %s %d", units->code_version, profile_name(plan->profile), plan->claims ? plan->claims : "",
            (int)plan->bits);
    for (k = 0; k < units->items; k++)
        fprintf(out, " %s %s", units->item[k].name, units->item[k].hash ? units->item[k].hash : "");
    text_close(out, &text);
    return text;
}

static void put(FILE *out, const void *bytes, size_t size)
{
    if (size > 0 && fwrite(bytes, size, 1, out) != 1) out_of_memory();
}

void remote_start(int rank, slong slot, slong item, const units_t units, const trials_struct *trials)
{
    const item_struct *it = units->item + item;
    char *text = NULL;
    size_t size = 0;
    FILE *out = text_open(&text, &size);
    slong k;

    put(out, &slot, sizeof slot);
    put(out, &item, sizeof item);
    for (k = 0; k < it->units; k++) put(out, &it->unit[k].settled, sizeof it->unit[k].settled);
    for (k = 0; k < 2; k++) {
        put(out, &trials->stored[k].count, sizeof trials->stored[k].count);
        put(out, trials->stored[k].trial, (size_t)trials->stored[k].count * sizeof(stored_trial));
    }
    text_close(out, &text);
    ranks_send(rank, RANK_WORK, text, size);
    free(text);
}

slong remote_slot(const char **rest, size_t *size, const char *bytes)
{
    slong slot = -1;

    if (*size < sizeof slot) return -1;
    memcpy(&slot, bytes, sizeof slot);
    *rest = bytes + sizeof slot;
    *size -= sizeof slot;
    return slot;
}

/* ---- the other ranks ---------------------------------------------------------------------------- */

typedef struct {
    pid_t pid; /* 0: free */
    int fd;
    slong slot; /* of rank 0 */
    trials_t trials;
} remote_worker;

static void take(void *to, size_t size, const char **from)
{
    memcpy(to, *from, size);
    *from += size;
}

static void report(rank_message kind, slong slot, const void *bytes, size_t size)
{
    char *message = flint_malloc(sizeof slot + size);

    memcpy(message, &slot, sizeof slot);
    if (size > 0) memcpy(message + sizeof slot, bytes, size);
    ranks_send(0, kind, message, sizeof slot + size);
    flint_free(message);
}

static void begin(remote_worker *w, units_t units, const worker_settings *settings, const char *bytes)
{
    item_struct *item;
    slong index, k;
    int status = -1;

    take(&w->slot, sizeof w->slot, &bytes);
    take(&index, sizeof index, &bytes);
    if (index < 0 || index >= units->items) flint_abort(); /* remote_identity has compared the units */
    item = units->item + index;
    for (k = 0; k < item->units; k++) take(&item->unit[k].settled, sizeof item->unit[k].settled, &bytes);
    trials_init(w->trials, item->subject);
    for (k = 0; k < 2; k++) {
        stored_trials *list = &w->trials->stored[k];
        take(&list->count, sizeof list->count, &bytes);
        list->allocated = list->count;
        list->trial = flint_malloc((size_t)(list->count + 1) * sizeof(stored_trial));
        take(list->trial, (size_t)list->count * sizeof(stored_trial), &bytes);
    }
    w->pid = worker_start(&w->fd, item, w->trials, settings);
    if (w->pid > 0) return;
    w->pid = 0;
    trials_clear(w->trials);
    report(RANK_ENDED, w->slot, &status, sizeof status);
}

/* Passes on what the worker has sent; at its end its status too. */
static void forward(remote_worker *w)
{
    static char chunk[CHUNK];
    ssize_t got;
    int status = 0;

    while ((got = read(w->fd, chunk, sizeof chunk)) > 0) report(RANK_RECORDS, w->slot, chunk, (size_t)got);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR) continue;
    close(w->fd);
    w->pid = 0;
    trials_clear(w->trials);
    report(RANK_ENDED, w->slot, &status, sizeof status);
}

/* 0 when rank 0 said stop. */
static int obey(remote_worker *worker, slong jobs, units_t units, const worker_settings *settings)
{
    rank_message kind;
    char *bytes;
    size_t size;
    slong k;
    int rank;

    while (ranks_receive(&rank, &kind, &bytes, &size)) {
        if (kind == RANK_WORK)
            for (k = 0; k < jobs; k++)
                if (worker[k].pid == 0) {
                    begin(worker + k, units, settings, bytes);
                    break;
                }
        flint_free(bytes);
        if (kind == RANK_STOP) return 0;
    }
    return 1;
}

void remote_serve(units_t units, const schedule_plan *plan, const worker_settings *settings)
{
    remote_worker *worker = flint_calloc((size_t)plan->jobs, sizeof *worker);
    struct pollfd *watch = flint_calloc((size_t)plan->jobs, sizeof *watch);
    char *identity = remote_identity(units, plan);
    double heard = 0.0;
    slong k;

    signal(SIGINT, SIG_IGN); /* rank 0 decides about the end */
    signal(SIGTERM, SIG_IGN);
    ranks_send(0, RANK_HELLO, identity, strlen(identity));
    while (obey(worker, plan->jobs, units, settings)) {
        if (seconds_now() - heard >= ALIVE_SECONDS) {
            heard = seconds_now();
            ranks_send(0, RANK_ALIVE, "", 0);
        }
        for (k = 0; k < plan->jobs; k++)
            watch[k] = (struct pollfd){.fd = worker[k].pid ? worker[k].fd : -1, .events = POLLIN};
        if (poll(watch, (nfds_t)plan->jobs, WAIT_MILLISECONDS) <= 0) continue;
        for (k = 0; k < plan->jobs; k++)
            if (watch[k].revents) forward(worker + k);
    }
    for (k = 0; k < plan->jobs; k++)
        if (worker[k].pid > 0) {
            kill(worker[k].pid, SIGKILL);
            while (waitpid(worker[k].pid, NULL, 0) < 0 && errno == EINTR) continue;
            close(worker[k].fd);
            trials_clear(worker[k].trials);
        }
    flint_free(worker);
    flint_free(watch);
    free(identity);
}

void remote_refuse(void)
{
    rank_message kind = RANK_ALIVE;
    char *bytes;
    size_t size;
    int rank;

    ranks_send(0, RANK_HELLO, "", 0);
    while (kind != RANK_STOP) {
        if (ranks_receive(&rank, &kind, &bytes, &size))
            flint_free(bytes);
        else
            usleep(1000 * WAIT_MILLISECONDS);
    }
}
