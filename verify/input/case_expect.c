/* read_expect: `claim: verdict`, or `claim: {width: verdict}` for claims with one verdict per width. */
#include <string.h>
#include "verify/input/case_parts.h"

/* The verdicts of CLAIMS.md. */
static const char *const verdict_words[] = {"proved",       "refuted",      "supported", "rejected",
                                            "inconclusive", "inapplicable", NULL};

enum { MAX_ID = 80 };

/* A known id one edit away (found by asking known_claim about each such word), or NULL. */
static const char *nearest_claim(char candidate[MAX_ID + 2], const reading_t r, const char *id)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-C";
    size_t length = strlen(id);

    if (length > MAX_ID) return NULL;
    for (size_t i = 0; i <= length; i++) {
        memcpy(candidate, id, i);
        if (i < length) { /* delete */
            memcpy(candidate + i, id + i + 1, length - i);
            if (r->known_claim(candidate)) return candidate;
        }
        if (i + 1 < length) { /* transpose */
            memcpy(candidate, id, length + 1);
            candidate[i] = id[i + 1];
            candidate[i + 1] = id[i];
            if (r->known_claim(candidate)) return candidate;
        }
        for (const char *letter = letters; *letter != '\0'; letter++) {
            memcpy(candidate, id, i);
            candidate[i] = *letter; /* insert, replace */
            memcpy(candidate + i + 1, id + i, length - i + 1);
            if (r->known_claim(candidate)) return candidate;
            if (i < length) {
                memcpy(candidate + i + 1, id + i + 1, length - i);
                if (r->known_claim(candidate)) return candidate;
            }
        }
    }
    return NULL;
}

static void append(case_struct *c, const node_t *id, slong width, const char *verdict)
{
    expectation_t *e;

    c->expect = flint_realloc(c->expect, (size_t)(c->expectations + 1) * sizeof(expectation_t));
    e = &c->expect[c->expectations++];
    e->claim = copy_text(id->text, (size_t)id->length);
    e->width = width;
    e->verdict = copy_text(verdict, strlen(verdict));
    e->line = id->line;
}

/* {width: verdict}; each width must be one the case runs, or it would never be checked. */
static void read_widths(reading_t r, const node_t *id, const node_t *node)
{
    case_struct *c = r->c;
    quoted_t q;

    if (node->count == 0)
        complain(r, node, "expect.%s: an empty mapping; {width: verdict} or one verdict is needed", id->text);
    for (slong i = 0; i < node->count; i++) {
        slong width, verdict, at = 0;
        if (!field_integer(&width, r, node->key[i], "expect: width", 1, CASE_MAX_WIDTH)) continue;
        while (at < c->widths && c->width[at] != width) at++;
        if (at == c->widths)
            complain(r, node->key[i], "expect: width %s is not in monte_carlo.widths", node_describe(q, node->key[i]));
        else if (node->key[i]->text[0] == '0')
            complain(r, node->key[i], "expect: width %s starts with 0", node_describe(q, node->key[i]));
        else if (field_word(&verdict, r, node->value[i], "expect", verdict_words))
            append(c, id, width, verdict_words[verdict]);
    }
}

void read_expect(reading_t r, const node_t *node)
{
    quoted_t q, hint;
    slong verdict;

    if (node == NULL) return;
    if (node->kind != NODE_MAPPING) {
        complain(r, node, "expect: %s; a mapping {claim: verdict} is needed", node_describe(q, node));
        return;
    }
    for (slong i = 0; i < node->count; i++) {
        const node_t *id = node->key[i];
        char candidate[MAX_ID + 2];
        if (r->known_claim != NULL && !r->known_claim(id->text))
            complain(r, id, "expect: no claim is called %s;%s \"deqcert claims\" lists all",
                     quote(q, id->text, id->length), did_you_mean(hint, nearest_claim(candidate, r, id->text)));
        if (node->value[i]->kind == NODE_MAPPING)
            read_widths(r, id, node->value[i]);
        else if (field_word(&verdict, r, node->value[i], "expect", verdict_words))
            append(r->c, id, -1, verdict_words[verdict]);
    }
}
