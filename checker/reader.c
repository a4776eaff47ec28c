/* The lines of a certificate.  Strict: printable ASCII, one space between words, numbers in one spelling only, so that a
   file has one meaning. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "checker/checker.h"

void reject(const reader *r, const char *format, ...)
{
    va_list list;
    printf("rejected: line %ld: ", r->line);
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    printf("\n");
    exit(fflush(stdout) == 0 ? REJECTED : UNREADABLE);
}

void unreadable(const char *format, ...)
{
    va_list list;
    fprintf(stderr, "deqcert-check: ");
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\n");
    exit(UNREADABLE);
}

void *allocate(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size);
    if (p == NULL) unreadable("out of memory");
    return p;
}

static int next_byte(reader *r)
{
    int byte = getc(r->in);
    if (byte == EOF && ferror(r->in)) unreadable("cannot read the file: %s", strerror(errno));
    return byte;
}

void read_line(reader *r, const char *keyword)
{
    size_t length = 0;
    int byte;

    r->line++;
    while ((byte = next_byte(r)) != '\n') {
        if (byte == EOF) reject(r, "the file ends before the line is complete (\"%s\" is expected)", keyword);
        if (byte < ' ' || byte > '~') reject(r, "byte %d is not printable ASCII", byte);
        if (length >= LINE_MOST) reject(r, "the line is longer than %d bytes", LINE_MOST);
        if (length + 1 >= r->capacity) {
            r->capacity = 2 * r->capacity + 256;
            r->text = realloc(r->text, r->capacity);
            if (r->text == NULL) unreadable("out of memory");
        }
        r->text[length++] = (char)byte;
    }
    if (length == 0) reject(r, "the line is empty (\"%s\" is expected)", keyword);
    r->text[length] = '\0';
    r->next = r->text;
    if (strcmp(read_word(r, keyword), keyword) != 0) reject(r, "\"%s\" is expected", keyword);
}

const char *read_text(reader *r, const char *what)
{
    const char *text = r->next;
    if (text == NULL || *text == '\0') reject(r, "%s is missing", what);
    r->next = NULL;
    return text;
}

const char *read_word(reader *r, const char *what)
{
    char *word = r->next, *space;
    if (word == NULL || *word == '\0' || *word == ' ') reject(r, "%s is missing", what);
    space = strchr(word, ' ');
    r->next = space == NULL ? NULL : space + 1;
    if (space != NULL) *space = '\0';
    return word;
}

void read_end_of_line(reader *r)
{
    if (r->next != NULL) reject(r, "the line goes on: \"%.40s\"", r->next);
}

void read_end_of_file(reader *r)
{
    read_end_of_line(r);
    if (next_byte(r) != EOF) {
        r->line++;
        reject(r, "the file goes on after \"end\"");
    }
}

long read_count(reader *r, long least, long most, const char *what)
{
    const char *word = read_word(r, what);
    size_t length = strspn(word, "0123456789");
    long value = length > 0 && length < 10 ? strtol(word, NULL, 10) : -1;
    if (word[length] != '\0' || (word[0] == '0' && length > 1) || value < least || value > most)
        reject(r, "%s must be an integer from %ld to %ld", what, least, most);
    return value;
}

/* [-]hexadecimal digits without leading zeros; "-0" is refused. */
void read_integer(mpz_t value, reader *r, const char *what)
{
    const char *word = read_word(r, what), *digits = word + (word[0] == '-');
    size_t length = strspn(digits, "0123456789abcdef");
    if (length == 0 || digits[length] != '\0' || (digits[0] == '0' && (length > 1 || word[0] == '-')))
        reject(r, "%s must be an integer in lower-case hexadecimal", what);
    if (length > DIGITS_MOST) reject(r, "%s has more than %d digits", what, DIGITS_MOST);
    mpz_set_str(value, word, 16);
}

void read_last_integer(mpz_t value, reader *r, const char *what)
{
    read_integer(value, r, what);
    read_end_of_line(r);
}

void read_last_ball(interval *ball, reader *r, const char *what)
{
    mpz_t radius;

    mpz_init(radius);
    read_integer(ball->lo, r, what);
    read_last_integer(radius, r, "the radius");
    if (mpz_sgn(radius) < 0) reject(r, "the radius is negative");
    mpz_add(ball->hi, ball->lo, radius);
    mpz_sub(ball->lo, ball->lo, radius);
    mpz_clear(radius);
}
