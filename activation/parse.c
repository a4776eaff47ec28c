/* Recursive descent over the grammar (DESIGN.md, expression language):
     sum     = product (('+' | '-') product)*
     product = factor (('*' | '/') factor)*
     factor  = '-' factor | power
     power   = primary ('^' factor)?           so -x^2 = -(x^2), 2^-x and x^2^3 = x^(2^3) are read
     primary = decimal | 'x' | 'pi' | 'e' | name '(' sum (',' sum)* ')' | '(' sum ')'
   The nesting of parentheses, calls, signs and exponents is limited, so the C stack is. */
#include <stdlib.h>
#include <string.h>

#include "activation/source.h"

typedef struct {
    source_struct *tree;
    const char *text;
    slong length, at, depth;
    activation_error_struct *error;
    int failed;
} parser;

static slong sum(parser *p);
static slong factor(parser *p);

void source_init(source_t s)
{
    s->node = NULL;
    s->count = s->allocated = 0;
}

void source_clear(source_t s)
{
    for (slong i = 0; i < s->count; i++) fmpq_clear(&s->node[i].value);
    flint_free(s->node);
    source_init(s);
}

/* Only the first failure is kept; every caller then unwinds with index -1. */
#define FAIL(p, where, ...)                                                                                            \
    do {                                                                                                               \
        if (!(p)->failed) {                                                                                            \
            (p)->failed = 1;                                                                                           \
            (p)->error->offset = (where);                                                                              \
            reason_set((p)->error->why, __VA_ARGS__);                                                                  \
        }                                                                                                              \
        return -1;                                                                                                     \
    } while (0)

