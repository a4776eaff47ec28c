/* mapping_*: keys that are allowed, exclusive or required. */
#include <string.h>
#include "verify/input/fields.h"

static slong find_word(const char *word, const char *const *list)
{
    for (slong i = 0; list[i] != NULL; i++)
        if (strcmp(word, list[i]) == 0) return i;
    return -1;
}

int mapping_check(reading_t r, const node_t *node, const char *what, const char *const *allowed)
{
    quoted_t q, hint;
    listed_t list;

    if (node->kind != NODE_MAPPING) {
        complain(r, node, "%s: %s; a mapping is needed with the keys %s", what, node_describe(q, node),
                 list_words(list, allowed));
        return 0;
    }
    for (slong i = 0; i < node->count; i++) {
        const node_t *key = node->key[i];
        if (find_word(key->text, allowed) >= 0) continue;
        /* {phi: max(x, 0)} is read by YAML as the two entries "phi: max(x" and "0)" */
        if (strchr(key->text, ')') != NULL)
            complain(r, key, "%s: unknown key %s; put an expression that has a comma in quotes; allowed are %s", what,
                     quote(q, key->text, key->length), list_words(list, allowed));
        else
            complain(r, key, "%s: unknown key %s;%s allowed are %s", what, quote(q, key->text, key->length),
                     did_you_mean(hint, nearest_word(key->text, allowed)), list_words(list, allowed));
    }
    return 1;
}

slong mapping_choice(reading_t r, const node_t *node, const char *what, const char *const *choices)
{
    slong found = -1;
    listed_t list;

    for (slong i = 0; i < node->count; i++) {
        slong at = find_word(node->key[i]->text, choices);
        if (at < 0) continue;
        if (found >= 0) {
            complain(r, node->key[i], "%s: \"%s\" beside \"%s\"; exactly one is allowed of %s", what, choices[at],
                     choices[found], list_words(list, choices));
            return -1;
        }
        found = at;
    }
    if (found < 0) complain(r, node, "%s: exactly one is needed of %s", what, list_words(list, choices));
    return found;
}

const node_t *mapping_require(reading_t r, const node_t *node, const char *what, const char *key)
{
    const node_t *value = node_get(node, key);

    if (value == NULL) complain(r, node, "%s: the key \"%s\" is missing", what, key);
    return value;
}
