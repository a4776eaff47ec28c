/* new: a commented case to start from. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "verify/cli/cli.h"

/* The case; @P, @N and @D stand for its path, its name and the file of its points. */
static const char scaffold[] =
    "# A case of deqcert.  Every key is described in cases/README.md; keys that are commented out show their default.\n"
    "#   deqcert check @P     every mistake, and warnings\n"
    "#   deqcert verify @P    decides every claim and writes a page\n"
    "title: @N\n"
    "\n"
    "# An expression in x: tanh(x), relu(x), gelu(x), \"max(x, 0.1*x)\" (in quotes because of the comma), "
    "x*exp(-x^2/2), ...\n"
    "activation: {phi: tanh(x)}\n"
    "# or pieces, each up to its `until`; a breakpoint belongs to the piece on its right:\n"
    "# activation: {pieces: [{until: 0, phi: 0.1*x}, {phi: x}]}\n"
    "\n"
    "# Weights W_ij of variance 2*sigma_w2/width; decimals are kept exactly.\n"
    "model:\n"
    "  sigma_w2: 0.08\n"
    "  # weights: gaussian             # or rademacher, uniform, student5\n"
    "  # output_scale: 1               # a_i of standard deviation output_scale/sqrt(width)\n"
    "\n"
    "# The points: exactly one source.  Paths are relative to this file.\n"
    "data:\n"
    "  csv: @D                         # one point per line\n"
    "  # sphere: {n: 40, d: 20, seed: 1}\n"
    "  # orthogonal: {n: 5, d: 8}\n"
    "  # npy: {points: X.npy, labels: y.npy, classes: [3, 8], count: 100}       # or only the name of a file\n"
    "  # idx: {points: images.idx.gz, labels: labels.idx.gz, classes: [0, 1]}   # MNIST and its kin\n"
    "  # cifar10: {files: [data_batch_1.bin], classes: [3, 5], count: 200}\n"
    "  # normalise: true               # the model sees each point scaled to norm sqrt(d)\n"
    "\n"
    "# labels: {gaussian: {seed: 2}}   # or csv: FILE, one label per line and point; or classes: true\n"
    "\n"
    "# Random networks: their widths, how many of each, and t of \"with probability at least 1 - t\".\n"
    "# 270 trials without a failure are the least that can support a claim at t = 0.05.\n"
    "# monte_carlo: {widths: [100, 200, 400], trials: 300, failure_probability: 0.05, seed: 1}\n"
    "\n"
    "# With this section the claims about gradient descent train a network; deqcert train @P shows it.\n"
    "# training: {width: 400, steps: 300, step_size: theorem}    # or a positive decimal\n"
    "\n"
    "# Verdicts that must come out; another one fails the run.  deqcert claims lists the claims, deqcert claims ID "
    "explains one.\n"
    "# expect:\n"
    "#   gram.positive-definite: proved\n"
    "#   deq.lambda0: {100: inconclusive, 200: supported, 400: supported}\n";

static const char points[] = "# one point per line\n"
                             "1, 0, 0, 0.5\n"
                             "0, 1, 0, -0.5\n"
                             "0, 0, 1, 0.25\n"
                             "1, 1, 0, 0\n"
                             "-1, 0.5, 1, 0\n"
                             "0.5, -1, 0.25, 1\n";

/* Writes a file that was not there, its marks replaced; 0 or EXIT_UNUSABLE. */
static int create(const char *path, const char *text, const char *name, const char *data)
{
    FILE *out = fopen(path, "wx");
    if (out == NULL) return cli_error("new: cannot create %.300s: %s", path, strerror(errno));
    for (; *text != '\0'; text++) {
        const char *value = text[0] != '@' ? NULL : text[1] == 'P' ? path : text[1] == 'N' ? name : data;
        if (value == NULL)
            fputc(*text, out);
        else
            fputs(value, out), text++;
    }
    int failed = ferror(out);
    if (fclose(out) != 0 || failed) {
        cli_error("new: cannot write %.300s: %s", path, strerror(errno));
        remove(path);
        return EXIT_UNUSABLE;
    }
    return 0;
}

static int run(const invocation_t *in)
{
    const char *name = in->operand[0];
    char folder[16] = "", path[256], data[256], relative[256];
    struct stat info;
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    if (length == 0 || length > 64 || name[length] != '\0' || name[0] == '-' || schedule_reserved(name))
        return cli_error("new: \"%.100s\" is no name for a case: up to 64 letters, digits, - and _%s", name,
                         schedule_reserved(name) ? "; this one is taken by statements of the claim files" : "");
    if (stat("cases", &info) == 0 && S_ISDIR(info.st_mode)) strcpy(folder, "cases/");
    int nested = stat("cases/data", &info) == 0 && S_ISDIR(info.st_mode);
    snprintf(path, sizeof path, "%s%s.yaml", folder, name);
    snprintf(relative, sizeof relative, "%s%s.csv", nested ? "data/" : "", name);
    snprintf(data, sizeof data, "%s%.200s", folder, relative);
    if (create(path, scaffold, name, relative)) return EXIT_UNUSABLE;
    if (create(data, points, name, relative)) {
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
    "NAME.yaml with every key and its default, and six points in NAME.csv: into cases/ when that directory exists (the "
    "points into\n"
    "cases/data/), else into the working directory.  Nothing is overwritten.  The case runs as it is.",
    "deqcert new my-case",
    1,
    1,
    {{0}},
    run};
