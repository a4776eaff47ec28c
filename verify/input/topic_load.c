/* topic_load: a topic file into its cases and the sections of its page, all its errors reported. */
#include <string.h>
#include "verify/input/topic_parts.h"

void topic_clear(topic_t t)
{
    if (t == NULL) return;
    for (slong i = 0; i < t->cases; i++) {
        case_clear(t->subject[i]);
        flint_free(t->claims[i]);
    }
    for (slong i = 0; i < t->sections; i++) {
        for (slong j = 0; j < t->section[i].fields; j++) {
            flint_free(t->section[i].field[j].key);
            flint_free(t->section[i].field[j].value);
        }
        flint_free(t->section[i].field);
        flint_free(t->section[i].kind);
    }
    flint_free(t->subject);
    flint_free(t->claims);
    flint_free(t->section);
    flint_free(t->name);
    flint_free(t->path);
    flint_free(t->title);
    flint_free(t->profile);
    flint_free(t->globs);
    flint_free(t);
}

void topic_add_section(topic_t t, const char *kind)
{
    t->section = flint_realloc(t->section, (size_t)(t->sections + 1) * sizeof *t->section);
    t->section[t->sections++] = (topic_section){.kind = copy_text(kind, strlen(kind))};
}

void topic_add_field(topic_t t, const char *key, const char *value)
{
    topic_section *s = &t->section[t->sections - 1];

    s->field = flint_realloc(s->field, (size_t)(s->fields + 1) * sizeof *s->field);
    s->field[s->fields++] = (topic_field){copy_text(key, strlen(key)), copy_text(value, strlen(value))};
}

/* The page is named after the file, as a case's is. */
static void check_stem(reading_t r, const char *name)
{
    size_t length = strlen(name);
    quoted_t q;

    if (length == 0 || length > CASE_MAX_NAME || name[0] == '.' || name[0] == '-' ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") != length)
        problem_add(
            r->problems, FILE_CASE, r->path, 1, 1,
            "the topic is called %s after its file; allowed are 1 to %d letters, digits and . _ - (not . or - first)",
            quote(q, name, (slong)length), CASE_MAX_NAME);
}

static void read_head(topic_reading *k, const node_t *root)
{
    static const char *const profiles[] = {"quick", "standard", "full", NULL};
    const node_t *node = mapping_require(k->r, root, "topic", "title");
    slong profile;

    if (node != NULL && field_line(k->r, node, "title", CASE_MAX_TITLE))
        k->t->title = copy_text(node->text, (size_t)node->length);
    node = node_get(root, "profile");
    if (node != NULL && field_word(&profile, k->r, node, "profile", profiles))
        k->t->profile = copy_text(profiles[profile], strlen(profiles[profile]));
    else
        k->t->profile = copy_text("", 0);
}

static void read_topic(topic_reading *k, const node_t *root, case_errors_t errors)
{
    static const char *const keys[] = {"title", "claims", "profile", "case", "vary", "sections", NULL};
    const node_t *base, *claims, *sections;
    int usable;

    if (!mapping_check(k->r, root, "topic", keys)) return;
    read_head(k, root);
    base = mapping_require(k->r, root, "topic", "case");
    claims = mapping_require(k->r, root, "topic", "claims");
    sections = mapping_require(k->r, root, "topic", "sections");
    usable = topic_read_axes(k, node_get(root, "vary"));
    if (claims != NULL && !topic_read_claims(k, claims)) usable = 0;
    if (base == NULL || claims == NULL || !usable) return;
    topic_make_cases(k, base, errors);
    if (sections != NULL) topic_read_sections(k, sections);
}

slong topic_load(topic_t *t, const char *path, int (*known_claim)(const char *id), int (*known_glob)(const char *glob),
                 case_errors_t errors)
{
    problems_t problems;
    reading_t r;
    slong before = errors->count;
    case_errors_t of_cases;
    node_t *root;
    topic_reading *k = flint_calloc(1, sizeof *k);

    memset(r, 0, sizeof r);
    problems_init(problems);
    case_errors_init(of_cases);
    r->problems = problems;
    r->path = path;
    r->known_claim = known_claim;
    k->r = r;
    k->known_glob = known_glob;
    k->t = flint_calloc(1, sizeof(topic_struct));
    k->t->path = copy_text(path, strlen(path));
    k->t->name = file_stem(path);
    check_stem(r, k->t->name);
    root = node_read(problems, path, "topic");
    if (root != NULL) read_topic(k, root, of_cases);
    node_clear(root);

    problems_move(errors, problems);
    for (slong i = 0; i < of_cases->count; i++) {
        errors->line = flint_realloc(errors->line, (size_t)(errors->count + 1) * sizeof(char *));
        errors->line[errors->count++] = of_cases->line[i];
        of_cases->line[i] = NULL;
    }
    case_errors_clear(of_cases);
    *t = k->t;
    flint_free(k);
    if (errors->count == before) return 0;
    topic_clear(*t);
    *t = NULL;
    return errors->count - before;
}
