/* A case loaded from a file written for one test. */
#ifndef DEQCERT_TESTS_TEMPORARY_CASE_H
#define DEQCERT_TESTS_TEMPORARY_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "verify/claims/claims.h"

/* The activation phi with sigma_w^2 = s on four points in the plane, pairwise neither parallel nor orthogonal.
   `planted: true` admits hypotheses that fail.  The caller clears the case. */
static inline case_t temporary_case(const char *phi, const char *s)
{
    char points[] = "/tmp/deqcert_points_XXXXXX.csv", path[] = "/tmp/deqcert_case_XXXXXX.yaml";
    int points_fd = mkstemps(points, 4), fd = mkstemps(path, 5);
    assert_true(points_fd >= 0 && fd >= 0);
    FILE *file = fdopen(points_fd, "w");
    fputs("1,0.25\n0.5,1\n-0.75,0.5\n0.25,-1.5\n", file);
    fclose(file);
    file = fdopen(fd, "w");
    fprintf(file,
            "title: temporary\nplanted: true\nactivation: {phi: \"%s\"}\nmodel: {sigma_w2: %s}\ndata: {csv: %s}\n", phi,
            s, points);
    fclose(file);
    case_t loaded = NULL;
    case_errors_t errors;
    case_errors_init(errors);
    slong count = case_load(&loaded, path, NULL, errors);
    for (slong k = 0; k < count; k++) print_error("phi = %s, s = %s: %s\n", phi, s, errors->line[k]);
    case_errors_clear(errors);
    unlink(points);
    unlink(path);
    assert_int_equal(count, 0);
    assert_non_null(loaded);
    return loaded;
}

typedef struct {
    const char *phi, *s, *claim;
    verdict_kind expected;
} claim_expectation;

static inline void decide_and_compare(const claim_expectation *expectation, profile_kind profile)
{
    const claim_t *claim = claim_find(expectation->claim);
    assert_non_null(claim);
    case_t loaded = temporary_case(expectation->phi, expectation->s);
    audit_t audit = audit_open(loaded, profile, 64, NULL, NULL);
    verdict_t v;
    verdict_init(v);
    claim->decide(v, audit, -1);
    if (v->kind != expectation->expected)
        print_error("phi = %s, s = %s, %s: %s, expected %s\n%s\n", expectation->phi, expectation->s, expectation->claim,
                    verdict_name(v->kind), verdict_name(expectation->expected), v->evidence);
    assert_int_equal(v->kind, expectation->expected);
    assert_non_null(v->evidence);
    assert_true(v->evidence[0] != '\0');
    assert_int_equal(v->subkind[0] != '\0', v->kind == VERDICT_REFUTED);
    for (slong k = 0; k < v->numbers; k++) { /* an enclosure that is printed has two finite ends in order */
        if (strcmp(v->number[k].kind, "enclosure") != 0) continue;
        double lower = strtod(v->number[k].lower, NULL), upper = strtod(v->number[k].upper, NULL);
        if (!(lower <= upper)) print_error("%s: %s .. %s\n", v->number[k].name, v->number[k].lower, v->number[k].upper);
        assert_true(lower <= upper && upper < 1e300 && lower > -1e300);
    }
    verdict_clear(v);
    audit_close(audit);
    case_clear(loaded);
}

/* Every planted statement of the claim comes out as its truth demands. */
static inline void check_planted(const char *id)
{
    const claim_t *claim = claim_find(id);
    assert_non_null(claim);
    assert_non_null(claim->planted);
    int false_ones = 0, true_ones = 0;
    for (const planted_t *planted = claim->planted; planted->name != NULL; planted++) {
        verdict_t v;
        verdict_init(v);
        planted->decide(v, NULL);
        int struck = v->kind == VERDICT_REFUTED || v->kind == VERDICT_REJECTED;
        if (v->kind == VERDICT_NONE || struck == planted->truth || (planted->truth && v->kind != VERDICT_PROVED))
            print_error("%s, %s (truth %d): %s\n%s\n", id, planted->name, planted->truth, verdict_name(v->kind),
                        v->evidence ? v->evidence : "no evidence");
        assert_int_equal(struck, !planted->truth);
        if (planted->truth) assert_int_equal(v->kind, VERDICT_PROVED);
        assert_non_null(v->evidence);
        *(planted->truth ? &true_ones : &false_ones) += 1;
        verdict_clear(v);
    }
    assert_true(false_ones >= 1 && true_ones >= 1);
}

#endif
