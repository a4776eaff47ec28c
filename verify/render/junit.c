/* JUnit XML: one test per unit that has an expectation. */
#include <string.h>
#include "verify/render/report.h"

/* XML 1.0 admits no control characters but tab, newline and carriage return, and no U+FFFE, U+FFFF. */
static void xml_text(FILE *out, const char *text)
{
    for (const char *p = text; *p != '\0';) {
        size_t length = utf8_length(p);
        unsigned char c = (unsigned char)*p;
        if (c == '<')
            fputs("&lt;", out);
        else if (c == '>')
            fputs("&gt;", out);
        else if (c == '&')
            fputs("&amp;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else if (c == '\n' || c == '\t' || c == '\r')
            fprintf(out, "&#%u;", (unsigned)c);
        else if (length == 0 || c < 0x20 || strncmp(p, "\xef\xbf\xbe", 3) == 0 || strncmp(p, "\xef\xbf\xbf", 3) == 0)
            fputs("\xef\xbf\xbd", out);
        else
            fwrite(p, 1, length, out);
        p += length == 0 ? 1 : length;
    }
}

static void test(FILE *out, const report_struct *r, const unit_row *u)
{
    fputs("  <testcase classname=\"", out);
    xml_text(out, r->cases[u->case_index].name);
    fputs("\" name=\"", out);
    xml_text(out, u->claim);
    if (u->width >= 0) fprintf(out, " width %ld", u->width);
    if (u->met) {
        fputs("\"/>\n", out);
        return;
    }
    fputs("\">\n    <failure message=\"expected ", out);
    xml_text(out, u->expected);
    fprintf(out, ", got %s\">", unit_word(u));
    xml_text(out, u->evidence);
    fputs("</failure>\n  </testcase>\n", out);
}

void write_junit(FILE *out, const report_struct *r)
{
    size_t tests = 0, failures = 0;
    for (size_t k = 0; k < r->unit_count; k++) {
        tests += r->units[k].expected[0] != '\0';
        failures += !r->units[k].met;
    }
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"deqcert\" tests=\"%zu\" failures=\"%zu\">\n",
            tests, failures);
    for (size_t k = 0; k < r->unit_count; k++)
        if (r->units[k].expected[0] != '\0') test(out, r, &r->units[k]);
    fputs("</testsuite>\n", out);
}
