/* The page of a topic: its sections in the file's order, then every verdict. */
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/markdown.h"
#include "verify/render/topic.h"

typedef struct {
    topic_page_struct *t;
    store_t s;
    store_error_struct *error;
    int state;
} loading;

static char *copy(const char *text)
{
    return report_memory(strdup(text));
}

static void load_field(void *context, const char *key, const char *value)
{
    topic_page_struct *t = ((loading *)context)->t;
    section_row *s = &t->section[t->sections - 1];
    s->field = report_memory(realloc(s->field, (s->fields + 1) * sizeof *s->field));
    s->field[s->fields++] = (field_row){copy(key), copy(value)};
}

static void load_section(void *context, const char *kind, const char *fields)
{
    loading *l = context;
    topic_page_struct *t = l->t;
    t->section = report_memory(realloc(t->section, (t->sections + 1) * sizeof *t->section));
    t->section[t->sections++] = (section_row){copy(kind), NULL, 0};
    if (l->state == 0) l->state = store_each_field(l->s, fields, load_field, l, l->error);
}

/* A field that the page needs and the section does not have, NULL when it is whole: the store may be damaged. */
static const char *missing_field(const section_row *s)
{
    static const struct {
        const char *kind, *field[4];
    } needed[] = {{"topic", {"file"}},
                  {"heading", {"heading"}},
                  {"text", {"text"}},
                  {"table", {"title", "claim", "rows"}},
                  {"fit", {"title", "claim", "number"}},
                  {"figure", {"title", "caption", "claim"}}};
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++)
        for (size_t j = 0; strcmp(s->kind, needed[k].kind) == 0 && j < 4 && needed[k].field[j] != NULL; j++)
            if (section_field(s, needed[k].field[j]) == NULL) return needed[k].field[j];
    int curve = section_field(s, "curve") != NULL;
    if (strcmp(s->kind, "fit") != 0 && (strcmp(s->kind, "figure") != 0 || curve)) return NULL;
    if (section_field(s, "number") == NULL) return "number";
    if (section_field(s, "x") != NULL) return NULL;
    return section_field(s, "x claim") == NULL ? "x" : section_field(s, "x number") == NULL ? "x number" : NULL;
}

static int check_sections(const topic_page_struct *t, store_error_t error)
{
    for (size_t k = 0; k < t->sections; k++) {
        const char *field = missing_field(&t->section[k]);
        if (field == NULL && (strcmp(t->section[k].kind, "topic") == 0) == (k == 0)) continue;
        /* Nothing of the store is printed: it may hold anything. */
        snprintf(error->text, sizeof error->text,
                 "the results store is damaged: part %zu of a topic %s%s%s: run deqcert topic again", k + 1,
                 field == NULL ? "is out of place" : "has no \"", field == NULL ? "" : field,
                 field == NULL ? "" : "\"");
        return -1;
    }
    return 0;
}

int topic_page_load(topic_page_t t, store_t s, const char *name, store_error_t error)
{
    loading l = {t, s, error, 0};
    memset(t, 0, sizeof(topic_page_struct));
    t->name = name;
    store_show(s, name);
    if (report_load(t->report, s, error) || store_each_section(s, load_section, &l, error) || l.state != 0) return -1;
    if (check_sections(t, error)) return -1;
    t->at = report_memory(calloc(t->report->case_count + 1, sizeof *t->at));
    for (size_t k = 0; k < t->sections; k++) {
        const char *of = strcmp(t->section[k].kind, "case") == 0 ? section_field(&t->section[k], "case") : NULL;
        for (size_t c = 0; of != NULL && c < t->report->case_count; c++)
            if (strcmp(t->report->cases[c].name, of) == 0) t->at[c] = &t->section[k];
    }
    return 0;
}

void topic_page_clear(topic_page_t t)
{
    for (size_t k = 0; k < t->sections; k++) {
        for (size_t j = 0; j < t->section[k].fields; j++) {
            free((char *)t->section[k].field[j].key);
            free((char *)t->section[k].field[j].value);
        }
        free(t->section[k].field);
        free((char *)t->section[k].kind);
    }
    free(t->section);
    free(t->at);
    report_clear(t->report);
}

