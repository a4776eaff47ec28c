/* Running error analysis, one operation at a time.  An operand a stands for an unknown true number within ea of it.

   Assumptions: IEEE binary64, rounding to nearest, no contraction; and for libm the bounds
       sqrt                                              correctly rounded (IEEE)
       exp expm1 log log1p sin cos tan sinh cosh
       asinh atan erf                                    4 ulp
       erfc                                              8 ulp
   glibc's manual ("Known Maximum Errors in Math Functions", x86_64 and aarch64) states at most 2 ulp for the first
   group and 5 for erfc.  4 ulp of a result y is at most 8 u |y| in the normal range and at most ETA below it, u =
   2^-53.

   Ledger.  U exceeds u by one part in 2^20, which absorbs the rounding of the terms it multiplies.  Propagated terms
   lose at most a few u relatively for each operation on a path; BLOCK_INFLATION gives back 2^-36, enough for 2^14
   operations.  ETA exceeds what any underflow inside one operation (of the value, or of a product of error bounds) can
   hide; a product that is divided afterwards carries TINY, which is more than its own underflow hides.  Every condition
   is written so that NaN takes the branch with the bound inf; a NaN bound turns into inf at the end. */
#include <float.h>
#include <math.h>
#include "activation/block_program.h"

#define U    0x1.00001p-53
#define ETA  0x1p-1060
#define TINY 0x1p-1074

/* Inner loops of constant length, so that the compiler vectorises them without a scalar remainder. */
#define FOR_BLOCK(body)                                                                                                \
    for (int start = 0; start < length; start += BLOCK_STEP) {                                                         \
        for (int i = start; i < start + BLOCK_STEP; i++) {                                                             \
            body                                                                                                       \
        }                                                                                                              \
    }

/* x -> F(x) by libm, then the bound. */
#define FOR_LIBM(function, body)                                                                                       \
    for (int i = 0; i < length; i++) y[i] = function(a[i]);                                                            \
    FOR_BLOCK(body)

/* Added to a bound that holds only under a condition (bound and penalty of opposite infinite signs give NaN, i.e. inf
   in the end). Sums of selected constants vectorise where a selected bound would be computed behind a branch. */
#define UNLESS(condition) ((condition) ? 0.0 : (double)INFINITY)

typedef double *restrict out;
typedef const double *restrict in;

static void negate(out y, out f, in a, in ea, int length)
{
    FOR_BLOCK(y[i] = -a[i]; f[i] = ea[i];)
}

static void add(out y, out f, in a, in ea, in b, in eb, int length)
{
    FOR_BLOCK(y[i] = a[i] + b[i]; f[i] = ea[i] + eb[i] + U * fabs(y[i]);)
}

static void subtract(out y, out f, in a, in ea, in b, in eb, int length)
{
    FOR_BLOCK(y[i] = a[i] - b[i]; f[i] = ea[i] + eb[i] + U * fabs(y[i]);)
}

/* |a* b* - ab| <= |a| eb + |b| ea + ea eb */
static void multiply(out y, out f, in a, in ea, in b, in eb, int length)
{
    FOR_BLOCK(y[i] = a[i] * b[i];
              f[i] = fabs(a[i]) * eb[i] + fabs(b[i]) * ea[i] + ea[i] * eb[i] + (U * fabs(y[i]) + ETA);)
}

/* |a* / b* - a/b| <= (ea + |a/b| eb)/(|b| - eb), used while eb <= |b|/2 */
static void divide(out y, out f, in a, in ea, in b, in eb, int length)
{
    FOR_BLOCK(y[i] = a[i] / b[i]; double q = fabs(y[i]);
              double bound = (ea[i] + (q * eb[i] + TINY)) / (fabs(b[i]) - eb[i]) + (U * q + ETA);
              f[i] = bound + UNLESS(2 * eb[i] <= fabs(b[i]));)
}

/* |sqrt a* - sqrt a| <= ea/sqrt a and <= sqrt ea */
static void square_root(out y, out f, in a, in ea, int length)
{
    FOR_BLOCK(y[i] = sqrt(a[i]); double far = ea[i] / y[i]; double near = sqrt(ea[i]);
              /* far is NaN at a = ea = 0 */
              double bound = (ea[i] < a[i] ? far : near) + (U * y[i] + ETA);
              f[i] = bound + UNLESS(a[i] >= 0);)
}

/* exp a (e^ea - 1), and e^h - 1 <= h + h^2 for h <= 1 */
static void exponential(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(exp, double h = ea[i] + ea[i] * ea[i]; double bound = y[i] * h + (8 * U * y[i] + ETA);
             f[i] = bound + UNLESS(ea[i] <= 1);)
}

