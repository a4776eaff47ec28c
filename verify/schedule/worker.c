/* A worker: opens the audit of one case, decides its unsettled claims one after another, sends each verdict to the
 * parent. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include "verify/schedule/columns.h"
#include "verify/schedule/progress.h"
#include "verify/schedule/record.h"
#include "verify/schedule/worker.h"

static void decide_unit(int fd, const unit_struct *unit, slong index, audit_t audit)
{
    verdict_t v;
    char number[32], seconds[64];
    verdict_init(v);
    snprintf(number, sizeof number, "%ld", (long)index);
    const char *begun[] = {number};
    record_send(fd, RECORD_BEGUN, 1, begun);
    double start = seconds_now();
    if (unit->planted)
        unit->planted->decide(v, NULL);
    else
        unit->claim->decide(v, audit, unit->width);
    snprintf(seconds, sizeof seconds, "%.6f", seconds_now() - start);
    witness_complete(v, unit->planted ? NULL : unit->claim, audit != NULL ? audit_case(audit) : NULL);
    if (v->kind != VERDICT_NONE) {
        char *numbers = numbers_column(v), *curves = curves_column(v);
        const char *field[] = {
            number, verdict_name(v->kind),       v->subkind, v->evidence ? v->evidence : "", numbers, seconds,
            curves, v->witness ? v->witness : ""};
        record_send(fd, RECORD_VERDICT, 8, field);
        free(numbers);
        free(curves);
    }
    verdict_clear(v);
}

static void work(int fd, const item_struct *item, trials_t trials, const worker_settings *settings)
{
    audit_t audit = NULL;
    trials->fd = fd;
    if (item->subject) audit = audit_open(item->subject, settings->profile, settings->bits, trials_supply, trials);
    for (slong k = 0; k < item->units; k++)
        if (!item->unit[k].settled) decide_unit(fd, &item->unit[k], k, audit);
}

/* A case too large for its share of the memory must fail by itself, not take the machine down. */
static void bound_memory(double bytes)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0 || (limit.rlim_cur != RLIM_INFINITY && (double)limit.rlim_cur <= bytes))
        return;
    limit.rlim_cur = (rlim_t)bytes;
    setrlimit(RLIMIT_DATA, &limit);
#else
    (void)bytes;
#endif
}

pid_t worker_start(int *fd, const item_struct *item, trials_t trials, const worker_settings *settings)
{
    int end[2];
    if (pipe2(end, O_CLOEXEC) != 0) return -1;
    pid_t parent = getpid(), pid = fork();
    if (pid != 0) {
        close(end[1]);
        if (pid < 0)
            close(end[0]);
        else
            fcntl(end[0], F_SETFL, O_NONBLOCK);
        *fd = end[0];
        return pid;
    }
    /* The parent alone handles interruptions: it stops its workers with SIGKILL, and they die with it. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    close(end[0]);
    bound_memory(settings->memory_bytes);
    parallel_keep_blas_to_one(settings->threads); /* the same rows, however many work beside it */
    work(end[1], item, trials, settings);
    _exit(0);
}
