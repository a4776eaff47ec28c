/* Reports: the same bytes twice, nothing of a hostile case file becomes markup, stale pages go, foreign files stay. */
#include <sys/stat.h>
#include <unistd.h>
#include "verify/render/markdown.h"
#include "verify/render/render.h"
#include "tests/verify/work_folder.h"

/* ---- a run -------------------------------------------------------------------------------------- */

#define HOSTILE "</td><script>alert(1)</script> | [x](http://evil) ![i](j) `c` $`m`$ # h\n\n# heading\n<!-- \x01"

static void fill(store_t s, int cases)
{
    store_error_t error;
    OK(store_begin_run(s, "", "quick", "v1", error));
    for (int k = 0; k < cases; k++) {
        char hash[16], name[64], canonical[24];
        snprintf(hash, sizeof hash, "h%d", k);
        snprintf(name, sizeof name, k == 0 ? "plain" : "ev|il <b>%d](x)", k);
        snprintf(canonical, sizeof canonical, "text %d", k);
        store_case c = {hash,
                        name,
                        k == 0 ? "A title" : HOSTILE,
                        k == 0 ? "cases/plain.yaml" : "/tmp/se`cret/ev il.yaml",
                        canonical,
                        "{\"activation\": \"max(x, 0.1*x) | </table>\", \"seed\": \"1\"}",
                        k == 1};
        OK(store_add_case(s, &c, error));
        OK(store_add_unit(s, name, "fam.one", -1, "proved", error));
        OK(store_add_unit(s, name, "fam.two", 100, "", error));
        OK(store_add_unit(s, name, "fam.two", 200, "supported", error));
        store_verdict v = {
            hash,
            "fam.one",
            "quick",
            "v1",
            -1,
            k == 1 ? "refuted" : "proved",
            k == 1 ? "counterexample" : "",
            k == 1 ? HOSTILE : "First $`x_1 < |y|`$.\n\nSecond `code <b>`.\n\n```math\na < b\n```",
            "[{\"name\": \"$`\\\\Vert x\\\\|`$ | <i>\", \"lower\": \"1\", \"upper\": \"2\", \"kind\": \"enclosure\"}]",
            0.5,
            NULL,
            NULL};
        OK(store_put_verdict(s, &v, error));
        v.claim = "fam.two", v.width = 100, v.verdict = "supported", v.subkind = "";
        OK(store_put_verdict(s, &v, error));
    }
    store_case pseudo = {"planted", "planted", "Planted", "", "planted", "{}", 1};
    OK(store_add_case(s, &pseudo, error));
    OK(store_add_unit(s, "planted", "fam.one#lie", -1, "refuted or rejected", error));
    store_verdict v = {"planted",        "fam.one#lie", "quick", "v1", -1,   "refuted",
                       "counterexample", "caught",      "[]",    0.1,  NULL, NULL};
    OK(store_put_verdict(s, &v, error));
    store_claim claim = {"fam.one", "One", "Source, Theorem 1", "```math\nx<y\n```",       "",
                         "H",       "M",   "fam.two",           "verify/claims/fam/one.c", 0};
    OK(store_add_claim(s, &claim, error));
    claim.id = "fam.two", claim.depends = "", claim.per_width = 1;
    OK(store_add_claim(s, &claim, error));
    store_claim lie = {
        "fam.one#lie", "lie", "", "A lie: $`|x|<1`$", "", "", "false", "fam.one", "verify/claims/fam/one.c", 0};
    OK(store_add_claim(s, &lie, error));
    OK(store_put_provenance(s, "processor", "A | B <x>", error));
}

/* Nothing outside code, math and the report's own markup may be active. */
static void no_markup(const char *name)
{
    static const char *const bad[] = {"<script", "</td",   "</table", "<b>",         "<i>",
                                      "<!--",    "](http", "![i]",    "\n# heading", "/tmp/"};
    char *text = text_of(name);
    /* Code spans and math may contain anything, an escaped character is inert: blank them. */
    for (char *p = text; (p = strpbrk(p, "`\\")) != NULL;) {
        size_t ticks = strspn(p, "`");
        char *end = NULL;
        if (ticks == 0) {
            memset(p, ' ', p[1] ? 2 : 1);
            p++;
            continue;
        }
        for (char *q = p + ticks; end == NULL && (q = strchr(q, '`')) != NULL; q += strspn(q, "`"))
            if (strspn(q, "`") == ticks) end = q;
        if (end == NULL) fail_msg("%s: unbalanced code span at: %.80s", name, p);
        memset(p, ' ', (size_t)(end - p) + ticks);
        p = end + ticks;
    }
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        if (strstr(text, bad[k]) != NULL) fail_msg("%s contains \"%s\": %.200s", name, bad[k], strstr(text, bad[k]));
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 && *p != '\n') fail_msg("%s contains byte %d", name, *p);
    free(text);
}

