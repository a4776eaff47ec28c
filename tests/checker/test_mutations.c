/* Mutated certificates: whatever the checker accepts must be true.  The oracle decides, from the mutated file alone and
   by ball arithmetic, whether its statement holds; a file that says something false or nothing is harmful and must be
   rejected. */
#include "tests/checker/mutations.h"
#include "tests/checker/oracle.h"

enum { ROUNDS = 14 };

/* What follows acts on the bytes. */
static void truncate_text(char *text, size_t *length, document *c)
{
    (void)text;
    *length = (size_t)(random_word(c) % *length);
}

static void byte(char *text, size_t *length, document *c)
{
    text[random_word(c) % *length] = (char)below(c, 256);
}

static void space(char *text, size_t *length, document *c)
{
    size_t at = (size_t)(random_word(c) % *length);
    memmove(text + at + 1, text + at, *length - at - 1); /* a byte falls off the end */
    text[at] = " \n\t0"[below(c, 4)];
}

typedef struct {
    const char *name;
    void (*change)(document *c);
    void (*bytes)(char *text, size_t *length, document *c);
    int least_harmful; /* in all rounds of all certificates */
} kind;

static const kind kinds[] = {{"digit", digit, NULL, 10},
                             {"sign", sign, NULL, 10},
                             {"number times or over 16", exponent, NULL, 10},
                             {"precision", precision, NULL, 30},
                             {"scale", scale, NULL, 10},
                             {"lines swapped", swap_lines, NULL, 30},
                             {"rows swapped", swap_rows, NULL, 10},
                             {"line deleted", delete_line, NULL, 40},
                             {"line duplicated", duplicate_line, NULL, 40},
                             {"bound raised", raise_bound, NULL, 8},
                             {"bound and shift raised", raise_both, NULL, 3},
                             {"bound lowered", lower_bound, NULL, 0},
                             {"ball widened", widen_ball, NULL, 5},
                             {"ball narrowed", narrow_ball, NULL, 5},
                             {"ball shifted", shift_ball, NULL, 10},
                             {"point", point, NULL, 10},
                             {"sigma_w2", sigma, NULL, 10},
                             {"coefficient", coefficient, NULL, 10},
                             {"tail lowered", lower_tail, NULL, 10},
                             {"tail negative", negative_tail, NULL, 20},
                             {"lipschitz", lipschitz, NULL, 5},
                             {"factor", factor, NULL, 0},
                             {"shift", shift, NULL, 0},
                             {"n or d", number_of_points, NULL, 30},
                             {"terms", terms, NULL, 30},
                             {"norms", norms, NULL, 10},
                             {"index", index_word, NULL, 30},
                             {"truncation", NULL, truncate_text, 40},
                             {"byte", NULL, byte, 20},
                             {"byte inserted", NULL, space, 40}};
enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct {
    int harmful, harmful_accepted, harmless_accepted, harmless_rejected;
} tally;

static void mutate(tally *t, const kind *k, const char *original, uint64_t seed)
{
    document c = {.state = seed};
    size_t length;
    char *text, verdict[400];
    int status, true_statement;

    do {
        split(&c, original);
        if (k->change != NULL) k->change(&c);
        text = join(&length, &c);
        if (k->bytes != NULL && length > 0) k->bytes(text, &length, &c);
        for (int i = 0; i < c.count; i++) free(c.line[i]);
        if (length != strlen(original) || memcmp(text, original, length) != 0) break;
        free(text); /* nothing changed: again with the next random numbers */
    } while (1);
    status = check_text(text, length, verdict);
    true_statement = oracle(text, length);
    t->harmful += !true_statement;
    t->harmful_accepted += !true_statement && status == 0;
    t->harmless_accepted += true_statement && status == 0;
    t->harmless_rejected += true_statement && status != 0;
    if (status == 2 || (status == 1 && strncmp(verdict, "rejected: line ", 15) != 0))
        fail_msg("%s, seed %lu: exit status %d, \"%s\"", k->name, (unsigned long)seed, status, verdict);
    if (!true_statement && status == 0) {
        printf("# %s, seed %lu: accepted (%s), but its statement does not hold:\n", k->name, (unsigned long)seed,
               verdict);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
            if (strstr(original, line) == NULL) printf("#   %s\n", line);
    }
    free(text);
}

static char *certificates[3];

static int setup(void **state)
{
    static const double points[] = {1, 0.5, -0.25, -1, 0.75, 0.5, 3, -2, 1, 0.3, 0.7, -1.1};
    static const double equal[] = {3, 4, 0, 0, 5, 0, -4, 0, 3, 0, -3, 4};

    (void)state;
    certificates[0] = new_certificate(NULL, NULL, "tanh(x)", "0.08", 4, 3, points, 1, 16);
    certificates[1] = new_certificate(NULL, NULL, "gelu(x)", "0.1", 3, 3, points, 1, 20);
    certificates[2] = new_certificate(NULL, NULL, "sin(x)", "0.3", 4, 3, equal, 0, 16);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    for (int k = 0; k < 3; k++) free(certificates[k]);
    flint_cleanup();
    return 0;
}

/* The unchanged certificates are accepted, and their statements are true: the oracle can tell. */
static void test_unchanged(void **state)
{
    char verdict[400];

    (void)state;
    for (int k = 0; k < 3; k++) {
        if (check_text(certificates[k], strlen(certificates[k]), verdict) != 0) fail_msg("%s", verdict);
        assert_true(oracle(certificates[k], strlen(certificates[k])));
    }
}

static void test_mutations(void **state)
{
    tally all = {0, 0, 0, 0};
    int few = 0;

    (void)state;
    printf("# %-25s %8s %8s %9s %9s\n", "kind", "harmful", "accepted", "harmless", "accepted");
    for (int k = 0; k < KINDS; k++) {
        tally t = {0, 0, 0, 0};
        for (int round = 0; round < 3 * ROUNDS; round++)
            mutate(&t, kinds + k, certificates[round % 3], (uint64_t)(1000 * k + round));
        printf("# %-25s %8d %8d %9d %9d\n", kinds[k].name, t.harmful, t.harmful_accepted,
               t.harmless_accepted + t.harmless_rejected, t.harmless_accepted);
        if (t.harmful < kinds[k].least_harmful) {
            printf("# only %d harmful mutations of the kind \"%s\"\n", t.harmful, kinds[k].name);
            few++;
        }
        all.harmful += t.harmful;
        all.harmful_accepted += t.harmful_accepted;
        all.harmless_accepted += t.harmless_accepted;
        all.harmless_rejected += t.harmless_rejected;
    }
    printf("# all: %d harmful, %d of them accepted; %d harmless, %d of them accepted\n", all.harmful,
           all.harmful_accepted, all.harmless_accepted + all.harmless_rejected, all.harmless_accepted);
    assert_int_equal(few, 0);
    assert_int_equal(all.harmful_accepted, 0);
    assert_true(all.harmful >= 600 && all.harmless_accepted >= 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_unchanged), cmocka_unit_test(test_mutations)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
