/* case_load: shipped cases, defaults, every key, identity, expectations. */
#include <dirent.h>
#include "tests/verify/scratch_case.h"

static void assert_rational(const fmpq_t value, slong p, ulong q)
{
    fmpq_t expected;

    fmpq_init(expected);
    fmpq_set_si(expected, p, q);
    if (!fmpq_equal(value, expected)) fail_msg("not %ld/%lu", (long)p, (unsigned long)q);
    fmpq_clear(expected);
}

static void test_defaults(void **state)
{
    case_t c;

    (void)state;
    write_file("points.csv", "1,2\n-3,0.5\n");
    c = load_text(PLAIN);
    assert_string_equal(c->name, "case");
    assert_string_equal(c->title, "case");
    assert_string_equal(c->phi_text, "tanh(x)");
    assert_string_equal(c->s_text, "0.08");
    assert_rational(c->s, 2, 25);
    assert_rational(c->output_scale, 1, 1);
    assert_rational(c->failure_probability, 1, 20);
    assert_int_equal(c->planted, 0);
    assert_int_equal(c->lipschitz_declared, 0);
    assert_int_equal(c->law, LAW_GAUSSIAN);
    assert_int_equal(c->points->n, 2);
    assert_int_equal(c->points->d, 2);
    assert_int_equal(c->points->normalise, 1);
    assert_true(c->points->x[2] == -3 && c->points->x[3] == 0.5);
    assert_int_equal(c->widths, 3);
    assert_true(c->width[0] == 100 && c->width[1] == 200 && c->width[2] == 400);
    assert_int_equal(c->trials, 300);
    assert_int_equal(c->seed, 1);
    assert_int_equal(c->training_width, 400);
    assert_int_equal(c->training_steps, 300);
    assert_int_equal(c->step_theorem, 1);
    assert_int_equal(c->expectations, 0);
    case_clear(c);
}

static void test_every_key(void **state)
{
    case_t c;

    (void)state;
    write_file("points.csv", "1,2\n-3,0.5\n");
    write_file("labels.csv", "# y\n0.25\n-1\n");
    c = load_text("title: \"every key \xc3\xa9\"\n"
                  "activation:\n  pieces: [{until: -0.5, phi: 0.1*x}, {phi: x}]\n  lipschitz: \"1.25\"\n"
                  "model: {sigma_w2: 1e-2, weights: student5, output_scale: 0.5}\n"
                  "data: {csv: points.csv, normalise: false}\n"
                  "labels: {csv: labels.csv}\n"
                  "monte_carlo: {widths: [7, 9], trials: 12, failure_probability: 0.125, seed: 18446744073709551615}\n"
                  "training: {width: 11, steps: 13, step_size: 1e-3}\n"
                  "expect: {gram.rate: proved, deq.lambda0: {7: supported, 9: rejected}}\n"
                  "planted: true\n");
    assert_string_equal(c->title, "every key \xc3\xa9");
    assert_string_equal(c->phi_text, "0.1*x for x < -0.5; x");
    assert_int_equal(activation_pieces(c->phi), 2);
    assert_rational(c->lipschitz, 5, 4);
    assert_int_equal(c->lipschitz_declared, 1);
    assert_rational(c->s, 1, 100);
    assert_rational(c->output_scale, 1, 2);
    assert_rational(c->failure_probability, 1, 8);
    assert_rational(c->step_size, 1, 1000);
    assert_int_equal(c->law, LAW_STUDENT5);
    assert_int_equal(c->points->normalise, 0);
    assert_true(c->labels[0] == 0.25 && c->labels[1] == -1);
    assert_true(c->widths == 2 && c->width[0] == 7 && c->width[1] == 9);
    assert_int_equal(c->trials, 12);
    assert_true(c->seed == UINT64_MAX);
    assert_true(c->training_width == 11 && c->training_steps == 13 && c->step_theorem == 0 && c->planted == 1);
    assert_int_equal(c->expectations, 3);
    assert_string_equal(c->expect[0].claim, "gram.rate");
    assert_int_equal(c->expect[0].width, -1);
    assert_string_equal(c->expect[2].claim, "deq.lambda0");
    assert_int_equal(c->expect[2].width, 9);
    assert_string_equal(c->expect[2].verdict, "rejected");
    assert_int_equal(c->expect[2].line, 10);
    case_clear(c);
    c = load_text("activation: {phi: x}\nmodel: {sigma_w2: 1}\ndata: {csv: points.csv}\nnormalise: false\n");
    assert_int_equal(c->points->normalise, 0);
    case_clear(c);
}

/* Relative names start at the case file's directory. */
static void test_relative_path(void **state)
{
    char path[256];
    case_t c;

    (void)state;
    place(path, "below");
    assert_int_equal(mkdir(path, 0700), 0);
    write_file("points.csv", "1,2\n-3,0.5\n");
    write_file("below/inner.yaml", "activation: {phi: x}\nmodel: {sigma_w2: 1}\ndata: {csv: ../points.csv}\n");
    place(path, "below/inner.yaml");
    c = load(path, "below");
    assert_string_equal(c->name, "inner");
    case_clear(c);
}

