/* reproducibility.md: the usual checklist, answered from the store.  With the provenance page the only one that may differ between
   machines. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/markdown.h"
#include "verify/render/outcome.h"
#include "verify/statistics/statistics.h"

/* Libraries the program is linked with, under the names of the provenance's facts. */
static const struct {
    const char *name, *use, *licence;
} library[] = {
    {"FLINT", "exact and ball arithmetic", "LGPL-2.1-or-later"},
    {"Arb", "ball arithmetic", "LGPL-2.1-or-later"},
    {"MPFR", "outward-rounded decimals", "LGPL-3.0-or-later"},
    {"GMP", "exact integers", "LGPL-3.0-or-later or GPL-2.0-or-later"},
    {"OpenBLAS", "matrix products and factorisations that balls check", "BSD-3-Clause"},
    {"LAPACKE", "the C interface of LAPACK", "BSD-3-Clause"},
    {"libyaml", "case files", "MIT"},
    {"SQLite", "the results store", "public domain"},
    {"zlib", "compressed point files", "Zlib"},
    {"Random123", "the counter-based generator", "BSD-3-Clause"},
    {"C library", "elementary functions of sampled networks, with assumed error bounds", "LGPL-2.1-or-later"},
    {"C compiler", "compiling; its run-time library under an exception", "GPL-3.0-or-later"},
};

static const char *fact(const report_struct *r, const char *key)
{
    for (size_t k = 0; k < r->fact_count; k++)
        if (strcmp(r->facts[k].key, key) == 0) return r->facts[k].value;
    return NULL;
}

static void answer(FILE *out, const char *question, const char *value)
{
    fprintf(out, "| %s | ", question);
    markdown_plain(out, value != NULL ? value : "not recorded");
    fputs(" |\n", out);
}

/* Those counted by the verdicts of the run; of planted falsehoods the truth is known, so a wrong decision about one shows. */
static unsigned long statistical_decisions(const report_struct *r)
{
    unsigned long count = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        if (r->cases[u->case_index].pseudo) continue;
        for (size_t j = 0; j < u->numbers; j++)
            if (strcmp(u->number[j].kind, "count") == 0 && strcmp(u->number[j].name, "statistical decisions") == 0)
                count += strtoul(u->number[j].lower, NULL, 10);
    }
    return count;
}

static void level(char *text, size_t size, unsigned long decisions)
{
    snprintf(
        text, size,
        "exact one-sided Clopper-Pearson limits at level " DECISION_ALPHA " a decision; %lu decisions here, so all "
        "are right with probability at least 1 - %lu times " DECISION_ALPHA
        "%s; fitted exponents: Student intervals at 0.99, approximate",
        decisions, decisions,
        decisions > DECISIONS_MAX ? ", which is MORE THAN THE 1000 that a report should hold: read fewer cases at once"
                                  : "");
}

static void checklist(FILE *out, const report_struct *r)
{
    size_t cases = 0, units = 0;
    double seconds = 0;
    char text[400];
    for (size_t k = 0; k < r->case_count; k++) cases += !r->cases[k].pseudo && !r->cases[k].standalone;
    for (size_t k = 0; k < r->unit_count; k++) {
        const unit_row *u = &r->units[k];
        units += u->verdict != NULL;
        seconds += u->seconds;
    }
    fputs("| question | answer |\n|---|---|\n", out);
    answer(out, "Code version", fact(r, "code version"));
    answer(out, "Profile (trial counts and sweeps)", fact(r, "profile"));
    snprintf(text, sizeof text,
             "%zu cases, %zu verdicts; each is computed once and repeats bit by bit on any number of threads", cases,
             units);
    answer(out, "Runs", text);
    answer(out, "Seeds",
           "one a case, in the table below; every sampled number is a function of (seed, width, trial, matrix, index)");
    answer(out, "Generator", fact(r, "weights generator"));
    answer(out, "Number of trials",
           "a case's trials at each of its widths, in the table below; a claim that takes others says so");
    level(text, sizeof text, statistical_decisions(r));
    answer(out, "Intervals and their level", text);
    answer(out, "Precision", fact(r, "precision"));
    answer(out, "Hardware", fact(r, "processor"));
    snprintf(text, sizeof text, "%.1f seconds of work in all processes together", seconds);
    answer(out, "Time", text);
    answer(out, "Data", "the points of each case, in the table below; files named there lie beside the case file");
    answer(out, "Selection", "none: every case and claim of the run is on the pages, planted falsehoods included");
    fputc('\n', out);
}

static void cases(FILE *out, const report_struct *r)
{
    fputs("## Cases\n\n| case | data | seed | widths | trials | hash |\n|---|---|---|---|---|---|\n", out);
    for (size_t k = 0; k < r->case_count; k++) {
        static const char *const key[] = {"data", "seed", "widths", "trials"};
        const case_row *c = &r->cases[k];
        if (c->pseudo || c->standalone) continue;
        fputs("| [", out);
        markdown_plain(out, c->name);
        fprintf(out, "](%s)", c->page);
        for (size_t j = 0; j < sizeof key / sizeof *key; j++) {
            fputs(" | ", out);
            markdown_plain(out, case_field(c, key[j]));
        }
        fputs(" | ", out);
        markdown_plain(out, c->hash);
        fputs(" |\n", out);
    }
    fputc('\n', out);
}

static void dependencies(FILE *out, const report_struct *r)
{
    fputs("## Dependencies\n\n| library | version | licence | used for |\n|---|---|---|---|\n", out);
    for (size_t k = 0; k < sizeof library / sizeof *library; k++) {
        const char *version = fact(r, library[k].name);
        fprintf(out, "| %s | ", library[k].name);
        markdown_plain(out, version != NULL                       ? version
                            : strcmp(library[k].name, "Arb") == 0 ? "part of FLINT"
                                                                  : "as packaged by the system");
        fprintf(out, " | %s | %s |\n", library[k].licence, library[k].use);
    }
    fputs("\ndeqcert itself: LGPL-3.0-or-later.\n\n", out);
}

void write_reproducibility(FILE *out, const report_struct *r)
{
    const char *profile = fact(r, "profile");
    fputs("# Reproducibility\n\n[Index](index.md)\n\n", out);
    checklist(out, r);
    fputs("## How to repeat it\n\nWith the same sources (the code version is a hash of every file that verdicts depend "
          "on):\n\n```sh\nmake setup all\nbuild/deqcert verify --fresh",
          out);
    if (profile != NULL) {
        fputs(" --profile ", out);
        shell_word(out, profile);
    }
    fputs(
        "\nbuild/deqcert report --diff OLD.db NEW.db\n```\n\nThe last line compares two results stores; the same code "
        "gives no difference, on any machine. Times, processor and versions are the only things that may differ; they "
        "are "
        "on this page and on that of the [provenance](provenance.md) only.\n\n",
        out);
    cases(out, r);
    dependencies(out, r);
}
