/* Claims about the activation and the Gram matrix where the data, not the activation, decides: norms, parallel and orthogonal points, a single
 * point; and activations whose hypotheses fail, or cannot be decided. */
#include "tests/uniform.h"
#include "tests/verify/temporary_case.h"

#define TANH    "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\n"
#define RELU    "activation: {phi: relu(x)}\nmodel: {sigma_w2: 0.08}\n"
#define LINEAR  "activation: {phi: x}\nmodel: {sigma_w2: 0.08}\n"
#define AS_READ ", normalise: false"

/* Points, one a line. */
#define GENERAL           "1,0.25\n0.5,1\n-0.75,0.5\n0.25,-1.5\n"
#define NORM_SQRT_D       "1,1\n1,-1\n"
#define ONE_NORM          "3,4\n4,3\n0,5\n"
#define ANTIPARALLEL      "1,2\n0.5,-1\n-1,-2\n"
#define REPEATED          "1,2\n0.5,-1\n1,2\n"
#define NEARLY            "1,2\n0.5,-1\n1,2.000000000001\n"
#define SINGLE            "1,2\n"
#define ORTHOGONAL        "1,1,0\n1,-1,0\n0,0,2\n"
#define ALMOST_ORTHOGONAL "1,1,0\n1,-1,0\n0,1e-300,2\n"
#define ORTHOGONAL_TWO    "1,0\n0,2\n"

/* Undecidable for balls: sin^2 + cos^2 = 1 is no rule of the language. */
#define TOUCHING                                                                                                       \
    "activation: {pieces: [{until: 0, phi: \"tanh(x)+sin(1)^2+cos(1)^2\"}, {phi: tanh(x)+1}]}\nmodel: {sigma_w2: "     \
    "0.08}\n"
/* phi' is bounded and phi'' is not, but no rule for growth sees either: sin of an unbounded argument. */
#define WAVES "activation: {phi: sin(x^2)/sqrt(1+x^2)}\nmodel: {sigma_w2: 0.01}\n"

