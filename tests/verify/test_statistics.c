/* statistics against exact rational tail sums. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/statistics/statistics.h"

/* Pr(Bin(trials, p) >= from) exactly. */
static void upper_tail(fmpq_t tail, ulong from, ulong trials, const fmpq_t p)
{
    fmpq_t term, q, power;
    fmpz_t binomial;
    fmpq_init(term);
    fmpq_init(q);
    fmpq_init(power);
    fmpz_init(binomial);
    fmpq_zero(tail);
    fmpq_one(q);
    fmpq_sub(q, q, p);
    for (ulong k = from; k <= trials; k++) {
        fmpz_bin_uiui(binomial, trials, k);
        fmpq_pow_si(term, p, (slong)k);
        fmpq_pow_si(power, q, (slong)(trials - k));
        fmpq_mul(term, term, power);
        fmpq_mul_fmpz(term, term, binomial);
        fmpq_add(tail, tail, term);
    }
    fmpq_clear(term);
    fmpq_clear(q);
    fmpq_clear(power);
    fmpz_clear(binomial);
}

/* The lower limit is the p with Pr(Bin >= good) = alpha; the certified bound may lie at most 2^-30 below and never
   above it.  The upper limit of N - bad successes is one minus the lower limit of bad. */
static void test_limits_against_exact_tails(void **state)
{
    (void)state;
    static const ulong cases[][3] = {{300, 0, 300}, {270, 0, 270}, {291, 4, 300},
                                     {10, 50, 60},  {1, 1, 2},     {84, 16, 100}};
    fmpq_t t, alpha, p, tail, step;
    arf_t lower, upper;
    fmpq_init(t);
    fmpq_init(alpha);
    fmpq_init(p);
    fmpq_init(tail);
    fmpq_init(step);
    arf_init(lower);
    arf_init(upper);
    fmpq_set_si(t, 1, 20);
    fmpq_set_si(alpha, 1, 1000000);
    fmpq_set_si(step, 1, 1 << 30);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        ulong good = cases[k][0], bad = cases[k][1], trials = cases[k][2];
        decide_probability(lower, upper, good, bad, trials, t, 0);
        for (int side = 0; side < 2; side++) {
            ulong count = side ? bad : good;
            arf_get_fmpq(p, side ? upper : lower);
            if (side) {
                fmpq_neg(p, p);
                fmpq_add_si(p, p, 1);
            }
            print_message("good %lu bad %lu trials %lu side %d limit %.17g\n", good, bad, trials, side,
                          arf_get_d(side ? upper : lower, ARF_RND_NEAR));
            if (count == 0) {
                assert_true(fmpq_is_zero(p));
                continue;
            }
            upper_tail(tail, count, trials, p);
            assert_true(fmpq_cmp(tail, alpha) <= 0);
            fmpq_add(p, p, step);
            upper_tail(tail, count, trials, p);
            assert_true(fmpq_cmp(tail, alpha) > 0);
        }
    }
    fmpq_clear(t);
    fmpq_clear(alpha);
    fmpq_clear(p);
    fmpq_clear(tail);
    fmpq_clear(step);
    arf_clear(lower);
    arf_clear(upper);
}

static decision decide_at(slong p, ulong q, ulong good, ulong bad, ulong trials, double budget)
{
    fmpq_t t;
    arf_t lower, upper;
    fmpq_init(t);
    arf_init(lower);
    arf_init(upper);
    fmpq_set_si(t, p, q);
    decision d = decide_probability(lower, upper, good, bad, trials, t, budget);
    assert_true(arf_cmp(lower, upper) <= 0 && arf_sgn(lower) >= 0 && arf_cmp_si(upper, 1) <= 0);
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
    return d;
}

static decision decide(ulong good, ulong bad, ulong trials, double budget)
{
    return decide_at(1, 20, good, bad, trials, budget);
}

