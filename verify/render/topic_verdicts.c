/* The table of all cases and the verdicts of all claims of a topic. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/topic.h"

/* "supported (200, 400); rejected (50)": verdicts in the order of the widths. */
static void write_cell(FILE *out, const report_struct *r, const case_row *c, const char *claim)
{
    const char *last = NULL;
    int open = 0;
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, claim) != 0) continue;
        if (last == NULL || strcmp(last, unit_word(u)) != 0) {
            fprintf(out, "%s%s%s", open ? ")" : "", last ? "; " : "", unit_word(u));
            open = u->width >= 0;
            if (open) fprintf(out, " (%ld", u->width);
        } else if (open) {
            fprintf(out, ", %ld", u->width);
        }
        last = unit_word(u);
    }
    if (open) fputc(')', out);
}

static int has_units(const report_struct *r, const char *claim)
{
    for (size_t k = 0; k < r->unit_count; k++)
        if (strcmp(r->units[k].claim, claim) == 0) return 1;
    return 0;
}

void write_topic_verdicts(FILE *out, const topic_page_struct *t)
{
    const report_struct *r = &t->report[0];
    int per_width = 0;
    fputs("## All cases\n\n| case", out);
    for (size_t j = 0; j < r->claim_count; j++)
        if (has_units(r, r->claims[j].id)) fprintf(out, " | `%s`", r->claims[j].id);
    fputs(" |\n|---", out);
    for (size_t j = 0; j < r->claim_count; j++)
        if (has_units(r, r->claims[j].id)) fputs("|---", out);
    fputs("|\n", out);
    for (size_t c = 0; c < r->case_count; c++) {
        fputs("| ", out);
        markdown_plain(out, r->cases[c].name);
        for (size_t j = 0; j < r->claim_count; j++) {
            if (!has_units(r, r->claims[j].id)) continue;
            fputs(" | ", out);
            write_cell(out, r, &r->cases[c], r->claims[j].id);
        }
        fputs(" |\n", out);
    }
    for (size_t k = 0; k < r->unit_count; k++) per_width |= r->units[k].width >= 0;
    fputs(per_width ? "\nWidths in parentheses. An empty cell: the claim is not part of this sweep there.\n"
                    : "\nAn empty cell: the claim is not part of this sweep there.\n",
          out);
}
