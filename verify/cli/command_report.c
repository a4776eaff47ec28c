/* report: renders the reports of the last run from the store. */
#include <unistd.h>
#include "verify/cli/cli.h"
#include "verify/cli/paths.h"
#include "verify/render/render.h"

static int run(const invocation_t *in)
{
    const char *file = option_value(in, "store") ? option_value(in, "store") : STORE_DEFAULT;
    const char *reports = option_value(in, "reports") ? option_value(in, "reports") : REPORTS_DEFAULT;
    store_t store;
    store_error_t error;
    if (access(file, F_OK) != 0)
        return cli_error("report: there is no results store %.300s: run deqcert verify first", file);
    if (store_open(&store, file, 1, error)) return cli_error("%s", error->text);
    int state = render_reports(store, reports, error);
    store_close(store);
    if (state) return cli_error("%s", error->text);
    printf("%s/index.md\n", reports);
    return EXIT_MET;
}

const command_t command_report = {"report",
                                  "",
                                  "Renders the reports of the last verify run from the results store",
                                  "",
                                  "deqcert report --store build/deqcert.db --reports build/reports",
                                  0,
                                  0,
                                  {OPTION_STORE, OPTION_REPORTS},
                                  run};
