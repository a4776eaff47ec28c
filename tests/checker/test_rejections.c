/* Small certificates made by hand, every ball known exactly: each check of the checker has a file that only this check
   rejects, and a neighbour that is accepted.  One unit is 2^-16; 10000 = 1. */
#include "tests/checker/support.h"

/* phi = x, sigma_w^2 = 1/4, q_* = 4, K = 4 I, every radius 0. */
static const char identity[] = "deqcert-certificate 1\n"
                               "activation x\n"
                               "precision 16\n"
                               "points 2 2 0 normalised\n"
                               "x 0 1 0\n"
                               "x 1 0 -3\n"
                               "sigma_w2 1/4\n"
                               "lipschitz 10000\n"
                               "q 40000 0\n"
                               "terms 1\n"
                               "a2 0 0 0\n"
                               "a2 1 40000 0\n"
                               "tail 0 0\n"
                               "kappa 40000 0\n"
                               "rho 1 0 0 0\n"
                               "L 0 10000\n"
                               "L 1 0 10000\n"
                               "shift 30000\n"
                               "bound 30000\n"
                               "end\n";

/* T_1 = 2 = a_1^2, cosine 3/5, rho in [1/4, 0.55]: K_10 in 2 rho +- 2 rho^2, inside [-0.11, 1.7051]. */
static const char with_tail[] = "deqcert-certificate 1\n"
                                "activation an unknown one\n"
                                "precision 16\n"
                                "points 2 2 0 normalised\n"
                                "x 0 5 0\n"
                                "x 1 3 4\n"
                                "sigma_w2 1/4\n"
                                "lipschitz 14ccd\n"
                                "q 40000 0\n"
                                "terms 1\n"
                                "a2 0 0 0\n"
                                "a2 1 20000 0\n"
                                "tail 20000 0\n"
                                "kappa 40000 0\n"
                                "rho 1 0 6666 2666\n"
                                "L 0 10000\n"
                                "L 1 0 10000\n"
                                "shift 30000\n"
                                "bound 14b00\n" /* 1.292 <= 3 - 1.7051 */
                                "end\n";

/* The first with q in 4 +- 1/2: e = 0.5/(2 + sqrt(3.5)) = 0.12917, drift = e (4 + e) = 0.53336. */
static const char with_drift[] = "deqcert-certificate 1\n"
                                 "activation x\n"
                                 "precision 16\n"
                                 "points 2 2 0 normalised\n"
                                 "x 0 1 0\n"
                                 "x 1 0 -3\n"
                                 "sigma_w2 1/4\n"
                                 "lipschitz 10000\n"
                                 "q 40000 8000\n"
                                 "terms 1\n"
                                 "a2 0 0 0\n"
                                 "a2 1 40000 0\n"
                                 "tail 0 0\n"
                                 "kappa 40000 8890\n" /* 0.53345 */
                                 "rho 1 0 0 3000\n"   /* 0.1875 */
                                 "L 0 10000\n"
                                 "L 1 0 10000\n"
                                 "shift 30000\n"
                                 "bound 12e00\n" /* 1.180 <= 3 - 0.53345 - (0.75 + 0.53336) */
                                 "end\n";

/* The text with its only occurrence of `old` replaced. */
static char *edited(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    char *result;

    if (at == NULL || strstr(at + 1, old) != NULL) fail_msg("\"%s\" does not occur once", old);
    assert_true(asprintf(&result, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old)) >= 0);
    return result;
}

static void expect(const char *text, size_t length, int status, const char *words)
{
    char verdict[400];
    int got = check_text(text, length, verdict);

    if (got != status || strstr(verdict, words) == NULL)
        fail_msg("exit status %d, not %d, or no \"%s\" in \"%s\" for\n%s", got, status, words, verdict, text);
}

static void edit(const char *text, const char *old, const char *new, int status, const char *words)
{
    char *other = edited(text, old, new);
    expect(other, strlen(other), status, words);
    free(other);
}

static void test_accepted(void **state)
{
    (void)state;
    expect(identity, strlen(identity), 0, "proved: lambda_min(K) >= 3.00000000000000");
    expect(with_tail, strlen(with_tail), 0, "proved: lambda_min(K) >= 1.292");
    expect(with_drift, strlen(with_drift), 0, "proved: lambda_min(K) >= 1.179");
    edit(identity, "bound 30000", "bound 1", 0, "proved: lambda_min(K) >= 1.525878906250000e-5");
    edit(identity, "points 2 2 0 normalised\nx 0 1 0\nx 1 0 -3", "points 2 2 4095 normalised\nx 0 1 0\nx 1 0 -3", 0,
         "proved");
    edit(identity, "points 2 2 0 normalised\nx 0 1 0\nx 1 0 -3", "points 2 2 1 equal-norms\nx 0 2 2\nx 1 2 -2", 0,
         "proved");
    edit(identity, "x 1 0 -3", "x 1 0 -fedcba9876543210fedcba9876543210", 0, "proved");
    edit(identity, "sigma_w2 1/4", "sigma_w2 010/40", 0, "proved"); /* decimal, whatever it begins with */
    edit(identity, "activation x", "activation anything  printable ~", 0, "anything  printable ~");
}

