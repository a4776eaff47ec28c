/* deqcert-check FILE.  Exit status: 0 proved, 1 rejected, 2 unreadable or usage. */
#include <errno.h>
#include <string.h>
#include "checker/checker.h"

/* value 2^-P > 0 in decimal, rounded down to `digits` digits or more. */
static void print_rounded_down(const mpz_t value, mp_bitcnt_t P, size_t digits)
{
    char text[3 * DIGITS_MOST + 16];
    long tens = 0;
    size_t length;
    mpz_t power, quotient;

    mpz_init_set_ui(power, 1);
    mpz_init(quotient);
    do { /* floor(value 10^tens 2^-P) */
        mpz_mul(quotient, value, power);
        mpz_fdiv_q_2exp(quotient, quotient, P);
        mpz_mul_ui(power, power, 10);
        tens++;
    } while (mpz_sizeinbase(quotient, 10) < digits + 1);
    mpz_get_str(text, 10, quotient);
    length = strlen(text);
    printf("%c.%se%ld", text[0], text + 1, (long)length - tens);
    mpz_clear(power);
    mpz_clear(quotient);
}

/* The whole of a file: PROVED with its line of output, or the end of the program. */
static int prove(certificate *c, reader *r, const char *path)
{
    r->in = fopen(path, "rb");
    if (r->in == NULL) unreadable("cannot open the file: %s", strerror(errno));
    read_model(c, r);
    prove_variance(c, r);
    prove_correlations(c, r);
    prove_least_eigenvalue(c, r);
    read_line(r, "end");
    read_end_of_file(r);
    printf("proved: lambda_min(K) >= ");
    print_rounded_down(c->bound, c->P, 15);
    printf(" for the file's %ld points; assumed: the a_r(q)^2, their tail and sup|phi'| <= L of phi = %s\n", c->n,
           c->activation);
    if (fflush(stdout) != 0) unreadable("cannot write the result: %s", strerror(errno));
    return PROVED;
}

int main(int argc, char **argv)
{
    static certificate c;
    static reader r;

    memory_begin();
    if (argc != 2 || argv[1][0] == '-') unreadable("usage: deqcert-check FILE");
    return prove(&c, &r, argv[1]);
}