/* The same command, with the file as a reader of the repository has it. */
static void write_command(FILE *out, const section_row *head)
{
    const char *path = section_field(head, "file"), *profile = section_field(head, "profile");
    const char *file = path[0] == '/' ? strrchr(path, '/') + 1 : path;
    fputs("```sh\nbuild/deqcert topic ", out);
    shell_word(out, file);
    if (profile != NULL && profile[0] != '\0') fprintf(out, " --profile %s", profile);
    fputs("\n```\n\n", out);
}

static void write_head(FILE *out, const topic_page_struct *t, int linked)
{
    const section_row *head = t->sections > 0 ? &t->section[0] : NULL;
    fputs("# ", out);
    markdown_plain(out, head == NULL || section_field(head, "title") == NULL ? t->name : section_field(head, "title"));
    fputs("\n\nA sweep over cases", out);
    fputs(linked ? ", [all reports](../index.md)" : "", out);
    if (head == NULL) {
        fputs(". Its run was ended before its sections were stored: run it again.\n\n", out);
        return;
    }
    fputs(". To run it again:\n\n", out);
    write_command(out, head);
}

/* Paragraphs and one empty line, whatever the text ends with. */
static void write_text(FILE *out, const char *text)
{
    char *trimmed = report_memory(strdup(text));
    for (size_t length = strlen(trimmed); length > 0 && trimmed[length - 1] == '\n'; length--)
        trimmed[length - 1] = '\0';
    markdown_paragraphs(out, trimmed);
    fputc('\n', out);
    free(trimmed);
}

static void write_title(FILE *out, const section_row *s)
{
    const char *caption = section_field(s, "caption");
    fputs("### ", out);
    markdown_cell(out, section_field(s, "title"));
    fputs("\n\n", out);
    if (caption != NULL) write_text(out, caption);
}

static void write_doubts(FILE *out, const topic_page_struct *t, const section_row *s)
{
    char *text = NULL;
    size_t size = 0;
    FILE *doubts = text_open(&text, &size);
    int any = section_doubts(doubts, t, s, "**Nothing to show**: ");
    text_close(doubts, &text);
    if (any) write_text(out, text);
    free(text);
}

static void write_section(FILE *out, const pages_struct *p, const topic_page_struct *t, const section_row *s,
                          const figure_t *figure)
{
    if (strcmp(s->kind, "heading") == 0) {
        fputs("## ", out);
        markdown_cell(out, section_field(s, "heading"));
        fputs("\n\n", out);
    } else if (strcmp(s->kind, "text") == 0) {
        write_text(out, section_field(s, "text"));
    } else if (strcmp(s->kind, "table") == 0) {
        write_title(out, s);
        write_doubts(out, t, s);
        write_topic_table(out, t, s);
    } else if (strcmp(s->kind, "fit") == 0) {
        write_title(out, s);
        write_doubts(out, t, s);
        write_topic_fit(out, t, s);
    } else if (strcmp(s->kind, "figure") == 0) {
        write_doubts(out, t, s);
        figure_show(out, p, "../", figure);
    }
}

/* topics/NAME.md, its figures being there. */
static int write_page(pages_t p, const topic_page_struct *t, const figure_t *figure, int linked)
{
    char *name = page_name("topics/", t->name, ".md");
    FILE *out = page_open(p, name);
    free(name);
    if (out == NULL) return -1;
    write_head(out, t, linked);
    for (size_t k = 0; k < t->sections; k++) write_section(out, p, t, &t->section[k], &figure[k]);
    write_topic_verdicts(out, t);
    return page_close(p);
}

int write_topic(pages_t p, topic_page_t t, int linked)
{
    figure_t *figure = report_memory(calloc(t->sections + 1, sizeof *figure));
    char **file = report_memory(calloc(t->sections + 1, sizeof *file)), suffix[32];
    int state = 0, number = 0;
    for (size_t k = 0; k < t->sections && state == 0; k++) {
        if (strcmp(t->section[k].kind, "figure") != 0) continue;
        snprintf(suffix, sizeof suffix, "-%d", ++number);
        file[k] = page_name("figures/topic-", t->name, suffix);
        topic_figure_init(&figure[k], t, &t->section[k], file[k]);
        state = figure_write(p, &figure[k]);
    }
    if (state == 0) state = write_page(p, t, figure, linked);
    for (size_t k = 0; k < t->sections; k++) {
        topic_figure_clear(&figure[k]);
        free(file[k]);
    }
    free(figure);
    free(file);
    return state;
}
