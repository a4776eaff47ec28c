/* Private to verify/render: text into GitHub Markdown.  Titles, paths and evidence may carry words of a hostile case file. */
#ifndef DEQCERT_RENDER_MARKDOWN_H
#define DEQCERT_RENDER_MARKDOWN_H

#include <stdio.h>

/* Plain text on one line: nothing in it is markup. */
void markdown_plain(FILE *out, const char *text);
/* One line for a table cell: math $`..`$ and code spans stay, everything else is plain. */
void markdown_cell(FILE *out, const char *text);
/* Paragraphs: math $`..`$, ```math blocks, code spans, emphasis and lists stay; HTML, links, images, headings and other fences do not. */
void markdown_paragraphs(FILE *out, const char *text);
/* Length of the math $`..`$ or code span that starts at p, markers included; 0 when none does. */
size_t markdown_span(const char *p);
/* One line as it is, control characters shown as "?": for a terminal, names come from files. */
void one_line(FILE *out, const char *text);
/* A word of a shell command on one line, quoted where needed. */
void shell_word(FILE *out, const char *text);
/* The anchor GitHub gives a heading that consists of `text` (a claim id). */
void markdown_anchor(FILE *out, const char *text);

#endif
