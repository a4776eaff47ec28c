/* node_parse: libyaml's events into nodes, within limits. */
#include <string.h>
#include <yaml.h>
#include "verify/input/node.h"

typedef struct {
    yaml_parser_t yaml;
    yaml_event_t event; /* the current one; owned */
    problems_struct *problems;
    const char *path, *bytes;
    size_t length;
    slong nodes;
} parse_state;

static slong line_of(yaml_mark_t mark)
{
    return (slong)mark.line + 1;
}

static slong column_of(yaml_mark_t mark)
{
    return (slong)mark.column + 1;
}

/* Adds a problem at a mark and returns NULL. */
static void *refuse(parse_state *s, yaml_mark_t mark, const char *what)
{
    problem_add(s->problems, FILE_CASE, s->path, line_of(mark), column_of(mark), "%s", what);
    return NULL;
}

/* Line and column of a byte (libyaml's reader knows only offsets). */
static yaml_mark_t mark_of_byte(const parse_state *s, size_t offset)
{
    yaml_mark_t mark = {offset, 0, 0};

    for (size_t i = 0; i < offset && i < s->length; i++) {
        if (s->bytes[i] == '\n') {
            mark.line++;
            mark.column = 0;
        } else if (((unsigned char)s->bytes[i] & 0xc0) != 0x80) {
            mark.column++;
        }
    }
    return mark;
}

static int is_tab(const parse_state *s, yaml_mark_t mark)
{
    size_t i = 0;

    for (size_t line = 0; line < mark.line && i < s->length; i++) line += s->bytes[i] == '\n';
    for (size_t column = 0; column < mark.column && i < s->length; i++) column++;
    return i < s->length && s->bytes[i] == '\t';
}

static void refuse_syntax(parse_state *s)
{
    const char *problem = s->yaml.problem ? s->yaml.problem : "unknown problem";
    yaml_mark_t mark = s->yaml.problem_mark;

    if (s->yaml.error == YAML_READER_ERROR) mark = mark_of_byte(s, s->yaml.problem_offset);
    problem_add(s->problems, FILE_CASE, s->path, line_of(mark), column_of(mark), "not valid YAML: %s%s", problem,
                is_tab(s, mark) ? "; indent with spaces, not tabs" : "");
}

/* The next event into s->event; 0 with a problem added. */
static int advance(parse_state *s)
{
    yaml_event_delete(&s->event);
    if (!yaml_parser_parse(&s->yaml, &s->event)) {
        if (s->yaml.error == YAML_MEMORY_ERROR) out_of_memory();
        memset(&s->event, 0, sizeof s->event);
        refuse_syntax(s);
        return 0;
    }
    return 1;
}

static node_t *new_node(parse_state *s, node_kind kind)
{
    node_t *node = flint_calloc(1, sizeof(node_t));

    node->kind = kind;
    node->line = line_of(s->event.start_mark);
    node->column = column_of(s->event.start_mark);
    node->indent = -1;
    return node;
}

