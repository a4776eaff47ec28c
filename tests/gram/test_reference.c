/* The limit and lambda_* against tests/reference/hermite_gram.json (mpmath, no FLINT), at 64 and 256 bits: containment
   and the promised widths. */
#include "support.h"

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text;
    long size;

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = malloc((size_t)size + 1);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    text[size] = '\0';
    fclose(file);
    return text;
}

/* The string value of "key" at or after *from; moves *from behind it. */
static void string_value(char *value, size_t length, const char **from, const char *key)
{
    char quoted[64];
    const char *at, *end;

    snprintf(quoted, sizeof quoted, "\"%s\": \"", key);
    at = strstr(*from, quoted);
    assert_non_null(at);
    at += strlen(quoted);
    end = strchr(at, '"');
    assert_non_null(end);
    assert_true((size_t)(end - at) < length);
    memcpy(value, at, (size_t)(end - at));
    value[end - at] = '\0';
    *from = end;
}

static void read_points(double *x)
{
    char *text = read_text("tests/reference/points_6x4.csv"), *at = text;
    slong k;

    for (k = 0; k < 24; k++) {
        x[k] = strtod(at, &at);
        if (*at == ',') at++;
    }
    free(text);
}

static void reference(slong bits)
{
    char *text = read_text("tests/reference/hermite_gram.json");
    const char *at = text, *next;
    double points[24];
    slong cases = 0;

    read_points(points);
    while ((next = strstr(at, "\"activation\"")) != NULL) {
        char name[32], s[16], q[64], kappa[64], K10[64], K52[64], least[64];
        const char *phi = name;
        slong digits, long_digits = 35;
        setup_t x;
        lambda_t l;
        reason_t why;

        at = next;
        string_value(name, sizeof name, &at, "activation");
        string_value(s, sizeof s, &at, "sigma_w2");
        string_value(q, sizeof q, &at, "q");
        string_value(kappa, sizeof kappa, &at, "kappa");
        string_value(K10, sizeof K10, &at, "K_1_0");
        string_value(K52, sizeof K52, &at, "K_5_2");
        string_value(least, sizeof least, &at, "lambda_star");
        digits = strcmp(name, "relu") == 0 || strcmp(name, "hardtanh") == 0 ? 15 : 19;
        if (strcmp(name, "hardtanh") == 0)
            phi = "clip(x,-1,1)";
        else
            strcat(name, "(x)");
        setup_open(x, phi, s, 6, 4, points, 1);
        lambda_init(l);
        reason_init(why);
        check_status("lambda", phi, gram_lambda(l, x->model, bits, 0.0, why), DQ_OK, why);
        check_decimal("q", phi, l->gram->q, q, long_digits, 300);
        check_decimal("kappa", phi, l->gram->kappa, kappa, long_digits, 300);
        check_decimal("K_1_0", phi, arb_mat_entry(l->gram->K, 1, 0), K10, digits, digits);
        check_decimal("K_5_2", phi, arb_mat_entry(l->gram->K, 5, 2), K52, digits, digits);
        check_decimal("lambda_*", phi, l->lambda, least, digits - 2, digits);
        check_gram_widths(phi, l->gram, bits);
        check_width("lambda_*", phi, l->lambda, bits, l->lambda);
        assert_string_equal(l->engine, "ball cholesky");
        assert_int_equal(l->gram->route, LIMIT_COUPLING);
        lambda_clear(l);
        setup_close(x);
        cases++;
    }
    assert_int_equal(cases, 12);
    free(text);
}

static void at_64_bits(void **state)
{
    (void)state;
    reference(64);
}

static void at_256_bits(void **state)
{
    (void)state;
    reference(256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(at_64_bits), cmocka_unit_test(at_256_bits)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
