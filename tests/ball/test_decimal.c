/* Exact decimals in and outward-rounded decimals out, checked against exact rationals and a second parser. */
#include <locale.h>
#include <math.h>
#include "tests/ball/ball_test.h"

/* Second route: the decimal as numerator/denominator text for fmpq_set_str. */
static void slow_parse(fmpq_t x, const char *text)
{
    char *digits = calloc(strlen(text) + 2, 1);
    size_t count = 0;
    slong scale = 0, exponent = 0;
    int point = 0;
    fmpz_t power;

    for (const char *c = text; *c != '\0'; c++) {
        if (*c == 'e' || *c == 'E') {
            exponent = atol(c + 1);
            break;
        }
        if (*c == '.')
            point = 1;
        else if (*c != '+')
            digits[count++] = *c, scale += point;
    }
    fmpz_init(power);
    fmpz_set_str(fmpq_numref(x), digits, 10);
    fmpz_one(fmpq_denref(x));
    exponent -= scale;
    fmpz_ui_pow_ui(power, 10, (ulong)labs(exponent));
    if (exponent < 0)
        fmpq_div_fmpz(x, x, power);
    else
        fmpq_mul_fmpz(x, x, power);
    fmpz_clear(power);
    free(digits);
}

static void parse(fmpq_t x, const char *text)
{
    reason_t why;
    fmpq_t again;

    reason_init(why);
    fmpq_init(again);
    CHECK(fmpq_set_decimal(x, text, strlen(text), why) == DQ_OK, "%s: %s", text, why->text);
    slow_parse(again, text);
    CHECK(fmpq_equal(x, again) && fmpq_is_canonical(x), "%s", text);
    fmpq_clear(again);
}

static void test_accepts(void **state)
{
    static const char *const good[] = {
        "0",        "-0",        "+0.0",
        "1",        "007",       "-12.50",
        "0.1",      "1e0",       "1E+3",
        "1.5e-7",   "3e0000005", "0e5000",
        "-1e-5000", "9.99e5000", "0.0000000000000000000000000000000000000000000000000000000000000000000001"};
    char longest[4096];
    fmpq_t x;
    reason_t why;
    (void)state;

    fmpq_init(x);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) parse(x, good[i]);
    parse(x, "0.1");
    assert_true(fmpz_is_one(fmpq_numref(x)) && fmpz_equal_si(fmpq_denref(x), 10));
    memset(longest, '7', sizeof longest);
    longest[1] = '.';
    assert_int_equal(fmpq_set_decimal(x, longest, sizeof longest, why), DQ_OK);
    assert_int_equal(fmpq_set_decimal(x, "12345", 2, why), DQ_OK); /* `length` bytes, no more */
    assert_true(fmpz_equal_si(fmpq_numref(x), 12));
    fmpq_clear(x);
}

static void test_refuses(void **state)
{
    static const char *const bad[] = {
        "",         " 1",    "1 ",    "nan",   "NaN",   "inf", "-inf",   "infinity", "+",
        "-",        ".",     "1.",    ".5",    "1e",    "1e+", "1e5001", "1e-5001",  "1e99999999999999999999999999",
        "0x10",     "1,5",   "1.2.3", "1e1.5", "--1",   "+-1", "1e5e5",  "1\n",      "1/2",
        "\xd9\xa1", "1_000", "1d5",   "e5",    "%s%n%s"};
    char longest[5000], quote[] = "1\x1b[2Jx";
    fmpq_t x;
    reason_t why;
    (void)state;

    fmpq_init(x);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reason_init(why);
        CHECK(fmpq_set_decimal(x, bad[i], strlen(bad[i]), why) == DQ_INPUT, "accepted \"%s\"", bad[i]);
        CHECK(why->text[0] != '\0', "no reason for \"%s\"", bad[i]);
    }
    assert_int_equal(fmpq_set_decimal(x, "1\0", 2, why), DQ_INPUT); /* embedded NUL */
    memset(longest, '1', sizeof longest);
    assert_int_equal(fmpq_set_decimal(x, longest, 4097, why), DQ_INPUT);
    assert_int_equal(fmpq_set_decimal(x, longest, sizeof longest, why), DQ_INPUT);
    assert_int_equal(fmpq_set_decimal(x, quote, strlen(quote), why), DQ_INPUT);
    assert_null(strchr(why->text, '\x1b'));
    for (int i = 0; i < 5000; i++) /* a reason longer than its buffer is cut, not overrun */
        longest[i] = 'a';
    longest[4999] = '\0';
    reason_set(why, "%s\n", longest);
    assert_int_equal(strlen(why->text), sizeof why->text - 1);
    fmpq_clear(x);
}

static void arf_to_fmpq(fmpq_t q, const arf_t x)
{
    fmpz_t m, e;

    fmpz_init(m);
    fmpz_init(e);
    arf_get_fmpz_2exp(m, e, x);
    fmpq_set_fmpz(q, m);
    if (fmpz_sgn(e) >= 0)
        fmpq_mul_2exp(q, q, fmpz_get_ui(e));
    else
        fmpq_div_2exp(q, q, (flint_bitcnt_t)-fmpz_get_si(e));
    fmpz_clear(m);
    fmpz_clear(e);
}

