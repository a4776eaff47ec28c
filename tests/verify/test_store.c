/* The results store: round trips of exact strings, runs, reopening, expectations, JSON. */
#include <unistd.h>
#include "verify/store/store.h"
#include "tests/verify/work_folder.h"

static const char hostile[] = "quote ' \" back\\slash | pipe\nnewline\ttab <b> \x01 \xff\xfe caf\xc3\xa9";

static store_verdict verdict_of(const char *claim, long width)
{
    return (store_verdict){"h1",
                           claim,
                           "quick",
                           "v1",
                           width,
                           "proved",
                           "",
                           hostile,
                           "[{\"name\": \"x\", \"lower\": \"-1e-400\", \"upper\": \"0.1\", \"kind\": \"enclosure\"}]",
                           0.25,
                           "[{\"name\": \"loss\", \"x\": \"step\", \"y\": \"loss\", \"kind\": \"enclosure\", "
                           "\"points\": \"1 2 3\\n2 4 5\\n\"}]",
                           "deqcert witness\n"};
}

static void add_run(store_t s, const char *title)
{
    store_error_t error;
    store_case c = {"h1", "alpha", title, "cases/alpha.yaml", "canonical text", "{\"b\": \"2\", \"a\": \"1\"}", 0};
    store_claim claim = {"x.second", "T", "S", "St", "R", "H", "M", "", "verify/claims/x/second.c", 1};
    OK(store_begin_run(s, "", "quick", "v1", error));
    OK(store_add_case(s, &c, error));
    c.name = "aaa"; /* the order is that of the calls */
    OK(store_add_case(s, &c, error));
    OK(store_add_claim(s, &claim, error));
    claim.id = "x.first";
    OK(store_add_claim(s, &claim, error));
    OK(store_add_unit(s, "alpha", "x.second", 400, "", error));
    OK(store_add_unit(s, "alpha", "x.second", 50, "refuted", error));
    OK(store_add_unit(s, "alpha", "x.first", -1, "proved", error));
    OK(store_add_unit(s, "aaa", "x.first", -1, "", error));
}

static void test_verdict_round_trip(void **state)
{
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("round.db"), 0, error));
    store_verdict v = verdict_of("x.first", -1), w = verdict_of("x.first", -1);
    assert_int_equal(store_get_verdict(s, &w, error), 0);
    OK(store_put_verdict(s, &v, error));
    store_close(s);
    OK(store_open(&s, file_of("round.db"), 0, error));
    memset(&w, 0, sizeof w);
    w.case_hash = "h1", w.claim = "x.first", w.width = -1, w.profile = "quick", w.code_version = "v1";
    assert_int_equal(store_get_verdict(s, &w, error), 1);
    assert_string_equal(w.evidence, hostile);
    assert_string_equal(w.numbers, v.numbers);
    assert_string_equal(w.curves, v.curves);
    assert_string_equal(w.witness, v.witness);
    assert_string_equal(w.verdict, "proved");
    assert_true(w.seconds == 0.25);
    /* Every part of the key counts. */
    const char *profile[] = {"quick", "full", "quick", "quick"}, *version[] = {"v1", "v1", "v2", "v1"};
    long width[] = {7, -1, -1, -1};
    const char *hash[] = {"h1", "h1", "h1", "h2"};
    for (int k = 0; k < 4; k++) {
        w.case_hash = hash[k], w.width = width[k], w.profile = profile[k], w.code_version = version[k];
        assert_int_equal(store_get_verdict(s, &w, error), 0);
    }
    /* A verdict put again replaces the old one. */
    v.verdict = "refuted";
    OK(store_put_verdict(s, &v, error));
    w = verdict_of("x.first", -1);
    assert_int_equal(store_get_verdict(s, &w, error), 1);
    assert_string_equal(w.verdict, "refuted");
    store_close(s);
}

typedef struct {
    int count;
    long width[8], trial[8];
    char value[8][64];
} seen_trials;

static void see_trial(void *context, long width, long trial, const char *value)
{
    seen_trials *seen = context;
    assert_true(seen->count < 8);
    seen->width[seen->count] = width;
    seen->trial[seen->count] = trial;
    snprintf(seen->value[seen->count++], 64, "%s", value);
}

