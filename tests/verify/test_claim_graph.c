/* The claims' `depends` form a graph without cycles; the page draws it and says what a failure takes with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "verify/claims/claims.h"
#include "verify/render/outcome.h"

/* ---- the registry ----------------------------------------------------------------------------------- */

enum { DEEPEST = 64 };

/* Follows every chain of `depends`; a claim met twice on one chain is a cycle. */
static void follow(const claim_t *claim, const char *path[DEEPEST], int depth)
{
    assert_true(depth < DEEPEST);
    for (int k = 0; k < depth; k++)
        if (strcmp(path[k], claim->id) == 0) fail_msg("%s rests on itself through %s", claim->id, path[depth - 1]);
    path[depth] = claim->id;
    for (const char *p = claim->depends; *p != '\0';) {
        size_t length = strcspn(p, " ");
        char id[128];
        snprintf(id, sizeof id, "%.*s", (int)length, p);
        const claim_t *used = claim_find(id);
        if (used == NULL) fail_msg("%s depends on the unknown \"%s\"", claim->id, id);
        const char *again = strstr(p + length, id);
        if (again != NULL && again[-1] == ' ' && (again[length] == ' ' || again[length] == '\0'))
            fail_msg("%s names %s twice", claim->id, id);
        follow(used, path, depth + 1);
        p += length;
        p += strspn(p, " ");
    }
}

static void one_claim(const claim_t *claim, void *context)
{
    const char *path[DEEPEST];
    ++*(size_t *)context;
    follow(claim, path, 0);
}

static void test_registry(void **state)
{
    size_t claims = 0;
    (void)state;
    claim_visit(one_claim, &claims);
    assert_true(claims > 40);
    /* Proposition 12's proof takes the contraction step that a review doubted. */
    assert_non_null(strstr(claim_find("gram.limit-exists")->depends, "gram.published-contraction"));
    assert_null(strstr(claim_find("gram.limit-exists.repaired")->depends, "gram.published-contraction"));
}

/* ---- a report by hand: a <- b <- c, b fails, b.repaired holds, d fails in some cases, e uses d -------- */

static claim_row claims[] = {{.id = "f.a", .depends = "", .page = "claims/f.a.md"},
                             {.id = "f.b", .depends = "f.a", .page = "claims/f.b.md"},
                             {.id = "f.b#lie", .depends = "f.b", .page = NULL},
                             {.id = "f.b.repaired", .depends = "f.d", .page = "claims/f.b.repaired.md"},
                             {.id = "f.c", .depends = "f.b f.unknown", .page = "claims/f.c.md"},
                             {.id = "f.d", .depends = "", .page = "claims/f.d.md"},
                             {.id = "f.e", .depends = "f.c f.d", .page = "claims/f.e.md"},
                             {.id = "f.f", .depends = "", .page = "claims/f.f.md"}};
static field_row big[] = {{"points n", "9"}}, small[] = {{"points n", "3"}};
static case_row cases[] = {{.name = "one", .page = "cases/one.md", .path = "one.yaml", .field = big, .fields = 1},
                           {.name = "two", .page = "cases/two.md", .path = "two.yaml", .field = small, .fields = 1},
                           {.name = "bad", .page = "cases/bad.md", .path = "bad.yaml", .planted = 1}};
#define UNIT(c, id, w, word)                                                                                           \
    {                                                                                                                  \
        .case_index = c, .claim = id, .width = w, .expected = "", .verdict = word, .subkind = "", .evidence = word,    \
        .witness = "", .met = 1                                                                                        \
    }
static unit_row units[] = {UNIT(0, "f.a", -1, "proved"),          UNIT(0, "f.b", -1, "refuted"),
                           UNIT(0, "f.b.repaired", -1, "proved"), UNIT(0, "f.d", 100, "supported"),
                           UNIT(0, "f.d", 50, "rejected"),        UNIT(0, "f.e", -1, "inapplicable"),
                           UNIT(1, "f.b", -1, "refuted"),         UNIT(1, "f.d", 80, "rejected"),
                           UNIT(1, "f.d", 60, "rejected"),        UNIT(2, "f.a", -1, "refuted")};
static const report_struct report = {
    .cases = cases, .case_count = 3, .claims = claims, .claim_count = 8, .units = units, .unit_count = 10};

static void test_outcome(void **state)
{
    (void)state;
    outcome_t o = claim_outcome(&report, "f.a");
    assert_int_equal(o.kind, CLASS_PROVED); /* the refutation in a planted case is none of the claim's */
    assert_int_equal(o.units, 1);
    o = claim_outcome(&report, "f.b");
    assert_int_equal(o.kind, CLASS_FAILS);
    assert_ptr_equal(o.smallest, &units[6]); /* fewest points */
    o = claim_outcome(&report, "f.d");
    assert_int_equal(o.kind, CLASS_MIXED);
    assert_ptr_equal(o.smallest, &units[8]); /* fewest points, then least width */
    assert_int_equal(o.failed, 3);
    assert_int_equal(o.decided, 4);
    assert_int_equal(claim_outcome(&report, "f.e").kind, CLASS_INAPPLICABLE);
    assert_int_equal(claim_outcome(&report, "f.f").kind, CLASS_UNUSED);
    units[8].verdict = "refuted", units[8].case_index = 0;
    assert_ptr_equal(claim_outcome(&report, "f.d").smallest, &units[8]); /* certified before sampled */
    units[8].verdict = "rejected", units[8].case_index = 1;
    assert_ptr_equal(claim_repaired(&report, &claims[1]), &claims[3]);
    assert_null(claim_repaired(&report, &claims[3]));
    assert_ptr_equal(claim_printed(&report, &claims[3]), &claims[1]);
    assert_null(claim_repaired(&report, &claims[0]));
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) fail_msg("no \"%s\" in:\n%s", part, text);
}

static void test_page(void **state)
{
    char *text = NULL;
    size_t size = 0;
    (void)state;
    FILE *out = open_memstream(&text, &size);
    write_claim_graph(out, &report);
    fclose(out);
    has(text, "```mermaid\nflowchart LR\n");
    has(text, "  c0[\"f.a<br/>proved where decided\"]:::proved\n");
    has(text, "  c1[\"f.b<br/>fails\"]:::fails\n");
    has(text, "  c0 --> c1\n");
    has(text, "  c1 -.-> c3\n");
    has(text, "  c4 --> c6\n");
    has(text, "  c5 --> c3\n");
    has(text, "  classDef fails fill:");
    assert_null(strstr(text, "c2[")); /* planted falsehoods are no nodes */
    assert_null(strstr(text, "c7[")); /* nor is a claim without a link */
    has(text, "another claim: [f.f](claims/f.f.md).\n");
    /* c uses b, e uses c: both lose their proof with b; a, which b uses, does not.  A repaired form has no printed proof. */
    has(text, "| [f.b](claims/f.b.md) | refuted 2 | [f.c](claims/f.c.md), [f.e](claims/f.e.md) | [proved where "
              "decided](claims/f.b.repaired.md) |\n");
    has(text, "| [f.d](claims/f.d.md) | supported 1, rejected 3 | [f.e](claims/f.e.md) | none |\n");
    has(text, "| [f.c](claims/f.c.md) | [f.b](claims/f.b.md) |  | - | none |\n");
    has(text, "| [f.e](claims/f.e.md) | [f.b](claims/f.b.md) | [f.d](claims/f.d.md) | inapplicable 1 | none |\n");
    assert_null(strstr(text, "| [f.a](claims/f.a.md) |"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_outcome),
        cmocka_unit_test(test_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
