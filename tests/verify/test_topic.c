/* Topic files: expansion into cases, every kind of error with its place, hostile input. */
#include <fnmatch.h>
#include <glob.h>
#include <time.h>
#include "scratch_case.h"
#include "verify/claims/claims.h"

static int known_claim(const char *id)
{
    return strcmp(id, "gram.rate") == 0 || strcmp(id, "gram.positive-definite") == 0 || strcmp(id, "deq.lambda0") == 0;
}

static int known_glob(const char *glob)
{
    return known_claim(glob) || strcmp(glob, "gram.*") == 0;
}

static slong load_topic(topic_t *t, const char *text, case_errors_t errors)
{
    char path[256];
    write_file("case.yaml", text);
    place(path, "case.yaml");
    case_errors_init(errors);
    return topic_load(t, path, known_claim, known_glob, errors);
}

static const char *field_of(const topic_section *s, const char *key)
{
    for (slong k = 0; k < s->fields; k++)
        if (strcmp(s->field[k].key, key) == 0) return s->field[k].value;
    return "(none)";
}

#define HEAD "title: T\nclaims: [gram.*, {claim: deq.lambda0, where: {phi: tanh}}]\n"
#define BASE "case: {model: {sigma_w2: 0.08}, data: {sphere: {n: 3, d: 4}}, expect: {gram.rate: proved}}\n"
#define VARY                                                                                                           \
    "vary:\n"                                                                                                          \
    "  - name: phi\n"                                                                                                  \
    "    values:\n"                                                                                                    \
    "      - {label: tanh, set: {activation: {phi: tanh(x)}}}\n"                                                       \
    "      - {label: x*sin(x), set: {activation: {phi: x*sin(x)}}}\n"                                                  \
    "      - {label: x-sin(x), set: {activation: {phi: x-sin(x)}}}\n"                                                  \
    "  - name: size n\n"                                                                                               \
    "    values:\n"                                                                                                    \
    "      - {label: five, number: 5, set: {data: {sphere: {n: 5}}, model: {weights: uniform}}}\n"                     \
    "      - {label: 7, set: {data: {sphere: {n: 7, seed: 9}}, expect: {gram.positive-definite: proved}}}\n"
#define SECTION "sections:\n"
#define TEXT    "  - text: words\n"

static void expands(void **state)
{
    (void)state;
    static const char *const names[] = {"tanh-five", "tanh-7",         "x-sin-x-five",
                                        "x-sin-x-7", "x-sin-x-five.2", "x-sin-x-7.2"};
    topic_t t;
    case_errors_t errors;
    slong count = load_topic(&t,
                             HEAD BASE VARY SECTION TEXT
                             "  - table: {title: L, rows: phi, columns: [size n, width], value: 'gram.rate: a: b', "
                             "where: {phi: [tanh, x-sin(x)]}, width: 50}\n",
                             errors);
    for (slong k = 0; k < errors->count; k++) print_error("%s\n", errors->line[k]);
    assert_int_equal(count, 0);
    assert_int_equal(t->cases, 6);
    assert_string_equal(t->name, "case");
    assert_string_equal(t->title, "T");
    assert_string_equal(t->profile, "");
    assert_string_equal(t->globs, "gram.* deq.lambda0");
    for (slong k = 0; k < 6; k++) {
        const case_struct *c = t->subject[k];
        assert_string_equal(c->name, names[k]);
        assert_string_equal(t->claims[k], k < 2 ? "gram.* deq.lambda0" : "gram.*");
        /* merged key by key: what a value does not set is the base's */
        assert_int_equal(c->points->n, k % 2 == 0 ? 5 : 7);
        assert_int_equal(c->points->d, 4);
        assert_int_equal(c->law, k % 2 == 0 ? LAW_UNIFORM : LAW_GAUSSIAN);
        assert_string_equal(c->s_text, "0.08");
        assert_string_equal(c->phi_text, k < 2 ? "tanh(x)" : k < 4 ? "x*sin(x)" : "x-sin(x)");
        assert_int_equal(c->expectations, 1 + k % 2);
    }
    assert_int_equal(t->sections, 6 + 2);
    for (slong k = 0; k < 6; k++) {
        assert_string_equal(t->section[k].kind, "case");
        assert_string_equal(field_of(&t->section[k], "case"), names[k]);
        assert_string_equal(field_of(&t->section[k], "phi"), k < 2 ? "tanh" : k < 4 ? "x*sin(x)" : "x-sin(x)");
        assert_string_equal(field_of(&t->section[k], "size n"), k % 2 == 0 ? "five" : "7");
        assert_string_equal(field_of(&t->section[k], "number size n"), k % 2 == 0 ? "5" : "7");
        assert_string_equal(field_of(&t->section[k], "number phi"), "(none)");
    }
    const topic_section *table = &t->section[7];
    assert_string_equal(table->kind, "table");
    assert_string_equal(field_of(table, "columns"), "size n\nwidth");
    assert_string_equal(field_of(table, "claim"), "gram.rate");
    assert_string_equal(field_of(table, "number"), "a: b");
    assert_string_equal(field_of(table, "where phi"), "tanh\nx-sin(x)");
    assert_string_equal(field_of(table, "width"), "50");
    topic_clear(t);
    case_errors_clear(errors);
}

