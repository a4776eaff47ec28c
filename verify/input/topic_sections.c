/* topic_read_sections: what the page shows, checked against what is varied and decided. */
#include <fnmatch.h>
#include <string.h>
#include "verify/input/topic_parts.h"

/* One section being read: its name in messages, its mapping, and which cases it is about. */
typedef struct {
    topic_reading *k;
    const char *what;
    const node_t *node;
    topic_choice where;
    char named[TOPIC_MAX_AXES];  /* the varied quantities that tell its entries apart */
    int misnamed;                /* a name was not understood: whether all are there cannot be told */
    char single[TOPIC_MAX_AXES]; /* those that have one value here */
} section;

/* Text of the key `key` into the field of the same name; nothing when it is missing and not needed. */
static void read_text(section *s, const char *key, slong most, int needed)
{
    const node_t *node = needed ? mapping_require(s->k->r, s->node, s->what, key) : node_get(s->node, key);
    char name[80];

    snprintf(name, sizeof name, "%s: %s", s->what, key);
    if (node != NULL && field_line(s->k->r, node, name, most)) topic_add_field(s->k->t, key, node->text);
}

/* Whether the claim is decided in some case of the section. */
static int is_decided(const section *s, const char *claim)
{
    for (slong i = 0; i < s->k->claims; i++) {
        const topic_claim *c = &s->k->claim[i];
        int meets = fnmatch(c->glob->text, claim, 0) == 0;
        for (slong a = 0; a < s->k->axes && meets; a++) {
            int any = 0;
            for (slong v = 0; v < s->k->axis[a].count; v++) any |= c->where.admits[a][v] & s->where.admits[a][v];
            meets = any;
        }
        if (meets) return 1;
    }
    return 0;
}

static void check_claim(section *s, const node_t *node, const char *key, const char *claim)
{
    quoted_t q;

    if (s->k->r->known_claim != NULL && !s->k->r->known_claim(claim))
        complain(s->k->r, node, "%s: %s: no claim is called %s; \"deqcert claims\" lists all", s->what, key,
                 quote(q, claim, (slong)strlen(claim)));
    else if (!is_decided(s, claim))
        complain(s->k->r, node, "%s: %s: %s is decided in none of its cases; name it in \"claims\"", s->what, key,
                 quote(q, claim, (slong)strlen(claim)));
}

/* 'claim: name' of the key into the fields `claim` and `name`; 0 when it is not of this form. */
static int read_quantity(section *s, const node_t *node, const char *key, const char *claim_field,
                         const char *name_field)
{
    char name[80], *claim;
    const char *colon;
    quoted_t q;

    snprintf(name, sizeof name, "%s: %s", s->what, key);
    if (!field_line(s->k->r, node, name, TOPIC_MAX_LINE)) return 0;
    colon = strstr(node->text, ": ");
    if (colon == NULL || colon == node->text || colon[2] == '\0') {
        complain(s->k->r, node,
                 "%s: %s; a claim and the name of what its verdicts hold are needed, in quotes: 'claim: name'", name,
                 node_describe(q, node));
        return 0;
    }
    claim = copy_text(node->text, (size_t)(colon - node->text));
    check_claim(s, node, key, claim);
    topic_add_field(s->k->t, claim_field, claim);
    topic_add_field(s->k->t, name_field, colon + 2);
    flint_free(claim);
    return 1;
}

/* Names of varied quantities, one or a list, into the field `key`. */
static void read_names(section *s, const char *key, int needed)
{
    const node_t *node = needed ? mapping_require(s->k->r, s->node, s->what, key) : node_get(s->node, key);
    const char *names[TOPIC_MAX_AXES + 2];
    char name[80], text[(TOPIC_MAX_AXES + 1) * (TOPIC_MAX_NAME + 1)] = "";
    slong index, count;

    if (node == NULL) return;
    for (slong i = 0; i < s->k->axes; i++) names[i] = s->k->axis[i].name->text;
    names[s->k->axes] = TOPIC_WIDTH;
    names[s->k->axes + 1] = NULL;
    snprintf(name, sizeof name, "%s: %s", s->what, key);
    count = node->kind == NODE_SEQUENCE ? node->count : 1;
    if (count > TOPIC_MAX_AXES + 1) count = TOPIC_MAX_AXES + 1;
    for (slong i = 0; i < count; i++) {
        const node_t *one = node->kind == NODE_SEQUENCE ? node->value[i] : node;
        if (!field_word(&index, s->k->r, one, name, names)) {
            s->misnamed = 1;
            return;
        }
        if (index < s->k->axes && s->named[index]) {
            complain(s->k->r, one, "%s: \"%s\" is used twice", name, names[index]);
            return;
        }
        if (index < s->k->axes) s->named[index] = 1;
        if (i > 0) strcat(text, "\n");
        strcat(text, names[index]);
    }
    topic_add_field(s->k->t, key, text);
}

