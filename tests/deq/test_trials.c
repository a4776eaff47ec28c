/* Batches of trials: the same bits on any number of threads and in any memory, early stops that never contradict the full run,
   interruptions, the memory plan. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cblas.h>
#include "tests/deq/small_model.h"

static dq_status run(deq_trial_struct *out, deq_model_t model, slong width, slong count, deq_options options,
                     int threads)
{
    reason_t why;
    slong *number = malloc((size_t)count * sizeof *number), before = openblas_get_num_threads();
    for (slong k = 0; k < count; k++) number[k] = k;
    reason_init(why);
    openblas_set_num_threads(threads);
    dq_status status = deq_trials(out, model, width, number, count, &options, NULL, NULL, why);
    assert_int_equal(openblas_get_num_threads(), threads);
    openblas_set_num_threads((int)before);
    if (status != DQ_OK) print_message("%s\n", why->text);
    free(number);
    return status;
}

/* Below DEQ_WIDE the threads share out the trials, above it each trial's blocks of rows. */
static void test_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    static const slong width[] = {60, 300, DEQ_WIDE + 137}, count[] = {24, 6, 2};
    deq_model_t model;
    points_t points;
    arb_t threshold;
    arb_init(threshold);
    small_model_init(model, points, "tanh(x)", 2, 25, WEIGHTS_GAUSSIAN, 1, 6);
    for (int w = 0; w < 3; w++)
        for (int early = 0; early < 2; early++) {
            deq_trial_struct one[24], many[24];
            arb_set_d(threshold, 0.0235 * (double)width[w]);
            deq_options options = {.threshold = early ? threshold : NULL, .norms = width[w] < 300};
            assert_int_equal(run(one, model, width[w], count[w], options, 1), DQ_OK);
            for (int threads = 2; threads <= 3; threads++) {
                assert_int_equal(run(many, model, width[w], count[w], options, threads), DQ_OK);
                for (slong k = 0; k < count[w]; k++) {
                    if (!same_trial(one + k, many + k)) {
                        print_message("width %ld trial %ld threads %d\n", (long)width[w], (long)k, threads);
                        print_small_trial("one", one + k);
                        print_small_trial("many", many + k);
                    }
                    assert_true(same_trial(one + k, many + k));
                }
            }
        }
    small_model_clear(model, points);
    arb_clear(threshold);
}

/* Thresholds at, near and far from lambda_0, as wide and as narrow balls. */
static void test_early_stops_agree_with_full_runs(void **state)
{
    (void)state;
    static const char *const phi[] = {"tanh(x)", "relu(x)", "sin(x)"};
    static const double fraction[] = {0.1, 0.5, 0.9, 0.99, 1, 1.01, 1.5, 4};
    enum { TRIALS = 6 };
    slong stopped = 0, products = 0, full_products = 0;
    arb_t threshold;
    arb_init(threshold);
    for (int p = 0; p < 3; p++)
        for (slong width = 30; width <= 480; width *= 4) {
            deq_model_t model;
            points_t points;
            deq_trial_struct full[TRIALS], early;
            reason_t why;
            reason_init(why);
            small_model_init(model, points, phi[p], 1, 20, WEIGHTS_GAUSSIAN, 1, 5);
            assert_int_equal(run(full, model, width, TRIALS, (deq_options){.norms = width < 100}, 2), DQ_OK);
            for (slong k = 0; k < TRIALS; k++)
                for (size_t f = 0; f < sizeof fraction / sizeof *fraction; f++) {
                    if (full[k].outcome != TRIAL_CERTIFIED) continue;
                    arb_set_d(threshold, fraction[f] * full[k].lambda0_lower);
                    if (k % 2) mag_set_d(arb_radref(threshold), 1e-3 * full[k].lambda0_lower);
                    deq_options options = {.norms = width < 100, .threshold = threshold};
                    assert_int_equal(deq_trials(&early, model, width, &k, 1, &options, NULL, NULL, why), DQ_OK);
                    int a = deq_trial_decides(&early, threshold), b = deq_trial_decides(full + k, threshold);
                    int meet =
                        early.lambda0_lower <= full[k].lambda0_upper && full[k].lambda0_lower <= early.lambda0_upper;
                    /* The same verdict: an early stop decides only what the full run decides, and gives up nothing. */
                    if (a != b || !meet || (early.decided_early && a == 0)) {
                        print_message("%s width %ld trial %ld fraction %g: %d, %d\n", phi[p], (long)width, (long)k,
                                      fraction[f], a, b);
                        print_small_trial("full", full + k);
                        print_small_trial("early", &early);
                    }
                    assert_true(a == b && meet);
                    assert_true(!early.decided_early || a != 0);
                    assert_true(early.decided_early || same_double(early.lambda0_lower, full[k].lambda0_lower));
                    stopped += early.decided_early;
                    if (fraction[f] == 0.5) {
                        products += early.iterations;
                        full_products += full[k].iterations;
                    }
                }
            small_model_clear(model, points);
        }
    print_message("%ld stopped early; at half of lambda_0 %ld products, %ld in full\n", (long)stopped, (long)products,
                  (long)full_products);
    assert_true(stopped >= 100 && 2 * products <= full_products);
    arb_clear(threshold);
}

