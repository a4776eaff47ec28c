/* The schedule on a registry of its own: reuse, crashes, interruption, trials, expectations. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/schedule/schedule.h"

static char directory[256];
static int statements; /* the next runs have the claims about no case, and no planted ones */
static int calm;       /* the claims that end their process behave */

/* ---- claims -------------------------------------------------------------------------------------- */

static void decide_proved(verdict_t v, audit_t a, slong width)
{
    (void)width;
    verdict_set(v, VERDICT_PROVED, "case %s", audit_case(a)->name);
    verdict_approximate(v, "x", 1.5);
}

static void decide_trials(verdict_t v, audit_t a, slong width)
{
    deq_trial_struct trial[3];
    slong got = audit_trials(trial, a, width, 3, 0);
    verdict_set(v, VERDICT_SUPPORTED, "%ld trials %a %a %a", (long)got, trial[0].lambda0_lower, trial[1].lambda0_lower,
                trial[2].lambda0_lower);
}

static void decide_crash(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    if (!calm) {
        signal(SIGSEGV, SIG_DFL); /* the test library catches it */
        raise(SIGSEGV);
    }
    verdict_set(v, VERDICT_PROVED, "calm");
}

static void decide_exit(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    if (!calm) _exit(7);
    verdict_set(v, VERDICT_PROVED, "calm");
}

static void decide_silent(verdict_t v, audit_t a, slong width)
{
    (void)v;
    (void)a;
    (void)width;
}

static void decide_slow(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    if (!calm) sleep(20);
    verdict_set(v, VERDICT_PROVED, "slow");
}

static void decide_standalone(verdict_t v, audit_t a, slong width)
{
    verdict_set(v, a == NULL && width == -1 ? VERDICT_PROVED : VERDICT_REFUTED, "about no case");
}

static void plant_false(verdict_t v, void *unused)
{
    (void)unused;
    verdict_refute(v, "counterexample", "false");
}

static void plant_wrong(verdict_t v, void *unused)
{
    (void)unused;
    verdict_set(v, VERDICT_PROVED, "a falsehood got through");
}

static const planted_t planted[] = {{"false", "F", 0, plant_false}, {"wrong", "W", 0, plant_wrong}, {0}};
#define FAKE(name, ...)                                                                                                \
    {                                                                                                                  \
        .id = name, .title = "t", .source = "s", .statement = "st", .reading = "", .hypotheses = "", .method = "m",    \
        .depends = "", .file = "f.c", __VA_ARGS__                                                                      \
    }
static const claim_t fake[] = {
    FAKE("about.nothing", .standalone = 1, .expected = "proved", .decide = decide_standalone),
    FAKE("bad.crash", .decide = decide_crash),
    FAKE("bad.exit", .decide = decide_exit),
    FAKE("bad.silent", .decide = decide_silent),
    FAKE("good.proved", .decide = decide_proved),
    FAKE("good.trials", .decide = decide_trials, .per_width = 1),
    FAKE("lies.planted", .decide = decide_proved, .planted = planted),
    FAKE("slow.one", .decide = decide_slow),
    {.id = NULL}};
const claim_t *const claim_registry[] = {fake, NULL};

/* ---- running ------------------------------------------------------------------------------------- */

static const char *file_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static int known(const char *id)
{
    return claim_find(id) != NULL;
}

static case_t make_case(const char *name, const char *expect)
{
    char file[64];
    case_t c;
    case_errors_t errors;
    snprintf(file, sizeof file, "%s.yaml", name);
    FILE *out = fopen(file_of(file), "w");
    assert_non_null(out);
    fprintf(out,
            "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\n"
            "monte_carlo: {widths: [10, 20], trials: 3}\n%s",
            expect);
    fclose(out);
    case_errors_init(errors);
    if (case_load(&c, file_of(file), known, errors) != 0) fail_msg("%s", errors->line[0]);
    case_errors_clear(errors);
    return c;
}

/* Runs the plan on the store; stderr of the run goes into `lines`. */
static schedule_outcome run(const char *file, case_t *cases, slong count, const char *glob, slong jobs, int fresh,
                            char lines[2000])
{
    store_t store;
    store_error_t error;
    schedule_outcome out;
    schedule_plan plan = {.cases = cases,
                          .count = count,
                          .profile = PROFILE_QUICK,
                          .claims = glob,
                          .jobs = jobs,
                          .bits = 64,
                          .fresh = fresh,
                          .standalone = statements,
                          .unplanted = statements};
    char capture[512];
    snprintf(capture, sizeof capture, "%s", file_of("stderr"));
    if (store_open(&store, file_of(file), 0, error)) fail_msg("%s", error->text);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    assert_non_null(freopen(capture, "w", stderr));
    int state = schedule_run(&out, &plan, store, error);
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    if (state) fail_msg("%s", error->text);
    FILE *in = fopen(capture, "r");
    lines[fread(lines, 1, 1999, in)] = '\0';
    fclose(in);
    store_close(store);
    return out;
}

