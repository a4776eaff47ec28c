/* The libraries deqcert is linked with, one per line. */
#include <stdio.h>
#include <cblas.h>
#include <flint/flint.h>
#if __has_include(<arb.h>)
#include <arb.h>
#endif

int main(void)
{
    printf("FLINT %s\n", FLINT_VERSION);
#if __has_include(<arb.h>)
    printf("Arb %s\n", arb_version);
#endif
    printf("%s, kernel %s\n", openblas_get_config(), openblas_get_corename());
    return 0;
}
