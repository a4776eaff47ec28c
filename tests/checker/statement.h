/* The oracle's own reader of certificates; it shares no code with the checker's. */
#ifndef DEQCERT_TESTS_CHECKER_STATEMENT_H
#define DEQCERT_TESTS_CHECKER_STATEMENT_H

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"

enum { ORACLE_POINTS = 16, ORACLE_TERMS = 400 };

typedef struct {
    char *text, *next; /* of the rest of the file */
    int ok;
    slong P, n, d, scale, terms;
    int normalised;
    fmpz x[ORACLE_POINTS * ORACLE_POINTS], a2[ORACLE_TERMS][2], rho[ORACLE_POINTS][ORACLE_POINTS][2];
    fmpz tail[2], q[2], kappa[2], L, bound, unused, numerator, denominator;
} statement;

/* The next word, which must be followed by `end`. */
static const char *oracle_word(statement *f, char end)
{
    char *word = f->next, *p = word;
    while (*p > ' ' && *p <= '~') p++;
    if (!f->ok || p == word || *p != end) {
        f->ok = 0;
        return "";
    }
    *p = '\0';
    f->next = p + 1;
    return word;
}

static void oracle_expect(statement *f, const char *word, char end)
{
    if (strcmp(oracle_word(f, end), word) != 0) f->ok = 0;
}

static slong oracle_count(statement *f, slong least, slong most, char end)
{
    const char *word = oracle_word(f, end);
    char *rest, copy[32];
    slong value = strtol(word, &rest, 10);
    snprintf(copy, sizeof copy, "%ld", (long)value);
    if (!f->ok || strcmp(copy, word) != 0 || value < least || value > most) f->ok = 0;
    return f->ok ? value : least;
}

static void oracle_integer(fmpz *x, statement *f, char end)
{
    const char *word = oracle_word(f, end);
    char *copy;
    for (const char *p = word + (*word == '-'); f->ok && *p; p++)
        if (!isdigit((unsigned char)*p) && !(*p >= 'a' && *p <= 'f')) f->ok = 0;
    if (!f->ok || fmpz_set_str(x, word, 16) != 0) {
        f->ok = 0;
        return;
    }
    copy = fmpz_get_str(NULL, 16, x);
    if (strcmp(copy, word) != 0) f->ok = 0;
    flint_free(copy);
}

static void oracle_ball(fmpz *ball, statement *f)
{
    oracle_integer(ball, f, ' ');
    oracle_integer(ball + 1, f, '\n');
    if (fmpz_sgn(ball + 1) < 0) f->ok = 0;
}

static void oracle_sigma(statement *f)
{
    const char *word = oracle_word(f, '\n'), *slash = strchr(word, '/');
    size_t above = strspn(word, "0123456789"), below = slash ? strspn(slash + 1, "0123456789") : 0;
    char top[64] = "";
    if (!f->ok || !slash || above == 0 || word + above != slash || below == 0 || slash[1 + below] || above >= 64) {
        f->ok = 0;
        return;
    }
    memcpy(top, word, above);
    fmpz_set_str(&f->numerator, top, 10);
    fmpz_set_str(&f->denominator, slash + 1, 10);
    if (fmpz_sgn(&f->numerator) <= 0 || fmpz_sgn(&f->denominator) <= 0) f->ok = 0;
}