static slong characters(const char *text, slong length)
{
    slong count = 0;

    for (slong i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

static node_t *build_scalar(parse_state *s)
{
    const yaml_event_t *e = &s->event;
    slong length = (slong)e->data.scalar.length, quotes, span;
    const char *text = (const char *)e->data.scalar.value;
    node_t *node;

    if (length > NODE_MAX_SCALAR) return refuse(s, e->start_mark, "a value longer than 65536 bytes");
    if (memchr(text, '\0', (size_t)length) != NULL) return refuse(s, e->start_mark, "a value with a NUL character");
    node = new_node(s, NODE_SCALAR);
    node->text = copy_text(text, (size_t)length);
    node->length = length;
    /* An escape, a doubled quote or a folded line makes the source longer than the text: then offsets are unknown. */
    quotes = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    span = (slong)e->end_mark.column - (slong)e->start_mark.column;
    if (e->start_mark.line == e->end_mark.line && span == characters(text, length) + 2 * quotes) node->indent = quotes;
    return node;
}

static node_t *build(parse_state *s, int depth);

/* Checks a key against the earlier ones. */
static int is_usable_key(parse_state *s, const node_t *mapping, const node_t *key)
{
    quoted_t q;

    if (key->kind != NODE_SCALAR) {
        problem_add(s->problems, FILE_CASE, s->path, key->line, key->column, "a key must be a name");
        return 0;
    }
    for (slong i = 0; i < mapping->count; i++)
        if (strcmp(mapping->key[i]->text, key->text) == 0) {
            problem_add(s->problems, FILE_CASE, s->path, key->line, key->column,
                        "duplicate key %s; it is already on line %ld", quote(q, key->text, key->length),
                        (long)mapping->key[i]->line);
            return 0;
        }
    return 1;
}

/* Makes room for one more entry. */
static void grow(node_t *node)
{
    if ((node->count & (node->count - 1)) == 0) { /* 0 and powers of two */
        size_t size = (node->count ? 2 * (size_t)node->count : 1) * sizeof(node_t *);
        node->value = flint_realloc(node->value, size);
        if (node->kind == NODE_MAPPING) node->key = flint_realloc(node->key, size);
    }
}

/* The entries up to the closing event; the current event is the opening one. */
static node_t *build_collection(parse_state *s, int depth)
{
    int mapping = s->event.type == YAML_MAPPING_START_EVENT;
    yaml_event_type_t end = mapping ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    node_t *node, *key = NULL, *value;

    if (depth >= NODE_MAX_DEPTH) return refuse(s, s->event.start_mark, "nested deeper than 16 levels");
    node = new_node(s, mapping ? NODE_MAPPING : NODE_SEQUENCE);
    for (;;) {
        if (!advance(s)) break;
        if (s->event.type == end) return node;
        if (mapping && node->count == NODE_MAX_ENTRIES) {
            refuse(s, s->event.start_mark, "a mapping of more than 1000 entries");
            break;
        }
        if (mapping) {
            key = build(s, depth + 1);
            if (key == NULL || !advance(s)) break;
        }
        value = build(s, depth + 1);
        if (value == NULL) break;
        if (mapping && !is_usable_key(s, node, key)) { /* reported; the load goes on without this entry */
            node_clear(key);
            node_clear(value);
        } else {
            grow(node);
            if (mapping) node->key[node->count] = key;
            node->value[node->count++] = value;
        }
        key = NULL;
    }
    node_clear(key);
    node_clear(node);
    return NULL;
}

static node_t *build(parse_state *s, int depth)
{
    const yaml_event_t *e = &s->event;
    int named = 0, tagged = 0;

    if (++s->nodes > NODE_MAX_NODES) return refuse(s, e->start_mark, "more than 100000 values");
    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return refuse(s, e->start_mark, "an alias (*name); aliases are not allowed, write the value out");
    case YAML_SCALAR_EVENT:
        named = e->data.scalar.anchor != NULL;
        tagged = e->data.scalar.tag != NULL;
        break;
    case YAML_SEQUENCE_START_EVENT:
        named = e->data.sequence_start.anchor != NULL;
        tagged = e->data.sequence_start.tag != NULL;
        break;
    default:
        named = e->data.mapping_start.anchor != NULL;
        tagged = e->data.mapping_start.tag != NULL;
    }
    if (named) return refuse(s, e->start_mark, "an anchor (&name); anchors are not allowed");
    if (tagged) return refuse(s, e->start_mark, "a tag (!name); tags are not allowed");
    return e->type == YAML_SCALAR_EVENT ? build_scalar(s) : build_collection(s, depth);
}

/* Stream start, document start, the root, document end, stream end. */
static node_t *build_document(parse_state *s)
{
    node_t *root;

    if (!advance(s) || !advance(s)) return NULL;
    if (s->event.type == YAML_STREAM_END_EVENT) {
        yaml_mark_t start = {0, 0, 0};
        return refuse(s, start, "the file is empty; a case needs at least activation, model and data");
    }
    if (s->event.data.document_start.version_directive != NULL ||
        s->event.data.document_start.tag_directives.start != s->event.data.document_start.tag_directives.end)
        return refuse(s, s->event.start_mark, "a directive (%YAML or %TAG); directives are not allowed");
    if (!advance(s)) return NULL;
    root = build(s, 0);
    if (root == NULL) return NULL;
    if (!advance(s) || !advance(s)) {
        node_clear(root);
        return NULL;
    }
    if (s->event.type != YAML_STREAM_END_EVENT) {
        refuse(s, s->event.start_mark, "a second document; a case file holds one");
        node_clear(root);
        return NULL;
    }
    return root;
}

node_t *node_parse(problems_t p, const char *path, const char *bytes, size_t length)
{
    parse_state s;
    node_t *root;

    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark is no column */
        bytes += 3;
        length -= 3;
    }
    memset(&s, 0, sizeof s);
    s.problems = p;
    s.path = path;
    s.bytes = bytes;
    s.length = length;
    if (!yaml_parser_initialize(&s.yaml)) out_of_memory();
    yaml_parser_set_encoding(&s.yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&s.yaml, (const unsigned char *)bytes, length);
    root = build_document(&s);
    yaml_event_delete(&s.event);
    yaml_parser_delete(&s.yaml);
    return root;
}
