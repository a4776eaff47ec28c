/* csv_read: values against exact rationals and bit patterns, layout rules, independence of the locale. */
#include <fenv.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/input/csv.h"
#include "verify/input/input.h"

static char path[] = "/tmp/deqcert-csv-XXXXXX";

static int make_file(void **state)
{
    int descriptor = mkstemp(path);

    (void)state;
    return descriptor < 0 || close(descriptor) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_text(const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fputs(text, file) < 0, 0);
    fclose(file);
}

/* The matrix of a text that must be read. */
static double *read_text(slong *rows, slong *columns, const char *text)
{
    case_errors_t errors;
    double *value;

    write_text(text);
    case_errors_init(errors);
    *rows = csv_read(&value, columns, path, errors);
    if (*rows == 0 || errors->count != 0)
        fail_msg("refused: %s\ninput: %s", errors->count ? errors->line[0] : "no message", text);
    case_errors_clear(errors);
    return value;
}

static void expect_values(const char *text, slong rows, slong columns, const double *expected)
{
    slong n, d;
    double *value = read_text(&n, &d, text);

    if (n != rows || d != columns)
        fail_msg("%ld x %ld instead of %ld x %ld for %s", (long)n, (long)d, (long)rows, (long)columns, text);
    for (slong i = 0; i < rows * columns; i++)
        if (memcmp(&value[i], &expected[i], sizeof(double)) != 0)
            fail_msg("number %ld is %a instead of %a in %s", (long)i, value[i], expected[i], text);
    flint_free(value);
}

static void test_layout(void **state)
{
    const double four[] = {1, 2, 3, 4}, one[] = {1}, two[] = {0.5, 5}, signs[] = {-0.0, 7, -1};

    (void)state;
    expect_values("1,2\n3,4\n", 2, 2, four);
    expect_values("1,2\n3,4", 2, 2, four);
    expect_values("1,2\r\n3,4\r\n", 2, 2, four);
    expect_values("\xef\xbb\xbf"
                  "1,2\n3,4\n",
                  2, 2, four);
    expect_values("# title\n\n  # indented\n 1 ,\t2\n \t\n3,4 \n\n# end", 2, 2, four);
    expect_values("1\n2\n3\n4\n", 4, 1, four);
    expect_values("1,2,3,4\n", 1, 4, four);
    expect_values("1", 1, 1, one);
    expect_values(".5,5.", 1, 2, two);
    expect_values("-0,+7,-1e0", 1, 3, signs);
}

static void test_rounding(void **state)
{
    const double near_one[] = {1, 0x1.0000000000001p0, 0x1.0000000000002p0};
    const double extremes[] = {0x1.fffffffffffffp1023, 0x1p-1074, 0x1p-1022, 0};

    (void)state;
    /* 1 + 2^-53 is a tie and goes to even; one unit in the 60th decimal decides otherwise; 1 + 3*2^-53 ties upwards. */
    expect_values("1.00000000000000011102230246251565404236316680908203125,"
                  "1.000000000000000111022302462515654042363166809082031250000001,"
                  "1.00000000000000033306690738754696212708950042724609375",
                  1, 3, near_one);
    expect_values("1.7976931348623157e308,4.9406564584124654e-324,2.2250738585072014e-308,0e999999", 1, 4, extremes);
}

/* Random bit patterns survive %.17g. */
static void test_round_trip(void **state)
{
    enum { ROWS = 500, COLUMNS = 4 };
    static char text[ROWS * COLUMNS * 32];
    static double expected[ROWS * COLUMNS];
    uint64_t random = 12345;
    size_t used = 0;

    (void)state;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        uint64_t bits;
        do {
            random = random * 6364136223846793005u + 1442695040888963407u;
            bits = random ^ (random >> 29);
        } while ((bits >> 52 & 2047) == 2047);
        memcpy(&expected[i], &bits, sizeof bits);
        used += (size_t)snprintf(text + used, sizeof text - used, "%.17g%c", expected[i],
                                 i % COLUMNS == COLUMNS - 1 ? '\n' : ',');
    }
    expect_values(text, ROWS, COLUMNS, expected);
}

/* Second route: the exact rational of the decimal, rounded to 53 bits by Arb. */
static void test_against_rationals(void **state)
{
    uint64_t random = 99;
    reason_t why;

    (void)state;
    for (int i = 0; i < 400; i++) {
        char text[80];
        size_t length;
        double expected;
        fmpq_t exact;
        arf_t rounded;
        random = random * 6364136223846793005u + 1442695040888963407u;
        length = (size_t)snprintf(text, sizeof text, "%s%llu.%llue%d", random & 1 ? "-" : "",
                                  (unsigned long long)(random >> 20), (unsigned long long)(random % 1000000007u),
                                  (int)(random >> 33) % 280);
        fmpq_init(exact);
        arf_init(rounded);
        assert_int_equal(fmpq_set_decimal(exact, text, length, why), DQ_OK);
        arf_fmpz_div_fmpz(rounded, fmpq_numref(exact), fmpq_denref(exact), 53, ARF_RND_NEAR);
        expected = arf_get_d(rounded, ARF_RND_NEAR);
        expect_values(text, 1, 1, &expected);
        arf_clear(rounded);
        fmpq_clear(exact);
    }
}

