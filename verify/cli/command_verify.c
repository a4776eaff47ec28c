/* verify: decides the claims in the cases, stores the verdicts, renders the reports. */
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "verify/cli/cli.h"
#include "verify/cli/paths.h"
#include "verify/render/render.h"

/* ---- which cases ------------------------------------------------------------------------------------ */

typedef struct {
    char **path;
    size_t count;
} paths_t;

static void add_path(paths_t *p, const char *path)
{
    p->path = flint_realloc(p->path, (p->count + 1) * sizeof *p->path);
    p->path[p->count++] = memory_or_end(strdup(path));
}

static void add_matches(paths_t *p, const char *pattern)
{
    glob_t found;
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t k = 0; k < found.gl_pathc; k++) add_path(p, found.gl_pathv[k]);
    globfree(&found);
}

static void find_cases(paths_t *p, const invocation_t *in)
{
    for (int k = 0; k < in->operands; k++) add_path(p, in->operand[k]);
    if (in->operands > 0) return;
    add_matches(p, "cases/*.yaml");
    add_matches(p, "cases/planted/*.yaml");
    if (p->count > 0) return;
    add_matches(p, DEQCERT_DATADIR "/cases/*.yaml");
    add_matches(p, DEQCERT_DATADIR "/cases/planted/*.yaml");
}

static void clear_paths(paths_t *p)
{
    for (size_t k = 0; k < p->count; k++) free(p->path[k]);
    flint_free(p->path);
}

static int same_file(const char *a, const char *b)
{
    char *x = realpath(a, NULL), *y = realpath(b, NULL);
    int same = x != NULL && y != NULL && strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

/* 1: add it; 0: it is there already; -1 after a complaint: pages and verdicts are named after the file. */
static int admissible(const schedule_plan *plan, const case_struct *c)
{
    if (schedule_reserved(c->name)) {
        cli_error("%.300s: the name \"%s\" is taken by statements of the claim files: rename the file", c->path,
                  c->name);
        return -1;
    }
    for (slong k = 0; k < plan->count; k++) {
        if (strcmp(plan->cases[k]->name, c->name) != 0) continue;
        if (same_file(plan->cases[k]->path, c->path)) return 0;
        cli_error("%.300s: a case of the same name is %.300s: rename one of them", c->path, plan->cases[k]->path);
        return -1;
    }
    return 1;
}

/* Loads every case, so that all errors of all files are seen at once; 0 or EXIT_UNUSABLE. */
static int load_cases(schedule_plan *plan, const invocation_t *in)
{
    paths_t paths = {NULL, 0};
    int code = 0;
    find_cases(&paths, in);
    plan->cases = flint_calloc(paths.count + 1, sizeof *plan->cases);
    for (size_t k = 0; k < paths.count; k++) {
        case_t c;
        if (load_case(&c, paths.path[k]) != 0) {
            code = EXIT_UNUSABLE;
            continue;
        }
        int add = admissible(plan, c);
        if (add == 1)
            plan->cases[plan->count++] = c;
        else
            case_clear(c);
        if (add < 0) code = EXIT_UNUSABLE;
    }
    if (paths.count == 0)
        code = cli_error("verify: there is no case: neither cases/*.yaml here nor " DEQCERT_DATADIR "/cases/*.yaml; "
                         "name one, or write one with deqcert new NAME");
    clear_paths(&paths);
    return code;
}

/* ---- the plan --------------------------------------------------------------------------------------- */

static int read_options(schedule_plan *plan, const invocation_t *in)
{
    const char *unmatched;
    int code = run_options(plan, in);
    if (code != 0) return code;
    plan->claims = unmatched = option_value(in, "claims");
    if (unmatched != NULL && !known_glob(unmatched)) {
        const char *near = suggested_claim(unmatched);
        return cli_error("verify: no claim matches \"%.200s\"%s%s%s (deqcert claims lists them)", unmatched,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    plan->standalone = in->operands == 0;
    return 0;
}

static int conclude(const invocation_t *in, const schedule_outcome *done, store_t store, const char *reports)
{
    store_error_t error;
    int json = option_value(in, "json") != NULL;
    if (done->interrupted) {
        say_resume(in);
        return EXIT_INTERRUPTED;
    }
    if (render_reports(store, reports, error) ||
        (json ? render_json(stdout, store, done->computed, done->reused, error)
              : render_summary(stdout, store, error)) ||
        (json && render_unmet(stderr, store, error)))
        return cli_error("%s", error->text);
    if (!json)
        printf("units: %ld computed, %ld reused; %s/index.md\n", (long)done->computed, (long)done->reused, reports);
    return done->unmet > 0 || done->failed > 0 ? EXIT_UNMET : EXIT_MET;
}

static void clear_plan(schedule_plan *plan)
{
    for (slong k = 0; k < plan->count; k++) case_clear(plan->cases[k]);
    flint_free(plan->cases);
}

/* Another rank than 0, whose complaints about the cases would repeat rank 0's. */
static int serve(schedule_plan *plan, const invocation_t *in, int code)
{
    int saved = dup(STDERR_FILENO), silent = open("/dev/null", O_WRONLY);
    if (saved >= 0 && silent >= 0) dup2(silent, STDERR_FILENO);
    if (code == 0) code = load_cases(plan, in);
    fflush(stderr);
    if (saved >= 0) dup2(saved, STDERR_FILENO);
    if (saved >= 0) close(saved);
    if (silent >= 0) close(silent);
    schedule_serve(code == 0 ? plan : NULL);
    clear_plan(plan);
    return EXIT_MET; /* rank 0 tells how the run ended */
}

static int run(const invocation_t *in)
{
    const char *file = option_value(in, "store") ? option_value(in, "store") : STORE_DEFAULT;
    const char *reports = option_value(in, "reports") ? option_value(in, "reports") : REPORTS_DEFAULT;
    schedule_plan plan = {0};
    schedule_outcome done;
    store_error_t error;
    store_t store = NULL;
    int code = read_options(&plan, in);
    if (ranks_self() > 0) return serve(&plan, in, code);
    if (code == 0) code = load_cases(&plan, in);
    if (code == 0) code = open_results(&store, file);
    /* Better now than after an hour of work. */
    if (code == 0 && make_directory(reports, error)) code = cli_error("%s", error->text);
    if (code == 0)
        code = schedule_run(&done, &plan, store, error) ? cli_error("%s", error->text)
                                                        : conclude(in, &done, store, reports);
    store_close(store);
    schedule_dismiss();
    clear_plan(&plan);
    return code;
}

const command_t command_verify = {
    "verify",
    "[CASE...]",
    "Decides the claims in the cases and writes the reports",
    "Without CASE: cases/*.yaml and cases/planted/*.yaml of the working directory, else the installed ones.  Work "
    "already in the\n"
    "results store is not done again.  Exit status 1 when a verdict differs from what a case expects.",
    "deqcert verify cases/tanh-points.yaml --claims 'gram.*'",
    0,
    -1,
    {{"profile", "NAME", "quick (default), standard or full: trial counts and sweeps"},
     {"claims", "GLOB", "only the claims whose id matches"},
     {"jobs", "N", "worker processes (default: the number of processors)"},
     OPTION_STORE,
     OPTION_REPORTS,
     {"fresh", NULL, "compute everything again"},
     OPTION_JSON},
    run};