static void test_pages(void **state)
{
    static const char *const page[] = {"r/index.md",
                                       "r/provenance.md",
                                       "r/limits.md",
                                       "r/cases/plain.md",
                                       "r/cases/ev=7Cil=20=3Cb=3E1=5D=28x=29.md",
                                       "r/claims/fam.one.md",
                                       "r/claims/fam.two.md",
                                       "r/junit.xml",
                                       "r/matrix.md",
                                       "r/power.md",
                                       "r/claim-graph.md",
                                       "r/sharpness.md",
                                       "r/glossary.md",
                                       "r/reproducibility.md",
                                       "r/findings.md",
                                       "r/claims.md",
                                       "r/monotone-deq.md"};
    enum { PAGES = sizeof page / sizeof *page };
    char *first[PAGES], command[1300];
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("pages.db"), 0, error));
    fill(s, 2);
    OK(render_reports(s, file_of("r"), error));
    for (int k = 0; k < PAGES; k++) first[k] = text_of(page[k]);
    for (int k = 0; k < PAGES; k++)
        if (strstr(page[k], ".md") != NULL) no_markup(page[k]);
    store_close(s);
    OK(store_open(&s, file_of("pages.db"), 1, error));
    OK(render_reports(s, file_of("r"), error));
    for (int k = 0; k < PAGES; k++) {
        char *again = text_of(page[k]);
        assert_string_equal(first[k], again);
        free(again);
    }
    /* fam.one of the hostile case is refuted; nothing decided fam.two at width 200, in either case. */
    assert_non_null(strstr(first[0], "3 of 5 recorded expectations are not met"));
    assert_non_null(strstr(first[3], "$`x_1 < |y|`$"));
    assert_non_null(strstr(first[3], "```math\na < b\n```"));
    assert_non_null(strstr(first[5], "| proved | proved |\n"));
    assert_null(strstr(first[3], "0.5")); /* times only on the provenance and reproducibility pages */
    assert_non_null(strstr(first[1], "0.500"));
    assert_non_null(strstr(first[13], "2.1 seconds of work"));
    assert_null(strstr(first[8], "0.5"));
    snprintf(command, sizeof command, "command -v xmllint > /dev/null || exit 0; xmllint --noout '%s'",
             file_of("r/junit.xml"));
    assert_int_equal(system(command), 0);
    assert_non_null(strstr(first[7], "tests=\"5\" failures=\"3\""));
    for (int k = 0; k < PAGES; k++) free(first[k]);
    store_close(s);
}

/* Every row of a table has as many cells as its head. */
static void test_tables(void **state)
{
    static const char *const page[] = {
        "t/index.md",          "t/provenance.md",     "t/cases/plain.md",    "t/cases/ev=7Cil=20=3Cb=3E1=5D=28x=29.md",
        "t/claims/fam.one.md", "t/claims/fam.two.md", "t/matrix.md",         "t/power.md",
        "t/claim-graph.md",    "t/sharpness.md",      "t/reproducibility.md"};
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("tables.db"), 0, error));
    fill(s, 2);
    OK(render_reports(s, file_of("t"), error));
    store_close(s);
    for (size_t k = 0; k < sizeof page / sizeof *page; k++) {
        char *text = text_of(page[k]);
        int cells = 0;
        for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            int found = 0;
            for (char *p = line; *p; p++) found += *p == '|' && (p == line || p[-1] != '\\');
            if (line[0] != '|') found = 0;
            if (cells > 0 && found > 0 && found != cells) {
                /* A new table begins with its head, followed by its rule; strtok drops the empty line between. */
                if (strncmp(line + strlen(line) + 1, "|---", 4) != 0)
                    fail_msg("%s: %d cells, not %d: %s", page[k], found, cells, line);
            }
            cells = found;
        }
        free(text);
    }
}

