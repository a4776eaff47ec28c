/* Labels of figures: Markdown with LaTeX math in, Unicode text out, plain or as gnuplot's enhanced text.  Labels may carry words of a
   hostile case file: whatever the rules below do not know comes out as the characters it is. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/figure_parts.h"
#include "verify/store/store.h"

#define NESTING_MOST 32

typedef struct {
    const char *command, *text;
} symbol;
static const symbol symbols[] = {
    {"Delta", "Δ"},   {"Gamma", "Γ"},      {"Lambda", "Λ"}, {"Omega", "Ω"},   {"Phi", "Φ"},        {"Pi", "Π"},
    {"Psi", "Ψ"},     {"Sigma", "Σ"},      {"Theta", "Θ"},  {"Vert", "‖"},    {"alpha", "α"},      {"approx", "≈"},
    {"ast", "∗"},     {"beta", "β"},       {"cdot", "·"},   {"cdots", "⋯"},   {"chi", "χ"},        {"circ", "∘"},
    {"delta", "δ"},   {"dots", "…"},       {"ell", "ℓ"},    {"epsilon", "ε"}, {"eta", "η"},        {"gamma", "γ"},
    {"ge", "≥"},      {"geq", "≥"},        {"in", "∈"},     {"infty", "∞"},   {"iota", "ι"},       {"kappa", "κ"},
    {"lVert", "‖"},   {"lambda", "λ"},     {"langle", "⟨"}, {"ldots", "…"},   {"le", "≤"},         {"leftarrow", "←"},
    {"leq", "≤"},     {"lvert", "|"},      {"mapsto", "↦"}, {"mid", "|"},     {"mu", "μ"},         {"nabla", "∇"},
    {"ne", "≠"},      {"neq", "≠"},        {"nu", "ν"},     {"odot", "⊙"},    {"omega", "ω"},      {"otimes", "⊗"},
    {"partial", "∂"}, {"perp", "⊥"},       {"phi", "φ"},    {"pi", "π"},      {"pm", "±"},         {"prime", "′"},
    {"prod", "∏"},    {"psi", "ψ"},        {"rVert", "‖"},  {"rangle", "⟩"},  {"rho", "ρ"},        {"rvert", "|"},
    {"sigma", "σ"},   {"sim", "∼"},        {"succeq", "⪰"}, {"sum", "∑"},     {"tau", "τ"},        {"theta", "θ"},
    {"times", "×"},   {"rightarrow", "→"}, {"to", "→"},     {"top", "⊤"},     {"varepsilon", "ε"}, {"varphi", "φ"},
    {"vert", "|"},    {"xi", "ξ"},         {"zeta", "ζ"}};
/* Commands that only say how what follows looks. */
static const char *const silent[] = {"big",          "Big",    "bigl",    "bigr",     "displaystyle",
                                     "left",         "mathbf", "mathcal", "mathit",   "mathrm",
                                     "operatorname", "right",  "text",    "textstyle"};