static void test_trials(void **state)
{
    store_t s;
    store_error_t error;
    seen_trials seen = {0};
    (void)state;
    OK(store_open(&s, file_of("trials.db"), 0, error));
    OK(store_begin(s, error));
    OK(store_put_trial(s, "h1", 200, 10, "lambda0", "v1", "0x1.8p+1 nan", error));
    OK(store_put_trial(s, "h1", 200, 9, "lambda0", "v1", "b", error));
    OK(store_put_trial(s, "h1", 100, 3, "lambda0", "v1", "c", error));
    OK(store_put_trial(s, "h1", 100, 3, "norm", "v1", "other kind", error));
    OK(store_put_trial(s, "h2", 100, 3, "lambda0", "v1", "other case", error));
    OK(store_put_trial(s, "h1", 100, 3, "lambda0", "v2", "other code", error));
    OK(store_commit(s, error));
    OK(store_get_trials(s, "h1", "lambda0", "v1", see_trial, &seen, error));
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.width[0], 100);
    assert_int_equal(seen.trial[1], 9);
    assert_int_equal(seen.trial[2], 10);
    assert_string_equal(seen.value[2], "0x1.8p+1 nan");
    store_close(s);
}

static void append_unit(void *context, const store_unit *u)
{
    char *text = context;
    snprintf(text + strlen(text), 500 - strlen(text), "%s %s %ld %s %s;", u->case_name, u->claim, u->width, u->expected,
             u->verdict ? u->verdict : "-");
}

static void append_claim(void *context, const store_claim *c)
{
    strcat(strcat(context, c->id), ";");
}

static void append_case(void *context, const store_case *c)
{
    char *text = context;
    sprintf(text + strlen(text), "%s %s %s;", c->name, c->title, c->canonical);
}

static void append_field(void *context, const char *key, const char *value)
{
    char *text = context;
    sprintf(text + strlen(text), "%s=%s;", key, value);
}

static void append_number(void *context, const char *name, const char *lower, const char *upper, const char *kind)
{
    char *text = context;
    sprintf(text + strlen(text), "%s %s %s %s;", name, lower, upper, kind);
}

static void test_run_order(void **state)
{
    store_t s;
    store_error_t error;
    char text[500] = "";
    (void)state;
    OK(store_open(&s, file_of("run.db"), 0, error));
    add_run(s, "Title");
    store_verdict v = verdict_of("x.second", 400);
    OK(store_put_verdict(s, &v, error));
    OK(store_each_unit(s, append_unit, text, error));
    assert_string_equal(
        text, "alpha x.first -1 proved -;alpha x.second 50 refuted -;alpha x.second 400  proved;aaa x.first -1  -;");
    strcpy(text, "");
    OK(store_each_claim(s, append_claim, text, error));
    assert_string_equal(text, "x.first;x.second;");
    /* A later run replaces what is shown; the verdicts stay. */
    add_run(s, "New title");
    strcpy(text, "");
    OK(store_each_case(s, append_case, text, error));
    assert_string_equal(text, "alpha New title canonical text;aaa New title canonical text;");
    store_close(s);
    OK(store_open(&s, file_of("run.db"), 1, error));
    strcpy(text, "");
    OK(store_each_case(s, append_case, text, error));
    assert_string_equal(text, "alpha New title canonical text;aaa New title canonical text;");
    strcpy(text, "");
    OK(store_each_field(s, "{\"b\": \"2\", \"a\": \"1\"}", append_field, text, error));
    assert_string_equal(text, "b=2;a=1;");
    strcpy(text, "");
    OK(store_each_number(s, v.numbers, append_number, text, error));
    assert_string_equal(text, "x -1e-400 0.1 enclosure;");
    store_close(s);
}

static void append_line(void *context, const char *kind, const char *fields)
{
    char *text = context;
    sprintf(text + strlen(text), "%s %s;", kind, fields);
}

static void append_topic(void *context, const char *topic)
{
    strcat(strcat(context, topic), ";");
}

static void append_curve(void *context, const store_curve *c)
{
    char *text = context;
    sprintf(text + strlen(text), "%s %s %s %s %s;", c->name, c->x, c->y, c->kind, c->points);
}

