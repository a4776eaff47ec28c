/* What changed between two stores: every kind of change is named, nothing else is. */
#include <flint/flint.h>
#include "verify/render/render.h"
#include "tests/verify/work_folder.h"

typedef struct {
    const char *claim;
    long width;
    const char *verdict, *subkind, *numbers;
} unit;

/* A store with one case and these units; ended by claim NULL. */
static store_t store_with(const char *name, const unit *u)
{
    char path[400];
    store_t s;
    store_error_t error;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    OK(store_open(&s, path, 0, error));
    OK(store_begin_run(s, "", "quick", name, error));
    store_case c = {"h", "case\x1b[1m", "Title", "case.yaml", "text", "{}", 0};
    OK(store_add_case(s, &c, error));
    for (; u->claim != NULL; u++) {
        store_verdict v = {"h",        u->claim, "quick",    name, u->width, u->verdict,
                           u->subkind, "e",      u->numbers, 0,    NULL,     NULL};
        OK(store_add_unit(s, c.name, u->claim, u->width, "", error));
        if (u->verdict != NULL) OK(store_put_verdict(s, &v, error));
    }
    return s;
}

/* The lines of the comparison; the stores are closed. */
static char *difference(int *changed, store_t before, store_t after)
{
    char *text = NULL;
    size_t size = 0;
    store_error_t error;
    FILE *out = open_memstream(&text, &size);
    OK(render_diff(out, changed, before, after, error));
    fclose(out);
    store_close(before);
    store_close(after);
    return text;
}

#define NUMBER(name, lower, upper, kind)                                                                               \
    "{\"name\": \"" name "\", \"lower\": \"" lower "\", \"upper\": \"" upper "\", \"kind\": \"" kind "\"}"
#define LIST(x) "[" x "]"

static void test_changes(void **state)
{
    static const unit old[] = {
        {"f.a", -1, "proved", "", LIST(NUMBER("x", "1", "2", "enclosure"))},
        {"f.b", 50, "refuted", "counterexample", "[]"},
        {"f.b", 60, "supported", "", "[]"},
        {"f.c", -1, "proved", "", LIST(NUMBER("x", "0.1", "0.3", "enclosure"))},
        {"f.d", -1, NULL, "", "[]"},
        {NULL, 0, NULL, NULL, NULL},
    };
    static const unit new[] = {
        {"f.a", -1, "proved", "", LIST(NUMBER("x", "2.0000000000000000000001", "3", "enclosure"))},
        {"f.b", 50, "refuted", "impossible", "[]"},
        {"f.c", -1, "inconclusive", "", LIST(NUMBER("x", "3e-1", "4", "enclosure"))},
        {"f.d", -1, "proved", "", "[]"},
        {"f.e", -1, "proved", "", "[]"},
        {NULL, 0, NULL, NULL, NULL},
    };
    int changed;
    (void)state;
    char *text = difference(&changed, store_with("old.db", old), store_with("new.db", new));
    assert_int_equal(changed, 1);
    /* The ends 2 and 2 + 1e-22 are told apart, 0.3 and 3e-1 are not; the escape character does not reach the terminal. */
    assert_string_equal(text, "number: case?[1m: f.a: x: [1, 2] -> [2.0000000000000000000001, 3]\n"
                              "verdict: case?[1m: f.b, width 50: refuted (counterexample) -> refuted (impossible)\n"
                              "verdict: case?[1m: f.c: proved -> inconclusive\n"
                              "verdict: case?[1m: f.d: none -> proved\n"
                              "new: case?[1m: f.e: proved\n"
                              "gone: case?[1m: f.b, width 60: supported\n"
                              "1 verdicts the same, 3 differ, 1 units new, 1 gone, 1 numbers no longer overlap\n");
    free(text);
}

static void test_no_change(void **state)
{
    static const unit old[] = {
        {"f.a", -1, "proved", "",
         LIST(NUMBER("x", "-1", "inf",
                     "enclosure") ", " NUMBER("y", "7", "", "approximate") ", " NUMBER("z", "-3", "-2", "confidence"))},
        {NULL, 0, NULL, NULL, NULL},
    };
    static const unit new[] = {
        {"f.a", -1, "proved", "",
         LIST(NUMBER("x", "5", "6", "enclosure") ", " NUMBER("y", "9", "", "approximate") ", " NUMBER(
             "z", "-2", "0", "confidence") ", " NUMBER("w", "0", "0", "enclosure"))},
        {NULL, 0, NULL, NULL, NULL},
    };
    int changed;
    (void)state;
    char *text = difference(&changed, store_with("a.db", old), store_with("b.db", new));
    assert_int_equal(changed, 0);
    assert_string_equal(text, "1 verdicts the same, 0 differ, 0 units new, 0 gone, 0 numbers no longer overlap\n");
    free(text);
}

static void test_empty(void **state)
{
    char path[400];
    store_t empty, other = store_with("c.db", (const unit[]){{NULL, 0, NULL, NULL, NULL}});
    store_error_t error;
    int changed;
    (void)state;
    snprintf(path, sizeof path, "%s/empty.db", directory);
    OK(store_open(&empty, path, 0, error));
    FILE *out = tmpfile();
    assert_int_equal(render_diff(out, &changed, empty, other, error), -1);
    assert_non_null(strstr(error->text, "no run"));
    assert_int_equal(render_diff(out, &changed, other, empty, error), -1);
    fclose(out);
    store_close(empty);
    store_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_no_change),
        cmocka_unit_test(test_empty),
    };
    int failed = cmocka_run_group_tests(tests, make_folder, remove_folder);
    flint_cleanup();
    return failed;
}
