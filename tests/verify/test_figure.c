/* Figures: the data exactly as given, pictures that stay well-formed whatever their labels say, the same bytes every time, and reports that
   do without gnuplot when it is missing, fails or hangs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/render/figure_parts.h"

static char directory[256];
static store_error_t error;

static const char *file_of(const char *name)
{
    static char path[4][600];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", directory, name);
    return path[next];
}

/* NULL when there is no such file; the caller frees it. */
static char *text_of(const char *name)
{
    FILE *in = fopen(file_of(name), "r");
    if (in == NULL) return NULL;
    char *text = calloc(1, 300000);
    assert_true(fread(text, 1, 299999, in) < 299999);
    fclose(in);
    return text;
}

/* A rendering into directory/name of which figure_write returns 0 for every figure; the page that shows them. */
static char *render(const char *name, const figure_t *figure, size_t count, double seconds)
{
    char path[600], page[600];
    pages_t p;
    snprintf(path, sizeof path, "%s", file_of(name));
    pages_init(p, path, error);
    if (seconds > 0) p->plotter_seconds = seconds;
    assert_int_equal(make_directory(path, error), 0);
    for (size_t k = 0; k < count; k++)
        if (figure_write(p, &figure[k]) != 0) fail_msg("%s: %s", figure[k].file, error->text);
    FILE *out = page_open(p, "index.md");
    assert_non_null(out);
    for (size_t k = 0; k < count; k++) figure_show(out, p, "", &figure[k]);
    assert_int_equal(page_close(p), 0);
    assert_int_equal(pages_finish(p), 0);
    pages_clear(p);
    snprintf(page, sizeof page, "%s/index.md", name);
    return text_of(page);
}

static int have(const char *program)
{
    char command[200];
    snprintf(command, sizeof command, "command -v %s > /dev/null", program);
    return system(command) == 0;
}

/* Tags balance, entities are the five of XML or numbers, text holds no bare < or &, no byte below a blank but line ends and tabs. */
static void assert_well_formed(const char *name, const char *svg)
{
    char open[64][32];
    int depth = 0;
    assert_null(strstr(svg, "]]>"));
    assert_int_equal(strncmp(svg, "<?xml", 5), 0);
    for (const char *p = svg; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 && strchr("\n\t\r", *p) == NULL) fail_msg("%s: byte %d", name, *p);
        if (*p == '&') {
            size_t length = strcspn(p, ";");
            static const char *const known[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};
            int good = p[1] == '#' && strspn(p + 2, "0123456789") == length - 2 && length > 2 && atoi(p + 2) >= 32;
            for (int k = 0; k < 5; k++) good |= strncmp(p, known[k], length + 1) == 0;
            if (!good) fail_msg("%s: entity %.20s", name, p);
        }
        if (*p != '<' || p[1] == '?' || p[1] == '!') continue;
        size_t length = strcspn(p + 1, "> \n/");
        if (p[1] == '/') {
            length = strcspn(p + 2, ">");
            if (depth == 0 || strlen(open[depth - 1]) != length || strncmp(open[depth - 1], p + 2, length) != 0)
                fail_msg("%s: %.40s does not close %s", name, p, depth ? open[depth - 1] : "anything");
            depth--;
            continue;
        }
        const char *end = p;
        for (char quote = 0; *end != '\0' && (quote || *end != '>'); end++) {
            if (quote ? *end == quote : (*end == '"' || *end == '\'')) quote = quote ? 0 : *end;
            if (quote && *end == '<') fail_msg("%s: < in an attribute", name);
        }
        if (*end == '\0' || length >= 32) fail_msg("%s: tag %.40s", name, p);
        if (end[-1] != '/') {
            assert_true(depth < 64);
            snprintf(open[depth++], 32, "%.*s", (int)length, p + 1);
        }
        p = end;
    }
    assert_int_equal(depth, 0);
}

#define HOSTILE                                                                                                        \
    "\"; system(\"touch pwned\") #'</text><script>alert(1)</script>]]> `touch pwned` @x $(touch pwned) {^_&#0;&lt "    \
    "\\\\"                                                                                                             \
    " \x01\xff\xc2\x80 \xef\xbf\xbf %T\n!touch pwned\n"

static const figure_line decay[] = {
    {"$`a_r^2`$", "enclosure", "0 0.5 0.50000000000000000001\n1 1e-3 2e-3\n2 0 0\n3 -1e-9 1e-5\n4 1e-12 1e-11\n"},
    {"bound", "theory", "0 1\n4 1e-10\n"},
    {"middle", "approximate", "0 0.7\nnan 3\n1 inf\n2\n2 0x10\n3 2 1\n4 5e-11\n"}};
static const figure_line hostile[] = {{HOSTILE, "enclosure", "1 2 3\n2 3 4\n"},
                                      {HOSTILE, HOSTILE, "1 2\n2 3\n"},
                                      {"$`" HOSTILE "`$", "approximate", "1 1\n"}};
