/* Commands of the design that this version does not have. */
#include "verify/cli/cli.h"

static int unavailable(const invocation_t *in)
{
    return cli_error("%s: not available in this version of deqcert (%s)", in->command->name, DEQCERT_VERSION);
}

const command_t command_train = {"train",
                                 "CASE",
                                 "Gradient descent on a case (not available in this version)",
                                 "",
                                 "deqcert train cases/tanh.yaml",
                                 0,
                                 -1,
                                 {OPTION_JSON},
                                 unavailable};
