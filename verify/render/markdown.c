/* Escaping for GitHub Markdown. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "verify/render/markdown.h"
#include "verify/store/store.h"

static void plain_byte(FILE *out, char c)
{
    if (c == '<')
        fputs("&lt;", out);
    else if (c == '>')
        fputs("&gt;", out);
    else if (c == '&')
        fputs("&amp;", out);
    else if (strchr("\\`*_[]|#$~!@", c) != NULL)
        fprintf(out, "\\%c", c);
    else
        fputc((unsigned char)c < 0x20 || c == 0x7f ? ' ' : c, out);
}

/* What is at p, plain; returns how many bytes it was. */
static size_t plain_step(FILE *out, const char *p)
{
    size_t length = utf8_length(p);
    if (length == 0) {
        fputs("\xef\xbf\xbd", out);
        return 1;
    }
    if (strncasecmp(p, "www.", 4) == 0) { /* "www." and "://" would become links by themselves */
        fprintf(out, "%.3s\\.", p);
        return 4;
    }
    if (length > 1)
        fwrite(p, 1, length, out);
    else if (p[0] == ':' && p[1] == '/')
        fputs("\\:", out);
    else
        plain_byte(out, p[0]);
    return length;
}

void markdown_plain(FILE *out, const char *text)
{
    for (const char *p = text; *p != '\0';) p += plain_step(out, p);
}

/* Length of the span that starts at p, markers included: $`..`$ or a code span, on one paragraph; 0 when there is none.
 */
static size_t math_length(const char *p)
{
    if (p[0] != '$' || p[1] != '`') return 0;
    const char *end = strstr(p + 2, "`$"), *paragraph = strstr(p + 2, "\n\n");
    return end == NULL || (paragraph != NULL && paragraph < end) ? 0 : (size_t)(end + 2 - p);
}

static size_t code_length(const char *p)
{
    size_t ticks = strspn(p, "`");
    if (ticks == 0) return 0;
    for (const char *q = p + ticks; *q != '\0' && strncmp(q, "\n\n", 2) != 0;) {
        size_t run = strspn(q, "`");
        if (run == ticks) return (size_t)(q + run - p);
        q += run ? run : 1;
    }
    return 0;
}

size_t markdown_span(const char *p)
{
    size_t math = math_length(p);
    return math ? math : code_length(p);
}

/* Inside a cell a pipe ends the cell even in a span: LaTeX has words for it, code gets the escape GitHub takes away
 * again. */
static void cell_span(FILE *out, const char *p, size_t length, int math)
{
    for (size_t k = 0; k < length; k++) {
        if (math && p[k] == '\\' && k + 1 < length && p[k + 1] == '|') {
            fputs("\\Vert ", out);
            k++;
        } else if (p[k] == '|') {
            fputs(math ? "\\vert " : k > 0 && p[k - 1] == '\\' ? " \\|" : "\\|", out);
        } else {
            fputc((unsigned char)p[k] < 0x20 ? ' ' : p[k], out);
        }
    }
}

void markdown_cell(FILE *out, const char *text)
{
    for (const char *p = text; *p != '\0';) {
        size_t math = math_length(p), span = math ? math : code_length(p);
        if (span > 0)
            cell_span(out, p, span, math > 0);
        else if (*p == '`')
            while (*p == '`') p += plain_step(out, p);
        else
            p += plain_step(out, p);
        p += span;
    }
}

/* Characters that carry no structure inside a paragraph of evidence; emphasis is let through. */
static size_t paragraph_step(FILE *out, const char *p, int line_start)
{
    if (*p == '*' || *p == '_' || *p == '|' || *p == '\n') {
        fputc(*p, out);
        return 1;
    }
    if (*p == '\\' && p[1] != '\0' && ispunct((unsigned char)p[1])) { /* already escaped by the claim */
        fwrite(p, 1, 2, out);
        return 2;
    }
    if (*p == '#' && !line_start) {
        fputc('#', out);
        return 1;
    }
    /* A line of = or - under a paragraph would turn it into a heading. */
    if (line_start && (*p == '=' || (*p == '-' && p[1] == '-'))) {
        fprintf(out, "\\%c", *p);
        return 1;
    }
    return plain_step(out, p);
}

/* The ```math block at p up to and including its closing fence's line, 0 when p starts none. */
static size_t math_block_length(const char *p)
{
    if (strncmp(p, "```math\n", 8) != 0) return 0;
    const char *end = strstr(p + 7, "\n```");
    if (end == NULL) return 0;
    end += 4;
    return *end == '\0' || *end == '\n' ? (size_t)(end - p) : 0;
}

void markdown_paragraphs(FILE *out, const char *text)
{
    int line_start = 1;
    for (const char *p = text; *p != '\0';) {
        size_t span = line_start ? math_block_length(p) : 0;
        if (span == 0) span = math_length(p);
        if (span == 0 && !(line_start && strncmp(p, "```", 3) == 0)) span = code_length(p);
        if (span > 0) {
            fwrite(p, 1, span, out);
            p += span;
            line_start = 0;
        } else if (*p == '`') {
            while (*p == '`') p += plain_step(out, p);
            line_start = 0;
        } else {
            char c = *p;
            p += paragraph_step(out, p, line_start);
            line_start = c == '\n' || (line_start && c == ' ');
        }
    }
    fputc('\n', out);
}

static int visible(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f ? '?' : c;
}

void one_line(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) fputc(visible(*text), out);
}

void shell_word(FILE *out, const char *text)
{
    int plain = *text != '\0';
    for (const char *p = text; *p != '\0'; p++) plain &= isalnum((unsigned char)*p) || strchr("/._-+,=@%", *p) != NULL;
    if (!plain) fputc('\'', out);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\'')
            fputs("'\\''", out);
        else
            fputc(visible(*p), out);
    }
    if (!plain) fputc('\'', out);
}

void markdown_anchor(FILE *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (isalnum((unsigned char)*p) || *p == '-' || *p == '_')
            fputc(tolower((unsigned char)*p), out);
        else if (*p == ' ')
            fputc('-', out);
    }
}
