/* The libraries deqcert is linked with, one per line. */
#include <stdio.h>
#include <cblas.h>
#include "ball/arb_headers.h"

int main(void)
{
    printf("FLINT %s\n", FLINT_VERSION);
#if __FLINT_RELEASE < 30000 /* from 3 on Arb is part of FLINT */
    printf("Arb %s\n", arb_version);
#endif
    printf("%s, kernel %s\n", openblas_get_config(), openblas_get_corename());
    return 0;
}
