/* The index: unmet expectations, claims x cases by family, the power table. */
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/report.h"

#define COLUMNS 8 /* claims in one table, so that it stays readable */

static const char *short_word(const char *verdict)
{
    if (verdict == NULL) return "none";
    if (strcmp(verdict, "inconclusive") == 0) return "open";
    if (strcmp(verdict, "inapplicable") == 0) return "n/a";
    return verdict;
}

static void unit_link(FILE *out, const report_struct *r, const unit_row *u)
{
    const case_row *c = &r->cases[u->case_index];
    fputc('[', out);
    markdown_plain(out, c->name);
    fputs(": ", out);
    markdown_plain(out, u->claim);
    if (u->width >= 0) fprintf(out, ", width %ld", u->width);
    if (c->pseudo) {
        fprintf(out, "](claims/%.*s.md)", (int)strcspn(u->claim, "#"), u->claim);
    } else {
        fprintf(out, "](%s#", c->page);
        markdown_anchor(out, u->claim);
        fputc(')', out);
    }
}

static void unmet(FILE *out, const report_struct *r)
{
    size_t count = 0, checked = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        count += !r->units[k].met;
        checked += r->units[k].expected[0] != '\0';
    }
    if (count == 0) {
        fprintf(out, "All %zu recorded expectations are met.\n\n", checked);
        return;
    }
    fprintf(out, "## Expectations not met\n\n%zu of %zu recorded expectations are not met:\n\n", count, checked);
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (u->met) continue;
        fputs("- ", out);
        unit_link(out, r, u);
        fputs(": expected **", out);
        markdown_plain(out, u->expected);
        fprintf(out, "**, got **%s**\n", unit_word(u));
    }
    fputc('\n', out);
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
        if (c->pseudo) continue;
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
            fprintf(out, "### %.*s\n\n", (int)family, name);
        }
        column[columns++] = c;
    }
}

static void power_row(FILE *out, const report_struct *r, const unit_row *u, const char *where, const char *what)
{
    fputs("| ", out);
    unit_link(out, r, u);
    fprintf(out, " | %s | ", where);
    markdown_cell(out, what);
    fputs(" | ", out);
    markdown_plain(out, u->expected);
    fprintf(out, " | %s%s |\n", unit_word(u), u->met ? "" : " (**unmet**)");
}

static void power(FILE *out, const report_struct *r)
{
    size_t count = 0, caught = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (!r->cases[u->case_index].planted || u->expected[0] == '\0') continue;
        count++;
        caught += (size_t)u->met;
    }
    fputs("## Power: planted falsehoods\n\nFalse statements, and true ones offered as false, that the same machinery "
          "decides in "
          "every run. A false one must come out refuted or rejected, a true one must not.\n\n",
          out);
    if (count == 0) {
        fputs("None was part of this run.\n\n", out);
        return;
    }
    fprintf(out,
            "%zu of %zu came out as they must.\n\n| planted | in | what is offered | must be | verdict "
            "|\n|---|---|---|---|---|\n",
            caught, count);
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        const case_row *c = &r->cases[u->case_index];
        if (!c->planted || u->expected[0] == '\0') continue;
        const claim_row *planted = c->pseudo ? report_claim(r, u->claim) : NULL;
        power_row(out, r, u, c->pseudo ? "claim file" : "case file",
                  planted     ? planted->statement
                  : c->pseudo ? ""
                              : c->title);
    }
    fputc('\n', out);
}

static void counts(FILE *out, const report_struct *r)
{
    static const char *const word[] = {"proved",       "refuted",      "supported", "rejected",
                                       "inconclusive", "inapplicable", "none"};
    size_t cases = 0, claims = 0;
    for (size_t k = 0; k < r->case_count; k++) cases += !r->cases[k].pseudo;
    for (size_t k = 0; k < r->claim_count; k++) claims += r->claims[k].page != NULL;
    fprintf(out, "%zu cases, %zu claims:", cases, claims);
    for (size_t j = 0; j < sizeof word / sizeof *word; j++) {
        size_t count = 0;
        for (size_t k = 0; k < r->unit_count; k++)
            count += !r->cases[r->units[k].case_index].pseudo && strcmp(unit_word(&r->units[k]), word[j]) == 0;
        if (j < 6 || count > 0) fprintf(out, "%s %zu %s", j ? "," : "", count, j < 6 ? word[j] : "without a verdict");
    }
    fputs(".\n\n", out);
}

void write_index(FILE *out, const report_struct *r)
{
    fputs("# deqcert report\n\nClaims of the convergence theory of deep equilibrium models, decided case by case: "
          "*proved* and "
          "*refuted* are certified, *supported* and *rejected* are statistical decisions at a stated level. A cell "
          "leads to the "
          "evidence, a column's head to the statement and its source.\n\n",
          out);
    unmet(out, r);
    counts(out, r);
    fputs("[Provenance](provenance.md): versions, precision, seeds, hashes, run times. [Limits](limits.md): what is "
          "proved, what is "
          "assumed.\n\n## Verdicts\n\n*open*: inconclusive; *n/a*: inapplicable, a hypothesis fails; *none*: no "
          "verdict was "
          "reached. Where the widths of a case differ, each is named.\n\n",
          out);
    families(out, r);
    power(out, r);
}
