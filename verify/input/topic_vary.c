/* topic_read_axes, topic_read_where, topic_read_claims: what is varied, and which of the combinations something is about. */
#include <string.h>
#include "verify/input/topic_parts.h"

static int is_plain_name(const node_t *node)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_- ";

    return node->length > 0 && node->length <= TOPIC_MAX_NAME && strspn(node->text, plain) == (size_t)node->length &&
           node->text[0] != ' ' && node->text[node->length - 1] != ' ';
}

static int read_name(topic_reading *k, topic_axis *axis, const node_t *node)
{
    quoted_t q;

    if (node == NULL || !field_scalar(k->r, node, "vary: name")) return 0;
    if (!is_plain_name(node)) {
        complain(k->r, node, "vary: name: %s; allowed are 1 to %d letters, digits, blanks, _ and -",
                 node_describe(q, node), TOPIC_MAX_NAME);
        return 0;
    }
    if (strcmp(node->text, TOPIC_WIDTH) == 0 || strcmp(node->text, "case") == 0) {
        complain(k->r, node, "vary: name: %s is taken: \"width\" means the widths of a case's verdicts",
                 node_describe(q, node));
        return 0;
    }
    if (topic_axis_of(k, node->text) >= 0) {
        complain(k->r, node, "vary: name: %s is varied twice", node_describe(q, node));
        return 0;
    }
    axis->name = node;
    return 1;
}

/* The number a value has in figures and fits: the one given, else the label when it is a decimal. */
static int read_number(const node_t **number, topic_reading *k, const node_t *label, const node_t *given)
{
    fmpq_t value;
    reason_t why;
    int usable;

    fmpq_init(value);
    reason_init(why);
    if (given != NULL)
        usable = field_decimal(value, k->r, given, "vary: number");
    else
        usable = fmpq_set_decimal(value, label->text, (size_t)label->length, why) == DQ_OK;
    fmpq_clear(value);
    *number = !usable ? NULL : given != NULL ? given : label;
    return usable || given == NULL;
}

static int read_value(topic_reading *k, topic_axis *axis, const node_t *node)
{
    static const char *const keys[] = {"label", "number", "set", NULL};
    const node_t *label, *change;
    quoted_t q;

    if (!mapping_check(k->r, node, "vary: values", keys)) return 0;
    label = mapping_require(k->r, node, "vary: values", "label");
    if (label == NULL || !field_line(k->r, label, "vary: label", TOPIC_MAX_LABEL)) return 0;
    for (slong i = 0; i < axis->count; i++)
        if (strcmp(axis->label[i]->text, label->text) == 0) {
            complain(k->r, label, "vary: label: %s is already on line %ld", node_describe(q, label),
                     (long)axis->label[i]->line);
            return 0;
        }
    axis->label[axis->count] = label;
    if (!read_number(&axis->number[axis->count], k, label, node_get(node, "number"))) return 0;
    change = axis->change[axis->count] = node_get(node, "set");
    if (change != NULL && change->kind != NODE_MAPPING) {
        complain(k->r, change, "vary: set: %s; a mapping of keys of the case is needed", node_describe(q, change));
        return 0;
    }
    axis->count++;
    return 1;
}

static int read_axis(topic_reading *k, const node_t *node)
{
    static const char *const keys[] = {"name", "values", NULL};
    topic_axis *axis = &k->axis[k->axes];
    const node_t *values;
    quoted_t q;
    int usable;

    if (!mapping_check(k->r, node, "vary", keys)) return 0;
    usable = read_name(k, axis, mapping_require(k->r, node, "vary", "name"));
    values = mapping_require(k->r, node, "vary", "values");
    if (values == NULL) return 0;
    if (values->kind != NODE_SEQUENCE || values->count == 0 || values->count > TOPIC_MAX_CASES) {
        complain(k->r, values, "vary: values: %s; a list of 1 to %d entries {label, set} is needed",
                 values->kind == NODE_SEQUENCE ? (values->count ? "too many" : "an empty list")
                                               : node_describe(q, values),
                 TOPIC_MAX_CASES);
        return 0;
    }
    for (slong i = 0; i < values->count; i++)
        if (!read_value(k, axis, values->value[i])) usable = 0;
    if (usable) k->axes++;
    return usable;
}

