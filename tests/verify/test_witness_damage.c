/* Witnesses damaged anywhere, tampered with, of another case, or no witnesses at all: never confirmed wrongly. */
#include "tests/verify/witness_file.h"

typedef struct {
    case_t c;
    audit_t audit;
    char *text;
} sample;

static sample sample_open(void)
{
    sample s = {hard_case("relu(x)", "0.02", LAW_GAUSSIAN), NULL, NULL};
    s.c->widths = 1;
    s.c->width[0] = 30;
    s.c->trials = 60;
    s.text = witness_of("deq.lambda0", s.c, 30);
    assert_non_null(s.text);
    s.audit = audit_open(s.c, PROFILE_QUICK, 64, NULL, NULL);
    return s;
}

static void sample_close(sample *s)
{
    audit_close(s->audit);
    case_clear(s->c);
    free(s->text);
}

/* Whether a byte lies in a line that holds a free name, or a violation's place and numbers. */
static int may_change(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n') at--;
    static const char *const line[] = {"case ", "path ", "least-eigenvalue "};
    for (int k = 0; k < 3; k++)
        if (strncmp(text + at, line[k], strlen(line[k])) == 0) return 1;
    return 0;
}

/* Every byte replaced by others, every prefix, every line left out or doubled: no damage makes a violation of a network that has none. A
   confirmed one was certified anew (replayed checks it) and is among those that the undamaged file lists. */
static void test_damage(void **state)
{
    static const char byte[] = {0, '\n', ' ', '0', '9', '-', 'x', '\xff'};
    (void)state;
    sample s = sample_open();
    size_t size = strlen(s.text), unreadable = 0, other = 0;
    char *bad = malloc(2 * size + 1);
    slong most = 2;
    for (size_t at = 0; at < size; at++) {
        outcome o = replayed(s.text, at, s.c, s.audit, most);
        if (o.readable) print_error("cut to %zu bytes and readable\n", at);
        assert_false(o.readable);
        for (size_t b = 0; b < sizeof byte; b++) {
            if (s.text[at] == byte[b]) continue;
            memcpy(bad, s.text, size);
            bad[at] = byte[b];
            o = replayed(bad, size, s.c, s.audit, most);
            if (o.readable && !may_change(s.text, at)) print_error("byte %zu made %d and readable\n", at, byte[b]);
            assert_true(!o.readable || may_change(s.text, at));
            unreadable += o.readable == 0;
            other += o.readable != 0;
        }
    }
    for (char *line = s.text; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t before = (size_t)(line - s.text), length = (size_t)(strchr(line, '\n') + 1 - line);
        memcpy(bad, s.text, before);
        memcpy(bad + before, line + length, size - before - length);
        assert_false(replayed(bad, size - length, s.c, s.audit, most).readable);
        memcpy(bad, s.text, before + length);
        memcpy(bad + before + length, line, size - before);
        assert_false(replayed(bad, size + length, s.c, s.audit, most).readable);
    }
    assert_true(unreadable > 3 * other && other > 0);
    free(bad);
    sample_close(&s);
}

/* The first violation's line cut in its parts. */
static void first_line(const char *text, slong *trial, char quantity[2][64], char bound[2][64])
{
    long number;
    const char *at = strstr(text, "\nleast-eigenvalue ");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "\nleast-eigenvalue %ld quantity %63s %63s bound %63s %63s", &number, quantity[0],
                            quantity[1], bound[0], bound[1]),
                     5);
    *trial = number;
}

static void expect_not_confirmed(const sample *s, const char *from, const char *to, const char *what)
{
    char *bad = changed(s->text, from, to);
    outcome o = replayed(bad, strlen(bad), s->c, s->audit, WITNESS_LISTED);
    if (o.readable && o.confirmed == o.listed) print_error("confirmed although %s\n%.600s\n", what, bad);
    assert_false(o.readable && o.confirmed == o.listed);
    free(bad);
}