static const symbol accents[] = {{"bar", "\xcc\x84"}, {"hat", "\xcc\x82"}, {"tilde", "\xcc\x83"}};
static const symbol doubled[] = {{"E", "𝔼"}, {"N", "ℕ"}, {"P", "ℙ"}, {"R", "ℝ"}, {"Z", "ℤ"}};
static const char *const superscript[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

typedef struct {
    FILE *out;
    int enhanced, depth;
} writer;

static const char *found(const symbol *table, size_t count, const char *name, size_t length)
{
    for (size_t k = 0; k < count; k++)
        if (strlen(table[k].command) == length && strncmp(table[k].command, name, length) == 0) return table[k].text;
    return NULL;
}
#define FOUND(table, name, length) found(table, sizeof(table) / sizeof *(table), name, length)

/* One character as itself; returns its bytes. */
static size_t character(const writer *w, const char *p)
{
    size_t length = utf8_length(p);
    if (length == 0) {
        fputs("\xef\xbf\xbd", w->out);
        return 1;
    }
    if (length == 1 && ((unsigned char)*p < 0x20 || *p == 0x7f)) {
        fputc(' ', w->out);
        return 1;
    }
    /* C1 controls are no text in XML either. */
    if (length == 2 && p[0] == '\xc2' && (unsigned char)p[1] < 0xa0) {
        fputc(' ', w->out);
        return 2;
    }
    /* U+FFFE and U+FFFF may not stand in XML. */
    if (length == 3 && p[0] == '\xef' && p[1] == '\xbf' && (p[2] == '\xbe' || p[2] == '\xbf')) {
        fputs("\xef\xbf\xbd", w->out);
        return 3;
    }
    if (w->enhanced && length == 1 && strchr("{}^_@&~\\", *p) != NULL) fputc('\\', w->out);
    fwrite(p, 1, length, w->out);
    return length;
}

static const char *math(const writer *w, const char *p, const char *end);

/* The end of the group that starts at p: behind its brace, or behind one command or character. */
static const char *group_end(const char *p, const char *end)
{
    int depth = 0;
    if (p < end && *p == '\\') {
        const char *q = p + 1;
        while (q < end && isalpha((unsigned char)*q)) q++;
        return q > p + 1 ? q : q < end ? q + 1 : q;
    }
    if (p < end && *p != '{') {
        size_t length = utf8_length(p);
        return p + (length > 0 && length <= (size_t)(end - p) ? length : 1);
    }
    for (const char *q = p; q < end; q++) {
        if (*q == '\\' && q + 1 < end)
            q++;
        else if (*q == '{')
            depth++;
        else if (*q == '}' && --depth == 0)
            return q + 1;
    }
    return end;
}

static void group(const writer *w, const char *p, const char *end)
{
    if (p < end && *p == '{') {
        p++;
        if (end[-1] == '}') end--;
    }
    math(w, p, end);
}

/* Whether a text needs no parentheses: as an index a single character or a word; as an operand a number or a single symbol with its
   accents and powers. */
static int stands_alone(const char *text, size_t size, int index)
{
    size_t symbols_seen = 0, digits = 0, word = 0;
    for (size_t k = 0; k < size; k++) {
        unsigned char c = (unsigned char)text[k];
        int accent = c == 0xcc || c == 0xcd,
            power = (c == 0xc2 && text[k + 1] != '\xb7') || (c == 0xe2 && text[k + 1] == '\x81'); /* not the dot */
        symbols_seen += (c & 0xc0) != 0x80 && !accent && !power;
        digits += isdigit(c) || c == '.';
        word += isalnum(c) || c >= 0x80;
    }
    return symbols_seen <= 1 || digits == size || (index && word == size);
}

/* A group, in parentheses where it does not stand alone.  It is formed once: twice a level would be 2^depth times in all. */
static void operand(const writer *w, const char *p, const char *end, int index)
{
    char *text = NULL;
    size_t size = 0;
    writer inner = {text_open(&text, &size), w->enhanced, w->depth};
    group(&inner, p, end);
    text_close(inner.out, &text);
    fprintf(w->out, stands_alone(text, size, index) ? "%s" : "(%s)", text);
    free(text);
}

/* _ or ^ at p. */
static const char *script(const writer *w, const char *p, const char *end)
{
    const char *from = p + 1, *to = group_end(from, end);
    size_t length = (size_t)(to - from);
    const char *inner = length == 3 && *from == '{' ? from + 1 : from;
    if (*p == '^' && *inner >= '0' && *inner <= '9' && (length == 1 || length == 3)) {
        fputs(superscript[*inner - '0'], w->out);
    } else if (w->enhanced) {
        fprintf(w->out, "%c{", *p);
        group(w, from, to);
        fputc('}', w->out);
    } else if (length > 1 && from[0] == '{' && from[1] == '(') { /* K^{(l)} has its parentheses */
        fputc(*p, w->out);
        group(w, from, to);
    } else {
        fputc(*p, w->out);
        operand(w, from, to, 1);
    }
    return to;
}

static const char *command(const writer *w, const char *p, const char *end)
{
    const char *name = p + 1, *q = name;
    while (q < end && isalpha((unsigned char)*q)) q++;
    size_t length = (size_t)(q - name);
    const char *text = FOUND(symbols, name, length), *accent = FOUND(accents, name, length);
    if (length == 0) { /* \, \; \! \{ .. */
        if (q >= end) return q;
        if (strchr(",:; ", *q) != NULL) fputs("\xe2\x80\x89", w->out); /* a thin space */
        if (*q == '|') fputs("‖", w->out);
        if (strchr(",:; !|", *q) == NULL) return q + character(w, q);
        return q + 1;
    }
    const char *operand_at = q;
    while (operand_at < end && *operand_at == ' ') operand_at++;
    if (text != NULL) {
        fputs(text, w->out);
        return q;
    }
    for (size_t k = 0; k < sizeof silent / sizeof *silent; k++)
        if (strlen(silent[k]) == length && strncmp(silent[k], name, length) == 0) return operand_at;
    const char *first = group_end(operand_at, end);
    if (length == 6 && strncmp(name, "mathbb", 6) == 0) {
        const char *letter = *operand_at == '{' ? operand_at + 1 : operand_at;
        const char *double_struck = operand_at < end ? FOUND(doubled, letter, 1) : NULL;
        if (double_struck == NULL) return operand_at;
        fputs(double_struck, w->out);
        return first;
    }
    if (accent != NULL) {
        group(w, operand_at, first);
        fputs(accent, w->out);
        return first;
    }
    if (length == 4 && strncmp(name, "sqrt", 4) == 0) {
        fputs("√", w->out);
        operand(w, operand_at, first, 0);
        return first;
    }
    if (length == 4 && strncmp(name, "frac", 4) == 0) {
        const char *second = group_end(first, end);
        operand(w, operand_at, first, 0);
        fputc('/', w->out);
        operand(w, first, second, 0);
        return second;
    }
    fwrite(name, 1, length, w->out); /* \min, \log, .. and what is unknown: its name */
    if (operand_at < end && (isalnum((unsigned char)*operand_at) || *operand_at == '\\')) fputc(' ', w->out);
    return q;
}

static const char *math(const writer *outer, const char *p, const char *end)
{
    writer w = {outer->out, outer->enhanced, outer->depth + 1};
    while (p < end) {
        if (w.depth > NESTING_MOST)
            p += character(&w, p);
        else if (*p == '\\')
            p = command(&w, p, end);
        else if ((*p == '^' || *p == '_') && p + 1 < end)
            p = script(&w, p, end);
        else if (*p == '{' || *p == '}')
            p++;
        else if (*p == '-') {
            fputs("−", w.out);
            p++;
        } else if (*p == '\'') {
            fputs("′", w.out);
            p++;
        } else {
            p += character(&w, p);
        }
    }
    return p;
}

static char *label(const char *text, int enhanced)
{
    char *result = NULL;
    size_t size = 0;
    writer w = {text_open(&result, &size), enhanced, 0};
    for (const char *p = text; *p != '\0';) {
        const char *end = p[0] == '$' && p[1] == '`' ? strstr(p + 2, "`$") : NULL;
        if (end != NULL) {
            math(&w, p + 2, end);
            p = end + 2;
        } else if (*p == '`' || (*p == '\\' && ispunct((unsigned char)p[1]))) {
            p++; /* code marks, and the backslash of an escape */
            if (p[-1] == '\\') p += character(&w, p);
        } else {
            p += character(&w, p);
        }
    }
    text_close(w.out, &result);
    return result;
}

char *label_plain(const char *markdown)
{
    return label(markdown, 0);
}

/* gnuplot writes > as it is, and XML has no place for ]]> in text: a word joiner comes between. */
char *label_enhanced(const char *markdown)
{
    char *text = label(markdown, 1), *at = text;
    while ((at = strstr(at, "]]>")) != NULL) {
        size_t before = (size_t)(at - text) + 2, rest = strlen(text + before) + 1;
        text = report_memory(realloc(text, before + rest + 3));
        memmove(text + before + 3, text + before, rest);
        memcpy(text + before, "\xe2\x81\xa0", 3);
        at = text + before;
    }
    return text;
}
