/* matrix.md: every verdict, claims x cases by family. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

#define COLUMNS 8 /* claims in one table, so that it stays readable */

static const char *short_word(const char *verdict)
{
    if (verdict == NULL) return "none";
    if (strcmp(verdict, "inconclusive") == 0) return "open";
    if (strcmp(verdict, "inapplicable") == 0) return "n/a";
    return verdict;
}

/* One cell: the word of the units of (case, claim), with the widths where they differ. */
static void cell(FILE *out, const report_struct *r, const case_row *c, const char *claim)
{
    const unit_row *first = NULL;
    int same = 1, met = 1;
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, claim) != 0) continue;
        if (first == NULL) first = u;
        same &= strcmp(unit_word(u), unit_word(first)) == 0;
        met &= u->met;
    }
    fputs(" ", out);
    if (first == NULL) {
        fputs("|", out);
        return;
    }
    fprintf(out, "%s[", met ? "" : "**");
    if (same) {
        fputs(short_word(first->verdict), out);
    } else {
        const char *separator = "";
        for (size_t k = c->first; k < c->first + c->units; k++) {
            const unit_row *u = &r->units[k];
            if (strcmp(u->claim, claim) != 0) continue;
            fprintf(out, "%s%ld: %s", separator, u->width, short_word(u->verdict));
            separator = ", ";
        }
    }
    fprintf(out, "](%s#", c->page);
    markdown_anchor(out, claim);
    fprintf(out, ")%s |", met ? "" : " unmet**");
}

static int has_unit(const report_struct *r, const case_row *c, const claim_row *const *column, size_t columns)
{
    for (size_t k = c->first; k < c->first + c->units; k++)
        for (size_t j = 0; j < columns; j++)
            if (strcmp(r->units[k].claim, column[j]->id) == 0) return 1;
    return 0;
}

/* The cases that have a verdict in one of the columns; the statements about no case are one of them. */
static void table(FILE *out, const report_struct *r, const claim_row *const *column, size_t columns, size_t family)
{
    fputs("| case |", out);
    for (size_t k = 0; k < columns; k++) {
        const char *id = column[k]->id;
        fprintf(out, " [%s](%s) |", id[family] == '.' ? id + family + 1 : id, column[k]->page);
    }
    fputs("\n|---|", out);
    for (size_t k = 0; k < columns; k++) fputs("---|", out);
    fputc('\n', out);
    for (size_t j = 0; j < r->case_count; j++) {
        const case_row *c = &r->cases[j];
        if (c->pseudo || !has_unit(r, c, column, columns)) continue;
        fputs("| [", out);
        markdown_plain(out, c->name);
        fprintf(out, "](%s) |", c->page);
        for (size_t k = 0; k < columns; k++) cell(out, r, c, column[k]->id);
        fputc('\n', out);
    }
    fputc('\n', out);
}

/* Claims come sorted by id, so a family is a run of them. */
static void families(FILE *out, const report_struct *r)
{
    const claim_row *column[COLUMNS];
    size_t columns = 0, family = 0;
    const char *name = NULL;
    for (size_t k = 0; k <= r->claim_count; k++) {
        const claim_row *c = k < r->claim_count ? &r->claims[k] : NULL;
        if (c != NULL && c->page == NULL) continue;
        int other = c == NULL || name == NULL || strcspn(c->id, ".") != family || strncmp(c->id, name, family) != 0;
        if (columns > 0 && (other || columns == COLUMNS)) {
            table(out, r, column, columns, family);
            columns = 0;
        }
        if (c == NULL) break;
        if (other) {
            name = c->id;
            family = strcspn(c->id, ".");
            fprintf(out, "## %.*s\n\n", (int)family, name);
        }
        column[columns++] = c;
    }
}

void write_matrix(FILE *out, const report_struct *r)
{
    fputs("# Every verdict\n\n[Index](index.md)\n\nA cell leads to the evidence, a column's head to the statement and "
          "its "
          "source. The words are [explained](glossary.md#verdict); *open*: inconclusive; *n/a*: inapplicable, a "
          "hypothesis fails; *none*: no verdict was reached. Where the widths of a case differ, each is named.\n\n",
          out);
    families(out, r);
}