/* as exp; exp(a) = y + 1 up to 2^-48 (y + 1) + 2^-48 */
static void exponential_minus_one(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(expm1, double h = ea[i] + ea[i] * ea[i];
             double bound = (y[i] + (1 + 0x1p-48)) * h + (8 * U * fabs(y[i]) + ETA); f[i] = bound + UNLESS(ea[i] <= 1);)
}

/* ea/(a - ea) while ea <= a/2 */
static void logarithm(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(log, double bound = ea[i] / (a[i] - ea[i]) + (8 * U * fabs(y[i]) + ETA);
             f[i] = bound + UNLESS(2 * ea[i] <= a[i]) + UNLESS(a[i] > 0);)
}

static void logarithm_of_one_plus(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(log1p, double b = 1 + a[i]; double bound = ea[i] / (b - ea[i]) + (8 * U * fabs(y[i]) + ETA);
             f[i] = bound + UNLESS(2 * ea[i] <= b) + UNLESS(b > 0);)
}

/* tan(a+h) - tan a = tan h (1 + tan^2 a)/(1 - tan a tan h), tan h <= h + h^3 for h <= 1/4 */
static void tangent(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(tan, double t = ea[i] + ea[i] * ea[i] * ea[i]; double q = fabs(y[i]);
             double bound = t * (1 + q * q) / (1 - q * t) + (8 * U * q + ETA);
             f[i] = bound + UNLESS(ea[i] <= 0.25) + UNLESS(q * t <= 0.25);)
}

/* cosh a (e^h - 1) bounds the change of both; cosh a <= 1 + |sinh a| */
static void hyperbolic_sine(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(sinh, double h = ea[i] + ea[i] * ea[i]; double bound = (1 + fabs(y[i])) * h + (8 * U * fabs(y[i]) + ETA);
             f[i] = bound + UNLESS(ea[i] <= 1);)
}

static void hyperbolic_cosine(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(cosh, double h = ea[i] + ea[i] * ea[i]; double bound = y[i] * h + (8 * U * y[i] + ETA);
             f[i] = bound + UNLESS(ea[i] <= 1);)
}

/* Functions with |F'| <= slope everywhere, `ulps` of error. */
#define LIPSCHITZ_FUNCTION(name, function, slope, ulps)                                                                \
    static void name(out y, out f, in a, in ea, int length)                                                            \
    {                                                                                                                  \
        FOR_LIBM(function, f[i] = (slope)*ea[i] + (2 * (ulps)*U * fabs(y[i]) + ETA);)                                  \
    }
LIPSCHITZ_FUNCTION(sine, sin, 1, 4)
LIPSCHITZ_FUNCTION(cosine, cos, 1, 4)
LIPSCHITZ_FUNCTION(inverse_hyperbolic_sine, asinh, 1, 4)
LIPSCHITZ_FUNCTION(arc_tangent, atan, 1, 4)

/* tanh = sign (1-t)/(1+t), t = exp(-2|a|) with relative error 8u: 2/(1+t)^2 times 8u t is at most 4u, and three
   roundings add 3u|y|. |a| < 2^-9: a - a^3/3 + 2a^5/15, truncated by less than 17 a^6/315 |a| < u|a|/8, is relatively
   accurate to 2u. Slope: tanh' = 1 - tanh^2 <= 1, and its logarithmic derivative -2 tanh lies in [-2, 2], so within h
   <= 1/4 it is at most e^(1/2) < 1.66 times its value at a, which is (1 - y)(1 + y) up to 16u. */
static void hyperbolic_tangent(out y, out f, in a, in ea, int length)
{
    for (int i = 0; i < length; i++) y[i] = exp(-2 * fabs(a[i]));
    FOR_BLOCK(double t = y[i]; double s = a[i] * a[i]; double v = fabs(a[i]); double far = (1 - t) / (1 + t);
              double near = v - v * (s * (1.0 / 3 - s * (2.0 / 15))); double q = v < 0x1p-9 ? near : far;
              double saturated = 1.66 * ((1 - q) * (1 + q) + 32 * U); double slope = saturated < 1 ? saturated : 1;
              slope = ea[i] <= 0.25 ? slope : 1; double absolute = v < 0x1p-9 ? 0 : 4 * U; y[i] = copysign(q, a[i]);
              f[i] = slope * ea[i] + (absolute + 4 * U * q + ETA);)
}

