/* What can happen to a certificate: seeded changes of its lines, words and bytes. */
#ifndef DEQCERT_TESTS_CHECKER_MUTATIONS_H
#define DEQCERT_TESTS_CHECKER_MUTATIONS_H

#include "tests/checker/support.h"

enum { LINES_MOST = 600 };

/* A certificate as lines without their ends; every line is owned. */
typedef struct {
    char *line[LINES_MOST];
    int count;
    uint64_t state;
} document;

static uint64_t random_word(document *c)
{
    uint64_t z = (c->state += 0x9e3779b97f4a7c15u); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(document *c, int limit)
{
    return (int)(random_word(c) % (uint64_t)limit);
}

static void split(document *c, const char *text)
{
    c->count = 0;
    for (const char *end; *text != '\0'; text = end + 1) {
        end = strchr(text, '\n');
        assert_true(end != NULL && c->count + 1 < LINES_MOST);
        c->line[c->count++] = strndup(text, (size_t)(end - text));
    }
}

static char *join(size_t *length, const document *c)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    for (int k = 0; k < c->count; k++) fprintf(out, "%s\n", c->line[k]);
    fclose(out);
    return text;
}

static int is_keyword(const document *c, int line, const char *keyword)
{
    size_t length = strlen(keyword);
    return strncmp(c->line[line], keyword, length) == 0 && c->line[line][length] == ' ';
}

/* A random line that begins with one of the keywords (NULL: any line). */
static int pick(document *c, const char *const *keywords)
{
    for (;;) {
        int line = below(c, c->count);
        if (keywords == NULL) return line;
        for (const char *const *k = keywords; *k != NULL; k++)
            if (is_keyword(c, line, *k)) return line;
    }
}

/* Replaces word `index` of the line (0 is the keyword). */
static void replace_word(document *c, int line, int index, const char *word)
{
    char *p = c->line[line], *end, *text;
    for (; index > 0; index--) p = strchr(p, ' ') + 1;
    end = p + strcspn(p, " ");
    assert_true(asprintf(&text, "%.*s%s%s", (int)(p - c->line[line]), c->line[line], word, end) >= 0);
    free(c->line[line]);
    c->line[line] = text;
}

static char *get_word(const document *c, int line, int index)
{
    const char *p = c->line[line];
    for (; index > 0; index--) p = strchr(p, ' ') + 1;
    return strndup(p, strcspn(p, " "));
}

static int words(const document *c, int line)
{
    int count = 1;
    for (const char *p = c->line[line]; *p; p++) count += *p == ' ';
    return count;
}

/* The first word of a line that is a hexadecimal number. */
static int first_number(const document *c, int line)
{
    return is_keyword(c, line, "rho")                                                          ? 3
           : is_keyword(c, line, "a2") || is_keyword(c, line, "x") || is_keyword(c, line, "L") ? 2
                                                                                               : 1;
}

static const char *const numbered[] = {"x",   "lipschitz", "q",     "a2",    "tail", "kappa",
                                       "rho", "L",         "shift", "bound", NULL};
static const char *const balls[] = {"q", "a2", "tail", "kappa", "rho", NULL};

/* word <- word + sign * (a random number, its size too), of up to `extra` bits more than the word. */
static void perturb_by(document *c, int line, int index, int sign, int base, int extra)
{
    char *word = get_word(c, line, index), *text;
    fmpz_t x, change;
    int bits;

    fmpz_init(x);
    fmpz_init(change);
    fmpz_set_str(x, word, base);
    bits = below(c, (int)fmpz_bits(x) + extra);
    fmpz_one_2exp(change, (ulong)bits);
    if (bits > 0) fmpz_add_ui(change, change, (ulong)below(c, 1 << (bits < 20 ? bits : 20)));
    if (sign == 0) sign = below(c, 2) ? 1 : -1;
    if (sign > 0)
        fmpz_add(x, x, change);
    else
        fmpz_sub(x, x, change);
    text = fmpz_get_str(NULL, base, x);
    replace_word(c, line, index, text);
    flint_free(text);
    fmpz_clear(x);
    fmpz_clear(change);
    free(word);
}

static void perturb(document *c, int line, int index, int sign, int base)
{
    perturb_by(c, line, index, sign, base, 2);
}

static void perturb_line(document *c, const char *keyword, int index, int sign, int base)
{
    const char *keywords[] = {keyword, NULL};
    perturb(c, pick(c, keywords), index, sign, base);
}

/* ---- the kinds ----------------------------------------------------------------------------------- */

static void digit(document *c)
{
    int line = pick(c, numbered), from = first_number(c, line), index = from + below(c, words(c, line) - from);
    char *word = get_word(c, line, index);
    word[below(c, (int)strlen(word))] = "0123456789abcdef"[below(c, 16)];
    replace_word(c, line, index, word);
    free(word);
}

static void sign(document *c)
{
    int line = pick(c, numbered), from = first_number(c, line), index = from + below(c, words(c, line) - from);
    char *word = get_word(c, line, index), *text;
    assert_true(asprintf(&text, "%s%s", *word == '-' ? "" : "-", word + (*word == '-')) >= 0);
    replace_word(c, line, index, text);
    free(word);
    free(text);
}

