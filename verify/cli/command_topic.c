/* topic: runs the sweeps of topic files and renders their pages. */
#include <stdlib.h>
#include <string.h>
#include "verify/cli/cli.h"
#include "verify/cli/paths.h"
#include "verify/render/render.h"

typedef struct {
    topic_t *topic;
    int count;
} topics_struct;

/* Pages are named after the files. */
static int is_admissible(const topics_struct *all, const topic_struct *t)
{
    for (int k = 0; k < all->count; k++)
        if (strcmp(all->topic[k]->name, t->name) == 0) {
            cli_error("%.300s: a topic of the same name is %.300s: rename one of them", t->path, all->topic[k]->path);
            return 0;
        }
    for (slong k = 0; k < t->cases; k++)
        if (schedule_reserved(t->subject[k]->name)) {
            cli_error("%.300s: vary: the label \"%.100s\" is taken by statements of the claim files: rename it",
                      t->path, t->subject[k]->name);
            return 0;
        }
    return 1;
}

/* Loads every topic, so that all errors of all files are seen at once; 0 or EXIT_UNUSABLE. */
static int load_topics(topics_struct *all, const invocation_t *in)
{
    int code = 0;
    all->topic = flint_calloc((size_t)in->operands + 1, sizeof *all->topic);
    for (int k = 0; k < in->operands; k++) {
        topic_t t;
        case_errors_t errors;
        case_errors_init(errors);
        topic_load(&t, in->operand[k], known_claim, known_glob, errors);
        for (slong j = 0; j < errors->count; j++) cli_error("%s", errors->line[j]);
        case_errors_clear(errors);
        if (t != NULL && is_admissible(all, t)) {
            all->topic[all->count++] = t;
        } else {
            topic_clear(t);
            code = EXIT_UNUSABLE;
        }
    }
    return code;
}

static void clear_topics(topics_struct *all)
{
    for (int k = 0; k < all->count; k++) topic_clear(all->topic[k]);
    flint_free(all->topic);
}

static int add_section(store_t store, const topic_section *s, store_error_t error)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = text_open(&text, &size);
    for (slong k = 0; k < s->fields; k++) {
        fputs(k == 0 ? "{" : ", ", out);
        json_string(out, s->field[k].key);
        fputs(": ", out);
        json_string(out, s->field[k].value);
    }
    fputs(s->fields == 0 ? "{}" : "}", out);
    text_close(out, &text);
    int state = store_add_section(store, s->kind, text, error);
    free(text);
    return state;
}

/* The page's parts, the first one about the page as a whole. */
static int add_sections(store_t store, const topic_struct *t, const char *profile, store_error_t error)
{
    topic_field head[] = {{(char *)"title", t->title}, {(char *)"file", t->path}, {(char *)"profile", (char *)profile}};
    topic_section page = {(char *)"topic", 3, head};
    int state = store_begin(store, error) || add_section(store, &page, error) ? -1 : 0;
    for (slong k = 0; k < t->sections && state == 0; k++) state = add_section(store, &t->section[k], error);
    return state == 0 ? store_commit(store, error) : -1;
}

/* One topic: the exit status of its run. */
static int run_topic(const topic_struct *t, schedule_plan plan, store_t store, const char *given)
{
    schedule_outcome done;
    store_error_t error;
    plan.cases = t->subject;
    plan.count = t->cases;
    plan.claims = t->globs;
    plan.claims_of = t->claims;
    plan.topic = t->name;
    plan.unplanted = 1;
    if (given == NULL && t->profile[0] != '\0') profile_from_name(&plan.profile, t->profile);
    /* Also after an interruption: what there is can be rendered. */
    if (schedule_run(&done, &plan, store, error) || add_sections(store, t, given ? given : "", error))
        return cli_error("%s", error->text);
    printf("%s: %ld cases; units: %ld computed, %ld reused\n", t->name, (long)t->cases, (long)done.computed,
           (long)done.reused);
    if (done.interrupted) return EXIT_INTERRUPTED;
    if (render_unmet(stderr, store, error)) return cli_error("%s", error->text);
    return done.unmet > 0 || done.failed > 0 ? EXIT_UNMET : EXIT_MET;
}

static int render(const topics_struct *all, store_t store, const char *reports)
{
    store_error_t error;
    for (int k = 0; k < all->count; k++)
        if (render_topic_doubts(stderr, store, all->topic[k]->name, error)) return cli_error("%s", error->text);
    store_show(store, "");
    if (render_reports(store, reports, error)) return cli_error("%s", error->text);
    for (int k = 0; k < all->count; k++) printf("%s/topics/%s.md\n", reports, all->topic[k]->name);
    return EXIT_MET;
}

static int run(const invocation_t *in)
{
    const char *file = option_value(in, "store") ? option_value(in, "store") : STORE_DEFAULT;
    const char *reports = option_value(in, "reports") ? option_value(in, "reports") : REPORTS_DEFAULT;
    topics_struct all = {0};
    schedule_plan plan = {0};
    store_error_t error;
    store_t store = NULL;
    int code = run_options(&plan, in), unmet = 0;
    if (code == 0) code = load_topics(&all, in);
    if (code == 0) code = open_results(&store, file);
    if (code == 0 && make_directory(reports, error)) code = cli_error("%s", error->text);
    for (int k = 0; k < all.count && code == 0; k++) {
        code = run_topic(all.topic[k], plan, store, option_value(in, "profile"));
        if (code == EXIT_UNMET) unmet = 1, code = 0;
    }
    if (code == EXIT_INTERRUPTED) say_resume(in);
    if (code == 0) code = render(&all, store, reports);
    store_close(store);
    clear_topics(&all);
    return code == 0 && unmet ? EXIT_UNMET : code;
}

const command_t command_topic = {
    "topic",
    "FILE...",
    "Runs the sweeps of topic files and writes their pages",
    "Each file (topics/README.md documents its keys) is a sweep over cases, and the page of tables, figures and fits "
    "made of "
    "it:\n"
    "topics/NAME.md among the reports.  Work already in the results store is not done again.  Exit status 1 when a "
    "verdict\n"
    "differs from what a case expects.",
    "deqcert topic topics/initial-condition.yaml",
    1,
    -1,
    {{"profile", "NAME", "quick, standard or full instead of the file's own (default quick)"},
     {"jobs", "N", "worker processes (default: the number of processors)"},
     OPTION_STORE,
     OPTION_REPORTS,
     {"fresh", NULL, "compute everything again"}},
    run};
