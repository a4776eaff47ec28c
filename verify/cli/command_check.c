/* check: validates case files and does nothing else. */
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
        printf("%s: a valid case, %ld points in dimension %ld, phi = %s\n", in->operand[k], (long)c->points->n,
               (long)c->points->d, activation_text(c->phi));
        case_clear(c);
    }
    return code;
}

const command_t command_check = {"check",
                                 "CASE...",
                                 "Validates case files",
                                 "Every error of every file is printed.",
                                 "deqcert check cases/tanh.yaml",
                                 1,
                                 -1,
                                 {{0}},
                                 run};
