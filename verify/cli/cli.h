/* cli: the program deqcert.  Private to verify/cli: commands, their options, and how they print. */
#ifndef DEQCERT_CLI_H
#define DEQCERT_CLI_H

#include <stdio.h>
#include "verify/schedule/schedule.h"

enum { EXIT_MET = 0, EXIT_UNMET = 1, EXIT_UNUSABLE = 2, EXIT_INTERRUPTED = 3 };

#define CLI_OPTIONS 12

typedef struct { const char *name, *argument /* NULL: a flag */, *help; } option_t;
typedef struct command_struct command_t;
typedef struct {
    const command_t *command;
    const char *value[CLI_OPTIONS];   /* of command->options: NULL not given, "" for a flag given */
    int operands;
    char **operand;
    char **words;                     /* the command line as given, after the program's name; NULL-ended */
} invocation_t;
struct command_struct {
    const char *name, *operands, *summary, *help, *example;
    int least, most;                  /* operands; most -1: any number */
    option_t options[CLI_OPTIONS];    /* ended by name NULL */
    int (*run)(const invocation_t *in);
};
extern const command_t command_verify, command_hermite, command_gram, command_lambda, command_kernel, command_simulate,
    command_train, command_claims, command_check, command_new, command_report, command_certify, command_topic,
    command_replay;

/* What --help, the manual page and the completion are made from. */
typedef struct {
    const command_t *const *commands;
    int count;
    const char *about, *exit_status; /* texts without a last newline */
} program_t;
/* The manual page deqcert(1) resp. the completion for bash on stdout. */
void document_manual(const program_t *program);
void document_completion(const program_t *program);

/* ---- memory --------------------------------------------------------------------------------------- */

/* From here on an allocation refused to GMP, MPFR, FLINT or LAPACKE is out_of_memory (ball/ball.h), whose status is EXIT_UNUSABLE. */
void memory_begin(void);

/* ---- numerical libraries -------------------------------------------------------------------------- */

/* Tries what error bounds assume of BLAS and libm: 0, or EXIT_UNUSABLE after a complaint.  A few milliseconds. */
int assumptions_hold(void);

/* ---- usage ---------------------------------------------------------------------------------------- */

/* One line "deqcert: ..." on stderr, control characters shown as "?"; returns EXIT_UNUSABLE. */
int cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Reads the command line of a command into the zeroed `in`: -1 to go on, else the exit code (help was printed, or a complaint). */
int invocation_parse(invocation_t *in, const command_t *command, int argc, char **argv);
void command_help(const command_t *command);
/* The value of an option of the command, NULL when it was not given. */
const char *option_value(const invocation_t *in, const char *name);
/* The integer value of an option: 0, or EXIT_UNUSABLE after a complaint.  *value keeps its default when the option is not given. */
int option_integer(slong *value, const invocation_t *in, const char *name, slong least, slong most);
#define BITS_DEFAULT 64
#define BITS_LEAST 16
#define BITS_MOST 4096
#define OPTION_BITS {"bits", "B", "relative width of the enclosures at most 2^(4-B), 16 to 4096 (default 64)"}
#define OPTION_JSON {"json", NULL, "print JSON"}
/* The nearest claim id. */
const char *suggested_claim(const char *id);

/* ---- cases ---------------------------------------------------------------------------------------- */

int known_claim(const char *id);
/* Whether a claim id matches. */
int known_glob(const char *glob);
/* Loads a case, complaining about every error in it: 0, or EXIT_UNUSABLE. */
int load_case(case_t *c, const char *path);
/* Prints warnings about a valid case, one line each, and returns how many. */
slong warn_about_case(const case_t c);

/* ---- runs ------------------------------------------------------------------------------------------ */

/* The plan's profile, number of workers, precision and freshness from the options --profile, --jobs and --fresh: 0, or EXIT_UNUSABLE after
   a complaint. */
int run_options(schedule_plan *plan, const invocation_t *in);
/* Opens the results store for writing, its directory created: 0, or EXIT_UNUSABLE after a complaint. */
int open_results(store_t *store, const char *file);
/* After an interruption: the command line that resumes. */
void say_resume(const invocation_t *in);

/* ---- printing ------------------------------------------------------------------------------------- */

/* {"lower": "...", "upper": "..."} resp. [lower, upper], decimals rounded outward. */
void print_json_enclosure(FILE *out, const arb_t x, slong digits);
void print_text_enclosure(FILE *out, const arb_t x, slong digits);
/* One enclosure for equal norms, a list otherwise. */
void print_json_norms(FILE *out, const gram_struct *g, arb_srcptr x, slong digits);
/* Rows of K. */
void print_json_matrix(FILE *out, const arb_mat_t K, slong digits);
/* "inconclusive", "nonexistent", "inapplicable" */
const char *status_name(dq_status status);
/* "status": ..., "reason": ... */
void print_json_status(FILE *out, dq_status status, const reason_t why);
/* The exit code of a number command that certified nothing, with its line on stderr unless json. */
int report_status(const invocation_t *in, dq_status status, const reason_t why);

#endif
