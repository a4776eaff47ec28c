/* certify: writes a certificate of lambda_* > 0 that deqcert-check proves. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "verify/cli/cli.h"

#define CERTIFY_BITS 32

/* Writes beside the place of FILE and renames, so that FILE is whole or as it was; text NULL only tries whether that can
   be done.  0 or EXIT_UNUSABLE. */
static int replace_file(const char *path, const char *text, size_t length)
{
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *growing = flint_malloc(size);
    mode_t mask = umask(0);
    int file, failed;

    umask(mask);
    snprintf(growing, size, "%s.XXXXXX", path);
    file = mkstemp(growing);
    failed = file < 0 || fchmod(file, 0666 & ~mask) != 0;
    for (size_t done = 0; text != NULL && !failed && done < length;) {
        ssize_t written = write(file, text + done, length - done);
        failed = written < 0 && errno != EINTR;
        done += written > 0 ? (size_t)written : 0;
    }
    failed = failed || (text != NULL && fsync(file) != 0 && errno != EINVAL);
    if (file >= 0 && close(file) != 0) failed = 1;
    failed = failed || (text != NULL && rename(growing, path) != 0);
    if (failed) cli_error("certify: cannot write %.300s: %s", path, strerror(errno));
    if (file >= 0 && (failed || text == NULL)) remove(growing);
    flint_free(growing);
    return failed ? EXIT_UNUSABLE : 0;
}

static void print_nothing(dq_status status, const reason_t why, slong n, slong bits)
{
    printf("{");
    print_json_status(stdout, status, why);
    printf(", \"certificate\": null, \"bound\": null, \"n\": %ld, \"bits\": %ld}\n", (long)n, (long)bits);
}

static void print_result(const invocation_t *in, const char *path, size_t length, const arb_t bound, slong n,
                         slong bits)
{
    char *decimal = arb_lower_decimal(bound, decimal_digits(bits));

    if (option_value(in, "json") != NULL) {
        printf("{\"certificate\": ");
        json_string(stdout, path);
        printf(", \"bound\": \"%s\", \"n\": %ld, \"bits\": %ld}\n", decimal, (long)n, (long)bits);
    } else {
        printf("lambda_star >= %s, certificate of %zu bytes\n", decimal, length);
    }
    free(decimal);
}

static int run(const invocation_t *in)
{
    const char *path = option_value(in, "output");
    slong bits = CERTIFY_BITS;
    case_t c;
    reason_t why;
    gram_model_t model;
    arb_t bound;
    struct stat info;
    char *text = NULL;
    size_t length;
    FILE *lines;
    dq_status status;
    int code;

    if (path == NULL || *path == '\0')
        return cli_error("certify: --output FILE is missing (see deqcert certify --help)");
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return cli_error("certify: cannot write %.300s: it is no regular file", path);
    if (option_integer(&bits, in, "bits", BITS_LEAST, BITS_MOST) || load_case(&c, in->operand[0])) return EXIT_UNUSABLE;
    code = replace_file(path, NULL, 0); /* a complaint before the work */
    if (code == 0) {
        reason_init(why);
        arb_init(bound);
        gram_model_init(model, c->phi, c->points, c->s, bits + 32);
        lines = text_open(&text, &length);
        status = gram_certificate(lines, bound, model, bits, why);
        text_close(lines, &text);
        if (status == DQ_OK)
            code = replace_file(path, text, length);
        else
            code = report_status(in, status, why);
        if (status == DQ_OK && code == 0)
            print_result(in, path, length, bound, c->points->n, bits);
        else if (status != DQ_OK && status != DQ_INPUT && option_value(in, "json") != NULL)
            print_nothing(status, why, c->points->n, bits);
        free(text);
        gram_model_clear(model);
        arb_clear(bound);
    }
    case_clear(c);
    return code;
}

const command_t command_certify = {
    "certify",
    "CASE",
    "Writes a certificate of lambda_* > 0",
    "Writes the numbers from which build/deqcert-check, a program of its own that uses nothing but GMP, proves\n"
    "lambda_* >= bound; checker/FORMAT.md describes the file and checker/README.md what is proved and what is not.\n"
    "For at most 2000 points of equal norm (normalise: true) and sqrt(2 sigma_w^2) L < 1; otherwise, or where\n"
    "lambda_* = 0, the exit status is 1 and FILE is left as it was.",
    "deqcert certify cases/tanh-points.yaml -o tanh.cert",
    1,
    1,
    {{"output", "FILE", "the certificate; also -o FILE"},
     {"bits", "B", "bound >= (1 - 2^(4-B)) lambda_*, 16 to 4096 (default 32)"},
     OPTION_JSON},
    run};
