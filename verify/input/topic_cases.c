/* topic_make_cases: every combination of the varied values as a case of its own. */
#include <string.h>
#include "verify/input/topic_parts.h"

/* The globs of the claims about a combination (NULL: of all claims), separated by blanks; NULL when there are none. */
static char *claims_of(const topic_reading *k, const slong *value)
{
    char *text = NULL;
    size_t used = 0;

    for (slong i = 0; i < k->claims; i++) {
        const topic_claim *claim = &k->claim[i];
        int about = 1;
        for (slong a = 0; a < k->axes && value != NULL; a++) about &= claim->where.admits[a][value[a]];
        if (!about) continue;
        text = flint_realloc(text, used + (size_t)claim->glob->length + 2);
        if (used > 0) text[used++] = ' ';
        memcpy(text + used, claim->glob->text, (size_t)claim->glob->length + 1);
        used += (size_t)claim->glob->length;
    }
    return text;
}

static int name_is_taken(const topic_struct *t, const char *name)
{
    for (slong i = 0; i < t->cases; i++)
        if (strcmp(t->subject[i]->name, name) == 0) return 1;
    return 0;
}

enum { NAME_ROOM = CASE_MAX_NAME + 24 }; /* of which the labels fill at most CASE_MAX_NAME - 8 */

/* The labels joined by "-", other characters than those of case names replaced; numbered where two come out alike. */
static void name_case(char name[NAME_ROOM], const topic_reading *k, const slong *value)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
    enum { ROOM = CASE_MAX_NAME - 8 };
    size_t used = 0;

    for (slong a = 0; a < k->axes; a++) {
        if (used > 0 && name[used - 1] != '-' && used < ROOM) name[used++] = '-';
        for (const char *c = k->axis[a].label[value[a]]->text; *c != '\0' && used < ROOM; c++) {
            if (*c == '-' && c[1] >= '0' && c[1] <= '9' && used > 0) /* the sign of a number is not a separator */
                name[used++] = 'm';
            else if (strchr(plain, *c) != NULL && !(used == 0 && *c == '.'))
                name[used++] = *c;
            else if (used > 0 && name[used - 1] != '-')
                name[used++] = '-';
        }
    }
    while (used > 0 && name[used - 1] == '-') used--;
    if (used == 0) used = (size_t)snprintf(name, ROOM, "case");
    name[used] = '\0';
    for (slong number = 2; name_is_taken(k->t, name); number++)
        snprintf(name + used, NAME_ROOM - used, ".%ld", (long)number);
}

/* Errors in the base case are those of every case: each is kept once. */
static void keep_new(case_errors_t errors, case_errors_t found)
{
    for (slong i = 0; i < found->count; i++) {
        int known = 0;
        for (slong j = 0; j < errors->count && !known; j++) known = strcmp(errors->line[j], found->line[i]) == 0;
        if (known) continue;
        errors->line = flint_realloc(errors->line, (size_t)(errors->count + 1) * sizeof(char *));
        errors->line[errors->count++] = found->line[i];
        found->line[i] = NULL;
    }
    case_errors_clear(found);
}

static void keep_case(topic_reading *k, case_t c, char *claims, const slong *value)
{
    topic_t t = k->t;

    t->subject = flint_realloc(t->subject, (size_t)(t->cases + 1) * sizeof *t->subject);
    t->claims = flint_realloc(t->claims, (size_t)(t->cases + 1) * sizeof *t->claims);
    t->subject[t->cases] = c;
    t->claims[t->cases++] = claims;
    topic_add_section(t, "case");
    topic_add_field(t, "case", c->name);
    for (slong a = 0; a < k->axes; a++) {
        const topic_axis *axis = &k->axis[a];
        char key[TOPIC_MAX_NAME + 8];
        topic_add_field(t, axis->name->text, axis->label[value[a]]->text);
        if (axis->number[value[a]] == NULL) continue;
        snprintf(key, sizeof key, "number %s", axis->name->text);
        topic_add_field(t, key, axis->number[value[a]]->text);
    }
}

/* 0 when no more cases should be tried. */
static int make_case(topic_reading *k, const node_t *base, const slong *value, slong *coordinates, case_errors_t errors)
{
    enum { ERRORS_ENOUGH = 20 };
    char name[NAME_ROOM], *claims = claims_of(k, value);
    case_errors_t found;
    node_t *tree;
    case_t c;

    if (claims == NULL) return 1;
    name_case(name, k, value);
    tree = node_copy(base);
    for (slong a = 0; a < k->axes; a++) {
        node_t *before = tree;
        if (k->axis[a].change[value[a]] == NULL) continue;
        tree = node_merge(before, k->axis[a].change[value[a]]);
        node_clear(before);
    }
    case_errors_init(found);
    case_load_tree(&c, k->t->path, name, tree, k->r->known_claim, found);
    node_clear(tree);
    keep_new(errors, found);
    if (c == NULL) {
        flint_free(claims);
        return errors->count < ERRORS_ENOUGH;
    }
    keep_case(k, c, claims, value);
    *coordinates += c->points->n * c->points->d;
    if (*coordinates <= TOPIC_MAX_COORDINATES) return 1;
    complain(k->r, base, "case: the points of the cases have more than %d coordinates together", TOPIC_MAX_COORDINATES);
    return 0;
}

void topic_make_cases(topic_reading *k, const node_t *base, case_errors_t errors)
{
    slong value[TOPIC_MAX_AXES] = {0}, coordinates = 0, axis = 0;
    quoted_t q;

    if (base->kind != NODE_MAPPING) {
        complain(k->r, base, "case: %s; a mapping with the keys of a case file is needed", node_describe(q, base));
        return;
    }
    if (node_get(base, "title") != NULL) {
        complain(k->r, node_get(base, "title"), "case: title: the cases of a topic are named after their labels");
        return;
    }
    k->t->globs = claims_of(k, NULL);
    while (axis >= 0 && make_case(k, base, value, &coordinates, errors))
        for (axis = k->axes - 1; axis >= 0 && ++value[axis] == k->axis[axis].count; axis--) value[axis] = 0;
    if (k->t->cases == 0 && errors->count == 0) complain(k->r, base, "case: no combination has a claim to decide");
}
