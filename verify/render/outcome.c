/* How a claim came out over the cases of a run. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

#define REPAIRED ".repaired"

const char *const verdict_word[WORDS] = {"proved",       "refuted",      "supported", "rejected",
                                         "inconclusive", "inapplicable", "none"};
const char *const class_text[CLASSES] = {"proved where decided",
                                         "supported where decided",
                                         "fails in some cases",
                                         "fails",
                                         "open",
                                         "not applicable",
                                         "not run"};

const char *case_field(const case_row *c, const char *key)
{
    for (size_t k = 0; k < c->fields; k++)
        if (strcmp(c->field[k].key, key) == 0) return c->field[k].value;
    return "";
}

static int word_of(const unit_row *u)
{
    for (int k = 0; k < WORD_NONE; k++)
        if (strcmp(unit_word(u), verdict_word[k]) == 0) return k;
    return WORD_NONE;
}

/* A statement about no case has no points. */
static long points_of(const report_struct *r, const unit_row *u)
{
    return strtol(case_field(&r->cases[u->case_index], "points n"), NULL, 10);
}

int unit_is_decided(const unit_row *u)
{
    int word = word_of(u);
    return word != WORD_INCONCLUSIVE && word != WORD_INAPPLICABLE && word != WORD_NONE;
}

static int is_smaller(const report_struct *r, const unit_row *u, const unit_row *than)
{
    if (than == NULL) return 1;
    if (word_of(u) != word_of(than)) return word_of(u) == WORD_REFUTED;
    if (points_of(r, u) != points_of(r, than)) return points_of(r, u) < points_of(r, than);
    return u->width < than->width;
}

static claim_class class_of(const outcome_t *o)
{
    if (o->units == 0) return CLASS_UNUSED;
    if (o->failed > 0) return o->failed == o->decided ? CLASS_FAILS : CLASS_MIXED;
    if (o->decided > 0) return o->count[WORD_SUPPORTED] > 0 ? CLASS_SUPPORTED : CLASS_PROVED;
    return o->count[WORD_INCONCLUSIVE] + o->count[WORD_NONE] > 0 ? CLASS_OPEN : CLASS_INAPPLICABLE;
}

outcome_t claim_outcome(const report_struct *r, const char *id)
{
    outcome_t o = {{0}, 0, 0, 0, NULL, CLASS_UNUSED};
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (r->cases[u->case_index].planted || strcmp(u->claim, id) != 0) continue;
        int word = word_of(u), fails = word == WORD_REFUTED || word == WORD_REJECTED;
        o.units++;
        o.count[word]++;
        o.failed += (size_t)fails;
        o.decided += (size_t)unit_is_decided(u);
        if (fails && is_smaller(r, u, o.smallest)) o.smallest = u;
    }
    o.kind = class_of(&o);
    return o;
}

void outcome_write(FILE *out, const outcome_t *o)
{
    const char *separator = "";
    if (o->units == 0) fputs("-", out);
    for (int k = 0; k < WORDS; k++) {
        if (o->count[k] == 0) continue;
        fprintf(out, "%s%s %zu", separator, verdict_word[k], o->count[k]);
        separator = ", ";
    }
}

static size_t stem_length(const char *id)
{
    size_t length = strlen(id), suffix = strlen(REPAIRED);
    return length > suffix && strcmp(id + length - suffix, REPAIRED) == 0 ? length - suffix : length;
}

int claim_is_printed(const claim_row *c)
{
    return c->page != NULL && c->id[stem_length(c->id)] == '\0';
}

static const claim_row *with_suffix(const report_struct *r, const claim_row *c, const char *suffix)
{
    char id[256];
    if (snprintf(id, sizeof id, "%.*s%s", (int)stem_length(c->id), c->id, suffix) >= (int)sizeof id) return NULL;
    return report_claim(r, id);
}

const claim_row *claim_repaired(const report_struct *r, const claim_row *c)
{
    return claim_is_printed(c) ? with_suffix(r, c, REPAIRED) : NULL;
}

const claim_row *claim_printed(const report_struct *r, const claim_row *c)
{
    return claim_is_printed(c) ? NULL : with_suffix(r, c, "");
}

void unit_link(FILE *out, const report_struct *r, const unit_row *u, const char *up)
{
    const case_row *c = &r->cases[u->case_index];
    fputc('[', out);
    markdown_plain(out, c->name);
    fputs(": ", out);
    markdown_plain(out, u->claim);
    if (u->width >= 0) fprintf(out, ", width %ld", u->width);
    if (c->pseudo) {
        fprintf(out, "](%sclaims/%.*s.md)", up, (int)strcspn(u->claim, "#"), u->claim);
    } else {
        fprintf(out, "](%s%s#", up, c->page);
        markdown_anchor(out, u->claim);
        fputc(')', out);
    }
}

#define SENTENCE_LEAST 150 /* bytes: a shorter sentence is followed by the next one of its paragraph */

/* Where the sentences to show end: behind a full stop, or with the paragraph. */
static size_t sentence_length(const char *text)
{
    for (const char *p = text; *p != '\0';) {
        size_t span = markdown_span(p);
        if (span > 0) {
            p += span;
        } else if (p[0] == '\n' && p[1] == '\n') {
            return (size_t)(p - text);
        } else if (p[0] == '.' && (p[1] == ' ' || p[1] == '\n' || p[1] == '\0') && p + 1 - text >= SENTENCE_LEAST) {
            return (size_t)(p + 1 - text);
        } else {
            p++;
        }
    }
    return strlen(text);
}

void first_sentence(FILE *out, const char *evidence)
{
    char *sentence = report_memory(strndup(evidence, sentence_length(evidence))), *to = sentence;
    for (const char *p = sentence; *p != '\0';) {
        size_t span = markdown_span(p);
        if (span == 0 && p[0] == '*' && p[1] == '*') { /* emphasis, which a cell would show as stars */
            p += 2;
            continue;
        }
        if (span == 0) span = 1;
        memmove(to, p, span);
        to += span;
        p += span;
    }
    *to = '\0';
    markdown_cell(out, sentence);
    free(sentence);
}

void rerun_command(FILE *out, const case_row *c, const char *claim)
{
    const char *file = strrchr(c->path, '/');
    fputs("build/deqcert verify", out);
    if (!c->standalone) {
        fputc(' ', out);
        shell_word(out, c->path[0] == '/' && file != NULL ? file + 1 : c->path);
    }
    if (claim != NULL) {
        fputs(" --claims ", out);
        shell_word(out, claim);
    }
    fputc('\n', out);
}

int claim_same_family(const claim_row *a, const claim_row *b)
{
    size_t length = strcspn(a->id, ".");
    return length == strcspn(b->id, ".") && strncmp(a->id, b->id, length) == 0;
}