static const figure_line none[] = {{"no point", "enclosure", ""}};
static const figure_line single[] = {{"one point", "enclosure", "5 2 2\n"}};
static const figure_line negative[] = {{"below zero", "enclosure", "5 -2 -1\n6 0 0\n"}};
/* A row label that is no number stands at 0. */
static const figure_line valley[] = {{"-1", "approximate", "-1 5\n0 2\n1 4\n"},
                                     {HOSTILE, "approximate", "-1 3\n0 1\n1 3000\n"},
                                     {"1", "approximate", "-1 5\n0 2\n1 4\n"}};
static const figure_t figures[] = {
    {"figures/decay", "Decay", "It falls.", "index $`r`$", "$`a_r^2`$", 0, 1, decay, 3, NULL},
    {"figures/hostile", HOSTILE, HOSTILE, HOSTILE, "$`" HOSTILE "`$", 0, 0, hostile, 3, NULL},
    {"figures/none", "None", "Nothing.", "x", "y", 0, 0, none, 1, NULL},
    {"figures/single", "Single", "One.", "x", "y", 1, 1, single, 1, NULL},
    {"figures/negative", "Negative", "None shown.", "x", "y", 0, 1, negative, 1, NULL},
    {"figures/valley", "Valley", "Low.", "$`\\alpha`$", "$`\\beta`$", 0, 1, valley, 3, HOSTILE}};
#define FIGURES (sizeof figures / sizeof *figures)

static void test_data(void **state)
{
    (void)state;
    free(render("data", figures, FIGURES, 0));
    char *text = text_of("data/figures/decay.tsv");
    assert_string_equal(
        text, "# line\tguarantee\tx: index r\tlower end or value of y: a_r²\tupper end of y, empty for a value "
              "without bounds\n"
              "a_r²\tenclosure\t0\t0.5\t0.50000000000000000001\n"
              "a_r²\tenclosure\t1\t1e-3\t2e-3\n"
              "a_r²\tenclosure\t2\t0\t0\n"
              "a_r²\tenclosure\t3\t-1e-9\t1e-5\n"
              "a_r²\tenclosure\t4\t1e-12\t1e-11\n"
              "bound\ttheory\t0\t1\t\n"
              "bound\ttheory\t4\t1e-10\t\n"
              "middle\tapproximate\t0\t0.7\t\n"
              "middle\tapproximate\t4\t5e-11\t\n");
    free(text);
    text = text_of("data/figures/hostile.tsv");
    int lines = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
        int tabs = 0;
        for (char *p = line; *p != '\0'; p++) tabs += *p == '\t';
        if (tabs != 4) fail_msg("%d tabs: %s", tabs, line);
    }
    assert_int_equal(lines, 1 + 5);
    free(text);
    text = text_of("data/.deqcert-files");
    assert_non_null(strstr(text, "figures/decay.tsv\n"));
    free(text);
}

static void test_pictures(void **state)
{
    static const char *const file[] = {"decay.svg",  "decay-dark.svg", "hostile.svg",    "hostile-dark.svg",
                                       "single.svg", "valley.svg",     "valley-dark.svg"};
    figure_t reversed[FIGURES];
    (void)state;
    if (!have("gnuplot")) skip();
    for (size_t k = 0; k < FIGURES; k++) reversed[k] = figures[FIGURES - 1 - k];
    char *page = render("a", figures, FIGURES, 0);
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    setenv("GNUTERM", "dumb", 1);
    free(render("b", reversed, FIGURES, 0));
    unsetenv("LC_ALL");
    unsetenv("GNUTERM");
    for (size_t k = 0; k < sizeof file / sizeof *file; k++) {
        char first[100], second[100], command[800];
        snprintf(first, sizeof first, "a/figures/%s", file[k]);
        snprintf(second, sizeof second, "b/figures/%s", file[k]);
        char *one = text_of(first), *two = text_of(second);
        if (one == NULL || two == NULL) fail_msg("%s was not drawn", file[k]);
        assert_string_equal(one, two);
        assert_well_formed(first, one);
        assert_null(strstr(one, "nan"));
        if (have("xmllint")) {
            snprintf(command, sizeof command, "xmllint --noout '%s'", file_of(first));
            assert_int_equal(system(command), 0);
        }
        free(one);
        free(two);
    }
    assert_null(text_of("a/figures/none.svg"));
    assert_null(text_of("a/figures/negative.svg"));
    assert_int_equal(access("pwned", F_OK), -1);
    char *dark = text_of("a/figures/decay-dark.svg");
    assert_non_null(strstr(dark, "#0d1117"));
    assert_non_null(strstr(dark, "dasharray"));
    assert_non_null(strstr(dark, ", certified<"));
    free(dark);
    assert_non_null(strstr(page,
                           "<picture><source media=\"(prefers-color-scheme: dark)\" "
                           "srcset=\"figures/decay-dark.svg\"><img alt=\"Decay\" src=\"figures/decay.svg\" "
                           "width=\"800\"></picture>\n\n**Decay.** It falls. Across: index $`r`$; up: $`a_r^2`$, "
                           "logarithmic. 1 point is not certainly positive and only in the data. Bars that reach the "
                           "lower edge end at zero or below. [Data](figures/decay.tsv).\n"));
    assert_non_null(
        strstr(page, "alt=\"&#34;; system(&#34;touch pwned&#34;) #&#39;&#60;/text&#62;&#60;script&#62;alert"));
    assert_null(strstr(page, "none.svg"));
    free(page);
}

