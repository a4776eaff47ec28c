/* The parent: hands cases to workers of its own and of other ranks, writes what they send, survives what happens to them. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "verify/schedule/parent.h"

#define MEMORY_SHARE 0.9
#define MEMORY_LEAST 2e9
enum { WAIT_NANOSECONDS = 5000000 }; /* between looks at the other ranks */

static volatile sig_atomic_t stop_signal;

static void on_stop(int number)
{
    stop_signal = number;
}

int parent_stopped(void)
{
    return stop_signal != 0;
}

static int by_cost(const void *left, const void *right)
{
    const item_struct *a = *(item_struct *const *)left, *b = *(item_struct *const *)right;
    if (a->cost != b->cost) return a->cost > b->cost ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int start(parent_struct *p, slot_struct *slot, item_struct *item, store_error_t error)
{
    trials_init(slot->trials, item->subject);
    slot->item = item;
    slot->current = -1;
    if (item->subject && !p->plan->fresh &&
        trials_load(slot->trials, p->store, item->hash, p->units->code_version, error) != 0)
        return -1;
    slot->busy = 1;
    if (slot->rank > 0) {
        remote_start(slot->rank, slot - p->slot, item - p->units->item, p->units, slot->trials);
        return 0;
    }
    fflush(stdout);
    fflush(stderr);
    slot->pid = worker_start(&slot->fd, item, slot->trials, &p->settings);
    if (slot->pid > 0) return 0;
    slot->busy = 0;
    snprintf(error->text, sizeof error->text, "cannot start a worker process: %s", strerror(errno));
    trials_clear(slot->trials);
    return -1;
}

static void settle(parent_struct *p, slot_struct *slot, slong unit)
{
    slot->item->unit[unit].settled = 1;
    slot->item->unsettled--;
    slot->current = -1;
    progress_update(&p->progress, (long)(p->out->computed + p->out->failed), slot->item->name);
}

/* Index of an unsettled unit of the worker's item, or -1. */
static slong unit_index(const slot_struct *slot, const char *text)
{
    slong k = strtol(text, NULL, 10);
    return k >= 0 && k < slot->item->units && !slot->item->unit[k].settled ? k : -1;
}

static int take_verdict(parent_struct *p, slot_struct *slot, const char **field, store_error_t error)
{
    slong k = unit_index(slot, field[0]);
    if (k < 0) return 0;
    store_verdict v = {slot->item->hash,
                       slot->item->unit[k].key,
                       profile_name(p->plan->profile),
                       p->units->code_version,
                       slot->item->unit[k].width,
                       field[1],
                       field[2],
                       field[3],
                       field[4],
                       strtod(field[5], NULL),
                       field[6],
                       field[7]};
    if (store_put_verdict(p->store, &v, error)) return -1;
    p->out->computed++;
    settle(p, slot, k);
    return 0;
}

/* Writes the complete records of one worker. */
static int take_records(parent_struct *p, slot_struct *slot, store_error_t error)
{
    record_kind kind;
    int count, state = 0;
    const char *field[RECORD_FIELDS];
    while (state == 0 && record_take(&slot->buffer, &kind, &count, field)) {
        if (kind == RECORD_BEGUN && count == 1) {
            slot->current = unit_index(slot, field[0]);
        } else if (kind == RECORD_VERDICT && count == 8) {
            state = take_verdict(p, slot, field, error);
        } else if (kind == RECORD_TRIAL && count == 4) {
            state = store_put_trial(p->store, slot->item->hash, strtol(field[0], NULL, 10), strtol(field[1], NULL, 10),
                                    field[2], p->units->code_version, field[3], error);
        } else if (kind == RECORD_NOTE && count == 1) {
            progress_hide(&p->progress);
            fprintf(stderr, "deqcert: %s\n", field[0]);
        }
    }
    return state;
}

/* A worker that ended without deciding its units: names the one it was at, which stays without verdict; a new worker
 * takes the rest. */
static void report_loss(parent_struct *p, slot_struct *slot, int status)
{
    item_struct *item = slot->item;
    slong lost = slot->current;
    /* It died outside any claim: charge the next one, so that a worker that cannot even start ends. */
    for (slong k = 0; k < item->units && lost < 0; k++)
        if (!item->unit[k].settled) lost = k;
    progress_hide(&p->progress);
    fprintf(stderr, "deqcert: case %s, claim %s", item->name, item->unit[lost].key);
    if (item->unit[lost].width >= 0) fprintf(stderr, ", width %ld", (long)item->unit[lost].width);
    if (WIFSIGNALED(status))
        fprintf(stderr, ": the worker was killed by signal %d (%s); there is no verdict\n", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) != 0)
        fprintf(stderr, ": the worker ended with status %d; there is no verdict\n", WEXITSTATUS(status));
    else
        fprintf(stderr, ": the claim decided nothing; there is no verdict\n");
    p->out->failed++;
    settle(p, slot, lost);
}