/* A generated case is the case that a file of its own would be. */
static void equals_a_file(void **state)
{
    (void)state;
    topic_t t;
    case_errors_t errors;
    assert_int_equal(load_topic(&t, HEAD BASE VARY SECTION TEXT, errors), 0);
    case_t c =
        load_text("activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {sphere: {n: 7, d: 4, seed: 9}}\n");
    case_identify(c);
    case_identify(t->subject[1]);
    assert_string_equal(c->canonical, t->subject[1]->canonical);
    case_clear(c);
    topic_clear(t);
    case_errors_clear(errors);
}

/* Combinations without a claim are no cases; without `vary` there is one. */
static void leaves_out(void **state)
{
    (void)state;
    topic_t t;
    case_errors_t errors;
    assert_int_equal(
        load_topic(&t, "title: T\nclaims: [{claim: gram.rate, where: {phi: tanh, size n: 7}}]\n" BASE VARY SECTION TEXT,
                   errors),
        0);
    assert_int_equal(t->cases, 1);
    assert_string_equal(t->subject[0]->name, "tanh-7");
    topic_clear(t);
    case_errors_clear(errors);
    assert_int_equal(
        load_topic(&t,
                   "title: T\nprofile: full\nclaims: [gram.rate]\n"
                   "case: {activation: {phi: x}, model: {sigma_w2: 0.08}, data: {sphere: {n: 3, d: 4}}}\n" SECTION TEXT,
                   errors),
        0);
    assert_int_equal(t->cases, 1);
    assert_string_equal(t->subject[0]->name, "case");
    assert_string_equal(t->profile, "full");
    topic_clear(t);
    case_errors_clear(errors);
}