int topic_read_axes(topic_reading *k, const node_t *node)
{
    slong combinations = 1;
    quoted_t q;
    int usable = 1;

    if (node == NULL) return 1;
    if (node->kind != NODE_SEQUENCE || node->count > TOPIC_MAX_AXES) {
        complain(k->r, node, "vary: %s; a list of at most %d entries {name, values} is needed",
                 node->kind == NODE_SEQUENCE ? "too many entries" : node_describe(q, node), TOPIC_MAX_AXES);
        return 0;
    }
    for (slong i = 0; i < node->count; i++)
        if (!read_axis(k, node->value[i])) usable = 0;
    for (slong i = 0; i < k->axes && combinations <= TOPIC_MAX_CASES; i++) combinations *= k->axis[i].count;
    if (combinations > TOPIC_MAX_CASES) {
        complain(k->r, node, "vary: more than %d combinations; at most %d cases are allowed", TOPIC_MAX_CASES,
                 TOPIC_MAX_CASES);
        usable = 0;
    }
    return usable;
}

slong topic_axis_of(const topic_reading *k, const char *name)
{
    for (slong i = 0; i < k->axes; i++)
        if (strcmp(k->axis[i].name->text, name) == 0) return i;
    return -1;
}

static int admit(topic_choice *c, topic_reading *k, slong axis, const node_t *label, const char *what)
{
    const char *labels[TOPIC_MAX_CASES + 1];
    const topic_axis *a = &k->axis[axis];
    char name[160];
    slong index;

    for (slong i = 0; i < a->count; i++) labels[i] = a->label[i]->text;
    labels[a->count] = NULL;
    snprintf(name, sizeof name, "%s: where: %s", what, a->name->text);
    if (!field_word(&index, k->r, label, name, labels)) return 0;
    c->admits[axis][index] = 1;
    return 1;
}

void topic_read_where(topic_choice *c, topic_reading *k, const node_t *node, const char *what)
{
    const char *names[TOPIC_MAX_AXES + 1];
    char name[160];

    memset(c->admits, 1, sizeof c->admits);
    if (node == NULL) return;
    for (slong i = 0; i < k->axes; i++) names[i] = k->axis[i].name->text;
    names[k->axes] = NULL;
    snprintf(name, sizeof name, "%s: where", what);
    if (!mapping_check(k->r, node, name, names)) return;
    for (slong i = 0; i < node->count; i++) {
        slong axis = topic_axis_of(k, node->key[i]->text);
        const node_t *value = node->value[i];
        if (axis < 0) continue; /* complained about above */
        int known = 0;
        memset(c->admits[axis], 0, sizeof c->admits[axis]);
        if (value->kind != NODE_SEQUENCE) known = admit(c, k, axis, value, what);
        for (slong j = 0; value->kind == NODE_SEQUENCE && j < value->count; j++)
            known |= admit(c, k, axis, value->value[j], what);
        if (value->kind == NODE_SEQUENCE && value->count == 0)
            complain(k->r, value, "%s: where: %s: an empty list; labels are needed", what, k->axis[axis].name->text);
        if (!known) memset(c->admits[axis], 1, sizeof c->admits[axis]); /* one complaint is enough */
    }
}

static int read_claim(topic_reading *k, const node_t *node)
{
    static const char *const keys[] = {"claim", "where", NULL};
    topic_claim *claim = &k->claim[k->claims];
    const node_t *glob = node, *where = NULL;
    quoted_t q;

    if (node->kind == NODE_MAPPING) {
        if (!mapping_check(k->r, node, "claims", keys)) return 0;
        glob = mapping_require(k->r, node, "claims", "claim");
        where = node_get(node, "where");
    }
    if (glob == NULL || !field_line(k->r, glob, "claims", CASE_MAX_NAME)) return 0;
    topic_read_where(&claim->where, k, where, "claims");
    if (strchr(glob->text, ' ') != NULL || (k->known_glob != NULL && !k->known_glob(glob->text))) {
        complain(k->r, glob, "claims: no claim matches %s; \"deqcert claims\" lists all", node_describe(q, glob));
        return 0;
    }
    claim->glob = glob;
    k->claims++;
    return 1;
}

int topic_read_claims(topic_reading *k, const node_t *node)
{
    quoted_t q;
    int usable = 1;

    if (node->kind != NODE_SEQUENCE || node->count == 0 || node->count > TOPIC_MAX_CLAIMS) {
        complain(k->r, node, "claims: %s; a list of 1 to %d claim ids or globs is needed",
                 node->kind == NODE_SEQUENCE ? (node->count ? "too many" : "an empty list") : node_describe(q, node),
                 TOPIC_MAX_CLAIMS);
        return 0;
    }
    for (slong i = 0; i < node->count; i++)
        if (!read_claim(k, node->value[i])) usable = 0;
    return usable;
}
