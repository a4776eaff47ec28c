/* The functions of the language and the answer to a misspelt one. */
#include <ctype.h>
#include <string.h>

#include "activation/source.h"

#define PRIMITIVE(name, kind)                                                                                          \
    {                                                                                                                  \
        name, name "(x)", FUNCTION_PRIMITIVE, kind, 1, 1                                                               \
    }
#define OTHER(name, usage, id, min, max)                                                                               \
    {                                                                                                                  \
        name, usage, id, EXPR_X, min, max                                                                              \
    }

static const function_struct functions[] = {
    PRIMITIVE("exp", EXPR_EXP),
    PRIMITIVE("log", EXPR_LOG),
    PRIMITIVE("log1p", EXPR_LOG1P),
    PRIMITIVE("expm1", EXPR_EXPM1),
    PRIMITIVE("sqrt", EXPR_SQRT),
    PRIMITIVE("sin", EXPR_SIN),
    PRIMITIVE("cos", EXPR_COS),
    PRIMITIVE("tan", EXPR_TAN),
    PRIMITIVE("sinh", EXPR_SINH),
    PRIMITIVE("cosh", EXPR_COSH),
    PRIMITIVE("tanh", EXPR_TANH),
    PRIMITIVE("asinh", EXPR_ASINH),
    PRIMITIVE("atan", EXPR_ATAN),
    PRIMITIVE("erf", EXPR_ERF),
    PRIMITIVE("erfc", EXPR_ERFC),
    OTHER("sigmoid", "sigmoid(x)", FUNCTION_SIGMOID, 1, 1),
    OTHER("softplus", "softplus(x)", FUNCTION_SOFTPLUS, 1, 1),
    OTHER("gelu", "gelu(x)", FUNCTION_GELU, 1, 1),
    OTHER("silu", "silu(x)", FUNCTION_SILU, 1, 1),
    OTHER("mish", "mish(x)", FUNCTION_MISH, 1, 1),
    OTHER("softsign", "softsign(x)", FUNCTION_SOFTSIGN, 1, 1),
    OTHER("relu", "relu(x)", FUNCTION_RELU, 1, 1),
    OTHER("leaky_relu", "leaky_relu(x,a)", FUNCTION_LEAKY_RELU, 1, 2), /* a = 0.01 when left out */
    OTHER("elu", "elu(x,a)", FUNCTION_ELU, 1, 2),                      /* a = 1 when left out */
    OTHER("abs", "abs(x)", FUNCTION_ABS, 1, 1),
    OTHER("sign", "sign(x)", FUNCTION_SIGN, 1, 1),
    OTHER("step", "step(x)", FUNCTION_STEP, 1, 1),
    OTHER("min", "min(x,y)", FUNCTION_MIN, 2, 2),
    OTHER("max", "max(x,y)", FUNCTION_MAX, 2, 2),
    OTHER("clip", "clip(x,lo,hi)", FUNCTION_CLIP, 3, 3),
};
#define FUNCTIONS (sizeof functions / sizeof functions[0])

/* Names used elsewhere for something the language has. */
static const char *const synonym[][2] = {
    {"ln", "log"},
    {"arctan", "atan"},
    {"arcsinh", "asinh"},
    {"arsinh", "asinh"},
    {"sgn", "sign"},
    {"heaviside", "step"},
    {"swish", "silu"},
    {"logistic", "sigmoid"},
    {"fabs", "abs"},
    {"hardtanh", "clip"},
    {"relu6", "clip"},
    {"lrelu", "leaky_relu"},
    {"leakyrelu", "leaky_relu"},
    {"pow", "^"},
    {"clamp", "clip"},
    {"maximum", "max"},
    {"minimum", "min"},
    {"y", "x"},
    {"z", "x"},
};
#define SYNONYMS (sizeof synonym / sizeof synonym[0])

const function_struct *function_find(const char *name, size_t length)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        if (strlen(functions[i].name) == length && memcmp(functions[i].name, name, length) == 0) return &functions[i];
    return NULL;
}

/* Edits (insert, delete, replace, swap neighbours) between a (lower-cased) and b; names here have at most 31 bytes. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b), row[3][33];
    for (size_t j = 0; j <= n; j++) row[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = before[j - 1] + (a[i - 1] != b[j - 1]);
            if (before[j] + 1 < best) best = before[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[m % 3][n];
}

/* The name at the fewest edits, of the most similar length among equals; farther than 1 edit (2 for names of 4 letters
   or more) is not a misspelling. */
static const char *nearest(const char *name)
{
    static const char *const constants[] = {"x", "pi", "e"};
    size_t length = strlen(name), best_distance = length < 4 ? 2 : 3, best_difference = 0;
    const char *best = NULL;
    if (strcmp(name, "nan") == 0 || strcmp(name, "inf") == 0) return NULL;
    for (size_t i = 0; i < SYNONYMS; i++)
        if (strcmp(name, synonym[i][0]) == 0) return synonym[i][1];
    for (size_t i = 0; i < FUNCTIONS; i++) {
        size_t other = strlen(functions[i].name), distance = edit_distance(name, functions[i].name);
        size_t difference = other > length ? other - length : length - other;
        if (distance < best_distance || (best && distance == best_distance && difference < best_difference)) {
            best_distance = distance;
            best_difference = difference;
            best = functions[i].name;
        }
    }
    for (size_t i = 0; i < 3; i++)
        if (strcmp(name, constants[i]) == 0) best = constants[i];
    return best;
}

void function_unknown(reason_t why, const char *name, size_t length)
{
    char lower[32], list[400] = "x, pi, e";
    const char *suggestion = NULL;
    if (length < sizeof lower) {
        for (size_t i = 0; i < length; i++) lower[i] = (char)tolower((unsigned char)name[i]);
        lower[length] = '\0';
        suggestion = nearest(lower);
    }
    for (size_t i = 0; i < FUNCTIONS; i++) {
        strncat(list, ", ", sizeof list - strlen(list) - 1);
        strncat(list, functions[i].name, sizeof list - strlen(list) - 1);
    }
    reason_set(why, "unknown name '%.*s'%s%s%s Known names: %s", (int)(length < 40 ? length : 40), name,
               suggestion ? "; did you mean " : "", suggestion ? suggestion : "", suggestion ? "?" : ".", list);
}