/* The runs of a topic and the others do not hide or forget each other. */
static void test_topics(void **state)
{
    store_t s;
    store_error_t error;
    char text[500] = "";
    (void)state;
    OK(store_open(&s, file_of("topics.db"), 0, error));
    OK(store_begin_run(s, "spectra", "full", "v1", error));
    OK(store_add_section(s, "text", "{\"text\": \"first\"}", error));
    OK(store_add_section(s, "table", "{}", error));
    for (int k = 0; k < 12; k++) add_run(s, "Title");
    OK(store_each_section(s, append_line, text, error));
    assert_string_equal(text, "");
    store_show(s, "spectra");
    OK(store_each_section(s, append_line, text, error));
    assert_string_equal(text, "text {\"text\": \"first\"};table {};");
    strcpy(text, "");
    OK(store_each_topic(s, append_topic, text, error));
    assert_string_equal(text, "spectra;");
    strcpy(text, "");
    OK(store_each_case(s, append_case, text, error));
    assert_string_equal(text, "");
    store_show(s, "");
    OK(store_each_case(s, append_case, text, error));
    assert_string_equal(text, "alpha Title canonical text;aaa Title canonical text;");
    strcpy(text, "");
    OK(store_each_curve(s, verdict_of("x.first", -1).curves, append_curve, text, error));
    assert_string_equal(text, "loss step loss enclosure 1 2 3\n2 4 5\n;");
    store_close(s);
}

static void test_hash_is_not_trusted(void **state)
{
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("hash.db"), 0, error));
    add_run(s, "Title");
    store_case other = {"h1", "beta", "B", "cases/beta.yaml", "another text", "{}", 0};
    assert_int_equal(store_add_case(s, &other, error), -1);
    assert_non_null(strstr(error->text, "hash"));
    other.canonical = "canonical text";
    OK(store_add_case(s, &other, error));
    store_close(s);
}

static void test_expectations(void **state)
{
    (void)state;
    static const struct {
        const char *expected, *verdict;
        int met;
    } row[] = {
        {"", "refuted", 1},
        {"", NULL, 1},
        {"proved", "proved", 1},
        {"proved", "refuted", 0},
        {"proved", NULL, 0},
        {"proved", "prove", 0},
        {"prove", "proved", 0},
        {"refuted or rejected", "rejected", 1},
        {"refuted or rejected", "refuted", 1},
        {"refuted or rejected", "inconclusive", 0},
        {"refuted or rejected", NULL, 0},
        {"not refuted or rejected", "inconclusive", 1},
        {"not refuted or rejected", "refuted", 0},
        {"not refuted or rejected", "rejected", 0},
        {"not refuted or rejected", NULL, 0},
    };
    for (size_t k = 0; k < sizeof row / sizeof *row; k++)
        if (store_expectation_met(row[k].expected, row[k].verdict) != row[k].met)
            fail_msg("expected \"%s\", verdict %s", row[k].expected, row[k].verdict ? row[k].verdict : "none");
}

static void test_json_string(void **state)
{
    char *text = NULL;
    size_t size = 0;
    (void)state;
    FILE *out = open_memstream(&text, &size);
    json_string(out, hostile);
    json_string(out, NULL);
    json_string(out, "\xed\xa0\x80 \xc0\x80 \xf4\x90\x80\x80 \xf0\x9f\x98\x80 \xe2\x82");
    fclose(out);
    assert_string_equal(
        text, "\"quote ' \\\" back\\\\slash | pipe\\nnewline\\u0009tab <b> \\u0001 \\ufffd\\ufffd caf\xc3\xa9\"null"
              "\"\\ufffd\\ufffd\\ufffd \\ufffd\\ufffd \\ufffd\\ufffd\\ufffd\\ufffd \xf0\x9f\x98\x80 \\ufffd\\ufffd\"");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdict_round_trip),
        cmocka_unit_test(test_trials),
        cmocka_unit_test(test_run_order),
        cmocka_unit_test(test_hash_is_not_trusted),
        cmocka_unit_test(test_expectations),
        cmocka_unit_test(test_json_string),
        cmocka_unit_test(test_topics),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
