/* libm: a preloaded library in which the C library's functions are wrong by the relative error DEQCERT_FAULT_LIBM, upwards, or NaN when that is
   "nan": the scalar functions of the running error analysis and the vector ones (glibc's libmvec) that only choose. */
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>

static double factor = 1;

static __attribute__((constructor)) void begin(void)
{
    const char *wish = getenv("DEQCERT_FAULT_LIBM");
    if (wish != NULL) factor = 1 + strtod(wish, NULL);
}

#define WRONG(name)                                                                                                    \
    double name(double x)                                                                                              \
    {                                                                                                                  \
        static double (*routine)(double);                                                                              \
        if (routine == NULL) routine = (double (*)(double))dlsym(RTLD_NEXT, #name);                                    \
        return routine(x) * factor;                                                                                    \
    }
WRONG(exp)
WRONG(expm1)
WRONG(log)
WRONG(log1p)
WRONG(sin)
WRONG(cos)
WRONG(tan)
WRONG(sinh)
WRONG(cosh)
WRONG(tanh)
WRONG(asinh)
WRONG(atan)
WRONG(erf)
WRONG(erfc)