static atomic_int stop;
static slong calls;

static int stop_after_three(void *context, slong index, const deq_trial_struct *out)
{
    char *seen = context;
    assert_true(out->outcome == TRIAL_CERTIFIED);
    seen[index]++;
    return ++calls >= 3;
}

static int raise_stop(void *context, slong index, const deq_trial_struct *out)
{
    (void)context;
    (void)index;
    (void)out;
    stop = 1;
    return 0;
}

static void test_interruptions(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    reason_t why;
    char seen[50] = {0};
    deq_trial_struct out[50];
    slong number[50];
    for (slong k = 0; k < 50; k++) number[k] = 3 * k;
    reason_init(why);
    small_model_init(model, points, "tanh(x)", 1, 20, WEIGHTS_GAUSSIAN, 1, 4);
    calls = 0;
    assert_int_equal(deq_trials(out, model, 300, number, 50, NULL, stop_after_three, seen, why), DQ_OK);
    slong total = 0;
    for (int k = 0; k < 50; k++) {
        assert_true(seen[k] <= 1);
        total += seen[k];
        assert_true(seen[k] == (out[k].outcome == TRIAL_CERTIFIED));
    }
    assert_true(total >= 3 && total <= 3 + 8);
    stop = 0;
    deq_options options = {.stop = &stop};
    assert_int_equal(deq_trials(out, model, 300, number, 50, &options, raise_stop, NULL, why), DQ_INCONCLUSIVE);
    assert_string_equal(why->text, "interrupted");
    assert_int_equal(deq_trials(out, model, 300, number, 0, NULL, NULL, NULL, why), DQ_OK);
    small_model_clear(model, points);
}

static double data_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    double pages = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*s %*s %*s %*s %*s %lf", &pages), 1);
    fclose(file);
    return pages * (double)sysconf(_SC_PAGESIZE);
}

/* In a process with 40 MB left: the trial of this width, or why not. */
static int in_little_memory(deq_trial_struct *out, deq_model_t model, slong width)
{
    deq_plan_t plan;
    struct rlimit limit = {.rlim_cur = (rlim_t)(data_bytes() + 40e6), .rlim_max = RLIM_INFINITY};
    openblas_set_num_threads(1);
    if (setrlimit(RLIMIT_DATA, &limit) != 0) return 2;
    deq_plan(plan, model, width, NULL);
    if (plan->weights_kept || plan->bytes > 30e6) return 3;
    if (run(out, model, width, 1, (deq_options){0}, 1) != DQ_OK) return 4;
    return run(out + 1, model, 3 * width, 1, (deq_options){0}, 1) == DQ_MEMORY ? 0 : 5;
}

/* With too little memory for W in doubles its rows are sampled again for every residual: the same trial; with still less the
   width is refused before anything is allocated. */
static void test_little_memory(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    print_message("not under a sanitizer: its allocator takes more than the plan knows of\n");
    return;
#endif
    enum { WIDTH = 2000 };
    deq_model_t model;
    points_t points;
    const size_t bytes = 2 * sizeof(deq_trial_struct);
    deq_trial_struct out[1], *there = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    deq_plan_t plan;
    int status = 1;
    assert_true(there != MAP_FAILED);
    small_model_init(model, points, "tanh(x)", 1, 20, WEIGHTS_GAUSSIAN, 1, 4);
    deq_plan(plan, model, WIDTH, NULL);
    print_message("m %d, n 4: %.3g GB\n", WIDTH, plan->bytes * 1e-9);
    assert_true(plan->weights_kept && plan->bytes > 48e6 && plan->bytes < 52e6);
    assert_int_equal(run(out, model, WIDTH, 1, (deq_options){0}, 1), DQ_OK);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(in_little_memory(there, model, WIDTH));
    assert_true(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status)) print_message("child: %d\n", WEXITSTATUS(status));
    assert_int_equal(status, 0);
    assert_true(same_trial(out, there));
    munmap(there, bytes);
    small_model_clear(model, points);
}

/* The width the suite is designed for: 1000 points within 24 GB. */
static void test_memory_plan(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points, many;
    deq_plan_t plan;
    small_model_init(model, points, "tanh(x)", 2, 25, WEIGHTS_GAUSSIAN, 1, 4);
    points_init(many, 1000, 64);
    model->points = many;
    deq_plan(plan, model, 30000, NULL);
    print_message("m 30000, n 1000: %.4g GB, weights kept %d, %.4g GB available\n", plan->bytes * 1e-9,
                  plan->weights_kept, plan->available * 1e-9);
    assert_true(plan->weights_kept ? plan->bytes > 11.8e9 && plan->bytes < 13e9 && plan->bytes <= plan->available
                                   : plan->bytes > 4.6e9 && plan->bytes < 7e9);
    points_clear(many);
    model->points = points;
    small_model_clear(model, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bits_on_any_number_of_threads),
        cmocka_unit_test(test_early_stops_agree_with_full_runs),
        cmocka_unit_test(test_interruptions),
        cmocka_unit_test(test_little_memory),
        cmocka_unit_test(test_memory_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
