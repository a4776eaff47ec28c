/* check: validates case files, and warns of expectations that cannot be met. */
#include "verify/cli/cli.h"

static int run(const invocation_t *in)
{
    int code = EXIT_MET;
    for (int k = 0; k < in->operands; k++) {
        case_t c;
        if (load_case(&c, in->operand[k]) != 0) {
            code = EXIT_UNUSABLE;
            continue;
        }
        slong warnings = option_value(in, "fast") == NULL ? warn_about_case(c) : 0;
        printf("%s: a valid case, %ld point%s in dimension %ld, phi = %s", in->operand[k], (long)c->points->n,
               c->points->n == 1 ? "" : "s", (long)c->points->d, activation_text(c->phi));
        if (warnings > 0) printf(" (%ld warning%s)", (long)warnings, warnings > 1 ? "s" : "");
        printf("\n");
        case_clear(c);
    }
    return code;
}

const command_t command_check = {
    "check",
    "CASE...",
    "Validates case files",
    "Every error of every file is printed as file:line:column: what is wrong; what is allowed (exit status 2).\n"
    "Warnings leave the status 0: an expected verdict that certainly does not come out (within a second for each case "
    "the "
    "expected\n"
    "claims are decided, without random networks), a width no verdict has, fewer trials than can support a "
    "probability, a "
    "declared\n"
    "Lipschitz constant that fails.",
    "deqcert check cases/tanh-points.yaml",
    1,
    -1,
    {{"fast", NULL, "only what is wrong with the files: no warnings"}},
    run};
