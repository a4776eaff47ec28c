/* A table of one number, or of the verdicts, of a claim: rows and columns are labels. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/topic.h"

#define LABEL 600

/* Different labels in the order in which they come. */
typedef struct {
    char (*text)[LABEL];
    size_t count;
} labels;

static void add_label(labels *l, const char *label)
{
    for (size_t k = 0; k < l->count; k++)
        if (strcmp(l->text[k], label) == 0) return;
    l->text = report_memory(realloc(l->text, (l->count + 1) * sizeof *l->text));
    snprintf(l->text[l->count++], LABEL, "%s", label);
}

/* What a cell has seen, for the legend. */
typedef struct {
    int enclosure, confidence, approximate;
} kinds;

static void write_value(FILE *out, const unit_row *u, const char *number, kinds *seen)
{
    if (number == NULL) {
        fputs(unit_word(u), out);
        return;
    }
    const number_row *n = unit_number(u, number);
    if (n == NULL) {
        fprintf(out, "\xe2\x80\x93 (%s)", unit_word(u));
        return;
    }
    seen->approximate |= strcmp(n->kind, "approximate") == 0;
    seen->confidence |= strcmp(n->kind, "confidence") == 0;
    seen->enclosure |= strcmp(n->kind, "enclosure") == 0;
    write_number(out, n);
}

/* Whether there are several widths, and nothing in the table tells them apart. */
static int widths_untold(const section_row *s, const places *p)
{
    int several = 0;
    for (size_t k = 1; k < p->count; k++) several |= p->item[k].width != p->item[0].width;
    return several && !names_hold(section_field(s, "rows"), "width") &&
           !names_hold(section_field(s, "columns"), "width");
}

static void write_cell(FILE *out, const topic_page_struct *t, const section_row *s, const places *p, const char *row,
                       const char *column, kinds *seen)
{
    const char *rows = section_field(s, "rows"), *columns = section_field(s, "columns"),
               *number = section_field(s, "number");
    int entries = 0;
    char label[LABEL];
    for (size_t k = 0; k < p->count; k++) {
        place_label(label, sizeof label, t, &p->item[k], rows);
        if (strcmp(label, row) != 0) continue;
        place_label(label, sizeof label, t, &p->item[k], columns);
        if (strcmp(label, column) != 0) continue;
        if (entries++ > 0) fputs("; ", out);
        if (widths_untold(s, p)) fprintf(out, "%ld: ", p->item[k].width);
        write_value(out, p->item[k].unit, number, seen);
    }
}

static void write_names(FILE *out, const char *names)
{
    for (const char *c = names; *c != '\0'; c++) {
        char one[2] = {*c, '\0'};
        if (*c == '\n')
            fputs(", ", out);
        else
            markdown_plain(out, one);
    }
}

static void write_head(FILE *out, const section_row *s, const labels *columns)
{
    const char *names = section_field(s, "columns");
    fputs("| ", out);
    write_names(out, section_field(s, "rows"));
    if (names != NULL) {
        fputs(" \\\\ ", out);
        write_names(out, names);
    }
    for (size_t k = 0; k < columns->count; k++) {
        fputs(" | ", out);
        if (names != NULL)
            markdown_plain(out, columns->text[k]);
        else
            markdown_cell(out, section_field(s, "number") ? section_field(s, "number") : "verdict");
    }
    fputs(" |\n|---", out);
    for (size_t k = 0; k < columns->count; k++) fputs("|---", out);
    fputs("|\n", out);
}

static void write_legend(FILE *out, const section_row *s, const kinds *seen)
{
    fputs("\nEach entry: ", out);
    if (section_field(s, "number") != NULL) {
        markdown_cell(out, section_field(s, "number"));
        fputs(" of ", out);
    } else {
        fputs("the verdict of ", out);
    }
    fprintf(
        out, "`%s`.%s%s%s\n\n", section_field(s, "claim"),
        seen->enclosure
            ? " Certified: digits before \xe2\x80\xa6 are those of the true number, or it lies in \\[lower, upper\\]."
            : "",
        seen->confidence ? " conf.: confidence limits, not a proof." : "",
        seen->approximate ? " \xe2\x89\x88: approximate, no bound." : "");
}

void write_topic_table(FILE *out, const topic_page_struct *t, const section_row *s)
{
    places p = section_places(t, s, section_field(s, "claim"));
    labels rows = {NULL, 0}, columns = {NULL, 0};
    kinds seen = {0, 0, 0};
    char label[LABEL];
    for (size_t k = 0; k < p.count; k++) {
        place_label(label, sizeof label, t, &p.item[k], section_field(s, "rows"));
        add_label(&rows, label);
        place_label(label, sizeof label, t, &p.item[k], section_field(s, "columns"));
        add_label(&columns, label);
    }
    write_head(out, s, &columns);
    for (size_t j = 0; j < rows.count; j++) {
        fputs("| ", out);
        markdown_plain(out, rows.text[j]);
        for (size_t k = 0; k < columns.count; k++) {
            fputs(" | ", out);
            write_cell(out, t, s, &p, rows.text[j], columns.text[k], &seen);
        }
        fputs(" |\n", out);
    }
    write_legend(out, s, &seen);
    free(rows.text);
    free(columns.text);
    free(p.item);
}
