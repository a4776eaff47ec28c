/* The parsed expression as canonical text: exact constants, fewest parentheses, spaces only around + and -. */
#include <stdlib.h>
#include <string.h>

#include "activation/source.h"

typedef struct {
    char *bytes;
    size_t length, allocated;
} text_buffer;

static void put(text_buffer *b, const char *text)
{
    size_t n = strlen(text);
    if (b->length + n + 1 > b->allocated) {
        b->allocated = 2 * (b->length + n + 1);
        b->bytes = flint_realloc(b->bytes, b->allocated);
    }
    memcpy(b->bytes + b->length, text, n + 1);
    b->length += n;
}

/* digits * 10^-places in plain notation while that is short, else as d.ddde-NN. */
static char *decimal_text(const fmpz_t digits, ulong places)
{
    char *all = fmpz_get_str(NULL, 10, digits);
    const char *d = all + (*all == '-');
    size_t n = strlen(d), zeros = 0, size = n + (size_t)64;
    char *out = flint_malloc(size);
    while (zeros + 1 < n && d[n - 1 - zeros] == '0') zeros++;
    long exponent = (long)n - 1 - (long)places; /* of the leading digit */
    size_t significant = places == 0 ? n - zeros : n;
    if (exponent >= 15 || exponent < -5) {
        snprintf(out, size, "%s%.1s%s%.*s%s%ld", *all == '-' ? "-" : "", d, significant > 1 ? "." : "",
                 (int)significant - 1, d + 1, "e", exponent);
    } else if (places == 0) {
        snprintf(out, size, "%s", all);
    } else if (exponent >= 0) {
        snprintf(out, size, "%s%.*s.%s", *all == '-' ? "-" : "", (int)(exponent + 1), d, d + exponent + 1);
    } else {
        snprintf(out, size, "%s0.%.*s%s", *all == '-' ? "-" : "", (int)(-exponent - 1), "00000", d);
    }
    flint_free(all);
    return out;
}

char *rational_text(const fmpq_t value)
{
    fmpz_t rest, digits, power;
    ulong twos, fives, places;
    char *out;
    fmpz_init_set(rest, fmpq_denref(value));
    fmpz_init(digits);
    fmpz_init_set_ui(power, 2);
    twos = (ulong)fmpz_remove(rest, rest, power);
    fmpz_set_ui(power, 5);
    fives = (ulong)fmpz_remove(rest, rest, power);
    places =
        twos > fives ? twos : fives; /* 10^places * value is an integer when only 2s and 5s divide the denominator */
    if (fmpz_is_one(rest)) {
        fmpz_ui_pow_ui(power, 10, places);
        fmpz_mul(digits, fmpq_numref(value), power);
        fmpz_divexact(digits, digits, fmpq_denref(value));
        out = decimal_text(digits, places);
    } else {
        char *exact = fmpq_get_str(NULL, 10, value);
        out = flint_malloc(strlen(exact) + 1);
        strcpy(out, exact);
        flint_free(exact);
    }
    fmpz_clear(rest);
    fmpz_clear(digits);
    fmpz_clear(power);
    return out;
}

/* Binding strength: 0 sum, 1 product, 2 sign, 3 power, 4 primary. */
static int strength(source_kind kind)
{
    switch (kind) {
    case SOURCE_ADD:
    case SOURCE_SUB:
        return 0;
    case SOURCE_MUL:
    case SOURCE_DIV:
        return 1;
    case SOURCE_NEG:
        return 2;
    case SOURCE_POW:
        return 3;
    default:
        return 4;
    }
}

/* Right operands of left-associative operators need one level more.  The recursion is at most SOURCE_MAX_NODES deep (a
   long sum leans left). */
static void write_node(text_buffer *b, const source_struct *s, slong index, int least)
{
    const source_node *n = &s->node[index];
    int mine = strength(n->kind), parentheses = mine < least;
    char *value;
    if (parentheses) put(b, "(");
    switch (n->kind) {
    case SOURCE_X:
        put(b, "x");
        break;
    case SOURCE_PI:
        put(b, "pi");
        break;
    case SOURCE_E:
        put(b, "e");
        break;
    case SOURCE_NUMBER:
        value = rational_text(&n->value);
        put(b, value);
        free(value);
        break;
    case SOURCE_NEG:
        put(b, "-");
        write_node(b, s, n->operand[0], 2);
        break;
    case SOURCE_ADD:
    case SOURCE_SUB:
    case SOURCE_MUL:
    case SOURCE_DIV:
        write_node(b, s, n->operand[0], mine);
        put(b, n->kind == SOURCE_ADD ? " + " : n->kind == SOURCE_SUB ? " - " : n->kind == SOURCE_MUL ? "*" : "/");
        write_node(b, s, n->operand[1], mine + 1);
        break;
    case SOURCE_POW:
        write_node(b, s, n->operand[0], 4);
        put(b, "^");
        write_node(b, s, n->operand[1], 2);
        break;
    case SOURCE_CALL:
        put(b, n->function->name);
        for (int i = 0; i < n->operands; i++) {
            put(b, i == 0 ? "(" : ", ");
            write_node(b, s, n->operand[i], 0);
        }
        put(b, ")");
        break;
    }
    if (parentheses) put(b, ")");
}

char *source_text(const source_t s)
{
    text_buffer b = {NULL, 0, 0};
    char *out;
    put(&b, "");
    write_node(&b, s, s->count - 1, 0);
    out = flint_malloc(b.length + 1);
    memcpy(out, b.bytes, b.length + 1);
    flint_free(b.bytes);
    return out;
}