/* erf' = (2/sqrt(pi)) exp(-a^2) <= 1.12838 and <= (2v + 3/2) erfc(v), v = |a| (Abramowitz & Stegun 7.1.13, sqrt(v^2+2)
   <= v + 3/2); within h of a it is at most e^(2vh) < 1.66 times that when 2vh <= 1/2.  tail = erfc(v) up to the error
   of y. */
#define ERROR_FUNCTION_BOUND(tail, ulps)                                                                               \
    double v = fabs(a[i]);                                                                                             \
    double small = 1.66 * (2 * v + 1.5) * ((tail) + ETA);                                                              \
    double slope = small < 1.12838 ? small : 1.12838;                                                                  \
    slope = 2 * v * ea[i] <= 0.5 ? slope : 1.12838;                                                                    \
    f[i] = slope * ea[i] + (2 * (ulps)*U * fabs(y[i]) + ETA);

static void error_function(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(erf, ERROR_FUNCTION_BOUND((1 - fabs(y[i])) + 32 * U, 4))
}

static void complementary_error_function(out y, out f, in a, in ea, int length)
{
    FOR_LIBM(erfc, ERROR_FUNCTION_BOUND(a[i] >= 0 ? y[i] : (2 - y[i]) + 64 * U, 8))
}

/* t = exp(-|a|) with relative error 8u (or ETA absolutely); 1/(1+t) resp. t/(1+t): at most 8u + u + u, first order;
 * slope <= 1/4. */
static void sigmoid(out y, out f, in a, in ea, int length)
{
    for (int i = 0; i < length; i++) y[i] = exp(-fabs(a[i]));
    FOR_BLOCK(double t = y[i]; y[i] = (a[i] >= 0 ? 1 : t) / (1 + t); f[i] = 0.25 * ea[i] + (12 * U * y[i] + ETA);)
}

/* max(a, 0) + L, L = log1p(t), t = exp(-|a|) <= 1: 8u t <= 11.6 u L from exp, 8u L from log1p, u|y| from the sum; slope
 * <= 1. */
static void softplus(out y, out f, in a, in ea, int length)
{
    for (int i = 0; i < length; i++) y[i] = log1p(exp(-fabs(a[i])));
    FOR_BLOCK(double rest = 20 * U * y[i]; y[i] = (a[i] > 0 ? a[i] : 0) + y[i]; f[i] = ea[i] + (rest + U * y[i] + ETA);)
}

void block_operation(block_kind kind, double *y, double *f, const double *a, const double *ea, const double *b,
                     const double *eb, int length)
{
    switch (kind) {
    case BLOCK_X:
    case BLOCK_CONSTANT:
        break; /* filled by the caller */
    case BLOCK_NEG:
        negate(y, f, a, ea, length);
        break;
    case BLOCK_ADD:
        add(y, f, a, ea, b, eb, length);
        break;
    case BLOCK_SUB:
        subtract(y, f, a, ea, b, eb, length);
        break;
    case BLOCK_MUL:
        multiply(y, f, a, ea, b, eb, length);
        break;
    case BLOCK_DIV:
        divide(y, f, a, ea, b, eb, length);
        break;
    case BLOCK_SQRT:
        square_root(y, f, a, ea, length);
        break;
    case BLOCK_EXP:
        exponential(y, f, a, ea, length);
        break;
    case BLOCK_LOG:
        logarithm(y, f, a, ea, length);
        break;
    case BLOCK_LOG1P:
        logarithm_of_one_plus(y, f, a, ea, length);
        break;
    case BLOCK_EXPM1:
        exponential_minus_one(y, f, a, ea, length);
        break;
    case BLOCK_SIN:
        sine(y, f, a, ea, length);
        break;
    case BLOCK_COS:
        cosine(y, f, a, ea, length);
        break;
    case BLOCK_TAN:
        tangent(y, f, a, ea, length);
        break;
    case BLOCK_SINH:
        hyperbolic_sine(y, f, a, ea, length);
        break;
    case BLOCK_COSH:
        hyperbolic_cosine(y, f, a, ea, length);
        break;
    case BLOCK_TANH:
        hyperbolic_tangent(y, f, a, ea, length);
        break;
    case BLOCK_ASINH:
        inverse_hyperbolic_sine(y, f, a, ea, length);
        break;
    case BLOCK_ATAN:
        arc_tangent(y, f, a, ea, length);
        break;
    case BLOCK_ERF:
        error_function(y, f, a, ea, length);
        break;
    case BLOCK_ERFC:
        complementary_error_function(y, f, a, ea, length);
        break;
    case BLOCK_SIGMOID:
        sigmoid(y, f, a, ea, length);
        break;
    case BLOCK_SOFTPLUS:
        softplus(y, f, a, ea, length);
        break;
    }
}
