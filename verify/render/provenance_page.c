/* Where the results come from; with the reproducibility page the only one with times. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"

void write_provenance(FILE *out, const report_struct *r)
{
    fputs("# Provenance\n\n[Index](index.md), [reproducibility](reproducibility.md)\n\n| fact | value |\n|---|---|\n",
          out);
    for (size_t k = 0; k < r->fact_count; k++) {
        fputs("| ", out);
        markdown_plain(out, r->facts[k].key);
        fputs(" | ", out);
        markdown_plain(out, r->facts[k].value);
        fputs(" |\n", out);
    }
    fputs("\n## Cases\n\nThe hash names the canonical text of a case; results are matched by the whole text.\n\n"
          "| case | seed | hash | seconds |\n|---|---|---|---|\n",
          out);
    double total = 0;
    for (size_t k = 0; k < r->case_count; k++) {
        const case_row *c = &r->cases[k];
        double seconds = 0;
        for (size_t j = c->first; j < c->first + c->units; j++) seconds += r->units[j].seconds;
        total += seconds;
        fputs("| ", out);
        markdown_plain(out, c->name);
        fprintf(out, " | %s | %s | %.3f |\n", case_field(c, "seed"), c->pseudo ? "" : c->hash, seconds);
    }
    fprintf(
        out,
        "\nTotal: %.3f seconds of work.\n\n## Times\n\nSeconds per unit of work when it was computed; the first claim "
        "of a "
        "case that needs a shared computation pays for it.\n\n| case | claim | width | seconds |\n|---|---|---|---|\n",
        total);
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (u->verdict == NULL) continue;
        fputs("| ", out);
        markdown_plain(out, r->cases[u->case_index].name);
        fputs(" | ", out);
        markdown_plain(out, u->claim);
        fputs(" | ", out);
        if (u->width >= 0) fprintf(out, "%ld", u->width);
        fprintf(out, " | %.3f |\n", u->seconds);
    }
}