/* The section's cases into the fields "where NAME". */
static void put_where(section *s)
{
    for (slong a = 0; a < s->k->axes; a++) {
        const topic_axis *axis = &s->k->axis[a];
        char key[TOPIC_MAX_NAME + 8], *text;
        slong admitted = 0;
        size_t size = 1;
        for (slong v = 0; v < axis->count; v++) {
            admitted += s->where.admits[a][v];
            size += (size_t)axis->label[v]->length + 1;
        }
        s->single[a] = admitted == 1;
        if (admitted == axis->count) continue;
        text = flint_calloc(size, 1);
        for (slong v = 0; v < axis->count; v++) {
            if (!s->where.admits[a][v]) continue;
            if (text[0] != '\0') strcat(text, "\n");
            strcat(text, axis->label[v]->text);
        }
        snprintf(key, sizeof key, "where %s", axis->name->text);
        topic_add_field(s->k->t, key, text);
        flint_free(text);
    }
}

static void read_choice(section *s)
{
    const node_t *node = node_get(s->node, "width");
    char name[80];
    slong width;

    topic_read_where(&s->where, s->k, node_get(s->node, "where"), s->what);
    put_where(s);
    snprintf(name, sizeof name, "%s: width", s->what);
    if (node != NULL && field_integer(&width, s->k->r, node, name, 1, CASE_MAX_WIDTH))
        topic_add_field(s->k->t, TOPIC_WIDTH, node->text);
}

/* Two cases in one place of a table or a line would hide one another. */
static void check_all_named(section *s, const char *where_to)
{
    for (slong a = 0; a < s->k->axes; a++)
        if (!s->named[a] && !s->single[a] && !s->misnamed)
            complain(s->k->r, s->node,
                     "%s: \"%s\" has several values here; name it in %s, or choose one with \"where\"", s->what,
                     s->k->axis[a].name->text, where_to);
}

/* x: a varied quantity whose values have numbers, or 'claim: number'.  1 iff it is a varied quantity. */
static int read_x(section *s)
{
    const node_t *node = mapping_require(s->k->r, s->node, s->what, "x");
    slong axis;
    quoted_t q;

    if (node == NULL) return 0;
    if (node->kind == NODE_SCALAR && strstr(node->text, ": ") != NULL) {
        read_quantity(s, node, "x", "x claim", "x number");
        return 0;
    }
    read_names(s, "x", 1);
    axis = node->kind == NODE_SCALAR ? topic_axis_of(s->k, node->text) : -1;
    for (slong v = 0; axis >= 0 && v < s->k->axis[axis].count; v++)
        if (s->where.admits[axis][v] && s->k->axis[axis].number[v] == NULL) {
            complain(s->k->r, node,
                     "%s: x: the value %s of \"%s\" has no number; give it one, or choose others with \"where\"",
                     s->what, node_describe(q, s->k->axis[axis].label[v]), node->text);
            break;
        }
    return 1;
}

static void read_table(section *s)
{
    static const char *const keys[] = {"title",   "caption", "rows",  "columns", "value",
                                       "verdict", "where",   "width", NULL};
    static const char *const shown[] = {"value", "verdict", NULL};
    const node_t *node;
    slong which;

    if (!mapping_check(s->k->r, s->node, s->what, keys)) return;
    read_text(s, "title", CASE_MAX_TITLE, 1);
    read_text(s, "caption", TOPIC_MAX_LINE, 0);
    read_choice(s);
    read_names(s, "rows", 1);
    read_names(s, "columns", 0);
    check_all_named(s, "rows or columns");
    which = mapping_choice(s->k->r, s->node, s->what, shown);
    if (which == 0) read_quantity(s, node_get(s->node, "value"), "value", "claim", "number");
    if (which == 1 && field_line(s->k->r, node = node_get(s->node, "verdict"), "table: verdict", CASE_MAX_NAME)) {
        check_claim(s, node, "verdict", node->text);
        topic_add_field(s->k->t, "claim", node->text);
    }
}