/* Significant digits of the printed number. */
static slong printed_digits(const char *text)
{
    slong count = 0;

    for (; *text != '\0' && *text != 'e'; text++)
        if (*text >= '0' && *text <= '9' && (count > 0 || *text != '0')) count++;
    return count;
}

/* lower <= inf x and sup x <= upper exactly, and neither is further than one unit of its last allowed digit. */
static void check_outward(const arb_t x, slong digits)
{
    char *text[2] = {arb_lower_decimal(x, digits), arb_upper_decimal(x, digits)};
    arf_t end, radius;
    fmpq_t printed, exact, slack, most;

    arf_init(end);
    arf_init(radius);
    fmpq_init(printed);
    fmpq_init(exact);
    fmpq_init(slack);
    fmpq_init(most);
    for (int side = 0; side < 2; side++) {
        parse(printed, text[side]);
        arf_set_mag(radius, arb_radref(x));
        if (side == 0) arf_neg(radius, radius);
        arf_add(end, arb_midref(x), radius, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_to_fmpq(exact, end);
        fmpq_sub(slack, exact, printed);
        if (side == 1) fmpq_neg(slack, slack);
        CHECK(fmpq_sgn(slack) >= 0, "side %d of %s to %ld digits: %s", side, arb_get_str(x, 40, 0), digits, text[side]);
        fmpq_abs(most, exact); /* |exact| 10^(1-digits) */
        for (slong k = 1; k < digits; k++) fmpq_div_fmpz(most, most, (fmpz[]){10});
        CHECK(fmpq_cmp(slack, most) <= 0, "side %d of %s to %ld digits: %s", side, arb_get_str(x, 40, 0), digits,
              text[side]);
        CHECK(strchr(text[side], '.') == NULL || strchr(text[side], 'e') != NULL ||
                  text[side][strlen(text[side]) - 1] != '0',
              "trailing zero: %s", text[side]);
        if (strpbrk(text[side], "e") != NULL || fabs(atof(text[side])) < 1)
            CHECK(printed_digits(text[side]) <= digits, "%s has more than %ld digits", text[side], digits);
        /* plain notation iff 1e-5 <= |printed| < 1e15 */
        double size = fabs(strtod(text[side], NULL));
        if (size > 1.01e-5 && size < 0.99e15) CHECK(strchr(text[side], 'e') == NULL, "%s", text[side]);
        if (size != 0 && (size < 0.99e-5 || size > 1.01e15)) CHECK(strchr(text[side], 'e') != NULL, "%s", text[side]);
        free(text[side]);
    }
    arf_clear(end);
    arf_clear(radius);
    fmpq_clear(printed);
    fmpq_clear(exact);
    fmpq_clear(slack);
    fmpq_clear(most);
}

static void test_outward(void **state)
{
    uint64_t seed = 3;
    arb_t x;
    (void)state;

    arb_init(x);
    for (int trial = 0; trial < 3000; trial++) {
        slong exponent = (slong)(next_random(&seed) % 400) - 200;
        arb_set_d(x, next_double(&seed));
        if (trial % 3 == 0) arb_sqrt(x, x, 2 + (slong)(next_random(&seed) % 300));
        if (!arb_is_finite(x)) arb_set_si(x, trial);
        if (trial % 4 < 2)
            mag_set_ui_2exp_si(arb_radref(x), next_random(&seed) % 1000, -(slong)(next_random(&seed) % 120));
        arb_mul_2exp_si(x, x, exponent);
        check_outward(x, 1 + (slong)(next_random(&seed) % 40));
    }
    arb_clear(x);
}

static void check_text(const arb_t x, slong digits, const char *lower, const char *upper)
{
    char *l = arb_lower_decimal(x, digits), *u = arb_upper_decimal(x, digits);

    CHECK(strcmp(l, lower) == 0 && strcmp(u, upper) == 0, "%s printed [%s, %s], expected [%s, %s]",
          arb_get_str(x, 30, 0), l, u, lower, upper);
    free(l);
    free(u);
}

static void test_notation(void **state)
{
    arb_t x;
    (void)state;

    arb_init(x);
    check_text(x, 20, "0", "0");
    arb_set_si(x, 2);
    check_text(x, 1, "2", "2");
    arb_set_d(x, 0.25);
    check_text(x, 20, "0.25", "0.25");
    check_text(x, 1, "0.2", "0.3");
    arb_set_si(x, -1000);
    check_text(x, 5, "-1000", "-1000");
    arb_set_si(x, 123456);
    check_text(x, 3, "123000", "124000");
    arb_set_si(x, 999999);
    check_text(x, 2, "990000", "1000000");
    arb_set_str(x, "1e15", 64);
    check_text(x, 20, "1e+15", "1e+15");
    arb_sub_si(x, x, 1, 64);
    check_text(x, 20, "999999999999999", "999999999999999");
    arb_set_d(x, 0x1p-17); /* 7.62939453125e-06 */
    check_text(x, 20, "7.62939453125e-06", "7.62939453125e-06");
    arb_set_d(x, 0x1p-16); /* 1.52587890625e-05 */
    check_text(x, 20, "0.0000152587890625", "0.0000152587890625");
    check_text(x, 2, "0.000015", "0.000016");
    arb_neg(x, x);
    check_text(x, 2, "-0.000016", "-0.000015");
    arb_zero_pm_inf(x);
    check_text(x, 5, "-inf", "inf");
    arb_indeterminate(x);
    check_text(x, 5, "-inf", "inf");
    arb_pos_inf(x);
    check_text(x, 5, "inf", "inf");
    arb_neg_inf(x);
    check_text(x, 5, "-inf", "-inf");

    arb_one(x); /* exponents a naive addition would expand to 10^15 bits */
    mag_set_ui_2exp_si(arb_radref(x), 1, -1000000000000000);
    check_text(x, 5, "0.99999", "1.0001");
    arb_zero(x);
    mag_set_ui_2exp_si(arb_radref(x), 1, -332193); /* 2^-332193 = 8.7629..e-100001 */
    check_text(x, 3, "-8.77e-100001", "8.77e-100001");
    arb_one(x);
    arb_mul_2exp_si(x, x, -1000000000000000);
    {
        char *l = arb_lower_decimal(x, 5), *u = arb_upper_decimal(x, 5);
        assert_string_equal(l, "0");
        assert_true(strstr(u, "e-1616") != NULL); /* 2^-2^29 = 1.9..e-161614249 bounds it */
        free(l);
        free(u);
    }
    arb_inv(x, x, 30);
    {
        char *l = arb_lower_decimal(x, 5), *u = arb_upper_decimal(x, 5);
        assert_true(strstr(l, "e+1616") != NULL);
        assert_string_equal(u, "inf");
        free(l);
        free(u);
    }
    arb_clear(x);
}

/* A decimal comma must not change a byte. */
static void test_locale(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "fr_FR.utf8"};
    char *before, *after;
    fmpq_t p, q;
    reason_t why;
    arb_t x;
    size_t i = 0;
    (void)state;

    arb_init(x);
    fmpq_init(p);
    fmpq_init(q);
    arb_set_d(x, 1234.5678);
    before = arb_lower_decimal(x, 10);
    assert_int_equal(fmpq_set_decimal(p, "1.25e3", 6, why), DQ_OK);
    while (i < 5 && setlocale(LC_ALL, names[i]) == NULL) i++;
    after = arb_lower_decimal(x, 10);
    assert_int_equal(fmpq_set_decimal(q, "1.25e3", 6, why), DQ_OK);
    setlocale(LC_ALL, "C");
    if (i == 5) print_message("no locale with a decimal comma is installed\n");
    assert_string_equal(before, after);
    assert_string_equal(before, "1234.5678");
    assert_true(fmpq_equal(p, q));
    free(before);
    free(after);
    fmpq_clear(p);
    fmpq_clear(q);
    arb_clear(x);
}

