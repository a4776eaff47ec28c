/* registry: every claim is complete, found by its id and visited once in id order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/claims.h"

typedef struct {
    const char *previous;
    size_t count;
} visit_state;

static void in_order(const claim_t *claim, void *context)
{
    visit_state *state = context;
    if (state->previous != NULL && strcmp(state->previous, claim->id) >= 0)
        print_error("%s comes after %s\n", claim->id, state->previous);
    assert_true(state->previous == NULL || strcmp(state->previous, claim->id) < 0); /* strict: no id twice */
    state->previous = claim->id;
    state->count++;
    assert_ptr_equal(claim_find(claim->id), claim);
}

static void test_visit(void **state)
{
    (void)state;
    visit_state visited = {NULL, 0};
    claim_visit(in_order, &visited);
    size_t registered = 0;
    for (const claim_t *const *file = claim_registry; *file != NULL; file++)
        for (const claim_t *claim = *file; claim->id != NULL; claim++) registered++;
    assert_int_equal(visited.count, registered);
    assert_true(registered > 0);
    assert_null(claim_find("no.such-claim"));
    assert_null(claim_find(""));
    assert_null(claim_find(NULL));
}

/* "verify/claims/gram/rate.c" holds gram.rate, gram.rate.repaired, ... */
static void assert_id_of_file(const claim_t *claim)
{
    char expected[256];
    static const char root[] = "verify/claims/";
    assert_int_equal(strncmp(claim->file, root, sizeof root - 1), 0);
    snprintf(expected, sizeof expected, "%s", claim->file + sizeof root - 1);
    char *slash = strchr(expected, '/'), *end = strrchr(expected, '.');
    assert_non_null(slash);
    assert_non_null(end);
    *slash = '.';
    *end = '\0';
    size_t length = strlen(expected);
    int matches = strncmp(claim->id, expected, length) == 0 && (claim->id[length] == '\0' || claim->id[length] == '.');
    if (!matches) print_error("%s is in %s\n", claim->id, claim->file);
    assert_true(matches);
}

static void assert_depends(const claim_t *claim)
{
    char *list = strdup(claim->depends), *rest = NULL;
    for (char *id = strtok_r(list, " ", &rest); id != NULL; id = strtok_r(NULL, " ", &rest)) {
        if (claim_find(id) == NULL) print_error("%s depends on the unknown %s\n", claim->id, id);
        assert_non_null(claim_find(id));
    }
    free(list);
}

static void assert_complete(const claim_t *claim, void *context)
{
    (void)context;
    const char *const required[] = {claim->title, claim->source, claim->statement, claim->hypotheses, claim->method};
    for (size_t k = 0; k < sizeof required / sizeof required[0]; k++) {
        if (required[k] == NULL || required[k][0] == '\0') print_error("%s lacks text number %d\n", claim->id, (int)k);
        assert_true(required[k] != NULL && required[k][0] != '\0');
    }
    assert_non_null(claim->reading);
    assert_non_null(claim->depends);
    assert_non_null(claim->file);
    assert_true(claim->decide != NULL);
    assert_id_of_file(claim);
    assert_depends(claim);
    for (const planted_t *planted = claim->planted; planted != NULL && planted->name != NULL; planted++) {
        assert_true(planted->name[0] != '\0' && planted->statement != NULL && planted->decide != NULL);
        assert_true(planted->truth == 0 || planted->truth == 1);
        for (const planted_t *other = claim->planted; other != planted; other++)
            assert_string_not_equal(other->name, planted->name);
    }
}

static void test_complete(void **state)
{
    (void)state;
    claim_visit(assert_complete, NULL);
}

static void test_known(void **state)
{
    (void)state;
    static const char *const ids[] = {"activation.assumption-1", "activation.bounded-derivatives",
                                      "hermite.parseval",        "activation.bounded-derivatives.repaired",
                                      "hermite.dual-activation", "hermite.infinite-support",
                                      "hermite.closed-form"};
    for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++) assert_non_null(claim_find(ids[k]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_visit), cmocka_unit_test(test_complete),
                                       cmocka_unit_test(test_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
