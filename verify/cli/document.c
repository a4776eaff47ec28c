/* The manual page and the bash completion: what --help prints from the commands' tables, in two other forms. */
#include <string.h>
#include "verify/cli/cli.h"

/* ---- the manual page ------------------------------------------------------------------------------ */

/* Text for roff: what is special there is escaped, and "-" is the one that can be typed; an empty line starts a paragraph.
   Lines that start with a blank keep their indentation, as roff has it. */
static void roff(const char *text)
{
    static const char special[] = "\\-^~`'";
    static const char *const escaped[] = {"\\e", "\\-", "\\(ha", "\\(ti", "\\(ga", "\\(aq"};
    int start = 1;

    for (; *text != '\0'; text++) {
        const char *found = strchr(special, *text);
        if (*text == '\n' && text[1] == '\n') {
            printf("\n.PP");
        } else if (found != NULL) {
            printf("%s", escaped[found - special]);
        } else {
            if (start && *text == '.') printf("\\&");
            putchar(*text);
        }
        start = *text == '\n';
    }
}

static void line(const char *before, const char *text, const char *after)
{
    printf("%s", before);
    roff(text);
    printf("%s\n", after);
}

static void manual_command(const command_t *c)
{
    printf(".SS deqcert %s%s%s [OPTION...]\n", c->name, *c->operands ? " " : "", c->operands);
    line("", c->summary, ".");
    if (*c->help) line(".PP\n", c->help, "");
    for (const option_t *o = c->options; o->name != NULL; o++) {
        printf(".TP\n.B \\-\\-");
        roff(o->name);
        if (o->argument != NULL)
            line(" ", o->argument, "");
        else
            printf("\n");
        line("", o->help, "");
    }
    line(".PP\nExample:\n.PP\n.in +4n\n.EX\n", c->example, "\n.EE\n.in");
}

void document_manual(const program_t *program)
{
    printf(".TH DEQCERT 1 \"\" \"deqcert %s\" \"User Commands\"\n", DEQCERT_VERSION);
    printf(".SH NAME\ndeqcert \\- certified checks of the convergence theory of deep equilibrium models\n");
    printf(".SH SYNOPSIS\n.B deqcert\nCOMMAND [OPERAND...] [OPTION...]\n.br\n.B deqcert\nCOMMAND \\-\\-help\n");
    line(".SH DESCRIPTION\n", program->about, "");
    printf(".SH COMMANDS\n");
    for (int k = 0; k < program->count; k++) manual_command(program->commands[k]);
    line(".SH EXIT STATUS\n", program->exit_status, "");
    printf(".SH SEE ALSO\n.BR deqcert\\-check (1)\n");
}

/* ---- the completion ------------------------------------------------------------------------------- */

/* What stands for a value: `files` and `cases` are functions of the script, the rest are words. */
static const char *completer(const char *argument)
{
    if (strstr(argument, "CASE") != NULL) return "cases";
    if (strcmp(argument, "FILE") == 0) return "files";
    if (strcmp(argument, "DIR") == 0) return "directories";
    if (strstr(argument, "ID") != NULL || strcmp(argument, "GLOB") == 0) return "claims";
    if (strchr(argument, '|') != NULL) return "words";
    return "nothing";
}

static void value_of(const command_t *c, const char *name, const char *argument, const char *dashes)
{
    const char *what = completer(argument);
    if (strcmp(what, "nothing") == 0) return;
    printf("    %s:%s%s) _deqcert_%s", c->name, dashes, name, what);
    if (strcmp(what, "words") == 0) {
        printf(" '");
        for (; *argument != '\0'; argument++) putchar(*argument == '|' ? ' ' : *argument);
        printf("'");
    }
    printf(" ;;\n");
}

static const char script[] =
    "# Keeps the words that start with $_deqcert_word.\n"
    "_deqcert_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$_deqcert_word\"); }\n"
    "_deqcert_nothing() { :; }\n"
    "_deqcert_files() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$_deqcert_word\"); "
    "}\n"
    "_deqcert_directories() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "
    "\"$_deqcert_word\"); }\n"
    "_deqcert_cases() {\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen -f -X '!*.yaml' -- \"$_deqcert_word\"; compgen -d -- \"$_deqcert_word\")\n"
    "}\n"
    "_deqcert_claims() { _deqcert_words \"$(\"${COMP_WORDS[0]}\" claims 2>/dev/null | cut -d' ' -f1)\"; }\n";

void document_completion(const program_t *program)
{
    printf("# bash completion of deqcert %s, written by: deqcert help --completion\n%s", DEQCERT_VERSION, script);
    printf("# The value of an option of a command, then a command's operands.\n_deqcert_value() {\n    case $1 in\n");
    for (int k = 0; k < program->count; k++)
        for (const option_t *o = program->commands[k]->options; o->name != NULL; o++) {
            if (o->argument == NULL) continue;
            value_of(program->commands[k], o->name, o->argument, "--");
            if (strcmp(o->name, "output") == 0) value_of(program->commands[k], "o", o->argument, "-");
        }
    printf("    *:-*) : ;;\n");
    for (int k = 0; k < program->count; k++) value_of(program->commands[k], "", program->commands[k]->operands, "");
    printf("    esac\n}\n_deqcert_options() {\n    case $1 in\n");
    for (int k = 0; k < program->count; k++) {
        printf("    %s) _deqcert_words '", program->commands[k]->name);
        for (const option_t *o = program->commands[k]->options; o->name != NULL; o++) printf("--%s ", o->name);
        printf("--help' ;;\n");
    }
    printf("    esac\n}\n# The options that take a value.\n_deqcert_takes() {\n    case $1 in\n");
    for (int k = 0; k < program->count; k++)
        for (const option_t *o = program->commands[k]->options; o->name != NULL; o++)
            if (o->argument != NULL) printf("    %s:--%s) return 0 ;;\n", program->commands[k]->name, o->name);
    printf("    *:-o) return 0 ;;\n    esac\n    return 1\n}\n");
    printf("_deqcert() {\n"
           "    local _deqcert_word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
           "command=${COMP_WORDS[1]}\n"
           "    COMPREPLY=()\n"
           "    # bash splits --option=value into three words\n"
           "    if [ \"$_deqcert_word\" = = ]; then _deqcert_word=''; elif [ \"$before\" = = ]; then "
           "before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then _deqcert_words '");
    for (int k = 0; k < program->count; k++) printf("%s ", program->commands[k]->name);
    printf("help --help --version'\n"
           "    elif [ \"$command\" = help ]; then _deqcert_words '");
    for (int k = 0; k < program->count; k++) printf("%s ", program->commands[k]->name);
    printf("--man --completion'\n"
           "    elif _deqcert_takes \"$command:$before\"; then _deqcert_value \"$command:$before\"\n"
           "    elif [ \"${_deqcert_word#-}\" != \"$_deqcert_word\" ]; then _deqcert_options \"$command\"\n"
           "    else _deqcert_value \"$command:\"\n"
           "    fi\n"
           "}\n"
           "complete -F _deqcert deqcert\n");
}