static void append_unit(void *context, const store_unit *u)
{
    char *text = context;
    size_t used = strlen(text);
    snprintf(text + used, 8000 - used, "%s|%s|%ld|%s|%s|%s\n", u->case_name, u->claim, u->width, u->expected,
             u->verdict ? u->verdict : "-", u->evidence);
}

static void units_of(char text[8000], const char *file)
{
    store_t store;
    store_error_t error;
    text[0] = '\0';
    if (store_open(&store, file_of(file), 1, error) || store_each_unit(store, append_unit, text, error))
        fail_msg("%s", error->text);
    store_close(store);
}

static void check_outcome(schedule_outcome got, slong computed, slong reused, slong unmet, slong failed,
                          const char *lines)
{
    if (got.computed != computed || got.reused != reused || got.unmet != unmet || got.failed != failed ||
        got.interrupted)
        fail_msg("computed %ld (%ld), reused %ld (%ld), unmet %ld (%ld), failed %ld (%ld), interrupted %ld; stderr: %s",
                 (long)got.computed, (long)computed, (long)got.reused, (long)reused, (long)got.unmet, (long)unmet,
                 (long)got.failed, (long)failed, (long)got.interrupted, lines);
}

static void test_reuse(void **state)
{
    char lines[2000], text[8000];
    (void)state;
    case_t cases[2] = {make_case("one", "expect: {good.proved: proved, good.trials: refuted, bad.crash: proved}\n"),
                       make_case("two", "title: another\n")};
    /* two has the canonical text of one: its verdicts are the same, though both are listed. */
    check_outcome(run("reuse.db", cases, 1, "good.*", 2, 0, lines), 3, 0, 2, 0, lines);
    check_outcome(run("reuse.db", cases, 1, "good.*", 2, 0, lines), 0, 3, 2, 0, lines);
    check_outcome(run("reuse.db", cases, 2, "good.*", 2, 0, lines), 0, 6, 2, 0, lines);
    units_of(text, "reuse.db");
    assert_non_null(strstr(text, "one|good.proved|-1|proved|proved|case one\n"));
    assert_non_null(strstr(text, "one|good.trials|20|refuted|supported|3 trials 0x"));
    assert_non_null(strstr(text, "two|good.proved|-1||proved|case one\n"));
    check_outcome(run("reuse.db", cases, 1, "good.*", 2, 1, lines), 3, 0, 2, 0, lines);
    for (int k = 0; k < 2; k++) case_clear(cases[k]);
}

static void test_crashes(void **state)
{
    char lines[2000], text[8000];
    (void)state;
    case_t c = make_case("crash", "expect: {bad.exit: proved}\n");
    check_outcome(run("crash.db", &c, 1, "[bg]*", 2, 0, lines), 3, 0, 1, 3, lines);
    assert_non_null(strstr(lines, "deqcert: case crash, claim bad.crash: the worker was killed by signal 11"));
    assert_non_null(strstr(lines, "deqcert: case crash, claim bad.exit: the worker ended with status 7"));
    assert_non_null(strstr(lines, "deqcert: case crash, claim bad.silent: the claim decided nothing"));
    units_of(text, "crash.db");
    assert_non_null(strstr(text, "crash|bad.crash|-1||-|\n"));
    assert_non_null(strstr(text, "crash|good.proved|-1||proved|case crash\n"));
    /* What is lost is tried again, what is there is not. */
    calm = 1;
    check_outcome(run("crash.db", &c, 1, "[bg]*", 1, 0, lines), 2, 3, 0, 1, lines);
    calm = 0;
    case_clear(c);
}

static void test_planted(void **state)
{
    char lines[2000], text[8000];
    (void)state;
    case_t c = make_case("liar", "");
    check_outcome(run("planted.db", &c, 1, "lies.*", 1, 0, lines), 3, 0, 1, 0, lines);
    units_of(text, "planted.db");
    assert_non_null(strstr(text, "planted|lies.planted#false|-1|refuted or rejected|refuted|false\n"));
    assert_non_null(strstr(text, "planted|lies.planted#wrong|-1|refuted or rejected|proved|"));
    case_clear(c);
}

/* Claims about no case: one unit of a run that asks for them, none in any case. */
static void test_standalone(void **state)
{
    char lines[2000], text[8000];
    (void)state;
    case_t c = make_case("some", "");
    check_outcome(run("about.db", &c, 1, "[al]*", 1, 0, lines), 3, 0, 1, 0, lines);
    units_of(text, "about.db");
    assert_null(strstr(text, "about.nothing"));
    statements = 1;
    check_outcome(run("about.db", &c, 1, "[al]*", 1, 0, lines), 1, 1, 0, 0, lines);
    statements = 0;
    units_of(text, "about.db");
    assert_string_equal(text, "some|lies.planted|-1||proved|case some\n"
                              "statements|about.nothing|-1|proved|proved|about no case\n");
    case_clear(c);
}