static void oracle_read(statement *f)
{
    slong i, j, k;
    const char *norms;

    oracle_expect(f, "deqcert-certificate", ' ');
    oracle_expect(f, "1", '\n');
    oracle_expect(f, "activation", ' ');
    if (f->ok && *f->next == '\n') f->ok = 0;
    while (f->ok && *f->next >= ' ' && *f->next <= '~') f->next++;
    if (!f->ok || *f->next++ != '\n') f->ok = 0;
    oracle_expect(f, "precision", ' ');
    f->P = oracle_count(f, 16, 8192, '\n');
    oracle_expect(f, "points", ' ');
    f->n = oracle_count(f, 1, ORACLE_POINTS, ' ');
    f->d = oracle_count(f, 1, ORACLE_POINTS, ' ');
    f->scale = oracle_count(f, 0, 4096, ' ');
    norms = oracle_word(f, '\n');
    f->normalised = strcmp(norms, "normalised") == 0;
    if (!f->normalised && strcmp(norms, "equal-norms") != 0) f->ok = 0;
    for (i = 0; i < f->n && f->ok; i++) {
        oracle_expect(f, "x", ' ');
        if (oracle_count(f, 0, ORACLE_POINTS, ' ') != i) f->ok = 0;
        for (k = 0; k < f->d; k++) oracle_integer(f->x + i * f->d + k, f, k + 1 < f->d ? ' ' : '\n');
    }
    oracle_expect(f, "sigma_w2", ' ');
    oracle_sigma(f);
    oracle_expect(f, "lipschitz", ' ');
    oracle_integer(&f->L, f, '\n');
    oracle_expect(f, "q", ' ');
    oracle_ball(f->q, f);
    oracle_expect(f, "terms", ' ');
    f->terms = oracle_count(f, 0, ORACLE_TERMS - 1, '\n');
    for (k = 0; k <= f->terms && f->ok; k++) {
        oracle_expect(f, "a2", ' ');
        if (oracle_count(f, 0, ORACLE_TERMS, ' ') != k) f->ok = 0;
        oracle_ball(f->a2[k], f);
    }
    oracle_expect(f, "tail", ' ');
    oracle_ball(f->tail, f);
    oracle_expect(f, "kappa", ' ');
    oracle_ball(f->kappa, f);
    for (i = 0; i < f->n; i++)
        for (j = 0; j < i; j++) {
            oracle_expect(f, "rho", ' ');
            if (oracle_count(f, 0, ORACLE_POINTS, ' ') != i || oracle_count(f, 0, ORACLE_POINTS, ' ') != j) f->ok = 0;
            oracle_ball(f->rho[i][j], f);
        }
    for (i = 0; i < f->n; i++) {
        oracle_expect(f, "L", ' ');
        if (oracle_count(f, 0, ORACLE_POINTS, ' ') != i) f->ok = 0;
        for (j = 0; j <= i; j++) oracle_integer(&f->unused, f, j < i ? ' ' : '\n');
    }
    oracle_expect(f, "shift", ' ');
    oracle_integer(&f->unused, f, '\n');
    oracle_expect(f, "bound", ' ');
    oracle_integer(&f->bound, f, '\n');
    oracle_expect(f, "end", '\n');
    if (f->ok && *f->next != '\0') f->ok = 0;
}

static statement *statement_new(const char *text, size_t length)
{
    statement *f = flint_calloc(1, sizeof *f); /* zeros are zero integers */

    f->text = flint_calloc(length + 1, 1);
    memcpy(f->text, text, length);
    f->next = f->text;
    f->ok = memchr(text, '\0', length) == NULL;
    if (f->ok) oracle_read(f);
    return f;
}

static void statement_free(statement *f)
{
    for (fmpz *p = f->x; p < f->x + ORACLE_POINTS * ORACLE_POINTS; p++) fmpz_clear(p);
    for (slong k = 0; k < ORACLE_TERMS; k++) {
        fmpz_clear(f->a2[k]);
        fmpz_clear(f->a2[k] + 1);
    }
    for (slong k = 0; k < ORACLE_POINTS * ORACLE_POINTS; k++) {
        fmpz_clear(f->rho[k / ORACLE_POINTS][k % ORACLE_POINTS]);
        fmpz_clear(f->rho[k / ORACLE_POINTS][k % ORACLE_POINTS] + 1);
    }
    for (int k = 0; k < 2; k++) {
        fmpz_clear(f->tail + k);
        fmpz_clear(f->q + k);
        fmpz_clear(f->kappa + k);
    }
    fmpz_clear(&f->L);
    fmpz_clear(&f->bound);
    fmpz_clear(&f->unused);
    fmpz_clear(&f->numerator);
    fmpz_clear(&f->denominator);
    flint_free(f->text);
    flint_free(f);
}

#endif
