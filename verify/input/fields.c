/* complain, field_*: typed values out of scalars. */
#include <stdarg.h>
#include <string.h>
#include "verify/input/fields.h"

static void add(reading_t r, slong line, slong column, const char *format, va_list arguments)
{
    char message[1600];

    vsnprintf(message, sizeof message, format, arguments);
    problem_add(r->problems, FILE_CASE, r->path, line, column, "%s", message);
}

void complain(reading_t r, const node_t *node, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(r, node->line, node->column, format, arguments);
    va_end(arguments);
}

void complain_at(reading_t r, const node_t *node, slong offset, const char *format, ...)
{
    va_list arguments;
    slong line, column;

    node_place(&line, &column, node, offset);
    va_start(arguments, format);
    add(r, line, column, format, arguments);
    va_end(arguments);
}

int field_scalar(reading_t r, const node_t *node, const char *what)
{
    quoted_t q;

    if (node->kind == NODE_SCALAR && node->length > 0) return 1;
    complain(r, node, "%s: %s; one value is needed", what, node_describe(q, node));
    return 0;
}

int field_line(reading_t r, const node_t *node, const char *what, slong most)
{
    if (!field_scalar(r, node, what)) return 0;
    for (slong i = 0; i < node->length; i++)
        if ((unsigned char)node->text[i] < 0x20 || node->text[i] == 0x7f) {
            complain(r, node, "%s: a line break or control character; one line of text is needed", what);
            return 0;
        }
    if (node->length <= most) return 1;
    complain(r, node, "%s: %ld bytes; at most %ld are allowed", what, (long)node->length, (long)most);
    return 0;
}

/* Decimal digits without sign, at most `greatest`; 1 on success. */
static int parse_whole(uint64_t *value, const node_t *node, uint64_t greatest)
{
    uint64_t total = 0;

    if (node->kind != NODE_SCALAR || node->length == 0) return 0;
    for (slong i = 0; i < node->length; i++) {
        uint64_t digit = (uint64_t)(node->text[i] - '0');
        if (node->text[i] < '0' || node->text[i] > '9' || total > (greatest - digit) / 10 || digit > greatest) return 0;
        total = 10 * total + digit;
    }
    *value = total;
    return 1;
}

int field_integer(slong *value, reading_t r, const node_t *node, const char *what, slong least, slong greatest)
{
    uint64_t whole;
    quoted_t q;

    if (parse_whole(&whole, node, (uint64_t)greatest) && whole >= (uint64_t)least) {
        *value = (slong)whole;
        return 1;
    }
    complain(r, node, "%s: %s; allowed are whole numbers in digits from %ld to %ld", what, node_describe(q, node),
             (long)least, (long)greatest);
    return 0;
}

int field_seed(uint64_t *value, reading_t r, const node_t *node, const char *what)
{
    quoted_t q;

    if (parse_whole(value, node, UINT64_MAX)) return 1;
    complain(r, node, "%s: %s; allowed are whole numbers in digits from 0 to 18446744073709551615", what,
             node_describe(q, node));
    return 0;
}

int field_boolean(int *value, reading_t r, const node_t *node, const char *what)
{
    quoted_t q;

    if (node->kind == NODE_SCALAR && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)) {
        *value = node->text[0] == 't';
        return 1;
    }
    complain(r, node, "%s: %s; allowed are true and false", what, node_describe(q, node));
    return 0;
}

int field_word(slong *index, reading_t r, const node_t *node, const char *what, const char *const *words)
{
    quoted_t q, hint;
    listed_t list;

    if (node->kind == NODE_SCALAR)
        for (*index = 0; words[*index] != NULL; ++*index)
            if (strcmp(node->text, words[*index]) == 0) return 1;
    complain(r, node, "%s: %s;%s allowed are %s", what, node_describe(q, node),
             did_you_mean(hint, node->kind == NODE_SCALAR ? nearest_word(node->text, words) : NULL),
             list_words(list, words));
    return 0;
}

int field_decimal(fmpq_t value, reading_t r, const node_t *node, const char *what)
{
    reason_t why;

    if (!field_scalar(r, node, what)) return 0;
    reason_init(why);
    if (fmpq_set_decimal(value, node->text, (size_t)node->length, why) == DQ_OK) return 1;
    complain(r, node, "%s: %s", what, why->text);
    return 0;
}

int field_positive(fmpq_t value, reading_t r, const node_t *node, const char *what)
{
    fmpq_t limit;
    fmpz_t power;
    int small, large;
    quoted_t q;

    if (!field_decimal(value, r, node, what)) return 0;
    fmpq_init(limit);
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, 300);
    fmpq_set_fmpz(limit, power);
    large = fmpq_cmp(value, limit) > 0;
    fmpq_inv(limit, limit);
    small = fmpq_cmp(value, limit) < 0;
    fmpz_clear(power);
    fmpq_clear(limit);
    if (!small && !large) return 1;
    if (fmpq_sgn(value) <= 0)
        complain(r, node, "%s: %s is not positive; allowed are decimals from 1e-300 to 1e300", what,
                 node_describe(q, node));
    else
        complain(r, node, "%s: %s; allowed are decimals from 1e-300 to 1e300", what, node_describe(q, node));
    return 0;
}