static void read_figure(section *s)
{
    static const char *const keys[] = {"title",  "caption", "x",     "y",     "curve", "lines",
                                       "across", "log",     "where", "width", NULL};
    static const char *const shown[] = {"y", "curve", NULL}, *const logs[] = {"x", "y", "xy", NULL};
    const node_t *node;
    slong which, log;

    if (!mapping_check(s->k->r, s->node, s->what, keys)) return;
    read_text(s, "title", CASE_MAX_TITLE, 1);
    read_text(s, "caption", TOPIC_MAX_LINE, 1);
    read_text(s, "across", CASE_MAX_TITLE, 0);
    read_choice(s);
    read_names(s, "lines", 0);
    which = mapping_choice(s->k->r, s->node, s->what, shown);
    if (which == 0) {
        read_quantity(s, node_get(s->node, "y"), "y", "claim", "number");
        if (read_x(s)) check_all_named(s, "x or lines");
    }
    if (which == 1) {
        if ((node = node_get(s->node, "x")) != NULL)
            complain(s->k->r, node, "figure: \"x\" beside \"curve\"; a curve has its own x");
        read_quantity(s, node_get(s->node, "curve"), "curve", "claim", "curve");
        check_all_named(s, "lines");
    }
    node = node_get(s->node, "log");
    if (node != NULL && field_word(&log, s->k->r, node, "figure: log", logs))
        topic_add_field(s->k->t, "log", logs[log]);
}

static void read_fit(section *s)
{
    static const char *const keys[] = {"title", "caption", "x", "y", "per", "where", "width", NULL};
    const node_t *node;

    if (!mapping_check(s->k->r, s->node, s->what, keys)) return;
    read_text(s, "title", CASE_MAX_TITLE, 1);
    read_text(s, "caption", TOPIC_MAX_LINE, 0);
    read_choice(s);
    read_names(s, "per", 0);
    if ((node = mapping_require(s->k->r, s->node, s->what, "y")) != NULL)
        read_quantity(s, node, "y", "claim", "number");
    read_x(s); /* values that "per" does not name are fitted together */
}

static void read_section(topic_reading *k, const node_t *node)
{
    static const char *const kinds[] = {"heading", "text", "table", "figure", "fit", NULL};
    quoted_t q;
    slong kind;

    if (!mapping_check(k->r, node, "sections", kinds)) return;
    for (kind = 0; kinds[kind] != NULL && node_get(node, kinds[kind]) == NULL; kind++) continue;
    if (kinds[kind] == NULL && node->count > 0) return; /* complained about */
    kind = mapping_choice(k->r, node, "sections", kinds);
    if (kind < 0) return;
    section s = {.k = k, .what = kinds[kind], .node = node->value[0]};
    topic_add_section(k->t, kinds[kind]);
    if (kind == 0) {
        if (field_line(k->r, s.node, "heading", CASE_MAX_TITLE)) topic_add_field(k->t, "heading", s.node->text);
    } else if (kind == 1) {
        if (s.node->kind != NODE_SCALAR || s.node->length > TOPIC_MAX_TEXT)
            complain(k->r, s.node, "text: %s; at most %d bytes of Markdown are allowed",
                     s.node->kind == NODE_SCALAR ? "too long" : node_describe(q, s.node), TOPIC_MAX_TEXT);
        else
            topic_add_field(k->t, "text", s.node->text);
    } else {
        (kind == 2 ? read_table : kind == 3 ? read_figure : read_fit)(&s);
    }
}

void topic_read_sections(topic_reading *k, const node_t *node)
{
    quoted_t q;

    if (node->kind != NODE_SEQUENCE || node->count == 0 || node->count > TOPIC_MAX_SECTIONS) {
        complain(k->r, node, "sections: %s; a list of 1 to %d sections is needed",
                 node->kind == NODE_SEQUENCE ? (node->count ? "too many" : "an empty list") : node_describe(q, node),
                 TOPIC_MAX_SECTIONS);
        return;
    }
    for (slong i = 0; i < node->count; i++) read_section(k, node->value[i]);
}