static void label(const char *markdown, const char *plain, const char *enhanced)
{
    char *got = label_plain(markdown);
    if (strcmp(got, plain) != 0) fail_msg("%s became %s, not %s", markdown, got, plain);
    free(got);
    got = label_enhanced(markdown);
    if (strcmp(got, enhanced) != 0) fail_msg("%s became %s, not %s", markdown, got, enhanced);
    free(got);
}

static void test_labels(void **state)
{
    char deep[400] = "$`";
    (void)state;
    label("$`\\lambda_*`$", "λ_*", "λ_{*}");
    label("$`\\Vert W\\Vert_2`$", "‖ W‖_2", "‖ W‖_{2}");
    label("$`\\sigma_w^2`$ of $`\\phi`$", "σ_w² of φ", "σ_{w}² of φ");
    label("$`\\lambda_{\\min}(K^{(l)})`$", "λ_min(K^(l))", "λ_{min}(K^{(l)})");
    label("$`\\frac{n^2}{\\lambda_*^2}\\log\\frac n{\\lambda_*t}`$", "n²/(λ_*²)log n/(λ_*t)",
          "n²/(λ_{*}²)log n/(λ_{*}t)");
    label("$`\\sqrt{2\\sigma}\\,\\hat y-\\unknown{x}`$", "√(2σ)\xe2\x80\x89y\xcc\x82−unknownx",
          "√(2σ)\xe2\x80\x89y\xcc\x82−unknownx");
    label("a_b ^ {c} `code` \\_ @ & ~", "a_b ^ {c} code _ @ & ~", "a\\_b \\^ \\{c\\} code \\_ \\@ \\& \\~");
    label("$`open", "$open", "$open");
    label("$`x_`$ $`{{`$ $`^`$", "x_  ^", "x\\_  \\^");
    for (int k = 0; k < 60; k++) strcat(deep, "_{x");
    strcat(deep, "`$");
    free(label_enhanced(deep));
    free(label_plain(deep));
}

/* gnuplot replaced by a script; the page must do without pictures, and soon. */
static void without(const char *name, const char *script)
{
    char path[600], folder[100], *before = strdup(getenv("PATH"));
    snprintf(folder, sizeof folder, "bin-%s", name);
    assert_int_equal(mkdir(file_of(folder), 0700), 0);
    snprintf(path, sizeof path, "%s/gnuplot", file_of(folder));
    if (script != NULL) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fprintf(out, "#!/bin/sh\n%s\n", script);
        fclose(out);
        chmod(path, 0700);
    }
    *strrchr(path, '/') = '\0';
    setenv("PATH", path, 1);
    time_t began = time(NULL);
    fflush(stderr);
    char *page = render(name, figures, FIGURES, 0.5);
    setenv("PATH", before, 1);
    free(before);
    assert_true(time(NULL) - began < 5);
    assert_null(strstr(page, "<picture>"));
    assert_non_null(
        strstr(page, "(No picture: gnuplot drew none, or no point can be shown.) [Data](figures/decay.tsv)"));
    free(page);
    char data[100];
    snprintf(data, sizeof data, "%s/figures/decay.tsv", name);
    char *text = text_of(data);
    assert_non_null(text);
    free(text);
}

static void test_without_gnuplot(void **state)
{
    (void)state;
    without("missing", NULL);
    without("failing", "exit 1");
    without("hanging", "/bin/sleep 300");
    without("silent", "while read line; do :; done");
    without("talking", "while read line; do echo nonsense; done");
    without("confused", "while read line; do echo '<!-- end of figure -->'; done");
    without("cut", "while read line; do echo '<svg></svg>'; echo '<svg>'; echo '<!-- end of figure -->'; done");
}

static void test_stale(void **state)
{
    (void)state;
    free(render("stale", figures, FIGURES, 0));
    assert_int_equal(access(file_of("stale/figures/single.tsv"), F_OK), 0);
    fclose(fopen(file_of("stale/figures/mine.svg"), "w"));
    free(render("stale", figures, 1, 0));
    assert_int_equal(access(file_of("stale/figures/single.tsv"), F_OK), -1);
    assert_int_equal(access(file_of("stale/figures/single.svg"), F_OK), -1);
    assert_int_equal(access(file_of("stale/figures/decay.tsv"), F_OK), 0);
    assert_int_equal(access(file_of("stale/figures/mine.svg"), F_OK), 0);
}

static int make_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    snprintf(directory, sizeof directory, "%.200s/deqcert-figure-XXXXXX", base);
    return mkdtemp(directory) == NULL;
}

static int remove_folder(void **state)
{
    char command[512];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),          cmocka_unit_test(test_data),  cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_without_gnuplot), cmocka_unit_test(test_stale),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
