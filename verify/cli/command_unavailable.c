/* Commands of the design that this version does not have. */
#include "verify/cli/cli.h"

static int unavailable(const invocation_t *in)
{
    return cli_error("%s: not available in this version of deqcert (%s)", in->command->name, DEQCERT_VERSION);
}

const command_t command_kernel = {"kernel",
                                  "CASE",
                                  "The limit kernel at equally spaced cosines (not available in this version)",
                                  "",
                                  "deqcert kernel cases/tanh.yaml --points 21",
                                  0,
                                  -1,
                                  {{"points", "N", "how many points of [-1, 1]"}, OPTION_BITS, OPTION_JSON},
                                  unavailable};
const command_t command_train = {"train",
                                 "CASE",
                                 "Gradient descent on a case (not available in this version)",
                                 "",
                                 "deqcert train cases/tanh.yaml",
                                 0,
                                 -1,
                                 {OPTION_JSON},
                                 unavailable};
const command_t command_certify = {"certify",
                                   "CASE",
                                   "Writes a certificate of lambda_* > 0 (not available in this version)",
                                   "",
                                   "deqcert certify cases/tanh.yaml -o tanh.cert",
                                   0,
                                   -1,
                                   {{"output", "FILE", "the certificate"}, OPTION_JSON},
                                   unavailable};