static const struct {
    const char *text, *error; /* the one error, from ":line:column: " on; or its beginning */
} broken[] = {
    {"", ":1:1: the file is empty"},
    {"- a\n", ":1:1: topic: a list; a mapping is needed"},
    {HEAD VARY SECTION TEXT, ":1:1: topic: the key \"case\" is missing"},
    {HEAD BASE VARY, ":1:1: topic: the key \"sections\" is missing"},
    {"claims: [gram.rate]\n" BASE VARY SECTION TEXT, ":1:1: topic: the key \"title\" is missing"},
    {HEAD BASE VARY "section: []\n" SECTION TEXT, ":14:1: topic: unknown key \"section\"; did you mean \"sections\"?"},
    {HEAD "profile: fast\n" BASE VARY SECTION TEXT, ":3:10: profile: \"fast\"; allowed are quick, standard, full"},
    {"title: T\nclaims: gram.rate\n" BASE VARY SECTION TEXT, ":2:9: claims: \"gram.rate\"; a list of 1 to 64"},
    {"title: T\nclaims: []\n" BASE VARY SECTION TEXT, ":2:9: claims: an empty list; a list of 1 to 64"},
    {"title: T\nclaims: [gram.rat]\n" BASE VARY SECTION TEXT, ":2:10: claims: no claim matches \"gram.rat\""},
    {"title: T\nclaims: [{claim: gram.rate, where: {psi: tanh}}]\n" BASE VARY SECTION TEXT,
     ":2:37: claims: where: unknown key \"psi\"; did you mean \"phi\"?"},
    {"title: T\nclaims: [{claim: gram.rate, where: {phi: tan}}]\n" BASE VARY SECTION TEXT,
     ":2:42: claims: where: phi: \"tan\"; did you mean \"tanh\"?"},
    {"title: T\nclaims: [{claim: gram.rate, where: {phi: []}}]\n" BASE VARY SECTION TEXT,
     ":2:42: claims: where: phi: an empty list; labels are needed"},
    {HEAD "case: 3\n" VARY SECTION TEXT, ":3:7: case: \"3\"; a mapping with the keys of a case file is needed"},
    {HEAD "case: {title: t}\n" VARY SECTION TEXT,
     ":3:15: case: title: the cases of a topic are named after their labels"},
    /* an error of every case is printed once, one of a value at the value */
    {HEAD "case: {modell: {}, model: {sigma_w2: 0.08}, data: {sphere: {n: 3, d: 4}}}\n" VARY SECTION TEXT,
     ":3:8: case: unknown key \"modell\"; did you mean \"model\"?"},
    {HEAD BASE VARY "      - {label: bad, set: {data: {sphere: {n: -1}}}}\n" SECTION TEXT,
     ":14:47: data.sphere.n: \"-1\"; allowed are whole numbers"},
    {HEAD BASE VARY "  - {name: phi, values: [{label: a}]}\n" SECTION TEXT,
     ":14:12: vary: name: \"phi\" is varied twice"},
    {HEAD BASE VARY "  - {name: width, values: [{label: a}]}\n" SECTION TEXT, ":14:12: vary: name: \"width\" is taken"},
    {HEAD BASE VARY "  - {name: \"a:b\", values: [{label: a}]}\n" SECTION TEXT,
     ":14:12: vary: name: \"a:b\"; allowed are 1 to 40"},
    {HEAD BASE VARY "  - {name: a, values: []}\n" SECTION TEXT, ":14:23: vary: values: an empty list"},
    {HEAD BASE VARY "  - {name: a, values: [{label: b}, {label: b}]}\n" SECTION TEXT,
     ":14:44: vary: label: \"b\" is already on line 14"},
    {HEAD BASE VARY "  - {name: a, values: [{set: {}}]}\n" SECTION TEXT,
     ":14:24: vary: values: the key \"label\" is missing"},
    {HEAD BASE VARY "  - {name: a, values: [{label: b, set: 3}]}\n" SECTION TEXT,
     ":14:40: vary: set: \"3\"; a mapping"},
    {HEAD BASE VARY "  - {name: a, values: [{label: b, number: nan}]}\n" SECTION TEXT, ":14:43: vary: number: "},
    {HEAD BASE VARY "  - {name: a, values: [{label: \"b\\nc\"}]}\n" SECTION TEXT, ":14:32: vary: label: a line break"},
    {HEAD BASE VARY "sections: []\n", ":14:11: sections: an empty list"},
    {HEAD BASE VARY SECTION "  - tabel: {}\n", ":15:5: sections: unknown key \"tabel\"; did you mean \"table\"?"},
    {HEAD BASE VARY SECTION "  - {text: a, heading: b}\n", ":15:15: sections: \"heading\" beside \"text\""},
    {HEAD BASE VARY SECTION "  - text: [a]\n", ":15:11: text: a list; at most 20000 bytes"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: phi, value: 'gram.rate: a'}\n",
     ":15:12: table: \"size n\" has several values here; name it in rows or columns"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: [phi, size n], value: 'gram.rate: a', verdict: gram.rate}\n",
     ":15:67: table: \"verdict\" beside \"value\""},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: [phi, size n]}\n",
     ":15:12: table: exactly one is needed of value, verdict"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: phi, columns: [size n, phi], verdict: gram.rate}\n",
     ":15:52: table: columns: \"phi\" is used twice"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: ph, columns: size n, verdict: gram.rate}\n",
     ":15:29: table: rows: \"ph\"; did you mean \"phi\"? allowed are phi, size n, width"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: phi, columns: size n, value: gram.rate}\n",
     ":15:58: table: value: \"gram.rate\"; a claim and the name"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: phi, columns: size n, value: 'gram.rat: a'}\n",
     ":15:58: table: value: no claim is called \"gram.rat\""},
    {HEAD BASE VARY SECTION
     "  - table: {title: L, rows: phi, columns: size n, verdict: deq.lambda0, where: {phi: x*sin(x)}}\n",
     ":15:60: table: verdict: \"deq.lambda0\" is decided in none of its cases"},
    {HEAD BASE VARY SECTION "  - table: {title: L, rows: phi, columns: size n, verdict: gram.rate, width: 0}\n",
     ":15:78: table: width: \"0\"; allowed are whole numbers in digits from 1"},
    {HEAD BASE VARY SECTION "  - figure: {title: L, caption: c, x: phi, y: 'gram.rate: a', lines: size n}\n",
     ":15:39: figure: x: the value \"tanh\" of \"phi\" has no number"},
    {HEAD BASE VARY SECTION "  - figure: {title: L, caption: c, x: size n, y: 'gram.rate: a'}\n",
     ":15:13: figure: \"phi\" has several values here; name it in x or lines"},
    {HEAD BASE VARY SECTION
     "  - figure: {title: L, caption: c, x: size n, curve: 'gram.rate: a', lines: [phi, size n]}\n",
     ":15:39: figure: \"x\" beside \"curve\""},
    {HEAD BASE VARY SECTION "  - figure: {title: L, x: size n, y: 'gram.rate: a', lines: phi}\n",
     ":15:13: figure: the key \"caption\" is missing"},
    {HEAD BASE VARY SECTION "  - figure: {title: L, caption: c, x: size n, y: 'gram.rate: a', lines: phi, log: z}\n",
     ":15:83: figure: log: \"z\"; allowed are x, y, xy"},
    {HEAD BASE VARY SECTION "  - fit: {title: L, y: 'gram.rate: a', per: phi}\n",
     ":15:10: fit: the key \"x\" is missing"},
    {HEAD BASE VARY SECTION "  - fit: {title: L, y: 'gram.rate: a', x: 'gram: b', per: phi}\n",
     ":15:43: fit: x: no claim is called \"gram\""},
};

