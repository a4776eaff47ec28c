/* Shared by tests/checker/: certificates as text, and the checker's verdict on a text. */
#ifndef DEQCERT_TESTS_CHECKER_SUPPORT_H
#define DEQCERT_TESTS_CHECKER_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/wait.h>
#include <cmocka.h>
#include "gram/gram.h"

/* The certificate of phi on n points of dimension d, to free(); bound and lambda_* too, NULL when not wanted. */
static inline char *new_certificate(arb_t bound, arb_t lambda, const char *phi_text, const char *s_text, slong n,
                                    slong d, const double *x, int normalise, slong bits)
{
    activation_t phi;
    activation_error_t error;
    points_t points;
    fmpq_t s;
    gram_model_t model;
    reason_t why;
    arb_t c;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    reason_init(why);
    assert_int_equal(activation_init(&phi, phi_text, error), DQ_OK);
    points_init(points, n, d);
    memcpy(points->x, x, (size_t)(n * d) * sizeof(double));
    points->normalise = normalise;
    fmpq_init(s);
    assert_int_equal(fmpq_set_decimal(s, s_text, strlen(s_text), why), DQ_OK);
    gram_model_init(model, phi, points, s, bits + 32);
    arb_init(c);
    if (gram_certificate(out, c, model, bits, why) != DQ_OK) fail_msg("%s: %s", phi_text, why->text);
    fclose(out);
    if (bound != NULL) arb_set(bound, c);
    if (lambda != NULL) {
        lambda_t l;
        lambda_init(l);
        assert_int_equal(gram_lambda(l, model, bits + 20, 0.0, why), DQ_OK);
        arb_set(lambda, l->lambda);
        lambda_clear(l);
    }
    arb_clear(c);
    gram_model_clear(model);
    fmpq_clear(s);
    points_clear(points);
    activation_clear(phi);
    return text;
}

/* The checker's exit status on the text, its first line of output in `verdict`. */
static inline int check_text(const char *text, size_t length, char verdict[400])
{
    char path[] = "/tmp/deqcert-certificate-XXXXXX";
    int file = mkstemp(path), channel[2], status;
    ssize_t got, total = 0;

    assert_true(file >= 0 && pipe(channel) == 0);
    assert_int_equal(write(file, text, length), (ssize_t)length);
    close(file);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(channel[1], 1);
        dup2(channel[1], 2);
        close(channel[0]);
        execl(CHECKER, CHECKER, path, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    close(channel[1]);
    while (total < 399 && (got = read(channel[0], verdict + total, (size_t)(399 - total))) > 0) total += got;
    verdict[total] = '\0';
    verdict[strcspn(verdict, "\n")] = '\0';
    close(channel[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    unlink(path);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 2);
    return WEXITSTATUS(status);
}

#endif
