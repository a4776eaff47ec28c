/* Command lines: options by getopt_long from one table per command, complaints in one line with the nearest word. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "verify/cli/cli.h"

enum { OPTION_HELP = 'h', OPTION_FIRST = 256 };

int cli_error(const char *format, ...)
{
    char line[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    for (char *p = line; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f) *p = '?';
    fprintf(stderr, "deqcert: %s\n", line);
    return EXIT_UNUSABLE;
}

void command_help(const command_t *command)
{
    printf("deqcert %s %s%s[OPTION...]\n\n%s.\n", command->name, command->operands, *command->operands ? " " : "",
           command->summary);
    if (*command->help) printf("\n%s\n", command->help);
    printf("\nOptions:\n");
    for (const option_t *o = command->options; o->name != NULL; o++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->argument ? " " : "", o->argument ? o->argument : "");
        printf("  %-20s  %s\n", left, o->help);
    }
    printf("  %-20s  %s\n\nExample:\n  %s\n", "--help", "this text", command->example);
}

static int unknown_option(const command_t *command, const char *given)
{
    const char *list[CLI_OPTIONS + 2];
    size_t count = 0, length = strcspn(given, "=");
    char name[64];
    for (const option_t *o = command->options; o->name != NULL; o++) list[count++] = o->name;
    list[count++] = "help";
    list[count] = NULL;
    if (strncmp(given, "--", 2) != 0)
        return cli_error(
            "%s: unknown option \"%.200s\"; options are written --name, and an operand that starts with \"-\" "
            "goes after \"--\" (see deqcert %s --help)",
            command->name, given, command->name);
    snprintf(name, sizeof name, "%.*s", (int)length - 2, given + 2);
    const char *near = nearest_word(name, list);
    for (size_t k = 0, matches = 0; k < count; k++) {
        matches += *name != '\0' && strncmp(name, list[k], strlen(name)) == 0;
        if (matches > 1)
            return cli_error("%s: option \"--%s\" is ambiguous (see deqcert %s --help)", command->name, name,
                             command->name);
    }
    return cli_error("%s: unknown option \"--%s\"%s%s%s (see deqcert %s --help)", command->name, name,
                     near ? "; did you mean --" : "", near ? near : "", near ? "?" : "", command->name);
}

static int operands_ok(const invocation_t *in)
{
    const command_t *c = in->command;
    if (in->operands < c->least)
        return cli_error("%s: %s is missing (see deqcert %s --help)", c->name, c->operands, c->name), 0;
    if (c->most >= 0 && in->operands > c->most)
        return cli_error("%s: unexpected \"%.200s\" (see deqcert %s --help)", c->name, in->operand[c->most], c->name),
               0;
    return 1;
}

/* The position of an option in the command's table, or -1. */
static int option_index(const command_t *command, const char *name)
{
    for (int k = 0; command->options[k].name != NULL; k++)
        if (strcmp(command->options[k].name, name) == 0) return k;
    return -1;
}

int invocation_parse(invocation_t *in, const command_t *command, int argc, char **argv)
{
    struct option table[CLI_OPTIONS + 2] = {{0}};
    int count = 0, found;
    for (; command->options[count].name != NULL; count++)
        table[count] = (struct option){command->options[count].name,
                                       command->options[count].argument ? required_argument : no_argument, NULL,
                                       OPTION_FIRST + count};
    table[count] = (struct option){"help", no_argument, NULL, OPTION_HELP};
    in->command = command;
    opterr = 0;
    while ((found = getopt_long(argc, argv, ":ho:", table, NULL)) != -1) {
        if (found == 'o' || (found == ':' && optopt == 'o')) { /* -o FILE of the commands that have --output */
            int output = option_index(command, "output");
            if (output < 0) return unknown_option(command, "-o");
            if (found == ':')
                return cli_error("%s: -o needs a value (see deqcert %s --help)", command->name, command->name);
            found = OPTION_FIRST + output;
        }
        if (found == OPTION_HELP) {
            command_help(command);
            return EXIT_MET;
        }
        if (found >= OPTION_FIRST) {
            in->value[found - OPTION_FIRST] = optarg ? optarg : "";
            continue;
        }
        const char *known = optopt >= OPTION_FIRST ? command->options[optopt - OPTION_FIRST].name : NULL;
        if (known && found == ':')
            return cli_error("%s: --%s needs a value (see deqcert %s --help)", command->name, known, command->name);
        if (known)
            return cli_error("%s: --%s takes no value (see deqcert %s --help)", command->name, known, command->name);
        return unknown_option(command, argv[optind - 1]);
    }
    in->operand = argv + optind;
    in->operands = argc - optind;
    return operands_ok(in) ? -1 : EXIT_UNUSABLE;
}

const char *option_value(const invocation_t *in, const char *name)
{
    int k = option_index(in->command, name);
    return k < 0 ? NULL : in->value[k];
}

int option_integer(slong *value, const invocation_t *in, const char *name, slong least, slong most)
{
    const char *text = option_value(in, name);
    char *end;
    if (text == NULL) return 0;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0 || number < least || number > most)
        return cli_error("%s: --%s \"%.100s\" must be an integer from %ld to %ld", in->command->name, name, text,
                         (long)least, (long)most);
    *value = number;
    return 0;
}
