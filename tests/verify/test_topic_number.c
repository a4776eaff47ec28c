/* The numbers of a topic's page: no digit that is not known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "verify/render/topic.h"

/* Valid until the next call. */
static const char *number_text(const char *lower, const char *upper, const char *kind)
{
    static char text[400];
    FILE *out = fmemopen(text, sizeof text, "w");
    number_row n = {"name", lower, upper, kind};
    assert_non_null(out);
    write_number(out, &n);
    fclose(out);
    return text;
}

static void prints_numbers(void **state)
{
    (void)state;
    static const char *const expected[][4] = {
        {"0.0470035380909763", "0.0470035380909764", "enclosure", "0.047003538…"},
        {"-0.0470035380909764", "-0.0470035380909763", "enclosure", "-0.047003538…"},
        {"1.1103512e-67", "1.1103513e-67", "enclosure", "1.110351…e-67"},
        {"1.00012", "1.00034", "enclosure", "1.000…"},
        {"7.2012", "7.2034", "enclosure", "7.20…"},
        {"0", "0", "enclosure", "0"},
        {"0.25", "0.25", "enclosure", "0.25"},
        {"0.249999999999999", "0.250000000000001", "enclosure", "\\[0.24999999, 0.25000001\\]"},
        {"-0.001", "0.002", "enclosure", "\\[-0.001, 0.002\\]"},
        {"0.123456", "0.987654", "enclosure", "\\[0.1234, 0.9877\\]"},
        {"-inf", "2", "enclosure", "\\[-inf, 2\\]"},
        {"16", "23", "confidence", "conf. \\[16, 23\\]"},
        {"0.95488321", "1", "confidence", "conf. \\[0.9548, 1\\]"},
        {"0.0123", "", "approximate", "≈ 0.0123"},
    };
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        assert_string_equal(number_text(expected[k][0], expected[k][1], expected[k][2]), expected[k][3]);
    }
}

/* What is printed of a random interval [a, b]/10^9, read back in whole numbers, contains it; and is not far wider. */
static void contains_numbers(void **state)
{
    (void)state;
    unsigned long seed = 1;
    int with_digits = 0;
    for (int k = 0; k < 3000; k++) {
        seed = seed * 6364136223846793005UL + 1442695040888963407UL;
        long a = (long)((seed >> 20) % 4000000000UL) + 1, width = 1L << (seed >> 59), b = a + width;
        char lower[32], upper[32];
        snprintf(lower, sizeof lower, "%ld.%09ld", a / 1000000000, a % 1000000000);
        snprintf(upper, sizeof upper, "%ld.%09ld", b / 1000000000, b % 1000000000);
        const char *text = number_text(lower, upper, "enclosure"), *dots = strstr(text, "…");
        long low, high;
        if (dots != NULL) {
            const char *point = strchr(text, '.');
            long unit = 1000000000;
            assert_non_null(point);
            for (const char *digit = point + 1; digit < dots; digit++) unit /= 10;
            low = lround(1e9 * strtod(text, NULL));
            high = low + unit;
            with_digits++;
        } else {
            const char *comma = strchr(text, ',');
            assert_non_null(comma);
            low = lround(1e9 * strtod(text + 2, NULL));
            high = lround(1e9 * strtod(comma + 1, NULL));
        }
        if (!(low <= a && b <= high)) fail_msg("[%s, %s] is printed as %s", lower, upper, text);
        /* three digits of b are always there, or ten times the width when more are shown */
        if (!(high - low <= 11 * width + b / 50)) fail_msg("[%s, %s] is printed as %s", lower, upper, text);
    }
    assert_true(with_digits > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(prints_numbers), cmocka_unit_test(contains_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