static void test_tampered(void **state)
{
    (void)state;
    sample s = sample_open();
    slong trial, free_trial = 0;
    char quantity[2][64], bound[2][64], from[256], to[512];
    first_line(s.text, &trial, quantity, bound);
    for (;; free_trial++) { /* a network that has no violation */
        snprintf(from, sizeof from, "\nleast-eigenvalue %ld ", (long)free_trial);
        if (strstr(s.text, from) == NULL) break;
    }
    assert_true(free_trial < 60);
    snprintf(from, sizeof from, "least-eigenvalue %ld ", (long)trial);
    snprintf(to, sizeof to, "least-eigenvalue %ld ", (long)free_trial);
    expect_not_confirmed(&s, from, to, "the trial has no violation");
    char *moved = changed(s.text, from, to);
    assert_int_equal(replayed(moved, strlen(moved), s.c, s.audit, 1).first, REPLAY_HOLDS);
    free(moved);
    const char *first = strstr(s.text, "\nleast-eigenvalue ") + 1, *second = strchr(first, '\n') + 1,
               *third = strchr(second, '\n') + 1;
    char *twice = NULL;
    assert_memory_equal(second, "least-eigenvalue ", 17);
    assert_true(asprintf(&twice, "%.*s%.*s%s", (int)(second - s.text), s.text, (int)(second - first), first, third) >
                0);
    assert_false(replayed(twice, strlen(twice), s.c, s.audit, 1).readable); /* the same network twice is one */
    free(twice);
    expect_not_confirmed(&s, from, "least-eigenvalue 100000 ", "no such trial is sampled");
    snprintf(from, sizeof from, "quantity %s %s", quantity[0], quantity[1]);
    expect_not_confirmed(&s, from, "quantity 0 1e-9", "the quantity is another");
    expect_not_confirmed(&s, from, "quantity -1e5000 -1", "the quantity is another");
    expect_not_confirmed(&s, from, "quantity inf inf", "the quantity is no number");
    expect_not_confirmed(&s, from, "quantity nan nan", "the quantity is no number");
    snprintf(to, sizeof to, "quantity %s %s", quantity[1], quantity[0]);
    expect_not_confirmed(&s, from, to, "the ends are exchanged");
    snprintf(from, sizeof from, "bound %s %s", bound[0], bound[1]);
    expect_not_confirmed(&s, from, "bound 1000 1000", "the bound is another");
    expect_not_confirmed(&s, from, "bound 0 1e9", "the recorded bound is not violated");
    expect_not_confirmed(&s, "claim deq.lambda0\n", "claim deq.well-posed\n", "the claim is another");
    expect_not_confirmed(&s, "claim deq.lambda0\n", "claim deq.universality\n", "the claim does not apply");
    expect_not_confirmed(&s, "claim deq.lambda0\n", "claim gram.rate\n", "nothing is sampled against the claim");
    expect_not_confirmed(&s, "width 30\n", "width 31\n", "the case has no such width");
    expect_not_confirmed(&s, "width 30\n", "width none\n", "the claim has a width");
    expect_not_confirmed(&s, "law gaussian\n", "law uniform\n", "the law is another");
    expect_not_confirmed(&s, "width 30\n", "width 030\n", "an integer has one spelling");
    expect_not_confirmed(&s, "seed 1\n", "seed +1\n", "an integer has one spelling");
    expect_not_confirmed(&s, "seed 1\n", "seed 2\n", "the seed is another");
    expect_not_confirmed(&s, "seed 1\n", "seed 18446744073709551617\n", "the seed is beyond 64 bits");
    expect_not_confirmed(&s, "lambda_0 >= m", "lambda_0 >= 2 m", "the inequality is another");
    expect_not_confirmed(&s, "hash ", "hash 0", "the hash is another");
    sample_close(&s);
}

/* Another case, and one with another key, are told from the witness's. */
static void test_other_case(void **state)
{
    (void)state;
    sample s = sample_open();
    case_t other = hard_case("relu(x)", "0.03", LAW_GAUSSIAN);
    audit_t audit = audit_open(other, PROFILE_QUICK, 64, NULL, NULL);
    outcome o = replayed(s.text, strlen(s.text), other, audit, 1);
    assert_false(o.readable);
    assert_non_null(strstr(o.reason, "another case"));
    audit_close(audit);
    case_clear(other);
    sample_close(&s);
}

static void test_hostile(void **state)
{
    (void)state;
    sample s = sample_open();
    char *big = malloc(3000000);
    memset(big, 'a', 3000000);
    assert_false(replayed(big, 3000000, s.c, s.audit, 1).readable);
    assert_false(replayed(big, 10000, s.c, s.audit, 1).readable);
    memset(big, '\n', 3000);
    assert_false(replayed(big, 3000, s.c, s.audit, 1).readable);
    memset(big, 0, 3000);
    assert_false(replayed(big, 3000, s.c, s.audit, 1).readable);
    char *many = changed(s.text, "violations ", "violations 9");
    assert_false(replayed(many, strlen(many), s.c, s.audit, 1).readable);
    free(many);
    free(big);
    witness_t w;
    reason_t why;
    reason_init(why);
    assert_int_equal(witness_read(w, "/tmp", why), -1);
    witness_clear(w);
    assert_int_equal(witness_read(w, "/no/such/witness", why), -1);
    witness_clear(w);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_damage), cmocka_unit_test(test_tampered),
                                       cmocka_unit_test(test_other_case), cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
