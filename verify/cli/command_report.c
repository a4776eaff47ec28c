/* report: renders the reports of the last run from the store, in one of three forms, or compares two stores. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "verify/cli/cli.h"
#include "verify/cli/paths.h"
#include "verify/render/render.h"

/* Opens a store that must be there: 0, or EXIT_UNUSABLE after a complaint. */
static int open_existing(store_t *store, const char *file)
{
    store_error_t error;
    if (access(file, F_OK) != 0)
        return cli_error("report: there is no results store %.300s: run deqcert verify first", file);
    return store_open(store, file, 1, error) ? cli_error("%s", error->text) : 0;
}

static int compare(const char *old_file, const char *new_file)
{
    store_t before = NULL, after = NULL;
    store_error_t error;
    int changed = 0, code = open_existing(&before, old_file);
    if (code == 0) code = open_existing(&after, new_file);
    if (code == 0 && render_diff(stdout, &changed, before, after, error)) code = cli_error("%s", error->text);
    store_close(before);
    store_close(after);
    return code != 0 ? code : changed ? EXIT_UNMET : EXIT_MET;
}

static void count_decided(void *context, const store_unit *u)
{
    *(long *)context += u->verdict != NULL;
}

static int write_json(FILE *out, store_t store, store_error_t error)
{
    long decided = 0;
    if (store_each_unit(store, count_decided, &decided, error)) return -1;
    return render_json(out, store, 0, decided, error);
}

/* One document to standard output, or to a file. */
static int write_document(int (*write)(FILE *out, store_t store, store_error_t error), store_t store, const char *file)
{
    store_error_t error;
    FILE *out = file == NULL ? stdout : fopen(file, "w");
    if (out == NULL) return cli_error("report: cannot write %.300s: %s", file, strerror(errno));
    int code = write(out, store, error) ? cli_error("%s", error->text) : EXIT_MET;
    if (file == NULL) return code;
    int bad = ferror(out);
    bad |= fclose(out) != 0;
    return code == EXIT_MET && bad ? cli_error("report: cannot write %.300s", file) : code;
}

static int write_pages(store_t store, const char *directory)
{
    store_error_t error;
    if (render_reports(store, directory, error)) return cli_error("%s", error->text);
    printf("%s/index.md\n", directory);
    return EXIT_MET;
}

/* Options that contradict each other: 0, or EXIT_UNUSABLE after a complaint. */
static int check_options(const invocation_t *in, const char *format)
{
    int document = strcmp(format, "md") != 0;
    if (document && strcmp(format, "json") != 0 && strcmp(format, "junit") != 0)
        return cli_error("report: --format \"%.100s\" must be md, json or junit", format);
    if (option_value(in, "diff") != NULL) {
        if (in->operands != 2) return cli_error("report: --diff needs two results stores, OLD.db NEW.db");
        if (option_value(in, "format") || option_value(in, "output") || option_value(in, "store") ||
            option_value(in, "reports"))
            return cli_error("report: --diff takes no other option");
        return 0;
    }
    if (in->operands > 0)
        return cli_error("report: unexpected \"%.200s\": results stores are operands of --diff only", in->operand[0]);
    if (!document && option_value(in, "output") != NULL)
        return cli_error("report: --output goes with --format json or junit; the pages go to --reports DIR");
    if (document && option_value(in, "reports") != NULL)
        return cli_error("report: --reports goes with --format md; %s goes to --output FILE", format);
    return 0;
}

static int run(const invocation_t *in)
{
    const char *format = option_value(in, "format") ? option_value(in, "format") : "md";
    const char *file = option_value(in, "store") ? option_value(in, "store") : STORE_DEFAULT;
    const char *reports = option_value(in, "reports") ? option_value(in, "reports") : REPORTS_DEFAULT;
    store_t store = NULL;
    int code = check_options(in, format);
    if (code != 0) return code;
    if (option_value(in, "diff") != NULL) return compare(in->operand[0], in->operand[1]);
    code = open_existing(&store, file);
    if (code == 0)
        code = strcmp(format, "md") == 0 ? write_pages(store, reports)
                                         : write_document(strcmp(format, "json") == 0 ? write_json : render_junit,
                                                          store, option_value(in, "output"));
    store_close(store);
    return code;
}

const command_t command_report = {"report",
                                  "[OLD NEW]",
                                  "Renders the reports of the last verify run from the results store",
                                  "Markdown pages go to a directory, JSON (as verify --json prints it) and JUnit XML "
                                  "to standard output or to --output "
                                  "FILE.  With --diff\n"
                                  "the operands are two results stores, and what changed from OLD to NEW is printed: "
                                  "verdicts that differ, units that are "
                                  "new or gone,\n"
                                  "numbers whose enclosures no longer overlap.  Exit status 0 when nothing did, 1 when "
                                  "something did, 2 when a store is "
                                  "unusable.",
                                  "deqcert report --store build/deqcert.db --reports build/reports",
                                  0,
                                  2,
                                  {OPTION_STORE,
                                   OPTION_REPORTS,
                                   {"format", "md|json|junit", "Markdown pages (default), JSON or JUnit XML"},
                                   {"output", "FILE", "where JSON or JUnit XML goes"},
                                   {"diff", NULL, "compare the stores OLD and NEW"}},
                                  run};
