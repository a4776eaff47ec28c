/* new: a commented case to start from. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "verify/cli/cli.h"

static const char scaffold[] =
    "# A case of deqcert; cases/README.md documents every key.  Check it with: deqcert check, run it with: deqcert "
    "verify\n"
    "title: %s\n"
    "\n"
    "# An expression in x: tanh(x), relu(x), gelu(x), max(x, 0.1*x), ...\n"
    "activation: {phi: tanh(x)}\n"
    "\n"
    "# Weights W_ij of variance 2*sigma_w2/width.\n"
    "model: {sigma_w2: 0.08}\n"
    "\n"
    "# The points, one per line of a file; the path is relative to this file.\n"
    "data: {csv: %s}\n"
    "\n"
    "# Random networks: their widths, how many of each, and the probability t of Pr(...) >= 1 - t.\n"
    "monte_carlo: {widths: [100, 200], trials: 300, failure_probability: 0.05, seed: 1}\n"
    "\n"
    "# Verdicts that must come out; another one fails the run.  deqcert claims lists the claims.\n"
    "# expect: {gram.positive-definite: proved}\n";

static const char points[] = "# one point per line\n"
                             "1, 0, 0, 0.5\n"
                             "0, 1, 0, -0.5\n"
                             "0, 0, 1, 0.25\n"
                             "1, 1, 0, 0\n"
                             "-1, 0.5, 1, 0\n"
                             "0.5, -1, 0.25, 1\n";

/* Writes a file that was not there; 0 or EXIT_UNUSABLE. */
static int create(const char *path, const char *format, const char *first, const char *second)
{
    FILE *out = fopen(path, "wx");
    if (out == NULL) return cli_error("new: cannot create %.300s: %s", path, strerror(errno));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    fprintf(out, format, first, second);
#pragma GCC diagnostic pop
    if (fclose(out) != 0) return cli_error("new: cannot write %.300s: %s", path, strerror(errno));
    return 0;
}

static int run(const invocation_t *in)
{
    const char *name = in->operand[0];
    char folder[16] = "", path[256], data[256], relative[256];
    struct stat info;
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    if (length == 0 || length > 64 || name[length] != '\0' || name[0] == '-' || strcmp(name, SCHEDULE_PLANTED) == 0)
        return cli_error("new: \"%.100s\" is no name for a case: up to 64 letters, digits, - and _%s", name,
                         strcmp(name, SCHEDULE_PLANTED) == 0 ? "; \"" SCHEDULE_PLANTED "\" is taken" : "");
    if (stat("cases", &info) == 0 && S_ISDIR(info.st_mode)) strcpy(folder, "cases/");
    int nested = stat("cases/data", &info) == 0 && S_ISDIR(info.st_mode);
    snprintf(path, sizeof path, "%s%s.yaml", folder, name);
    snprintf(relative, sizeof relative, "%s%s.csv", nested ? "data/" : "", name);
    snprintf(data, sizeof data, "%s%.200s", folder, relative);
    if (create(path, scaffold, name, relative)) return EXIT_UNUSABLE;
    if (create(data, "%s%s", points, "")) {
        remove(path);
        return EXIT_UNUSABLE;
    }
    printf("%s\n%s\n", path, data);
    return EXIT_MET;
}

const command_t command_new = {
    "new",
    "NAME",
    "Writes a commented case to start from",
    "Into cases/ when that directory exists, else into the working directory; nothing is overwritten.",
    "deqcert new my-case",
    1,
    1,
    {{0}},
    run};