static void complains(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof broken / sizeof *broken; k++) {
        topic_t t;
        case_errors_t errors;
        slong count = load_topic(&t, broken[k].text, errors);
        const char *at = errors->count == 0 ? "" : strstr(errors->line[0], ".yaml:");
        if (count != 1 || errors->count != 1 || t != NULL || at == NULL ||
            strncmp(at + 5, broken[k].error, strlen(broken[k].error)) != 0) {
            for (slong j = 0; j < errors->count; j++) print_error("%s\n", errors->line[j]);
            fail_msg("text %zu gives %ld errors, not the one that starts \"%s\"\n%s", k, (long)count, broken[k].error,
                     broken[k].text);
        }
        case_errors_clear(errors);
    }
}

/* The text must be refused within a second, by one error that contains `part`. */
static void refuses_at_once(const char *text, const char *part)
{
    topic_t t;
    case_errors_t errors;
    clock_t start = clock();
    slong count = load_topic(&t, text, errors);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (count != 1 || strstr(errors->line[0], part) == NULL) {
        for (slong j = 0; j < errors->count; j++) print_error("%s\n", errors->line[j]);
        fail_msg("%ld errors, not the one with \"%s\"", (long)count, part);
    }
    /* WRAPPER: under valgrind */
    if (!(seconds < (getenv("WRAPPER") == NULL ? 1 : 50))) fail_msg("%s: %g seconds", part, seconds);
    case_errors_clear(errors);
}

