/* Warnings about a valid case: what it expects and what certainly happens.

   The claims themselves say whether they apply: each expected one is decided, without random networks, in a process of its own that
   is stopped after DECIDE_SECONDS.  What is proved, refuted or inapplicable then stays so in every run; anything else says
   nothing. */
#include <cblas.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "verify/cli/cli.h"

#define DECIDE_SECONDS 0.1  /* processor time of one claim */
#define CASE_SECONDS   1    /* of all claims of a case; the rest is then left alone */
#define POINTS_MOST    1000 /* of a case whose claims are tried */
#define BITS           64

static void warn(slong *warnings, const case_struct *c, const expectation_t *e, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void warn(slong *warnings, const case_struct *c, const expectation_t *e, const char *format, ...)
{
    char text[900];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (e != NULL)
        cli_error("%.300s:%ld: warning: expect: %s: %s", c->path, (long)e->line, e->claim, text);
    else
        cli_error("%.300s: warning: %s", c->path, text);
    ++*warnings;
}

/* No network is sampled here. */
static slong no_trials(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                       const arb_struct *threshold)
{
    (void)context, (void)out, (void)width, (void)count, (void)norms, (void)threshold;
    return 0;
}

/* The first paragraph of the evidence without the marks of Markdown's mathematics. */
static void first_paragraph(char *out, size_t room, const char *text)
{
    size_t used = 0;

    for (; *text != '\0' && *text != '\n' && used + 1 < room; text++) {
        if ((text[0] == '$' && text[1] == '`') || (text[0] == '`' && text[1] == '$'))
            text++;
        else
            out[used++] = *text;
    }
    out[used] = '\0';
}

static void decide(int out, const claim_t *claim, audit_t audit, slong width)
{
    struct itimerval limit = {.it_value = {(time_t)DECIDE_SECONDS, (suseconds_t)(1e6 * DECIDE_SECONDS) % 1000000}};
    char text[400];
    verdict_t v;

    setitimer(ITIMER_PROF, &limit, NULL); /* its signal ends the process */
    openblas_set_num_threads(1);
    verdict_init(v);
    claim->decide(v, audit, width);
    if (v->kind != VERDICT_PROVED && v->kind != VERDICT_REFUTED && v->kind != VERDICT_INAPPLICABLE) _exit(0);
    first_paragraph(text, sizeof text, v->evidence);
    if (write(out, text, strlen(text)) < 0) _exit(0);
    _exit((int)v->kind);
}

/* The certain verdict of a claim with the beginning of its evidence, or VERDICT_NONE. */
static verdict_kind certain_verdict(char evidence[400], const claim_t *claim, audit_t audit, slong width)
{
    int end[2], status = 0;
    ssize_t got, length = 0;

    if (pipe(end) != 0) return VERDICT_NONE;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) decide(end[1], claim, audit, width);
    close(end[1]);
    while (pid > 0 && length < 399 && (got = read(end[0], evidence + length, (size_t)(399 - length))) > 0)
        length += got;
    evidence[length] = '\0';
    close(end[0]);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return VERDICT_NONE;
    return (verdict_kind)WEXITSTATUS(status);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

/* Claims without widths first: they are the quick ones. */
static void check_verdicts(slong *warnings, const case_t c)
{
    audit_t audit = audit_open(c, PROFILE_QUICK, BITS, no_trials, NULL);
    struct timespec start;
    const arb_struct *unused;
    reason_t why;
    char evidence[400];

    reason_init(why);
    clock_gettime(CLOCK_MONOTONIC, &start);
    audit_supremum(&unused, audit, 1, why); /* once, for all of them */
    for (int per_width = 0; per_width <= 1; per_width++)
        for (slong k = 0; k < c->expectations && seconds_since(&start) < CASE_SECONDS; k++) {
            const expectation_t *e = &c->expect[k];
            const claim_t *claim = claim_find(e->claim);
            if (claim == NULL || claim->per_width != per_width || (!per_width && e->width >= 0)) continue;
            verdict_kind kind = certain_verdict(evidence, claim, audit,
                                                !per_width      ? -1
                                                : e->width >= 0 ? e->width
                                                                : c->width[0]);
            if (kind != VERDICT_NONE && strcmp(verdict_name(kind), e->verdict) != 0)
                warn(warnings, c, e, "expected %s, but it is %s here: %s", e->verdict, verdict_name(kind), evidence);
        }
    audit_close(audit);
}

/* A declared Lipschitz constant is a hypothesis; one that certainly fails makes every claim that prints it empty. */
static void check_lipschitz(slong *warnings, const case_t c)
{
    arb_t proved, declared;
    reason_t why;

    if (!c->lipschitz_declared) return;
    arb_init(proved);
    arb_init(declared);
    reason_init(why);
    sup_status status = activation_supremum(proved, c->phi, 1, BITS, why);
    arb_set_fmpq(declared, c->lipschitz, 2 * BITS);
    if (status == SUP_UNBOUNDED) warn(warnings, c, NULL, "activation.lipschitz: sup|phi'| is proved to be infinite");
    if (status == SUP_FINITE && arb_gt(proved, declared)) {
        char *lower = arb_lower_decimal(proved, 10);
        warn(warnings, c, NULL, "activation.lipschitz: sup|phi'| is proved to be at least %s", lower);
        free(lower);
    }
    arb_clear(proved);
    arb_clear(declared);
}

/* Pr(...) >= 1 - t: only the claims that print t need that many networks. */
static int prints_probability(const claim_t *claim)
{
    return strstr(claim->statement, "1-t") != NULL || strstr(claim->reading, "1-t") != NULL;
}

slong warn_about_case(const case_t c)
{
    slong warnings = 0, needed = (slong)trials_needed(c->failure_probability);

    check_lipschitz(&warnings, c);
    for (slong k = 0; k < c->expectations; k++) {
        const expectation_t *e = &c->expect[k];
        const claim_t *claim = claim_find(e->claim);
        if (claim != NULL && !claim->per_width && e->width >= 0)
            warn(&warnings, c, e, "the claim has one verdict for all widths: one expected at width %ld is never met",
                 (long)e->width);
        if (claim != NULL && prints_probability(claim) && strcmp(e->verdict, "supported") == 0 && c->trials < needed)
            warn(&warnings, c, e,
                 "expected supported, but monte_carlo.trials is %ld: it takes %ld to support a probability of at least "
                 "1 - failure_probability",
                 (long)c->trials, (long)needed);
    }
    if (c->points->n <= POINTS_MOST) check_verdicts(&warnings, c);
    return warnings;
}