int parent_finish(parent_struct *p, slot_struct *slot, int status, store_error_t error)
{
    slot->busy = 0;
    record_buffer_clear(&slot->buffer);
    trials_clear(slot->trials);
    if (slot->item->unsettled == 0 || stop_signal != 0) return 0;
    report_loss(p, slot, status);
    return slot->item->unsettled > 0 ? start(p, slot, slot->item, error) : 0;
}

int parent_write_records(parent_struct *p, slot_struct *slot, store_error_t error)
{
    if (slot->buffer.used == slot->buffer.taken) return 0;
    return store_begin(p->store, error) || take_records(p, slot, error) || store_commit(p->store, error) ? -1 : 0;
}

/* Reads all that is there now, and looks after a worker that has ended. */
static int serve(parent_struct *p, slot_struct *slot, store_error_t error)
{
    long got;
    while ((got = record_receive(&slot->buffer, slot->fd)) > 0) continue;
    int ended = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
    if (parent_write_records(p, slot, error)) return -1;
    if (!ended) return 0;
    int status = 0;
    while (waitpid(slot->pid, &status, 0) < 0 && errno == EINTR) continue;
    close(slot->fd);
    return parent_finish(p, slot, status, error);
}

static int loop(parent_struct *p, const sigset_t *while_waiting, store_error_t error)
{
    struct pollfd *watch = flint_calloc((size_t)p->slots, sizeof *watch);
    slot_struct **watched = flint_calloc((size_t)p->slots, sizeof *watched);
    const struct timespec wait = {0, WAIT_NANOSECONDS};
    int state = 0, several = ranks_count() > 1;
    while (state == 0 && stop_signal == 0) {
        nfds_t local = 0;
        slong busy = 0;
        for (slong k = 0; k < p->slots && state == 0; k++) {
            slot_struct *slot = &p->slot[k];
            if (!slot->busy && p->waiting < p->queued && !p->life[slot->rank].lost)
                state = start(p, slot, p->queue[p->waiting++], error);
            busy += slot->busy;
            if (!slot->busy || slot->rank > 0) continue;
            watch[local] = (struct pollfd){.fd = slot->fd, .events = POLLIN};
            watched[local++] = slot;
        }
        if (state != 0 || busy == 0) break;
        int ready = ppoll(watch, local, several ? &wait : NULL, while_waiting);
        if (ready < 0) continue; /* a signal: the loop's condition looks at it */
        for (nfds_t k = 0; ready > 0 && k < local && state == 0; k++)
            if (watch[k].revents) state = serve(p, watched[k], error);
        if (several && state == 0) state = parent_hear(p, error);
    }
    flint_free(watch);
    flint_free(watched);
    return state;
}

/* Ends the workers, keeping what they have sent. */
static int stop_workers(parent_struct *p, int state, store_error_t error)
{
    for (slong k = 0; k < p->slots; k++)
        if (p->slot[k].busy && p->slot[k].rank == 0) kill(p->slot[k].pid, SIGKILL);
    for (slong k = 0; k < p->slots; k++) {
        slot_struct *slot = &p->slot[k];
        if (!slot->busy) continue;
        if (slot->rank == 0) {
            while (waitpid(slot->pid, NULL, 0) < 0 && errno == EINTR) continue;
            while (record_receive(&slot->buffer, slot->fd) > 0) continue;
            close(slot->fd);
        }
        if (state == 0) state = parent_write_records(p, slot, error);
        slot->busy = 0;
        record_buffer_clear(&slot->buffer);
        trials_clear(slot->trials);
    }
    return state;
}

