/* The program: finds the command, runs it, and makes sure that what it printed arrived. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "verify/cli/cli.h"

static const command_t *const commands[] = {&command_verify, &command_hermite,  &command_gram,   &command_lambda,
                                            &command_kernel, &command_simulate, &command_train,  &command_claims,
                                            &command_check,  &command_new,      &command_report, &command_certify,
                                            &command_topic, &command_replay};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const program_t program = {
    commands, COMMANDS,
    "Checks the convergence theory of deep equilibrium models, case by case, with certified arithmetic.",
    "Exit status: 0 every expectation met; 1 one is not, or nothing could be certified; 2 unusable input or usage,\n"
    "a file that cannot be written, no memory; 3 interrupted (run it again to resume)."};

static void usage(void)
{
    printf("deqcert COMMAND [OPERAND...] [OPTION...]\n\n%s\n\nCommands:\n", program.about);
    for (int k = 0; k < COMMANDS; k++) printf("  %-9s %s\n", commands[k]->name, commands[k]->summary);
    printf("\nOptions and an example of each: deqcert COMMAND --help.  deqcert --version prints the version,\n"
           "deqcert help --man the manual page, deqcert help --completion the completion for bash.\n%s\n",
           program.exit_status);
}

static const command_t *find(const char *name)
{
    for (int k = 0; k < COMMANDS; k++)
        if (strcmp(commands[k]->name, name) == 0) return commands[k];
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *list[COMMANDS + 2];
    for (int k = 0; k < COMMANDS; k++) list[k] = commands[k]->name;
    list[COMMANDS] = "help";
    list[COMMANDS + 1] = NULL;
    const char *near = nearest_word(name, list);
    return cli_error("unknown command \"%.200s\"%s%s%s (see deqcert --help)", name, near ? "; did you mean \"" : "",
                     near ? near : "", near ? "\"?" : "");
}

static int help(int argc, char **argv)
{
    const command_t *command = argc > 2 ? find(argv[2]) : NULL;
    if (argc > 2 && (strcmp(argv[2], "--man") == 0 || strcmp(argv[2], "--completion") == 0)) {
        (argv[2][2] == 'm' ? document_manual : document_completion)(&program);
        return EXIT_MET;
    }
    if (argc > 2 && command == NULL) return unknown_command(argv[2]);
    if (command != NULL)
        command_help(command);
    else
        usage();
    return EXIT_MET;
}

/* Commands whose error bounds assume something of BLAS and libm; the others only let doubles choose. */
static int samples_networks(const command_t *c)
{
    return c == &command_verify || c == &command_topic || c == &command_simulate || c == &command_train ||
           c == &command_replay;
}

static int run(const command_t *command, int argc, char **argv)
{
    /* getopt_long moves the operands of argv to its end. */
    invocation_t in = {.words = flint_calloc((size_t)argc + 1, sizeof *in.words)};
    memcpy(in.words, argv, (size_t)argc * sizeof *in.words);
    int code = invocation_parse(&in, command, argc, argv);
    if (code < 0 && samples_networks(command) && assumptions_hold() != 0) code = EXIT_UNUSABLE;
    if (code < 0) code = command->run(&in);
    flint_free(in.words);
    return code;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) return cli_error("a command is missing (see deqcert --help)");
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(argc, argv);
    if (strcmp(argv[1], "--version") == 0) {
        printf("deqcert %s (FLINT %s)\n", DEQCERT_VERSION, FLINT_VERSION);
        return EXIT_MET;
    }
    const command_t *command = find(argv[1]);
    if (command == NULL) return unknown_command(argv[1]);
    return run(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    memory_begin();
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is a failed write with its message, not a death */
    ranks_begin();
    /* Only verify deals work to other ranks. */
    int code = ranks_self() == 0 || (argc > 1 && strcmp(argv[1], "verify") == 0) ? dispatch(argc, argv) : EXIT_MET;
    /* A report cut short by a full disk must not pass for a whole one. */
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout))
        code = cli_error("cannot write standard output: %s", errno ? strerror(errno) : "it failed");
    flint_cleanup();
    ranks_end(code);
    return code;
}