/* The decimal of an integer and a power of ten, as a fraction or with an exponent. */
static void write_decimal(char text[80], uint64_t w, int e, int form)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)w);

    if (form == 0 || e >= 0 || -e >= length)
        snprintf(text, 80, "%se%d", digits, e);
    else
        snprintf(text, 80, "%.*s.%s", length + e, digits, digits + length + e);
}

/* Every decimal of decimal_double against strtod, ties between two doubles among them. */
static void test_fast_decimals(void **state)
{
    static const struct {
        const char *text;
        decimal_kind kind;
    } known[] = {{"", DECIMAL_NONE},
                 {"+", DECIMAL_NONE},
                 {".", DECIMAL_NONE},
                 {"1e", DECIMAL_NONE},
                 {"1e+", DECIMAL_NONE},
                 {"--1", DECIMAL_NONE},
                 {"1.2.3", DECIMAL_NONE},
                 {"0x1", DECIMAL_NONE},
                 {"inf", DECIMAL_NONE},
                 {"nan", DECIMAL_NONE},
                 {"1 ", DECIMAL_NONE},
                 {"1e28", DECIMAL_OTHER},
                 {".0", DECIMAL_READ},
                 {"1e-28", DECIMAL_OTHER},
                 {"0e999999", DECIMAL_READ},
                 {"1e27", DECIMAL_READ},
                 {"9999999999999999999", DECIMAL_READ},
                 {"10000000000000000000", DECIMAL_OTHER}};
    uint64_t random = 7;
    slong read = 0, trials = 300000;
    double x, expected;

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (decimal_double(&x, known[i].text) != known[i].kind) fail_msg("kind of \"%s\"", known[i].text);
    for (slong i = 0; i < trials; i++) {
        char text[80];
        uint64_t w;
        int e;
        random = random * 6364136223846793005u + 1442695040888963407u;
        w = (random ^ random >> 31) >> (random >> 58);
        e = (int)(random >> 20 & 63) - 31;
        if (i % 4 == 0) { /* an odd number of 54 bits over 2^k is a tie: w = odd 5^k, e = -k; or next to one */
            static const uint64_t five[] = {1, 5, 25, 125};
            e = -(int)(i / 4 % 4);
            w = ((random >> 11) | (uint64_t)1 << 53 | 1) % ((uint64_t)1 << 54) * five[-e] + (uint64_t)(i / 16 % 3) - 1;
        }
        write_decimal(text, w, e, (int)(i & 1));
        if (decimal_double(&x, text) != DECIMAL_READ) continue;
        read++;
        expected = strtod(text, NULL);
        if (memcmp(&x, &expected, sizeof x) != 0) fail_msg("%s is read as %a instead of %a", text, x, expected);
    }
    if (!(read > trials / 2)) fail_msg("only %ld of %ld decimals were read", (long)read, (long)trials);
}

static void test_locale(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"};
    const double expected[] = {1.5, 2};

    (void)state;
    for (int i = 0; i < 3; i++) {
        setlocale(LC_ALL, names[i]);
        expect_values("1.5,2\n", 1, 2, expected);
    }
    setlocale(LC_ALL, "C");
}

static void test_limits(void **state)
{
    csv_limits limits = {2, 3};
    problems_t problems;
    slong columns, *line;
    double *value;

    (void)state;
    write_text("1\n\n# c\n2\n");
    problems_init(problems);
    assert_int_equal(csv_read_lines(&value, &columns, &line, path, limits, problems, FILE_POINTS), 2);
    assert_int_equal(columns, 1);
    assert_int_equal(line[0], 1);
    assert_int_equal(line[1], 4);
    flint_free(value);
    flint_free(line);

    write_text("1\n2\n3\n");
    assert_int_equal(csv_read_lines(&value, &columns, &line, path, limits, problems, FILE_POINTS), 0);
    assert_int_equal(problems->count, 1);
    assert_non_null(strstr(problems->item[0].text, ":3:1: too many rows; allowed are 2"));
    assert_null(value);
    problems_clear(problems);

    write_text("1,2,3,4\n");
    assert_int_equal(csv_read_lines(&value, &columns, &line, path, limits, problems, FILE_POINTS), 0);
    assert_int_equal(problems->count, 1);
    assert_non_null(strstr(problems->item[0].text, ":1:7: too many numbers; allowed are 3 in a row"));
    problems_clear(problems);
}

/* Past 100 errors only their number is kept; the order is by file, line and column. */
static void test_many_problems(void **state)
{
    problems_t problems;
    case_errors_t errors;

    (void)state;
    problems_init(problems);
    case_errors_init(errors);
    for (int i = 0; i < 130; i++)
        problem_add(problems, i % 2 ? FILE_CASE : FILE_LABELS, i % 2 ? "b" : "a", 1000 - i, 1, "text \x1b[31m %d", i);
    problems_move(errors, problems);
    assert_int_equal(errors->count, 101);
    assert_string_equal(errors->line[0], "b:901:1: text \\x1b[31m 99");
    assert_string_equal(errors->line[49], "b:999:1: text \\x1b[31m 1");
    assert_string_equal(errors->line[50], "a:902:1: text \\x1b[31m 98");
    assert_string_equal(errors->line[100], "a:1000:1: 30 further errors are not shown");
    case_errors_clear(errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_against_rationals),
        cmocka_unit_test(test_locale),        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_problems), cmocka_unit_test(test_fast_decimals),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