/* The verdict of a worker depends on the trials in the store, so a doctored one shows that it was used and not
 * computed. */
static void test_stored_trials(void **state)
{
    char lines[2000], text[8000], command[1200];
    (void)state;
    case_t c = make_case("trials", "");
    check_outcome(run("trials.db", &c, 1, "good.trials", 1, 0, lines), 2, 0, 0, 0, lines);
    units_of(text, "trials.db");
    char *first = strdup(text);
    snprintf(
        command, sizeof command,
        "sqlite3 '%s' \"DELETE FROM verdicts WHERE claim = 'good.trials' AND width = 20;"
        "UPDATE trials SET value = '0x0p+0 0x1p+0 0x1.8p+9 0x1.8p+9 nan nan 0x0p+0 0x0p+0 0x0p+0 0x0p+0' WHERE width = "
        "20 AND trial = 1;"
        "UPDATE trials SET value = '0x0p+0 0x1p+0 0x1.4p+9 0x1.4p+9 nan nan 0x0p+0 0x0p+0 0x0p+0 0x1p+0' WHERE width = "
        "20 AND trial = 0;"
        "UPDATE trials SET value = 'unreadable' WHERE width = 20 AND trial = 2;\"",
        file_of("trials.db"));
    if (system(command) != 0) skip();
    check_outcome(run("trials.db", &c, 1, "good.trials", 1, 0, lines), 1, 1, 0, 0, lines);
    units_of(text, "trials.db");
    if (strstr(text, "0x1.8p+9") == NULL) fail_msg("the stored trial was not used: %s", text);
    if (strstr(text, "0x1.4p+9") != NULL)
        fail_msg("a trial that stopped early served a claim without threshold: %s", text);
    /* The unreadable one was computed again, to the same bits. */
    char *last = strrchr(first, ' ');
    if (strstr(text, last) == NULL) fail_msg("%s has no %s", text, last);
    check_outcome(run("trials.db", &c, 1, "good.trials", 1, 1, lines), 2, 0, 0, 0, lines);
    units_of(text, "trials.db");
    assert_string_equal(text, first);
    free(first);
    case_clear(c);
}

/* What the store shows does not depend on how many workers there were. */
static void test_order(void **state)
{
    enum { CASES = 5 };
    char lines[2000], text[2][8000];
    case_t cases[CASES];
    (void)state;
    for (int k = 0; k < CASES; k++) {
        char name[8], seed[64];
        snprintf(name, sizeof name, "c%d", (7 * k) % CASES);
        snprintf(seed, sizeof seed, "labels: {gaussian: {seed: %d}}\n", k);
        cases[k] = make_case(name, seed);
    }
    check_outcome(run("order1.db", cases, CASES, "[gl]*", 1, 0, lines), 4 * CASES + 2, 0, 1, 0, lines);
    check_outcome(run("order3.db", cases, CASES, "[gl]*", 3, 0, lines), 4 * CASES + 2, 0, 1, 0, lines);
    units_of(text[0], "order1.db");
    units_of(text[1], "order3.db");
    assert_string_equal(text[0], text[1]);
    for (int k = 0; k < CASES; k++) case_clear(cases[k]);
}

static void test_interruption(void **state)
{
    char lines[2000];
    (void)state;
    case_t c = make_case("slow", "");
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        usleep(getenv("DEQCERT_MEMCHECK") == NULL ? 500000 : 10000000); /* of the 20 s that the slow claim takes */
        kill(parent, SIGTERM);
        _exit(0);
    }
    schedule_outcome out = run("slow.db", &c, 1, "[gs]*", 2, 0, lines);
    waitpid(child, NULL, 0);
    assert_int_equal(out.interrupted, 1);
    assert_int_equal(out.computed, 3);
    assert_int_equal(out.failed, 0);
    calm = 1;
    check_outcome(run("slow.db", &c, 1, "[gs]*", 2, 0, lines), 1, 3, 0, 0, lines);
    calm = 0;
    case_clear(c);
}

static int make_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    snprintf(directory, sizeof directory, "%.200s/deqcert-schedule-XXXXXX", base);
    if (mkdtemp(directory) == NULL) return 1;
    FILE *out = fopen(file_of("points.csv"), "w");
    if (out == NULL) return 1;
    fputs("1,0.5\n-0.25,1\n", out);
    return fclose(out);
}

static int remove_folder(void **state)
{
    char command[512];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reuse),         cmocka_unit_test(test_crashes), cmocka_unit_test(test_planted),
        cmocka_unit_test(test_stored_trials), cmocka_unit_test(test_order),   cmocka_unit_test(test_interruption),
        cmocka_unit_test(test_standalone),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
