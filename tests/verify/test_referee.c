/* The pages a referee reads: what fails first with its smallest counterexample, the repair beside it, the claim about no case. */
#include "verify/render/render.h"
#include "tests/verify/work_folder.h"

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) fail_msg("no \"%s\" in:\n%s", part, text);
}

/* A printed claim that fails in one case and holds in another, its repaired form, and a claim about no case. */
static void fill_referee(store_t s)
{
    store_error_t error;
    OK(store_begin_run(s, "", "quick", "v1", error));
    for (int k = 0; k < 2; k++) {
        store_case c = {k ? "h1" : "h0",
                        k ? "large" : "small",
                        "T",
                        k ? "cases/large.yaml" : "cases/small.yaml",
                        k ? "one" : "nought",
                        k ? "{\"points n\": \"7\"}" : "{\"points n\": \"3\"}",
                        0};
        OK(store_add_case(s, &c, error));
        for (int j = 0; j < 2; j++) {
            store_verdict v = {
                c.hash,
                j ? "gram.rate.repaired" : "gram.rate",
                "quick",
                "v1",
                -1,
                j ? "proved" : "refuted",
                j ? "" : "counterexample",
                k ? "Large. And more."
                  : "**Small**: $`a. b`$ fails. Not this: "
                    "the sentence before is long enough only with this one, which ends clearly beyond a hundred and "
                    "fifty "
                    "bytes, here. But not this.",
                "[{\"name\": \"largest $`|K^{(12)}_{ij}-K^{(11)}_{ij}|`$\", \"lower\": \"0.2\", \"upper\": \"0.4\", "
                "\"kind\": \"enclosure\"}, {\"name\": \"proved bound of $`|K^{(12)}_{ij}-K^{(11)}_{ij}|`$\", "
                "\"lower\": \"0.6\", \"upper\": \"0.6\", \"kind\": \"enclosure\"}]",
                0.5,
                NULL,
                k ? NULL : "seed 1"};
            OK(store_add_unit(s, c.name, v.claim, -1, "", error));
            OK(store_put_verdict(s, &v, error));
        }
    }
    store_case none = {"statements", "statements", "Statements about no case", "", "statements", "{}", 0};
    OK(store_add_case(s, &none, error));
    OK(store_add_unit(s, "statements", "lone.one", -1, "proved", error));
    store_verdict v = {"statements", "lone.one", "quick", "v1", -1, "proved", "", "By algebra.", "[]", 0.1, NULL, NULL};
    OK(store_put_verdict(s, &v, error));
    store_claim claim = {
        "gram.rate", "Rate", "Source", "Printed.", "", "H", "M", "lone.one", "verify/claims/gram/rate.c", 0};
    OK(store_add_claim(s, &claim, error));
    claim.id = "gram.rate.repaired", claim.statement = "Repaired.", claim.depends = "";
    OK(store_add_claim(s, &claim, error));
    claim.id = "lone.one", claim.title = "Lone";
    OK(store_add_claim(s, &claim, error));
}

static void test_referee(void **state)
{
    store_t s;
    store_error_t error;
    (void)state;
    OK(store_open(&s, file_of("referee.db"), 0, error));
    fill_referee(s);
    OK(store_begin_run(s, "some topic", "quick", "v1", error));
    store_case c = {"h0", "small", "T", "cases/small.yaml", "nought", "{}", 0};
    OK(store_add_case(s, &c, error));
    store_show(s, "");
    OK(render_reports(s, file_of("f"), error));
    store_close(s);
    char *index = text_of("f/index.md");
    has(index, "2 statements of the sources were decided in 2 cases; 1 of the claims, repaired ones included, are "
               "about no case");
    has(index, "1 hold (1 by proof in every such case, 0 with statistical support), 1 fail, 0 hold in some");
    char *findings = text_of("f/findings.md"), *counts = text_of("f/claims.md");
    has(index, "| gram | [rate](claims/gram.rate.md) ([repair](claims/gram.rate.repaired.md) proved) | | | | |\n");
    has(findings,
        "| [gram.rate](claims/gram.rate.md): Rate. Source | refuted 2 (counterexample) of 2 | Small: $`a. b`$ fails. "
        "Not "
        "this: the sentence before is long enough only with this one, which ends clearly beyond a hundred and fifty "
        "bytes, "
        "here. ([small: gram.rate](cases/small.md#gramrate)) | [proved where "
        "decided](claims/gram.rate.repaired.md) |\n");
    has(counts, "| [gram.rate](claims/gram.rate.md): Rate | refuted 2 | [proved 2](claims/gram.rate.repaired.md) |\n");
    has(index, "Topics: [some topic](topics/some=20topic.md).");
    assert_null(strstr(counts, "| [gram.rate.repaired](")); /* beside the printed one only */
    free(index);
    free(findings);
    free(counts);
    char *claim = text_of("f/claims/gram.rate.md");
    has(claim, "**Fails**: refuted 2, of 2 verdicts");
    has(claim, "## Smallest counterexample\n\n[small: gram.rate](../cases/small.md#gramrate), $`n=3`$: **refuted**");
    has(claim, "[witness](../witnesses/small-gram.rate.txt)");
    has(claim,
        "## Repair\n\nChecked beside it: [gram.rate.repaired](../claims/gram.rate.repaired.md), proved where decided");
    has(claim, "\n\nRepaired.\n");
    has(claim, "build/deqcert verify cases/small.yaml --claims gram.rate\n");
    free(claim);
    char *lone = text_of("f/claims/lone.one.md"), *page = text_of("f/cases/statements.md");
    has(lone, "```sh\nbuild/deqcert verify --claims lone.one\n```");
    has(lone, "By algebra.");
    has(page, "```sh\nbuild/deqcert verify\n```");
    free(lone);
    free(page);
    char *sharp = text_of("f/sharpness.md");
    /* 0.3 over 0.6, the numbers shown as they are stored */
    has(sharp, "| at most | \\[0.2, 0.4\\] (interval, certified) | \\[0.6, 0.6\\] (interval, certified) | 0.5 | "
               "[small: gram.rate.repaired](cases/small.md#gramraterepaired) | 2 |\n");
    free(sharp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_referee)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
