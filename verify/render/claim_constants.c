/* The numbers of a claim over the cases: each at its least and at its greatest. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/render/claim_parts.h"
#include "verify/render/markdown.h"

#define ROWS 16

typedef struct {
    const char *name, *kind;
    const number_row *least, *greatest;
    const unit_row *in_least, *in_greatest;
    size_t units;
} range;

/* Doubles choose which row to show; what is shown is what is stored. */
static void widen(range *to, const number_row *n, const unit_row *u)
{
    const char *upper = n->upper[0] != '\0' ? n->upper : n->lower;
    to->units++;
    if (to->least == NULL || strtod(n->lower, NULL) < strtod(to->least->lower, NULL)) {
        to->least = n;
        to->in_least = u;
    }
    const char *greatest = to->greatest == NULL     ? ""
                           : to->greatest->upper[0] ? to->greatest->upper
                                                    : to->greatest->lower;
    if (to->greatest == NULL || strtod(upper, NULL) > strtod(greatest, NULL)) {
        to->greatest = n;
        to->in_greatest = u;
    }
}

static void ends(FILE *out, const report_struct *r, const number_row *n, const unit_row *u)
{
    fputs(n->upper[0] != '\0' ? "\\[" : "", out);
    markdown_plain(out, n->lower);
    if (n->upper[0] != '\0') {
        fputs(", ", out);
        markdown_plain(out, n->upper);
        fputs("\\]", out);
    }
    fputs(" in ", out);
    markdown_plain(out, r->cases[u->case_index].name);
    if (u->width >= 0) fprintf(out, ", width %ld", u->width);
}

void claim_constants(FILE *out, const report_struct *r, const claim_row *c)
{
    range row[ROWS] = {{0}};
    size_t rows = 0, more = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (r->cases[u->case_index].planted || strcmp(u->claim, c->id) != 0) continue;
        for (size_t j = 0; j < u->numbers; j++) {
            const number_row *n = &u->number[j];
            size_t at = 0;
            while (at < rows && (strcmp(row[at].name, n->name) != 0 || strcmp(row[at].kind, n->kind) != 0)) at++;
            if (at == ROWS) {
                more = 1;
                continue;
            }
            if (at == rows) row[rows++] = (range){.name = n->name, .kind = n->kind};
            widen(&row[at], n, u);
        }
    }
    if (rows == 0) return;
    fputs("## Numbers over the cases\n\n| number | verdicts | least | greatest | [guarantee](../glossary.md#guarantee) "
          "|\n"
          "|---|---|---|---|---|\n",
          out);
    for (size_t k = 0; k < rows; k++) {
        fputs("| ", out);
        markdown_cell(out, row[k].name);
        fprintf(out, " | %zu | ", row[k].units);
        ends(out, r, row[k].least, row[k].in_least);
        fputs(" | ", out);
        if (row[k].in_greatest != row[k].in_least) ends(out, r, row[k].greatest, row[k].in_greatest);
        fprintf(out, " | %s |\n", number_guarantee(row[k].kind));
    }
    fputs(more ? "\nMore are on the pages of the cases.\n\n" : "\n", out);
}