/* Cases that mean the same have one identity; every change of meaning changes it. */
static void test_identity(void **state)
{
    static const char *const same[] = {PLAIN, "# comment\ntitle: other\n" PLAIN, PLAIN "expect: {gram.rate: proved}\n",
                                       "data:\n  csv: ./points.csv\n  normalise: true\nmodel:\n  sigma_w2: '8e-2'\n  "
                                       "weights: gaussian\nactivation:\n  phi: \"tanh( x )\"\n",
                                       PLAIN "labels: {gaussian: {seed: 2}}\nmonte_carlo: {widths: [100, 200, 400], "
                                             "trials: 300, seed: 1}\nplanted: false\n"};
    static const char *const other[] = {
        PLAIN "planted: true\n",
        PLAIN "normalise: false\n",
        PLAIN "labels: {gaussian: {seed: 3}}\n",
        PLAIN "monte_carlo: {widths: [100, 200]}\n",
        PLAIN "monte_carlo: {trials: 301}\n",
        PLAIN "monte_carlo: {seed: 2}\n",
        PLAIN "monte_carlo: {failure_probability: 0.050000000000000000000000001}\n",
        PLAIN "training: {width: 401}\n",
        PLAIN "training: {steps: 299}\n",
        PLAIN "training: {step_size: 0.1}\n",
        "activation: {phi: tanh(x), lipschitz: 1}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\n",
        "activation: {phi: sin(x)}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\n",
        "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.0800000000000000000000000001}\ndata: {csv: points.csv}\n",
        "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08, weights: uniform}\ndata: {csv: points.csv}\n",
        "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08, output_scale: 2}\ndata: {csv: points.csv}\n",
        "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {sphere: {n: 2, d: 2, seed: 1}}\n"};
    enum { SAME = sizeof same / sizeof *same, OTHER = sizeof other / sizeof *other };
    char hash[OTHER + 1][33], computed[33];
    case_t first, c;

    (void)state;
    write_file("points.csv", "1,2\n-3,0.5\n");
    first = load_text(same[0]);
    assert_null(first->canonical);
    case_identify(first);
    fnv128(computed, first->canonical, strlen(first->canonical));
    assert_string_equal(first->hash, computed);
    strcpy(hash[OTHER], first->hash);
    for (int i = 0; i < SAME; i++) {
        c = load_text(same[i]);
        case_identify(c);
        assert_string_equal(c->canonical, first->canonical);
        case_clear(c);
    }
    for (int i = 0; i < OTHER; i++) {
        c = load_text(other[i]);
        case_identify(c);
        strcpy(hash[i], c->hash);
        case_clear(c);
    }
    for (int i = 0; i <= OTHER; i++)
        for (int j = 0; j < i; j++)
            if (strcmp(hash[i], hash[j]) == 0) fail_msg("cases %d and %d have one identity", i, j);
    /* One unit in the last place of one coordinate. */
    write_file("points.csv", "1.0000000000000002,2\n-3,0.5\n");
    c = load_text(same[0]);
    case_identify(c);
    assert_string_not_equal(c->hash, first->hash);
    assert_non_null(strstr(c->canonical, "0x1.0000000000001p+0"));
    case_clear(c);
    case_clear(first);
}

static void test_fnv128(void **state)
{
    char hex[33];

    (void)state;
    fnv128(hex, "", 0);
    assert_string_equal(hex, "6c62272e07bb014262b821756295c58d");
    fnv128(hex, "a", 1);
    assert_string_equal(hex, "d228cb696f1a8caf78912b704e4a8964");
    fnv128(hex, "foobar", 6);
    assert_string_equal(hex, "343e1662793c64bf6f0d3597ba446f18");
}

/* Every shipped case loads; planted ones are marked, the others are not; there are enough. */
static int load_directory(const char *directory, int planted)
{
    DIR *stream = opendir(directory);
    struct dirent *entry;
    int count = 0;

    assert_non_null(stream);
    while ((entry = readdir(stream)) != NULL) {
        size_t length = strlen(entry->d_name);
        char path[512];
        case_t c;
        if (length < 6 || strcmp(entry->d_name + length - 5, ".yaml") != 0) continue;
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        c = load(path, "shipped");
        if (c->planted != planted || c->expectations == 0)
            fail_msg("%s: planted is %d, %ld expectations", path, c->planted, (long)c->expectations);
        case_clear(c);
        count++;
    }
    closedir(stream);
    return count;
}

static void test_shipped_cases(void **state)
{
    case_t c;

    (void)state;
    assert_true(load_directory("cases", 0) >= 18);
    assert_true(load_directory("cases/planted", 1) >= 4);
    c = load("cases/tanh-points.yaml", "shipped");
    assert_int_equal(c->points->n, 6);
    assert_int_equal(c->points->d, 4);
    assert_true(c->points->x[0] == -2 && c->points->x[23] == 4);
    assert_string_equal(c->points_text, "data/points_6x4.csv: n = 6, d = 4");
    case_clear(c);
}

static int knows_two(const char *id)
{
    return strcmp(id, "gram.rate") == 0 || strcmp(id, "deq.lambda0") == 0;
}

static void test_known_claims(void **state)
{
    case_errors_t errors;
    char path[256];
    case_t c;

    (void)state;
    write_file("points.csv", "1,2\n-3,0.5\n");
    write_file("case.yaml", PLAIN "expect: {gram.rate: proved}\n");
    place(path, "case.yaml");
    case_errors_init(errors);
    assert_int_equal(case_load(&c, path, knows_two, errors), 0);
    case_clear(c);
    write_file("case.yaml", PLAIN "expect: {gram.raet: proved, deq.lambda: proved}\n");
    assert_int_equal(case_load(&c, path, knows_two, errors), 2);
    assert_null(c);
    assert_non_null(strstr(errors->line[0], "did you mean \"gram.rate\"?"));
    assert_non_null(strstr(errors->line[1], "did you mean \"deq.lambda0\"?"));
    case_errors_clear(errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_every_key), cmocka_unit_test(test_relative_path),
        cmocka_unit_test(test_identity),     cmocka_unit_test(test_fnv128),    cmocka_unit_test(test_shipped_cases),
        cmocka_unit_test(test_known_claims),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