static void is_hostile(void **state)
{
    (void)state;
    enum { ROOM = 1200000 };
    char *text = calloc(1, ROOM), *to;
    /* 10^6 combinations in six lines, and the most that a file can ask for */
    for (int values = 10; values <= 500; values += 490) {
        to = stpcpy(text, "title: T\nclaims: [gram.rate]\n" BASE "vary:\n");
        for (int axis = 0; axis < 6; axis++) {
            to += sprintf(to, "  - {name: a%d, values: [", axis);
            for (int k = 0; k < values; k++) to += sprintf(to, "{label: l%d}%s", k, k < values - 1 ? ", " : "]}\n");
        }
        strcpy(to, SECTION TEXT);
        refuses_at_once(text, "vary: more than 500 combinations; at most 500 cases are allowed");
    }
    to = stpcpy(text, "title: T\nclaims: [gram.rate]\n" BASE "vary:\n");
    for (int axis = 0; axis < 9; axis++) to += sprintf(to, "  - {name: a%d, values: [{label: b}]}\n", axis);
    strcpy(to, SECTION TEXT);
    refuses_at_once(text, "vary: too many entries; a list of at most 8");
    to = stpcpy(text, HEAD BASE "vary: ");
    memset(to, '[', 100000);
    refuses_at_once(text, "nested deeper than 16 levels");
    memset(to, 0, 100000);
    to = stpcpy(text, HEAD BASE VARY SECTION);
    for (int k = 0; k < 65; k++) to = stpcpy(to, TEXT);
    refuses_at_once(text, "sections: too many; a list of 1 to 64 sections is needed");
    to = stpcpy(text, HEAD BASE VARY SECTION "  - text: ");
    memset(to, 'w', 20001);
    strcpy(to + 20001, "\n");
    refuses_at_once(text, "text: too long; at most 20000 bytes");
    to = stpcpy(text, "title: ");
    memset(to, 't', 201);
    strcpy(to + 201, "\nclaims: [gram.rate]\n" BASE VARY SECTION TEXT);
    refuses_at_once(text, "title: 201 bytes; at most 200 are allowed");
    free(text);
}

/* The topics of the repository: all readable, each with a case. */
static int in_registry(const char *id)
{
    return claim_find(id) != NULL;
}

static void match(const claim_t *claim, void *context)
{
    const char **glob = context;
    if (*glob != NULL && fnmatch(*glob, claim->id, 0) == 0) *glob = NULL;
}

static int glob_in_registry(const char *glob)
{
    claim_visit(match, &glob);
    return glob == NULL;
}

static void ships(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob("topics/*.yaml", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 7);
    for (size_t k = 0; k < found.gl_pathc; k++) {
        topic_t t;
        case_errors_t errors;
        case_errors_init(errors);
        topic_load(&t, found.gl_pathv[k], in_registry, glob_in_registry, errors);
        for (slong j = 0; j < errors->count; j++) print_error("%s\n", errors->line[j]);
        assert_int_equal(errors->count, 0);
        assert_true(t->cases > 0 && t->cases <= 500);
        topic_clear(t);
        case_errors_clear(errors);
    }
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expands),   cmocka_unit_test(equals_a_file), cmocka_unit_test(leaves_out),
        cmocka_unit_test(complains), cmocka_unit_test(is_hostile),    cmocka_unit_test(ships),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