static void test_widths(void **state)
{
    arb_t x, scale;
    (void)state;

    arb_init(x);
    arb_init(scale);
    for (slong bits = 8; bits <= 512; bits *= 2) { /* 10^(1-digits) <= 2^-(bits+4) */
        slong digits = decimal_digits(bits);
        assert_true((double)(digits - 1) * log2(10) >= (double)(bits + 4));
        assert_true((double)(digits - 1) * log2(10) <= (double)(bits + 12));
    }
    assert_true(arb_has_relative_bits(x, 1000)); /* exact 0 */
    arb_set_si(x, -3);
    assert_true(arb_has_relative_bits(x, 100000));
    mag_set_ui_2exp_si(arb_radref(x), 1, -20); /* 2^-20 <= 2^-21 (3 - 2^-20), > 2^-22 * ... */
    assert_true(arb_has_relative_bits(x, 21));
    assert_false(arb_has_relative_bits(x, 22));
    mag_set_ui(arb_radref(x), 3);
    assert_false(arb_has_relative_bits(x, 1));
    arb_indeterminate(x);
    assert_false(arb_has_relative_bits(x, 1));
    assert_false(arb_width_within(x, 1, scale));

    arb_set_si(x, 7);
    arb_set_si(scale, 2);
    assert_true(arb_width_within(x, 64, scale));
    mag_set_ui_2exp_si(arb_radref(x), 1, -10); /* width 2^-9 = 2^(4-14) * 2 */
    assert_true(arb_width_within(x, 14, scale));
    assert_false(arb_width_within(x, 15, scale));
    mag_set_ui_2exp_si(arb_radref(scale), 1, -30); /* now some scale is below 2 */
    assert_false(arb_width_within(x, 14, scale));
    arb_indeterminate(scale);
    assert_false(arb_width_within(x, 1, scale));
    arb_clear(x);
    arb_clear(scale);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepts),  cmocka_unit_test(test_refuses), cmocka_unit_test(test_outward),
        cmocka_unit_test(test_notation), cmocka_unit_test(test_locale),  cmocka_unit_test(test_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
