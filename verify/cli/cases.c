/* Cases given on the command line. */
#include "verify/cli/cli.h"

int known_claim(const char *id)
{
    return claim_find(id) != NULL;
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
