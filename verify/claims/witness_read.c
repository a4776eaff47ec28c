/* witness_read: a witness file of any bytes -> witness_t.  Every line is checked against what a writer would have put there; nothing
   of it is trusted but as a place to look at (witness_replay). */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "verify/claims/random_model.h"
#include "verify/claims/witness.h"

#define FILE_MOST (1 << 20) /* WITNESS_LISTED lines are a quarter of it */
#define LINE_MOST 4096
#define FIRST     "deqcert-witness 1"

typedef struct {
    const char *path;
    char *text, *next; /* the line to be read, NULL when the last one was */
    slong line;        /* number of the line read last */
    reason_struct *why;
} reader;

__attribute__((format(printf, 2, 3))) static int refuse(const reader *r, const char *format, ...)
{
    char what[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    reason_set(r->why, "%.180s:%ld: %s", r->path, (long)r->line, what);
    return -1;
}

static int refuse_file(const reader *r, const char *what)
{
    reason_set(r->why, "%.180s: %s", r->path, what);
    return -1;
}

static int read_whole(reader *r)
{
    struct stat info;
    FILE *in = fopen(r->path, "r");
    if (in == NULL) return refuse_file(r, strerror(errno));
    int regular = fstat(fileno(in), &info) == 0 && S_ISREG(info.st_mode);
    size_t size = regular ? fread(r->text, 1, FILE_MOST + 1, in) : 0;
    int failed = ferror(in);
    fclose(in);
    if (!regular) return refuse_file(r, "no regular file");
    if (failed) return refuse_file(r, "cannot be read");
    if (size > FILE_MOST) return refuse_file(r, "more than 1 MiB: no witness file is that long");
    r->text[size] = '\0';
    if (strlen(r->text) != size) return refuse_file(r, "contains a NUL byte: a witness file is text");
    r->next = r->text;
    return 0;
}

/* The next line, its line break taken away; NULL at the end or when it is none of text. */
static char *next_line(reader *r)
{
    char *line = r->next, *end = line == NULL ? NULL : strchr(line, '\n');
    r->line++;
    r->next = NULL;
    if (line == NULL || *line == '\0') return refuse(r, "the file ends here, before the line `end`"), NULL;
    if (end == NULL || end - line > LINE_MOST)
        return refuse(r, end == NULL ? "the last line is cut off" : "more than %d bytes in a line", LINE_MOST), NULL;
    *end = '\0';
    for (const char *p = line; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f) return refuse(r, "a control character"), NULL;
    r->next = end + 1;
    return line;
}

/* The value of the line "key value"; NULL after a complaint. */
static char *value_of(reader *r, const char *key)
{
    size_t length = strlen(key);
    char *line = next_line(r);
    if (line == NULL) return NULL;
    if (strncmp(line, key, length) == 0 && line[length] == ' ' && line[length + 1] != '\0') return line + length + 1;
    return refuse(r, "\"%.60s\" where \"%s ...\" belongs", line, key), NULL;
}

/* A decimal integer 0 .. most in the only way it is written. */
static int read_integer(unsigned long long *out, const char *text, unsigned long long most)
{
    char again[32], *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    snprintf(again, sizeof again, "%llu", *out);
    return errno == 0 && strcmp(again, text) == 0 && *out <= most;
}

static int read_heading(witness_t w, reader *r)
{
    unsigned long long number;
    char *line = next_line(r);
    if (line == NULL) return -1;
    if (strcmp(line, FIRST) != 0) return refuse(r, "no witness of this version: the first line must be \"%s\"", FIRST);
    if ((line = value_of(r, "claim")) == NULL) return -1;
    w->claim = claim_find(line);
    if (w->claim == NULL) return refuse(r, "unknown claim \"%.100s\"", line);
    if (w->claim->events == NULL) return refuse(r, "nothing is sampled against the claim %s", line);
    if ((line = value_of(r, "case")) == NULL) return -1;
    w->name = memory_or_end(strdup(line));
    if ((line = value_of(r, "path")) == NULL) return -1;
    w->path = memory_or_end(strdup(line));
    if ((line = value_of(r, "hash")) == NULL) return -1;
    if (strlen(line) != 32 || strspn(line, "0123456789abcdef") != 32)
        return refuse(r, "a hash is 32 hexadecimal digits");
    memcpy(w->hash, line, sizeof w->hash);
    if ((line = value_of(r, "width")) == NULL) return -1;
    w->width = -1;
    if (strcmp(line, "none") != 0) {
        if (!read_integer(&number, line, 1000000)) return refuse(r, "a width is an integer, or none");
        w->width = (slong)number;
    }
    if (w->claim->per_width != (w->width >= 0))
        return refuse(r, "the claim %s is %s", w->claim->id,
                      w->claim->per_width ? "decided width by width" : "not decided width by width");
    if ((line = value_of(r, "law")) == NULL) return -1;
    for (w->law = LAW_GAUSSIAN; w->law < LAW_STUDENT5 && strcmp(law_as_text(w->law), line) != 0;) w->law++;
    if (strcmp(law_as_text(w->law), line) != 0) return refuse(r, "unknown law \"%.60s\"", line);
    if ((line = value_of(r, "seed")) == NULL) return -1;
    if (!read_integer(&number, line, UINT64_MAX)) return refuse(r, "a seed is an integer from 0 to 2^64-1");
    w->seed = number;
    return 0;
}

/* The events are the claim's, word for word. */
static int read_events(witness_t w, reader *r)
{
    int state = 0;
    for (const witness_event *e = w->claim->events; e->name != NULL && state == 0; e++) {
        char *expected = NULL, *line = next_line(r);
        size_t size = 0;
        if (line == NULL) return -1;
        FILE *out = text_open(&expected, &size);
        witness_event_line(out, e);
        text_close(out, &expected);
        expected[size - 1] = '\0'; /* the line break */
        if (strcmp(line, expected) != 0)
            state = refuse(r, "not the event %s of %s; its line is \"%.150s\"", e->name, w->claim->id, expected);
        free(expected);
    }
    return state;
}

/* The next word of a line, words being separated by one blank; NULL when there is none. */
static char *next_word(char **at)
{
    char *word = *at;
    if (word == NULL || *word == '\0' || *word == ' ') return NULL;
    *at = strchr(word, ' ');
    if (*at != NULL) *(*at)++ = '\0';
    return word;
}

/* "KEY lower upper", lower <= upper.  The ends stay two: the ball of an interval can be far wider than the interval. */
static int read_enclosure(arb_struct end[2], char **at, const char *key)
{
    reason_t ignored;
    fmpq_t lower, upper;
    const char *name = next_word(at), *low = next_word(at), *high = next_word(at);
    if (name == NULL || low == NULL || high == NULL || strcmp(name, key) != 0) return -1;
    reason_init(ignored);
    fmpq_init(lower);
    fmpq_init(upper);
    int good = strlen(low) <= 64 && strlen(high) <= 64 && fmpq_set_decimal(lower, low, strlen(low), ignored) == DQ_OK &&
               fmpq_set_decimal(upper, high, strlen(high), ignored) == DQ_OK && fmpq_cmp(lower, upper) <= 0;
    if (good) {
        arb_set_fmpq(end, lower, 128);
        arb_set_fmpq(end + 1, upper, 128);
    }
    fmpq_clear(lower);
    fmpq_clear(upper);
    return good ? 0 : -1;
}

static int places_of(const witness_event *e)
{
    int count = 1;
    for (const char *p = e->place; *p != '\0'; p++) count += *p == ' ';
    return count;
}

static int read_violation(violation_struct *violation, const witness_struct *w, reader *r)
{
    char *at = next_line(r), *word;
    unsigned long long number;
    if (at == NULL) return -1;
    word = next_word(&at);
    const witness_event *e = w->claim->events;
    while (word != NULL && e->name != NULL && strcmp(e->name, word) != 0) e++;
    if (word == NULL || e->name == NULL) return refuse(r, "no event of %s stands first in the line", w->claim->id);
    violation->event = e;
    for (int k = 0; k < places_of(e); k++) {
        if ((word = next_word(&at)) == NULL || !read_integer(&number, word, INT32_MAX))
            return refuse(r, "after %s the numbers \"%s\" belong, each an integer", e->name, e->place);
        violation->place[k] = (slong)number;
    }
    violation->recorded = at == NULL ? NULL : memory_or_end(strdup(at));
    if (violation->recorded == NULL || read_enclosure(violation->quantity, &at, "quantity") || read_enclosure(violation->bound, &at, "bound") ||
        at != NULL)
        return refuse(r, "after the place \"quantity LOWER UPPER bound LOWER UPPER\" belongs, decimals in order");
    return 0;
}

static int same_place(const violation_struct *a, const violation_struct *b)
{
    return a->event == b->event && memcmp(a->place, b->place, sizeof a->place) == 0;
}

static int read_violations(witness_t w, reader *r)
{
    unsigned long long found;
    char *line = value_of(r, "violations");
    if (line == NULL) return -1;
    if (!read_integer(&found, line, INT32_MAX) || found == 0)
        return refuse(r, "the number of violations is an integer from 1 on");
    w->violations = (slong)found;
    slong listed = w->violations < WITNESS_LISTED ? w->violations : WITNESS_LISTED;
    w->violation = flint_calloc((size_t)listed, sizeof *w->violation);
    for (; w->listed < listed; w->listed++) {
        violation_struct *violation = w->violation + w->listed;
        for (int k = 0; k < 2; k++) {
            arb_init(violation->quantity + k);
            arb_init(violation->bound + k);
        }
        int bad = read_violation(violation, w, r);
        for (slong k = 0; k < w->listed && !bad; k++)
            if (same_place(w->violation + k, violation)) bad = refuse(r, "this place was listed before");
        if (!bad) continue;
        w->listed++; /* initialised: witness_clear clears it */
        return -1;
    }
    if ((line = next_line(r)) == NULL) return -1;
    if (strcmp(line, "end") != 0) return refuse(r, "\"%.60s\" where the line \"end\" belongs", line);
    if (*r->next != '\0') return refuse(r, "there is more after the line \"end\"");
    return 0;
}

int witness_read(witness_t w, const char *path, reason_t why)
{
    reader r = {.path = path, .text = flint_malloc(FILE_MOST + 2), .why = why};
    memset(w, 0, sizeof(witness_struct));
    int state = read_whole(&r) || read_heading(w, &r) || read_events(w, &r) || read_violations(w, &r) ? -1 : 0;
    flint_free(r.text);
    return state;
}

void witness_clear(witness_t w)
{
    for (slong k = 0; k < w->listed; k++) {
        for (int end = 0; end < 2; end++) {
            arb_clear(w->violation[k].quantity + end);
            arb_clear(w->violation[k].bound + end);
        }
        free(w->violation[k].recorded);
    }
    flint_free(w->violation);
    free(w->name);
    free(w->path);
    memset(w, 0, sizeof(witness_struct));
}