static const struct {
    const char *text, *points, *options, *claim;
    verdict_kind expected;
    const char *evidence; /* a part of it */
} expectations[] = {
    /* Assumption 2: norm sqrt(d), exactly */
    {TANH, GENERAL, AS_READ, "gram.positive-definite", VERDICT_INAPPLICABLE, "Assumption 2 fails, exactly"},
    {TANH, GENERAL, AS_READ, "gram.positive-definite.repaired", VERDICT_PROVED, "lambda_*"},
    {TANH, NORM_SQRT_D, AS_READ, "gram.positive-definite", VERDICT_PROVED, "lambda_*"},
    {TANH, ONE_NORM, AS_READ, "gram.positive-definite", VERDICT_INAPPLICABLE, "Assumption 2 fails, exactly"},
    {TANH, ONE_NORM, "", "gram.positive-definite", VERDICT_PROVED, "lambda_*"},

    /* parallel points, exactly; not by a tolerance */
    {TANH, ANTIPARALLEL, "", "gram.positive-definite", VERDICT_REFUTED, "exactly"},
    {TANH, ANTIPARALLEL, "", "gram.positive-definite.repaired", VERDICT_INAPPLICABLE, "points 0 and 2"},
    {TANH, REPEATED, "", "gram.positive-definite.repaired", VERDICT_INAPPLICABLE, "points 0 and 2"},
    {TANH, REPEATED, AS_READ, "gram.positive-definite.repaired", VERDICT_INAPPLICABLE, "points 0 and 2"},
    {TANH, NEARLY, "", "gram.positive-definite.repaired", VERDICT_PROVED, "lambda_*"},
    {RELU, NEARLY, "", "gram.positive-definite.repaired", VERDICT_PROVED, "lambda_*"},

    /* increments: the arguments for every layer, each with data it is about */
    {TANH, SINGLE, "", "gram.increments-psd", VERDICT_PROVED, "is diagonal"},
    {TANH, SINGLE, "", "gram.lambda-monotone", VERDICT_PROVED, "is diagonal"},
    {TANH, ORTHOGONAL, "", "gram.increments-psd", VERDICT_PROVED, "is diagonal"},
    {TANH, ORTHOGONAL, AS_READ, "gram.increments-psd", VERDICT_PROVED, "is diagonal"},
    {RELU, ORTHOGONAL, "", "gram.increments-psd", VERDICT_PROVED, "for ReLU"},
    {RELU, ORTHOGONAL, "", "gram.lambda-monotone", VERDICT_PROVED, "for ReLU"},
    {RELU, NORM_SQRT_D, AS_READ, "gram.increments-psd", VERDICT_PROVED, "for ReLU"},
    {RELU, ORTHOGONAL_TWO, AS_READ, "gram.increments-psd", VERDICT_INCONCLUSIVE, "no argument covers the deeper ones"},
    {RELU, ONE_NORM, AS_READ, "gram.increments-psd", VERDICT_INCONCLUSIVE, "no argument covers the deeper ones"},
    {LINEAR, GENERAL, AS_READ, "gram.increments-psd", VERDICT_PROVED, "affine"},
    {"activation: {phi: x^3+2*x}\nmodel: {sigma_w2: 0.0001}\n", ONE_NORM, "", "gram.increments-psd", VERDICT_PROVED,
     "have one sign each"},
    {"activation: {phi: cos(x)}\nmodel: {sigma_w2: 0.08}\n", SINGLE, "", "gram.increments-psd", VERDICT_REFUTED,
     "certified negative"}, /* E cos^2(sqrt q g) = (1 + e^(-2q))/2 decreases */
    {"activation: {phi: cos(x)}\nmodel: {sigma_w2: 0.08}\n", SINGLE, "", "gram.lambda-monotone", VERDICT_REFUTED,
     "is below"},

    {TANH, SINGLE, "", "gram.orthogonal-inputs", VERDICT_INAPPLICABLE, "at least 2 points"},
    {TANH, ALMOST_ORTHOGONAL, "", "gram.orthogonal-inputs", VERDICT_INAPPLICABLE, "not orthogonal"},
    {TANH, ORTHOGONAL, "", "gram.orthogonal-inputs", VERDICT_PROVED, "All inner products are exactly 0"},
    {RELU, ORTHOGONAL, "", "gram.orthogonal-inputs", VERDICT_PROVED, "All inner products are exactly 0"},
    {TANH, ORTHOGONAL_TWO, "", "gram.orthogonal-inputs", VERDICT_PROVED, "All inner products are exactly 0"},
    {TANH, ORTHOGONAL_TWO, AS_READ, "gram.orthogonal-inputs", VERDICT_INAPPLICABLE, "different norms"},
    {"activation: {phi: exp(x)}\nmodel: {sigma_w2: 0.08}\n", ORTHOGONAL, "", "gram.orthogonal-inputs",
     VERDICT_INAPPLICABLE, ""}, /* no limit */

    /* the smoothness hypothesis: undecided is neither */
    {TOUCHING, GENERAL, "", "activation.bounded-derivatives", VERDICT_INCONCLUSIVE, ""},
    {TOUCHING, GENERAL, "", "gram.limit-exists", VERDICT_INCONCLUSIVE, "could not be decided"},
    {WAVES, GENERAL, "", "activation.bounded-derivatives", VERDICT_INCONCLUSIVE, "could not be enclosed"},
    {WAVES, GENERAL, "", "activation.assumption-1", VERDICT_PROVED, "below 1"}, /* L = 2 */
    {WAVES, GENERAL, "", "gram.limit-exists", VERDICT_INCONCLUSIVE, "could not be decided"},
    {"activation: {phi: x^2}\nmodel: {sigma_w2: 0.01}\n", GENERAL, "", "activation.bounded-derivatives",
     VERDICT_REFUTED, ""},
    {"activation: {phi: x^2}\nmodel: {sigma_w2: 0.01}\n", GENERAL, "", "gram.limit-exists", VERDICT_INAPPLICABLE,
     "L=\\sup|\\phi'|=\\infty"},

    /* s = 1/(8 L^2) is outside of Assumption 1, and no rounding may put it inside */
    {"activation: {phi: relu(x)}\nmodel: {sigma_w2: 0.125}\n", GENERAL, "", "activation.assumption-1", VERDICT_REFUTED,
     ""},
    {"activation: {phi: 2*relu(x)}\nmodel: {sigma_w2: 0.03125}\n", GENERAL, "", "activation.assumption-1",
     VERDICT_REFUTED, ""},
    {"activation: {phi: relu(x)}\nmodel: {sigma_w2: 0.1249999999999999999999999999999}\n", GENERAL, "",
     "activation.assumption-1", VERDICT_PROVED, ""},

    /* E phi^2 is finite at the first layer's variance 2 and infinite at the second's */
    {"activation: {phi: exp(x^2/8.1)}\nmodel: {sigma_w2: 0.08}\n", GENERAL, "", "hermite.infinite-support",
     VERDICT_PROVED, ""},
    {"activation: {phi: exp(x^2/8.1)}\nmodel: {sigma_w2: 0.08}\n", GENERAL, "", "gram.limit-exists.repaired",
     VERDICT_INAPPLICABLE, "infinite"},
    {"activation: {phi: exp(x)}\nmodel: {sigma_w2: 0.001}\n", GENERAL, "", "hermite.infinite-support", VERDICT_PROVED,
     ""},
    {"activation: {phi: exp(x)+x^2}\nmodel: {sigma_w2: 0.0001}\n", GENERAL, "", "hermite.infinite-support",
     VERDICT_PROVED, ""},
};

