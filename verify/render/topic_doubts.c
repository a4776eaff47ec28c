/* Names in a topic's sections that no verdict knows: most likely misspelt, and an empty table or figure would hide it. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/topic.h"

typedef struct {
    const char *claim_field, *name_field, *what;
} reference;

static const reference references[] = {
    {"claim", "number", "number"}, {"claim", "curve", "curve"}, {"x claim", "x number", "number"}};

/* Names that verdicts of the claim have instead, each once. */
static void write_others(FILE *out, const topic_page_struct *t, const char *claim, int curves)
{
    const report_struct *r = &t->report[0];
    const char *shown[40];
    size_t count = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, claim) != 0) continue;
        for (size_t j = 0; j < (curves ? u->curves : u->numbers) && count < 40; j++) {
            const char *name = curves ? u->curve[j].name : u->number[j].name;
            size_t known = 0;
            while (known < count && strcmp(shown[known], name) != 0) known++;
            if (known < count) continue;
            fputs(count == 0 ? "; there are: " : ", ", out);
            one_line(out, name);
            shown[count++] = name;
        }
    }
}

static int is_known(const topic_page_struct *t, const char *claim, const char *name, int curve)
{
    for (size_t k = 0; k < t->report->unit_count; k++) {
        const unit_row *u = &t->report->units[k];
        if (strcmp(u->claim, claim) != 0) continue;
        if (curve ? unit_curve(u, name) != NULL : unit_number(u, name) != NULL) return 1;
    }
    return 0;
}

int section_doubts(FILE *out, const topic_page_struct *t, const section_row *s, const char *before)
{
    int count = 0;
    for (size_t k = 0; k < sizeof references / sizeof *references; k++) {
        const char *claim = section_field(s, references[k].claim_field),
                   *name = section_field(s, references[k].name_field);
        int curve = strcmp(references[k].what, "curve") == 0;
        if (claim == NULL || name == NULL || is_known(t, claim, name, curve)) continue;
        one_line(out, before);
        fputs("no verdict of ", out);
        one_line(out, claim);
        fprintf(out, " has the %s \"", references[k].what);
        one_line(out, name);
        fputc('"', out);
        write_others(out, t, claim, curve);
        fputc('\n', out);
        count++;
    }
    return count;
}

int render_topic_doubts(FILE *out, store_t s, const char *topic, store_error_t error)
{
    topic_page_t t;
    int state = topic_page_load(t, s, topic, error);
    for (size_t k = 0; k < t->sections && state == 0; k++) {
        const char *title = section_field(&t->section[k], "title");
        char before[400];
        snprintf(before, sizeof before, "deqcert: warning: topic %.100s, %s \"%.150s\": ", topic, t->section[k].kind,
                 title ? title : "");
        section_doubts(out, t, &t->section[k], before);
    }
    topic_page_clear(t);
    return state;
}