static slong append(parser *p, source_kind kind, slong offset, int operands, slong a, slong b)
{
    source_struct *s = p->tree;
    if (p->failed || (operands > 0 && a < 0) || (operands > 1 && b < 0)) return -1;
    if (s->count >= SOURCE_MAX_NODES) FAIL(p, offset, "more than %d operations and constants", SOURCE_MAX_NODES);
    if (s->count == s->allocated) {
        s->allocated = s->allocated ? 2 * s->allocated : 32;
        s->node = flint_realloc(s->node, (size_t)s->allocated * sizeof(source_node));
    }
    source_node *n = &s->node[s->count];
    n->kind = kind;
    n->function = NULL;
    n->operands = operands;
    n->operand[0] = a;
    n->operand[1] = b;
    n->operand[2] = -1;
    n->offset = offset;
    fmpq_init(&n->value);
    return s->count++;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char peek(parser *p)
{
    while (p->text[p->at] == ' ' || p->text[p->at] == '\t' || p->text[p->at] == '\n' || p->text[p->at] == '\r') p->at++;
    return p->text[p->at];
}

/* What stands at the cursor, quoted for a message. */
static const char *found(const parser *p, char *buffer)
{
    char c = p->text[p->at];
    if (c == '\0')
        strcpy(buffer, "the end of the expression");
    else if (c > ' ' && c < 127)
        snprintf(buffer, 32, "'%c'", c);
    else
        snprintf(buffer, 32, "byte 0x%02x", (unsigned)(unsigned char)c);
    return buffer;
}

static slong enter(parser *p, slong offset)
{
    if (++p->depth > SOURCE_MAX_DEPTH)
        FAIL(p, offset, "nested deeper than %d levels of parentheses, calls, signs and exponents", SOURCE_MAX_DEPTH);
    return 0;
}

static slong stray(parser *p)
{
    char c = p->text[p->at];
    if ((unsigned char)c >= 128 || (c != '\0' && (unsigned char)c < 32) || c == 127)
        FAIL(p, p->at,
             "byte 0x%02x is not part of the language, which is plain ASCII (write * for times, ^ for powers, pi)",
             (unsigned)(unsigned char)c);
    FAIL(p, p->at, "unexpected character '%c'%s", c,
         c == '.'   ? "; decimals are written like 0.5 or 2.0"
         : c == '=' ? "; write only the right-hand side"
                    : "");
}

static slong number(parser *p)
{
    slong start = p->at, i = start, index;
    while (is_digit(p->text[i])) i++;
    if (p->text[i] == '.') {
        if (!is_digit(p->text[i + 1])) FAIL(p, i, "a digit must follow the decimal point, as in 2.0");
        for (i++; is_digit(p->text[i]);) i++;
    }
    if (p->text[i] == 'e' || p->text[i] == 'E') {
        slong j = i + 1;
        if (p->text[j] == '+' || p->text[j] == '-') j++;
        if (is_digit(p->text[j])) /* otherwise the e is Euler's number and a missing * is reported there */
            for (i = j; is_digit(p->text[i]);) i++;
    }
    p->at = i;
    index = append(p, SOURCE_NUMBER, start, 0, -1, -1);
    if (index < 0) return -1;
    fmpq *value = &p->tree->node[index].value;
    reason_t why;
    reason_init(why);
    if (fmpq_set_decimal(value, p->text + start, (size_t)(i - start), why) != DQ_OK) FAIL(p, start, "%s", why->text);
    if (fmpz_bits(fmpq_numref(value)) > RATIONAL_MAX_BITS || fmpz_bits(fmpq_denref(value)) > RATIONAL_MAX_BITS)
        FAIL(p, start, "this number needs more than %d bits", RATIONAL_MAX_BITS);
    return index;
}

static slong close_parenthesis(parser *p, slong opened)
{
    char buffer[32];
    if (peek(p) != ')') {
        if (p->text[p->at] == '\0') FAIL(p, p->at, "missing ')' for the '(' at byte %ld", (long)opened);
        FAIL(p, p->at, "expected an operator or ')' for the '(' at byte %ld, found %s", (long)opened, found(p, buffer));
    }
    p->at++;
    p->depth--;
    return 0;
}

static slong call(parser *p, const function_struct *f, slong name)
{
    slong argument[3] = {-1, -1, -1}, opened, index;
    int count = 0;
    if (peek(p) != '(') FAIL(p, name, "%s is a function: write %s", f->name, f->usage);
    opened = p->at++;
    if (enter(p, opened) < 0) return -1;
    if (peek(p) != ')')
        for (;;) {
            slong a = sum(p);
            if (a < 0) return -1;
            if (count < 3) argument[count] = a;
            count++;
            if (peek(p) != ',') break;
            p->at++;
        }
    if (close_parenthesis(p, opened) < 0) return -1;
    if (count < f->min_arguments || count > f->max_arguments)
        FAIL(p, name, "%s takes %d%s argument%s, %d given: write %s", f->name, f->min_arguments,
             f->max_arguments > f->min_arguments ? " or 2" : "", f->max_arguments > 1 ? "s" : "", count, f->usage);
    index = append(p, SOURCE_CALL, name, count, argument[0], argument[1]);
    if (index >= 0) {
        p->tree->node[index].function = f;
        p->tree->node[index].operand[2] = argument[2];
    }
    return index;
}

static slong name(parser *p)
{
    slong start = p->at, i = start;
    while (is_name_start(p->text[i]) || is_digit(p->text[i])) i++;
    size_t length = (size_t)(i - start);
    const char *text = p->text + start;
    p->at = i;
    if (length == 1 && text[0] == 'x') return append(p, SOURCE_X, start, 0, -1, -1);
    if (length == 1 && text[0] == 'e') return append(p, SOURCE_E, start, 0, -1, -1);
    if (length == 2 && text[0] == 'p' && text[1] == 'i') return append(p, SOURCE_PI, start, 0, -1, -1);
    const function_struct *f = function_find(text, length);
    if (f) return call(p, f, start);
    reason_t why;
    reason_init(why);
    function_unknown(why, text, length);
    FAIL(p, start, "%s", why->text);
}

static slong primary(parser *p)
{
    char c = peek(p), buffer[32];
    if (is_digit(c)) return number(p);
    if (is_name_start(c)) return name(p);
    if (c == '(') {
        slong opened = p->at++, inside;
        if (enter(p, opened) < 0) return -1;
        inside = sum(p);
        return inside < 0 || close_parenthesis(p, opened) < 0 ? -1 : inside;
    }
    if (c == '+')
        FAIL(p, p->at, "expected a value here, found '+' (a leading plus is not in the language: leave it out)");
    if (c == '*' && p->at > 0 && p->text[p->at - 1] == '*') FAIL(p, p->at, "powers are written with ^, not **");
    if (c == '\0' || c == ')' || c == ',' || c == '*' || c == '/' || c == '^')
        FAIL(p, p->at, "expected a number, x, pi, e, a function or '(' here, found %s", found(p, buffer));
    return stray(p);
}

static slong power(parser *p)
{
    slong base = primary(p), start = p->at;
    if (base < 0) return -1;
    if (peek(p) == '^') {
        slong offset = p->at++, exponent;
        if (enter(p, offset) < 0) return -1;
        exponent = factor(p);
        p->depth--;
        return append(p, SOURCE_POW, offset, 2, base, exponent);
    }
    /* Two values side by side: the user meant a product. */
    char c = p->text[p->at];
    if (is_digit(c) || is_name_start(c) || c == '(') {
        const source_node *n = &p->tree->node[base];
        slong from = n->kind == SOURCE_NUMBER && start - n->offset <= 20 ? n->offset : start;
        slong next = p->at, stop = next + 1;
        while (stop - next < 20 && (is_digit(p->text[stop]) || is_name_start(p->text[stop]))) stop++;
        if (from < start)
            FAIL(p, next, "an operator is missing before '%.*s'; did you mean %.*s*%.*s?", (int)(stop - next),
                 p->text + next, (int)(start - from), p->text + from, (int)(stop - next), p->text + next);
        FAIL(p, next, "an operator is missing before '%.*s'; write * for a product", (int)(stop - next),
             p->text + next);
    }
    return base;
}

static slong factor(parser *p)
{
    slong offset, inside;
    if (peek(p) != '-') return power(p);
    offset = p->at++;
    if (enter(p, offset) < 0) return -1;
    inside = factor(p);
    p->depth--;
    return append(p, SOURCE_NEG, offset, 1, inside, -1);
}

static slong product(parser *p)
{
    slong left = factor(p);
    while (left >= 0 && (peek(p) == '*' || p->text[p->at] == '/')) {
        slong offset = p->at++;
        source_kind kind = p->text[offset] == '*' ? SOURCE_MUL : SOURCE_DIV;
        slong right = factor(p);
        left = append(p, kind, offset, 2, left, right);
    }
    return left;
}

static slong sum(parser *p)
{
    slong left = product(p);
    while (left >= 0 && (peek(p) == '+' || p->text[p->at] == '-')) {
        slong offset = p->at++;
        source_kind kind = p->text[offset] == '+' ? SOURCE_ADD : SOURCE_SUB;
        slong right = product(p);
        left = append(p, kind, offset, 2, left, right);
    }
    return left;
}

static slong whole(parser *p)
{
    slong root;
    if (p->length > SOURCE_MAX_BYTES)
        FAIL(p, SOURCE_MAX_BYTES, "the expression has %ld bytes; at most %d are allowed", (long)p->length,
             SOURCE_MAX_BYTES);
    if (peek(p) == '\0') FAIL(p, 0, "the expression is empty; write for example tanh(x)");
    root = sum(p);
    if (root >= 0 && peek(p) != '\0') {
        if (p->text[p->at] == ')') FAIL(p, p->at, "this ')' closes nothing");
        if (p->text[p->at] == ',')
            FAIL(p, p->at, "a ',' outside the arguments of a function; decimals are written with a point");
        return stray(p);
    }
    return root;
}

dq_status source_parse(source_t s, const char *text, activation_error_t error)
{
    parser p = {.tree = s, .text = text, .length = (slong)strlen(text), .error = error};
    return whole(&p) < 0 ? DQ_INPUT : DQ_OK;
}