static case_t case_of(const char *text, const char *points, const char *options)
{
    char csv[] = "/tmp/deqcert_points_XXXXXX.csv", path[] = "/tmp/deqcert_case_XXXXXX.yaml";
    int csv_fd = mkstemps(csv, 4), fd = mkstemps(path, 5);
    assert_true(csv_fd >= 0 && fd >= 0);
    FILE *file = fdopen(csv_fd, "w");
    fputs(points, file);
    fclose(file);
    file = fdopen(fd, "w");
    fprintf(file, "planted: true\n%sdata: {csv: %s%s}\n", text, csv, options);
    fclose(file);
    case_t loaded = NULL;
    case_errors_t errors;
    case_errors_init(errors);
    case_load(&loaded, path, NULL, errors);
    for (slong k = 0; k < errors->count; k++) print_error("%s%s\n", text, errors->line[k]);
    case_errors_clear(errors);
    unlink(csv);
    unlink(path);
    assert_non_null(loaded);
    return loaded;
}

static void verdicts(void **state)
{
    int wrong = 0;
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof expectations[0]; k++) {
        const claim_t *claim = claim_find(expectations[k].claim);
        assert_non_null(claim);
        case_t loaded = case_of(expectations[k].text, expectations[k].points, expectations[k].options);
        audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
        verdict_t v;
        verdict_init(v);
        claim->decide(v, audit, -1);
        int good = v->kind == expectations[k].expected && v->evidence != NULL && v->evidence[0] != '\0' &&
                   strstr(v->evidence, expectations[k].evidence) != NULL &&
                   (v->subkind[0] != '\0') == (v->kind == VERDICT_REFUTED);
        if (!good)
            print_error("%s%s%s: %s: %s, expected %s (%s)\n%s\n", expectations[k].text, expectations[k].points,
                        expectations[k].options, expectations[k].claim, verdict_name(v->kind),
                        verdict_name(expectations[k].expected), expectations[k].evidence, v->evidence);
        wrong += !good;
        verdict_clear(v);
        audit_close(audit);
        case_clear(loaded);
    }
    assert_int_equal(wrong, 0);
}

/* Beyond 4000 points lambda_* is computed without keeping K, so what needs its entries says so. */
static void entries_not_kept(void **state)
{
    (void)state;
    enum { N = 4001, DIMENSION = 12 };
    char *points = malloc(6 * N * DIMENSION), *end = points;
    assert_non_null(points);
    for (int k = 1; k <= N * DIMENSION; k++)
        end += sprintf(end, "%d%c", (int)(1024 * uniform()) - 512, k % DIMENSION == 0 ? '\n' : ',');
    case_t loaded = case_of(TANH, points, "");
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
    verdict_t v;
    verdict_init(v);
    claim_find("gram.lambda-lower-bound")->decide(v, audit, -1);
    if (v->kind != VERDICT_INCONCLUSIVE || strstr(v->evidence, "not kept for so many points") == NULL)
        fail_msg("%s: %s", verdict_name(v->kind), v->evidence);
    verdict_clear(v);
    audit_close(audit);
    case_clear(loaded);
    free(points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(verdicts), cmocka_unit_test(entries_not_kept)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
