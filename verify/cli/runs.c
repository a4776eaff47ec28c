/* What the commands that run a plan share: its options, its store, its interruption. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "verify/cli/cli.h"
#include "verify/render/render.h"

#define JOBS_MOST 1024

int run_options(schedule_plan *plan, const invocation_t *in)
{
    const char *profile = option_value(in, "profile");
    plan->profile = PROFILE_QUICK;
    if (profile != NULL && !profile_from_name(&plan->profile, profile))
        return cli_error("%s: --profile \"%.100s\" must be quick, standard or full", in->command->name, profile);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    plan->jobs = cores < 1 ? 1 : cores > JOBS_MOST ? JOBS_MOST : cores;
    plan->bits = BITS_DEFAULT;
    plan->fresh = option_value(in, "fresh") != NULL;
    return option_integer(&plan->jobs, in, "jobs", 1, JOBS_MOST);
}

int open_results(store_t *store, const char *file)
{
    store_error_t error;
    char *folder = memory_or_end(strdup(file)), *slash = strrchr(folder, '/');
    int state = 0;
    if (slash != NULL && slash != folder) {
        *slash = '\0';
        state = make_directory(folder, error);
    }
    if (state == 0) state = store_open(store, file, 0, error);
    free(folder);
    return state == 0 ? 0 : cli_error("%s", error->text);
}

void say_resume(const invocation_t *in)
{
    fputs("deqcert: interrupted; what was decided is stored. Resume with: deqcert", stderr);
    for (char **word = in->words; *word != NULL; word++)
        if (strcmp(*word, "--fresh") != 0)
            fprintf(stderr, strpbrk(*word, " \t*?[]'\"\\$&;|<>()") ? " '%s'" : " %s", *word);
    fputc('\n', stderr);
}