static void test_decisions(void **state)
{
    (void)state;
    assert_int_equal(decide(270, 0, 270, 0), DECIDED_SUPPORTED);
    assert_int_equal(decide(269, 0, 269, 0), DECIDED_OPEN);
    assert_int_equal(decide(270, 0, 270, 1e-3), DECIDED_OPEN);
    assert_int_equal(decide(300, 0, 300, 1e-9), DECIDED_SUPPORTED);
    assert_int_equal(decide(299, 1, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide(0, 300, 300, 0), DECIDED_REJECTED);
    assert_int_equal(decide(250, 50, 300, 0), DECIDED_REJECTED);
    assert_int_equal(decide(250, 50, 300, 0.2), DECIDED_OPEN);
    assert_int_equal(decide(250, 0, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide(0, 0, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide(0, 0, 0, 0), DECIDED_OPEN);
    assert_int_equal(decide(300, 0, 300, NAN), DECIDED_OPEN);
    assert_int_equal(decide(300, 0, 300, -1), DECIDED_OPEN);
    assert_int_equal(decide(301, 0, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide(200, 200, 300, 0), DECIDED_OPEN);
    /* At t = 1 every probability suffices; counts that make no sense decide nothing even there. */
    assert_int_equal(decide_at(1, 1, 0, 0, 1, 0), DECIDED_SUPPORTED);
    assert_int_equal(decide_at(1, 1, 0, 0, 0, 0), DECIDED_OPEN);
    assert_int_equal(decide_at(1, 1, 301, 0, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide_at(1, 1, 200, 200, 300, 0), DECIDED_OPEN);
    assert_int_equal(decide_at(1, 1, 300, 0, 300, NAN), DECIDED_OPEN);
}

/* (1-t)^N <= 1e-6 < (1-t)^(N-1) exactly; the boundary t = 0.9, where (1/10)^6 = alpha, asks for one trial more because
   the certified limit lies below the exact one. */
static void test_trials_needed(void **state)
{
    (void)state;
    static const struct {
        slong p;
        ulong q, needed;
    } cases[] = {{1, 20, 270}, {1, 2, 20}, {1, 10, 132}, {1, 1000, 13809}, {9, 10, 7}, {1, 1, 1}};
    fmpq_t t, rest, power, alpha;
    fmpq_init(t);
    fmpq_init(rest);
    fmpq_init(power);
    fmpq_init(alpha);
    fmpq_set_si(alpha, 1, 1000000);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        fmpq_set_si(t, cases[k].p, cases[k].q);
        ulong needed = trials_needed(t);
        print_message("t = %ld/%lu: %lu trials\n", cases[k].p, cases[k].q, needed);
        assert_int_equal(needed, cases[k].needed);
        if (cases[k].q == 1 || cases[k].p == 9) continue;
        fmpq_one(rest);
        fmpq_sub(rest, rest, t);
        fmpq_pow_si(power, rest, (slong)needed);
        assert_true(fmpq_cmp(power, alpha) <= 0);
        fmpq_pow_si(power, rest, (slong)needed - 1);
        assert_true(fmpq_cmp(power, alpha) > 0);
    }
    fmpq_zero(t);
    assert_true(trials_needed(t) == UWORD_MAX);
    fmpq_set_si(t, 1, 20);
    decision at = decide(trials_needed(t), 0, trials_needed(t), 0);
    assert_int_equal(at, DECIDED_SUPPORTED);
    fmpq_clear(t);
    fmpq_clear(rest);
    fmpq_clear(power);
    fmpq_clear(alpha);
}

static void test_loglog_fit(void **state)
{
    (void)state;
    approx_fit fit;
    double x[] = {1, 2, 4, 8, 16}, y[5];
    for (int i = 0; i < 5; i++) y[i] = 3 / sqrt(x[i]);
    assert_true(approx_loglog_fit(&fit, x, y, 5));
    assert_true(fabs(fit.slope + 0.5) < 1e-12 && fit.low <= fit.slope && fit.high - fit.low < 1e-10);
    /* Logarithms (0,1,2) and (0,1,0): slope 0, standard error sqrt(1/3), one degree of freedom: quantile 63.6567. */
    double x3[] = {1, exp(1), exp(2)}, y3[] = {1, exp(1), 1};
    assert_true(approx_loglog_fit(&fit, x3, y3, 3));
    assert_true(fabs(fit.slope) < 1e-12 && fabs(fit.high - 63.6567411628716 / sqrt(3)) < 1e-4 &&
                fabs(fit.high + fit.low) < 1e-9);
    assert_false(approx_loglog_fit(&fit, x, y, 2));
    y[2] = NAN;
    assert_false(approx_loglog_fit(&fit, x, y, 5));
    y[2] = 0;
    assert_false(approx_loglog_fit(&fit, x, y, 5));
    double same[] = {2, 2, 2, 2, 2};
    y[2] = 1;
    assert_false(approx_loglog_fit(&fit, same, y, 5));
}

/* Pr(failure) = 2^-(width/8): the counts of a sample that shows exactly its expectation (failures rounded up), decided as the claims
   decide, and again by exact tail sums. */
typedef struct {
    slong asked[64], count, trials;
} tail_question;

static slong failures_at(slong width, slong trials)
{
    return (trials + (WORD(1) << (width / 8)) - 1) >> (width / 8);
}

static decision ask_by_limits(void *context, slong width)
{
    tail_question *q = context;
    slong bad = failures_at(width, q->trials);
    fmpq_t t;
    arf_t lower, upper;
    for (slong k = 0; k < q->count; k++) assert_int_not_equal(q->asked[k], width); /* never twice */
    q->asked[q->count++] = width;
    fmpq_init(t);
    fmpq_set_si(t, 1, 20);
    arf_init(lower);
    arf_init(upper);
    decision d = decide_probability(lower, upper, (ulong)(q->trials - bad), (ulong)bad, (ulong)q->trials, t, 0);
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
    return d;
}

/* Supported iff Pr(Bin(N, 19/20) >= good) <= alpha, rejected iff Pr(Bin(N, 1/20) >= bad) < alpha. */
static decision decide_by_exact_tails(slong width, slong trials)
{
    slong bad = failures_at(width, trials);
    fmpq_t p, tail, alpha;
    fmpq_init(p);
    fmpq_init(tail);
    fmpq_init(alpha);
    fmpq_set_si(alpha, 1, 1000000);
    fmpq_set_si(p, 19, 20);
    upper_tail(tail, (ulong)(trials - bad), (ulong)trials, p);
    decision d = fmpq_cmp(tail, alpha) <= 0 ? DECIDED_SUPPORTED : DECIDED_OPEN;
    fmpq_set_si(p, 1, 20);
    upper_tail(tail, (ulong)bad, (ulong)trials, p);
    if (fmpq_cmp(tail, alpha) < 0) d = DECIDED_REJECTED;
    fmpq_clear(p);
    fmpq_clear(tail);
    fmpq_clear(alpha);
    return d;
}

static void test_smallest_width(void **state)
{
    (void)state;
    static const slong trials[] = {60, 300, 1000};
    slong width[48];
    for (slong k = 0; k < 48; k++) width[k] = 3 * k + 1;
    for (int i = 0; i < 3; i++)
        for (slong count = 1; count <= 48; count += 47) {
            tail_question q = {.trials = trials[i]};
            width_bracket out;
            slong above = 0, at_most = -1;
            for (slong k = 0; k < count; k++) {
                decision d = decide_by_exact_tails(width[k], trials[i]);
                if (d == DECIDED_REJECTED) above = width[k];
                if (d == DECIDED_SUPPORTED && at_most < 0) at_most = width[k];
            }
            assert_true(smallest_width(&out, width, count, ask_by_limits, &q));
            print_message("%ld trials, %ld widths: (%ld, %ld], %ld decisions\n", (long)trials[i], (long)count,
                          (long)out.above, (long)out.at_most, (long)out.decisions);
            assert_int_equal(out.above, above);
            assert_int_equal(out.at_most, at_most);
            assert_int_equal(out.decisions, q.count);
            assert_true(out.decisions <= 12);
        }
}

static decision ask_backwards(void *context, slong width)
{
    (void)context;
    return width < 2 ? DECIDED_SUPPORTED : width < 8 ? DECIDED_OPEN : DECIDED_REJECTED;
}

static decision ask_open(void *context, slong width)
{
    (void)context;
    (void)width;
    return DECIDED_OPEN;
}

static void test_smallest_width_without_answer(void **state)
{
    (void)state;
    static const slong width[] = {1, 2, 4, 8, 16};
    width_bracket out;
    assert_false(smallest_width(&out, width, 5, ask_backwards, NULL));
    assert_false(smallest_width(&out, width, 0, ask_open, NULL));
    assert_true(smallest_width(&out, width, 5, ask_open, NULL));
    assert_int_equal(out.above, 0);
    assert_int_equal(out.at_most, -1);
}

/* Of the two arrays of the search, memory for the smaller one alone: one line and status 2, whichever is missing. */
static void test_smallest_width_without_memory(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); /* they map more than any limit */
#endif
    enum { MIB = 1 << 20 };
    const slong count = 128 * MIB;
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lu", &pages), 1);
    fclose(file);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit limit;
        limit.rlim_cur = limit.rlim_max = pages * (unsigned long)sysconf(_SC_PAGESIZE) + 256ul * MIB;
        width_bracket out;
        if (freopen("/dev/null", "w", stderr) == NULL || setrlimit(RLIMIT_AS, &limit) != 0) _exit(70);
        void *small = calloc((size_t)count, 1);
        if (small == NULL || sizeof(decision) < 4) _exit(71);
        free(small);
        smallest_width(&out, NULL, count, ask_open, NULL);
        _exit(0);
    }
    int status;
    assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits_against_exact_tails),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_trials_needed),
        cmocka_unit_test(test_loglog_fit),
        cmocka_unit_test(test_smallest_width),
        cmocka_unit_test(test_smallest_width_without_answer),
        cmocka_unit_test(test_smallest_width_without_memory),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