/* The share of each of at most `cases` workers of one rank. */
static worker_settings settings_for(const schedule_plan *plan, slong cases)
{
    slong workers = cases < plan->jobs ? cases : plan->jobs;
    double memory = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) * MEMORY_SHARE;
    if (workers < 1) workers = 1;
    worker_settings settings = {plan->profile, plan->bits, (int)(plan->jobs / workers), memory / (double)workers};
    if (settings.memory_bytes < MEMORY_LEAST) settings.memory_bytes = MEMORY_LEAST;
    return settings;
}

/* What sampling is about to cost, before any of it is spent; claims with samples of their own say so on their pages. */
static void say_plan(const parent_struct *p, slong units)
{
    slong widths = 0, networks = 0;
    for (slong k = 0; k < p->queued; k++) {
        const case_struct *c = p->queue[k]->subject;
        if (c == NULL) continue;
        widths += c->widths;
        networks += c->widths * c->trials * (p->plan->profile == PROFILE_FULL ? 4 : 1);
    }
    fprintf(
        stderr,
        "deqcert: %ld units to compute, %ld stored; planned: %ld networks at the %ld widths of the cases, decisions "
        "at level %s\n",
        (long)units, (long)p->out->reused, (long)networks, (long)widths, DECISION_ALPHA);
}

static void prepare(parent_struct *p)
{
    slong total = 0, ranks = ranks_count();
    p->queue = flint_calloc((size_t)p->units->items, sizeof *p->queue);
    for (slong k = 0; k < p->units->items; k++) {
        if (p->units->item[k].unsettled > 0) p->queue[p->queued++] = &p->units->item[k];
        total += p->units->item[k].unsettled;
    }
    if (p->queued > 0) qsort(p->queue, (size_t)p->queued, sizeof *p->queue, by_cost);
    p->slots = p->plan->jobs * ranks;
    p->slot = flint_calloc((size_t)p->slots, sizeof *p->slot);
    for (slong k = 0; k < p->slots; k++) p->slot[k].rank = (int)(k % ranks); /* the first cases go to different ranks */
    p->life = flint_calloc((size_t)ranks, sizeof *p->life);
    p->settings = settings_for(p->plan, (p->queued + ranks - 1) / ranks);
    if (total > 0) say_plan(p, total);
    progress_init(&p->progress, (long)total);
}

static void count_unmet(void *context, const store_unit *u)
{
    *(slong *)context += !store_expectation_met(u->expected, u->verdict);
}

static int run(parent_struct *p, store_error_t error)
{
    struct sigaction handler = {.sa_handler = on_stop}, before[2];
    sigset_t blocked, mask;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    stop_signal = 0;
    /* Delivered only inside ppoll, so no signal falls between looking at stop_signal and waiting. */
    sigprocmask(SIG_BLOCK, &blocked, &mask);
    sigaction(SIGINT, &handler, &before[0]);
    sigaction(SIGTERM, &handler, &before[1]);
    prepare(p);
    int state = ranks_count() > 1 ? parent_greet(p, error) : 0;
    if (state == 0) state = loop(p, &mask, error);
    state = stop_workers(p, state, error);
    progress_hide(&p->progress);
    flint_free(p->queue);
    flint_free(p->slot);
    flint_free(p->life);
    sigprocmask(SIG_SETMASK, &mask, NULL); /* a signal that came after the last ppoll is delivered here */
    p->out->interrupted = stop_signal != 0;
    sigaction(SIGINT, &before[0], NULL);
    sigaction(SIGTERM, &before[1], NULL);
    return state;
}

int schedule_run(schedule_outcome *out, const schedule_plan *plan, store_t store, store_error_t error)
{
    units_t units;
    *out = (schedule_outcome){0};
    units_init(units, plan);
    parent_struct parent = {.plan = plan, .store = store, .units = units, .out = out};
    int state = units_register(&out->reused, units, plan, store, error);
    if (state == 0) state = run(&parent, error);
    if (state == 0) state = store_each_unit(store, count_unmet, &out->unmet, error);
    units_clear(units);
    return state;
}

void schedule_serve(const schedule_plan *plan)
{
    units_t units;
    if (plan == NULL) {
        remote_refuse();
        return;
    }
    worker_settings settings = settings_for(plan, plan->jobs);
    units_init(units, plan);
    remote_serve(units, plan, &settings);
    units_clear(units);
}

void schedule_dismiss(void)
{
    for (int rank = 1; ranks_self() == 0 && rank < ranks_count(); rank++) ranks_send(rank, RANK_STOP, "", 0);
}
