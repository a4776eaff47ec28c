/* Where the values of a section come from: the units of a claim in the cases that the section admits, and their labels. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/topic.h"

const char *section_field(const section_row *s, const char *key)
{
    for (size_t k = 0; s != NULL && k < s->fields; k++)
        if (strcmp(s->field[k].key, key) == 0) return s->field[k].value;
    return NULL;
}

int names_hold(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, word, length) == 0 && (at[length] == '\n' || at[length] == '\0')) return 1;
    }
    return 0;
}

static int is_admitted(const section_row *s, const section_row *labels)
{
    for (size_t k = 0; k < s->fields; k++) {
        if (strncmp(s->field[k].key, "where ", 6) != 0) continue;
        const char *label = section_field(labels, s->field[k].key + 6);
        if (label == NULL || !names_hold(s->field[k].value, label)) return 0;
    }
    return 1;
}

places section_places(const topic_page_struct *t, const section_row *s, const char *claim)
{
    const report_struct *r = &t->report[0];
    const char *width = section_field(s, "width");
    places found = {report_memory(malloc((r->unit_count + 1) * sizeof(topic_place))), 0};
    for (size_t c = 0; c < r->case_count; c++) {
        if (t->at[c] == NULL || !is_admitted(s, t->at[c])) continue;
        for (size_t k = r->cases[c].first; k < r->cases[c].first + r->cases[c].units; k++) {
            const unit_row *u = &r->units[k];
            if (strcmp(u->claim, claim) != 0) continue;
            if (width != NULL && u->width >= 0 && u->width != strtol(width, NULL, 10)) continue;
            found.item[found.count++] = (topic_place){c, u->width, u};
        }
    }
    return found;
}

/* named: "name = label" for labels that are numbers. */
static void write_label(char *out, size_t size, const topic_page_struct *t, const topic_place *at, const char *names,
                        int named)
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *name = names; name != NULL && *name != '\0' && used < size;) {
        size_t length = strcspn(name, "\n");
        char one[64], width[32];
        snprintf(one, sizeof one, "%.*s", (int)length, name);
        snprintf(width, sizeof width, "%ld", at->width);
        const char *label =
            strcmp(one, "width") == 0 ? (at->width < 0 ? "" : width) : section_field(t->at[at->case_index], one);
        if (label == NULL) label = "";
        int bare = named && *label != '\0' && strspn(label, "0123456789.eE+-") == strlen(label);
        int more =
            snprintf(out + used, size - used, "%s%s%s%s", used ? ", " : "", bare ? one : "", bare ? " = " : "", label);
        used += more > 0 ? (size_t)more : 0;
        name += length + (name[length] == '\n');
    }
}

void place_label(char *out, size_t size, const topic_page_struct *t, const topic_place *at, const char *names)
{
    write_label(out, size, t, at, names, 0);
}

void place_legend(char *out, size_t size, const topic_page_struct *t, const topic_place *at, const char *names)
{
    write_label(out, size, t, at, names, 1);
}

const unit_row *unit_at(const topic_page_struct *t, const topic_place *at, const char *claim)
{
    const case_row *c = &t->report->cases[at->case_index];
    const unit_row *any = NULL;
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &t->report->units[k];
        if (strcmp(u->claim, claim) != 0) continue;
        if (u->width == at->width) return u;
        if (u->width < 0) any = u;
    }
    return any;
}

const number_row *unit_number(const unit_row *u, const char *name)
{
    for (size_t k = 0; u != NULL && k < u->numbers; k++)
        if (strcmp(u->number[k].name, name) == 0) return &u->number[k];
    return NULL;
}

const curve_row *unit_curve(const unit_row *u, const char *name)
{
    for (size_t k = 0; u != NULL && k < u->curves; k++)
        if (strcmp(u->curve[k].name, name) == 0) return &u->curve[k];
    return NULL;
}