static void test_stale_pages(void **state)
{
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("stale.db"), 0, error));
    fill(s, 2);
    OK(render_reports(s, file_of("s"), error));
    FILE *mine = fopen(file_of("s/cases/mine.md"), "w");
    assert_non_null(mine);
    fclose(mine);
    FILE *manifest = fopen(file_of("s/.deqcert-files"), "a");
    assert_non_null(manifest);
    fputs("../keep.md\ncases/../../keep.md\nnotes.md\n", manifest);
    fclose(manifest);
    fclose(fopen(file_of("keep.md"), "w"));
    fclose(fopen(file_of("s/notes.md"), "w"));
    fill(s, 1);
    OK(render_reports(s, file_of("s"), error));
    assert_int_equal(access(file_of("s/cases/ev=7Cil=20=3Cb=3E1=5D=28x=29.md"), F_OK), -1);
    assert_int_equal(access(file_of("s/cases/mine.md"), F_OK), 0);
    assert_int_equal(access(file_of("s/cases/plain.md"), F_OK), 0);
    assert_int_equal(access(file_of("keep.md"), F_OK), 0);
    assert_int_equal(access(file_of("s/notes.md"), F_OK), 0);
    store_close(s);
}

static void test_failures(void **state)
{
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("empty.db"), 0, error));
    assert_int_equal(render_reports(s, file_of("e"), error), -1);
    assert_non_null(strstr(error->text, "no run"));
    fill(s, 1);
    fclose(fopen(file_of("file"), "w"));
    assert_int_equal(render_reports(s, file_of("file/below"), error), -1);
    assert_non_null(strstr(error->text, file_of("file")));
    store_close(s);
}

static void test_json(void **state)
{
    char *text = NULL;
    size_t size = 0;
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("json.db"), 0, error));
    fill(s, 2);
    FILE *out = open_memstream(&text, &size);
    OK(render_json(out, s, 3, 4, error));
    fclose(out);
    store_close(s);
    assert_non_null(strstr(text, "\"units\": {\"computed\": 3, \"reused\": 4}}"));
    assert_non_null(strstr(text, "{\"case\": \"plain\", \"claim\": \"fam.one\", \"width\": null, \"verdict\": "
                                 "\"proved\", \"expected\": \"proved\","));
    assert_non_null(strstr(text, "\"width\": 200, \"verdict\": null, \"expected\": \"supported\", \"evidence\": null"));
    out = fopen(file_of("verdicts.json"), "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    char command[800];
    snprintf(command, sizeof command, "python3 -m json.tool '%s' > /dev/null", file_of("verdicts.json"));
    assert_int_equal(system(command), 0);
    free(text);
}

static void escaped(void (*write)(FILE *, const char *), const char *text, const char *wanted)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    write(out, text);
    fclose(out);
    if (strcmp(got, wanted) != 0) fail_msg("\"%s\" became \"%s\", not \"%s\"", text, got, wanted);
    free(got);
}

static void test_escaping(void **state)
{
    (void)state;
    escaped(markdown_plain, "a|b`c$d<e>&\\\n*_[]", "a\\|b\\`c\\$d&lt;e&gt;&amp;\\\\ \\*\\_\\[\\]");
    escaped(markdown_plain, "http://x www.y", "http\\://x www\\.y");
    escaped(markdown_plain, "caf\xc3\xa9 \xff", "caf\xc3\xa9 \xef\xbf\xbd");
    escaped(markdown_cell, "a | $`\\|x\\| < |y|`$ `c|d`", "a \\| $`\\Vert x\\Vert  < \\vert y\\vert `$ `c\\|d`");
    escaped(markdown_cell, "open ` tick <b>", "open \\` tick &lt;b&gt;");
    escaped(markdown_paragraphs, "a $`x`$ *b* `c<d>`\n\n- item", "a $`x`$ *b* `c<d>`\n\n- item\n");
    escaped(markdown_paragraphs, "# no\n## no\na\n===\n[l](u) ![i](u) <b>",
            "\\# no\n\\## no\na\n\\===\n\\[l\\](u) \\!\\[i\\](u) &lt;b&gt;\n");
    escaped(markdown_paragraphs, "```html\n<b>\n```", "\\`\\`\\`html\n&lt;b&gt;\n\\`\\`\\`\n");
    escaped(markdown_paragraphs, "an open ` tick\n\nand $` math", "an open \\` tick\n\nand \\$\\` math\n");
    escaped(markdown_paragraphs, "```math\nx\n", "\\`\\`\\`math\nx\n\n");
    escaped(shell_word, "cases/a-b.yaml", "cases/a-b.yaml");
    escaped(shell_word, "a b'c\n", "'a b'\\''c?'");
    escaped(markdown_anchor, "gram.rate.repaired", "gramraterepaired");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escaping),    cmocka_unit_test(test_pages),    cmocka_unit_test(test_tables),
        cmocka_unit_test(test_stale_pages), cmocka_unit_test(test_failures), cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