static void test_limit(void **state)
{
    (void)state;
    edit(identity, "sigma_w2 1/4", "sigma_w2 1/2", 1, "line 8: 2 sigma_w^2 L^2 < 1 does not hold");
    edit(identity, "lipschitz 10000", "lipschitz 20000", 1, "line 8: 2 sigma_w^2 L^2 < 1 does not hold");
    edit(identity, "lipschitz 10000", "lipschitz 16a0a", 1, "line 8: 2 sigma_w^2 L^2 < 1 does not hold"); /* > sqrt 2 */
    edit(identity, "lipschitz 10000", "lipschitz 16a09", 0, "proved");
    edit(identity, "lipschitz 10000", "lipschitz ffff", 1, "line 13: the coefficients contradict");
    edit(identity, "lipschitz 10000", "lipschitz 0", 1, "line 8: the Lipschitz constant must be positive");
    edit(identity, "lipschitz 10000", "lipschitz -10000", 1, "line 8: the Lipschitz constant must be positive");
    edit(identity, "q 40000 0", "q 40001 0", 1, "line 14: 2 sigma_w^2 kappa + Sigma_ii leaves");
    edit(identity, "q 40000 0", "q 40000 40000", 1, "line 9: the ball of q is not positive");
    edit(identity, "kappa 40000 0", "kappa 40001 0", 1, "line 14: kappa is not the sum");
    edit(identity, "kappa 40000 0", "kappa 40000 1", 1, "line 14: 2 sigma_w^2 kappa + Sigma_ii leaves");
    edit(identity, "a2 0 0 0", "a2 0 -1 0", 1, "line 11: a square is negative");
    edit(identity, "a2 0 0 0", "a2 0 -1 1", 0, "proved"); /* [-2, 0] contains 0 alone */
    edit(identity, "a2 0 0 0", "a2 0 0 -1", 1, "line 11: the radius is negative");
    edit(identity, "tail 0 0", "tail -1 0", 1, "line 13: the tail, a sum of squares, is negative");
    edit(identity, "tail 0 0", "tail 0 1", 1, "line 13: the tail, a sum of squares, is negative");
    edit(identity, "rho 1 0 0 0", "rho 1 0 0 14000", 1, "line 15: the ball of rho leaves [-1, 1]");
    edit(identity, "rho 1 0 0 0", "rho 1 0 1 0", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    edit(identity, "rho 1 0 0 0", "rho 1 0 -2 1", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    edit(identity, "x 1 0 -3", "x 1 1 -300000", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    edit(identity, "normalised", "equal-norms", 1, "line 6: its norm differs");
    edit(identity, "x 1 0 -3", "x 1 0 0", 1, "line 6: the point is zero");
    edit(identity, "sigma_w2 1/4", "sigma_w2 0/4", 1, "line 7: sigma_w2 must be positive");
    edit(identity, "sigma_w2 1/4", "sigma_w2 1/0", 1, "line 7: sigma_w2 must be positive");
}

/* cos = 1/sqrt(5) = 29308.67 units; with phi = x the correlation is the same number, 29308 alone is wrong. */
static void test_rounding(void **state)
{
    char *narrow = edited(identity, "x 1 0 -3", "x 1 1 2"), *wide = edited(narrow, "rho 1 0 0 0", "rho 1 0 727c 1"),
         *low;

    (void)state;
    free(narrow);
    low = edited(wide, "rho 1 0 727c 1", "rho 1 0 727c 0"); /* 29308 */
    expect(low, strlen(low), 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    free(low);
    edit(wide, "rho 1 0 727c 1", "rho 1 0 727d 0", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    low = edited(wide, "bound 30000", "bound 10000"); /* K_10 in 4 rho: 1.7889 +- units; 3 - 1.789 = 1.211 */
    expect(low, strlen(low), 0, "proved");
    edit(low, "x 1 1 2", "x 1 -1 2", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    edit(low, "bound 10000", "bound 13700", 1, "line 19: row 0");
    free(low);
    free(wide);
}

static void test_eigenvalue(void **state)
{
    (void)state;
    edit(identity, "bound 30000", "bound 30001", 1, "line 19: row 0 of |K - shift I - L L^T| exceeds shift - bound");
    edit(identity, "shift 30000", "shift 2ffff", 1, "line 19: row 0 of |K - shift I - L L^T| exceeds shift - bound");
    edit(identity, "shift 30000", "shift 30001", 0, "proved"); /* |E| = 1 unit = shift - bound */
    edit(identity, "L 1 0 10000", "L 1 0 10001", 1, "line 19: row 1 of |K - shift I - L L^T| exceeds shift - bound");
    edit(identity, "L 1 0 10000", "L 1 0 -10000", 0, "proved"); /* the same L L^T */
    edit(identity, "bound 30000", "bound 0", 1, "line 19: the bound is not positive");
    edit(identity, "bound 30000", "bound -1", 1, "line 19: the bound is not positive");
    edit(with_tail, "bound 14b00", "bound 18000", 1, "line 19: row 0");  /* 1.5 without the tail: 3 - 1.1 */
    edit(with_drift, "bound 12e00", "bound 14000", 1, "line 19: row 0"); /* 1.25 */
    edit(with_drift, "kappa 40000 8890", "kappa 40000 8880", 1, "line 14: kappa is not the sum"); /* 0.53320 */
    edit(with_drift, "rho 1 0 0 3000", "rho 1 0 0 2d00", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
}

/* phi = x, sigma_w^2 = 1/6, q_* = 3: 2 sigma_w^2 = 21845.33 units, whose upper end is 21846.  The least radius of q with which a
   ball of kappa exists is 5 units; with the lower end twice it would be 3. */
static void test_fraction_rounding(void **state)
{
    static const char format[] =
        "deqcert-certificate 1\nactivation x\nprecision 16\npoints 1 1 0 normalised\nx 0 1\nsigma_w2 1/6\n"
        "lipschitz 10000\nq 30000 %x\nterms 1\na2 0 0 0\na2 1 30000 0\ntail 0 0\nkappa 30000 %x\n"
        "L 0 10000\nshift 20000\nbound 1\nend\n";
    char text[400];

    (void)state;
    for (unsigned q = 0; q < 5; q++)
        for (unsigned kappa = 0; kappa < 12; kappa++)
            expect(text, (size_t)snprintf(text, sizeof text, format, q, kappa), 1, "rejected");
    expect(text, (size_t)snprintf(text, sizeof text, format, 5, 7), 0, "proved");
}

/* a_1^2 = 4 - 2^-16, tail 2^-16, cosine 1/2: rho lies below 1/2 by less than a unit, so [1/2, 1/2 + 2 units] is wrong. */
static void test_product_rounding(void **state)
{
    char *points = edited(identity, "points 2 2 0 normalised\nx 0 1 0\nx 1 0 -3",
                          "points 2 4 0 normalised\nx 0 1 1 1 1\nx 1 1 1 1 -1"),
         *tail = edited(points, "a2 1 40000 0\ntail 0 0", "a2 1 3ffff 0\ntail 1 0"),
         *lipschitz = edited(tail, "lipschitz 10000", "lipschitz 10001"),
         *text = edited(lipschitz, "bound 30000", "bound f000"), *mirrored;

    (void)state;
    edit(text, "rho 1 0 0 0", "rho 1 0 8000 1", 0, "proved");
    edit(text, "rho 1 0 0 0", "rho 1 0 8001 1", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    mirrored = edited(text, "x 1 1 1 1 -1", "x 1 -1 -1 -1 1");
    edit(mirrored, "rho 1 0 0 0", "rho 1 0 -8000 1", 0, "proved");
    edit(mirrored, "rho 1 0 0 0", "rho 1 0 -8001 1", 1, "line 15: (2 sigma_w^2 D(rho) + Sigma_ij)/q leaves");
    free(mirrored);
    free(points);
    free(tail);
    free(lipschitz);
    free(text);
}

/* Column 0 of E counts in row 0 too: K_10, K_20 in [-1, 1], K_21 = 0. */
static void test_row_sums(void **state)
{
    char *three = edited(identity, "points 2 2 0 normalised\nx 0 1 0\nx 1 0 -3",
                         "points 3 3 0 normalised\nx 0 1 0 0\nx 1 0 1 0\nx 2 0 0 1"),
         *other;

    (void)state;
    other = edited(three, "rho 1 0 0 0\n", "rho 1 0 0 4000\nrho 2 0 0 4000\nrho 2 1 0 0\n");
    free(three);
    three = edited(other, "L 1 0 10000\n", "L 1 0 10000\nL 2 0 0 10000\n");
    free(other);
    edit(three, "bound 30000", "bound 10000", 0, "proved");
    edit(three, "bound 30000", "bound 18000", 1, "row 0 of");
    free(three);
}

static void test_syntax(void **state)
{
    static const char *const numbers[] = {"q 40000  0", "q 40000 0 ",  "q 40000 0 0", "q 40000",      "q 040000 0",
                                          "q 4000G 0",  "q 0x40000 0", "q 40000 -0",  "q +40000 0",   "q 4000A 0",
                                          "q\t40000 0", "q 40000 0\r", " q 40000 0",  "Q 40000 0",    "q",
                                          "",           "q 4e 0p1",    "q 40000 -",   "kappa 40000 0"};
    static const char *const sigmas[] = {"0.25", "1/4/4", "-1/4", "1/-4", "1", "/", "1/", "/4", "a/b", "1/4 "};
    static const char *const sizes[] = {
        "0 2 0",    "2 0 0",       "-2 2 0",   "2 2 -1",         "02 2 0", "999999999999999999999 2 0",
        "4097 2 0", "2 1048577 0", "2 2 4097", "4096 1048576 0", "2 2",    "2.0 2 0",
        "3 2 0",    "1 2 0",       "2 3 0",    "2 1 0"};
    static const char *const precisions[] = {"15", "8193", "0", "-16", "1e2", "", "16 16", "17"};
    char line[200];
    size_t length = strlen(identity);

    (void)state;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        edit(identity, "q 40000 0", numbers[k], 1, "rejected: line 9: ");
    for (size_t k = 0; k < sizeof sigmas / sizeof *sigmas; k++) {
        snprintf(line, sizeof line, "sigma_w2 %s\n", sigmas[k]);
        edit(identity, "sigma_w2 1/4\n", line, 1, "rejected: line 7: ");
    }
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        snprintf(line, sizeof line, "points %s normalised\n", sizes[k]);
        edit(identity, "points 2 2 0 normalised\n", line, 1, "rejected: line ");
    }
    for (size_t k = 0; k < sizeof precisions / sizeof *precisions; k++) {
        snprintf(line, sizeof line, "precision %s\n", precisions[k]);
        edit(identity, "precision 16\n", line, 1, "rejected: line ");
    }
    edit(identity, "certificate 1", "certificate 2", 1, "line 1: the version");
    edit(identity, "normalised", "normalized", 1, "line 4: ");
    edit(identity, "activation x", "activation", 1, "line 2: ");
    edit(identity, "activation x", "activation \303\251", 1, "line 2: byte 195 is not printable");
    edit(identity, "terms 1", "terms 65537", 1, "line 10: ");
    edit(identity, "terms 1", "terms 2", 1, "line 13: \"a2\" is expected");
    edit(identity, "terms 1", "terms 0", 1, "line 12: \"tail\" is expected");
    edit(identity, "rho 1 0 0 0", "rho 0 1 0 0", 1, "line 15: the first index");
    edit(identity, "L 1 0 10000", "L 1 10000", 1, "line 17: an entry of L is missing");
    edit(identity, "L 1 0 10000", "L 1 0 10000 0", 1, "line 17: the line goes on");
    edit(identity, "bound 30000", "bound 30000 0", 1, "line 19: the line goes on");
    edit(identity, "end\n", "end 0\n", 1, "line 20: the line goes on");
    edit(identity, "end\n", "end\n\n", 1, "line 21: the file goes on");
    edit(identity, "end\n", "end", 1, "line 20: the file ends");
    edit(identity, "end\n", "", 1, "line 20: the file ends");
    edit(identity, "end\n", "\n", 1, "line 20: the line is empty (\"end\" is expected)");
    for (size_t cut = 0; cut < length; cut++) expect(identity, cut, 1, "rejected: line ");
    expect(identity, length + 1, 1, "line 21: the file goes on"); /* the NUL after it */
}

/* Numbers and lines beyond the limits, without costing memory. */
static void test_limits(void **state)
{
    char *digits = malloc(5000), *line;

    (void)state;
    memset(digits, 'f', 4999);
    digits[4999] = '\0';
    assert_true(asprintf(&line, "x 1 0 -%s", digits) >= 0);
    edit(identity, "x 1 0 -3", line, 1, "line 6: a coordinate has more than 4096 digits");
    free(line);
    digits[4096] = '\0';
    assert_true(asprintf(&line, "x 1 0 -%s", digits) >= 0);
    edit(identity, "x 1 0 -3", line, 0, "proved");
    free(line);
    assert_true(asprintf(&line, "shift %s", digits) >= 0);
    edit(identity, "shift 30000", line, 0, "proved"); /* |E| = shift - 3 */
    free(line);
    assert_true(asprintf(&line, "bound %s", digits) >= 0);
    edit(identity, "bound 30000", line, 1, "line 19: row 0");
    free(line);
    free(digits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_accepted),
                                       cmocka_unit_test(test_limit),
                                       cmocka_unit_test(test_rounding),
                                       cmocka_unit_test(test_product_rounding),
                                       cmocka_unit_test(test_fraction_rounding),
                                       cmocka_unit_test(test_eigenvalue),
                                       cmocka_unit_test(test_row_sums),
                                       cmocka_unit_test(test_syntax),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