/* A number times 16, or its sixteenth. */
static void exponent(document *c)
{
    int line = pick(c, numbered), from = first_number(c, line), index = from + below(c, words(c, line) - from);
    char *word = get_word(c, line, index), *text;
    if (below(c, 2) || strlen(word) < 3) {
        assert_true(asprintf(&text, "%s0", word) >= 0);
    } else {
        text = strndup(word, strlen(word) - 1);
    }
    replace_word(c, line, index, text);
    free(word);
    free(text);
}

static void precision(document *c)
{
    perturb_line(c, "precision", 1, 0, 10);
}

static void scale(document *c)
{
    perturb_line(c, "points", 3, 0, 10);
}

static void swap_lines(document *c)
{
    int a = below(c, c->count), b = below(c, c->count);
    char *line = c->line[a];
    c->line[a] = c->line[b];
    c->line[b] = line;
}

/* The numbers of two rows of L, of two points, coefficients or correlations change places, the indices stay. */
static void swap_rows(document *c)
{
    static const char *const rows[] = {"x", "a2", "rho", NULL};
    int a = pick(c, rows), b, from = first_number(c, a);
    char *first, *second;
    do b = pick(c, rows);
    while (strncmp(c->line[a], c->line[b], 2) != 0 || words(c, a) != words(c, b));
    for (int k = from; k < words(c, a); k++) {
        first = get_word(c, a, k);
        second = get_word(c, b, k);
        replace_word(c, a, k, second);
        replace_word(c, b, k, first);
        free(first);
        free(second);
    }
}

static void delete_line(document *c)
{
    int line = below(c, c->count);
    free(c->line[line]);
    memmove(c->line + line, c->line + line + 1, (size_t)(c->count - line - 1) * sizeof *c->line);
    c->count--;
}

static void duplicate_line(document *c)
{
    int line = below(c, c->count);
    memmove(c->line + line + 1, c->line + line, (size_t)(c->count - line) * sizeof *c->line);
    c->line[line + 1] = strdup(c->line[line]);
    c->count++;
}

static void raise_bound(document *c)
{
    perturb_line(c, "bound", 1, 1, 16);
}

/* The bound and the shift raised by the same number: shift - bound says nothing. */
static void raise_both(document *c)
{
    uint64_t before = c->state;
    perturb_line(c, "bound", 1, 1, 16);
    c->state = before;
    perturb_line(c, "shift", 1, 1, 16);
}

static void lower_bound(document *c)
{
    perturb_line(c, "bound", 1, -1, 16);
}

static void widen_ball(document *c)
{
    int line = pick(c, balls);
    perturb_by(c, line, words(c, line) - 1, 1, 16, 30);
}

static void narrow_ball(document *c)
{
    int line = pick(c, balls);
    perturb(c, line, words(c, line) - 1, -1, 16);
}

static void shift_ball(document *c)
{
    int line = pick(c, balls);
    perturb(c, line, words(c, line) - 2, 0, 16);
}

static void point(document *c)
{
    static const char *const x[] = {"x", NULL};
    int line = pick(c, x);
    perturb(c, line, 2 + below(c, words(c, line) - 2), 0, 16);
}

static void sigma(document *c)
{
    char *word = get_word(c, pick(c, (const char *const[]){"sigma_w2", NULL}), 1), *text;
    long numerator = strtol(word, NULL, 10), denominator = strtol(strchr(word, '/') + 1, NULL, 10);
    long factor = 1L << below(c, 40);
    numerator = numerator * factor + below(c, 5) - 2;
    denominator = denominator * factor + below(c, 3) - 1;
    assert_true(asprintf(&text, "%ld/%ld", numerator, denominator) >= 0);
    replace_word(c, pick(c, (const char *const[]){"sigma_w2", NULL}), 1, text);
    free(word);
    free(text);
}

static void coefficient(document *c)
{
    perturb_line(c, "a2", 2, 0, 16);
}

static void lower_tail(document *c)
{
    perturb_line(c, "tail", 1, -1, 16);
}

static void negative_tail(document *c)
{
    int line = pick(c, (const char *const[]){"tail", NULL});
    replace_word(c, line, 1, "-1");
    perturb_by(c, line, 1, -1, 16, 60);
}

static void lipschitz(document *c)
{
    perturb_by(c, pick(c, (const char *const[]){"lipschitz", NULL}), 1, 0, 16, 12);
}

static void factor(document *c)
{
    static const char *const L[] = {"L", NULL};
    int line = pick(c, L);
    perturb(c, line, 2 + below(c, words(c, line) - 2), 0, 16);
}

static void shift(document *c)
{
    perturb_line(c, "shift", 1, 0, 16);
}

static void number_of_points(document *c)
{
    perturb_line(c, "points", 1 + below(c, 2), 0, 10);
}

static void terms(document *c)
{
    perturb_line(c, "terms", 1, 0, 10);
}

static void norms(document *c)
{
    int line = pick(c, (const char *const[]){"points", NULL});
    replace_word(c, line, 4, strstr(c->line[line], "equal") ? "normalised" : "equal-norms");
}

static void index_word(document *c)
{
    static const char *const indexed[] = {"x", "a2", "rho", "L", NULL};
    int line = pick(c, indexed);
    perturb(c, line, 1 + (is_keyword(c, line, "rho") && below(c, 2)), 0, 10);
}

#endif
