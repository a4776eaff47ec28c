/* Cases given on the command line. */
#include <fnmatch.h>
#include "verify/cli/cli.h"

int known_claim(const char *id)
{
    return claim_find(id) != NULL;
}

static void match_claim(const claim_t *claim, void *context)
{
    const char **glob = context;
    if (*glob != NULL && fnmatch(*glob, claim->id, 0) == 0) *glob = NULL;
}

int known_glob(const char *glob)
{
    claim_visit(match_claim, &glob);
    return glob == NULL;
}

int load_case(case_t *c, const char *path)
{
    case_errors_t errors;
    case_errors_init(errors);
    slong count = case_load(c, path, known_claim, errors);
    for (slong k = 0; k < errors->count; k++) cli_error("%s", errors->line[k]);
    case_errors_clear(errors);
    return count == 0 ? 0 : EXIT_UNUSABLE;
}
