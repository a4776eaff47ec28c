/* Figures: data first, pictures when gnuplot draws them, and the Markdown that shows them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/figure_parts.h"
#include "verify/render/markdown.h"

static char *file_name(const figure_t *f, const char *suffix)
{
    char *name = report_memory(malloc(strlen(f->file) + strlen(suffix) + 1));
    stpcpy(stpcpy(name, f->file), suffix);
    return name;
}

static void put_plain(FILE *out, const char *markdown)
{
    char *text = label_plain(markdown);
    fputs(text, out);
    free(text);
}

/* One row a point, its decimals as the store has them. */
static int write_data(pages_t p, const figure_t *f)
{
    char *name = file_name(f, ".tsv");
    FILE *out = page_open(p, name);
    free(name);
    if (out == NULL) return -1;
    fputs("# line\tguarantee\tx: ", out);
    put_plain(out, f->x);
    fputs("\tlower end or value of y: ", out);
    put_plain(out, f->y);
    fputs("\tupper end of y, empty for a value without bounds\n", out);
    for (size_t k = 0; k < f->lines; k++) {
        figure_point point;
        const char *points = f->line[k].points;
        while (figure_next_point(&point, &points)) {
            put_plain(out, f->line[k].label);
            fputc('\t', out);
            put_plain(out, f->line[k].kind);
            for (int j = 0; j < 3; j++) fprintf(out, "\t%.*s", point.length[j], point.text[j] ? point.text[j] : "");
            fputc('\n', out);
        }
    }
    return page_close(p);
}

/* The last line of a picture: what it was drawn from, so that an unchanged one is not drawn again. */
#define MARK_LENGTH 48
static void mark_of(char mark[MARK_LENGTH], const char *script, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
    for (size_t k = 0; k < length; k++) hash = (hash ^ (unsigned char)script[k]) * 0x100000001b3;
    snprintf(mark, MARK_LENGTH, "<!-- script %016" PRIx64 " -->\n", hash);
}

static int write_picture(pages_t p, const figure_t *f, const char *suffix, const char *document, size_t length,
                         const char *mark)
{
    char *name = file_name(f, suffix);
    FILE *out = page_open(p, name);
    free(name);
    if (out == NULL) return -1;
    fwrite(document, 1, length, out);
    fputs(mark, out);
    return page_close(p);
}

/* 1 when the picture of an earlier rendering ends with the mark: it is one of this rendering's files then. */
static int keep_picture(pages_t p, const figure_t *f, const char *suffix, const char *mark)
{
    char *name = file_name(f, suffix), last[MARK_LENGTH] = "";
    char *path = report_memory(malloc(strlen(p->directory) + strlen(name) + 2));
    stpcpy(stpcpy(stpcpy(path, p->directory), "/"), name);
    FILE *in = fopen(path, "r");
    size_t size = strlen(mark);
    int same = in != NULL && fseek(in, -(long)size, SEEK_END) == 0 && fread(last, 1, size, in) == size &&
               memcmp(last, mark, size) == 0;
    if (in != NULL) fclose(in);
    if (same) page_keep(p, name);
    free(path);
    free(name);
    return same;
}

/* -1: a file could not be written; a picture that gnuplot did not draw is no error. */
static int write_pictures(pages_t p, const figure_t *f, const figure_extent *e)
{
    char *script = NULL;
    size_t length = 0;
    FILE *out = text_open(&script, &length);
    figure_script(out, f, e);
    text_close(out, &script);
    char mark[MARK_LENGTH];
    mark_of(mark, script, length);
    if (keep_picture(p, f, ".svg", mark) && keep_picture(p, f, "-dark.svg", mark)) {
        free(script);
        return 0;
    }
    char *documents = figure_plot(p, script, length);
    free(script);
    if (documents == NULL) return 0;
    /* gnuplot puts an empty line behind each document, and XML may not begin with one. */
    static const char last[] = "</svg>\n";
    char *light = documents + strspn(documents, "\n"), *light_end = strstr(light, last), *dark = light_end,
         *dark_end = NULL;
    if (light_end != NULL) {
        light_end += strlen(last);
        dark = light_end + strspn(light_end, "\n");
        dark_end = strstr(dark, last);
    }
    int state = 0;
    if (dark_end == NULL)
        figure_plot_failed(p, "it did not understand a script");
    else
        state = write_picture(p, f, ".svg", light, (size_t)(light_end - light), mark) ||
                write_picture(p, f, "-dark.svg", dark, (size_t)(dark_end - dark) + strlen(last), mark);
    free(documents);
    return state ? -1 : 0;
}

int figure_write(pages_t p, const figure_t *f)
{
    char folder[4096];
    const char *slash = strrchr(f->file, '/');
    if (slash != NULL && snprintf(folder, sizeof folder, "%s/%.*s", p->directory, (int)(slash - f->file), f->file) <
                             (int)sizeof folder) {
        if (make_directory(folder, p->error)) return -1;
    }
    figure_extent e;
    figure_extent_of(&e, f);
    if (write_data(p, f)) return -1;
    return e.points > e.hidden ? write_pictures(p, f, &e) : 0;
}

/* Plain text as the value of an HTML attribute. */
static void put_attribute(FILE *out, const char *markdown)
{
    char *text = label_plain(markdown);
    for (const char *p = text; *p != '\0'; p++) {
        if (strchr("<>&\"'`*_[]$|\\", *p) != NULL)
            fprintf(out, "&#%d;", *p);
        else
            fputc(*p, out);
    }
    free(text);
}

static void remarks(FILE *out, const figure_t *f)
{
    figure_extent e;
    figure_extent_of(&e, f);
    if (f->log_x || f->log_y)
        fputs(f->log_x && f->log_y ? ", both logarithmic"
              : f->log_x           ? ", the horizontal axis logarithmic"
                                   : ", logarithmic",
              out);
    fputs(".", out);
    if (e.hidden > 0)
        fprintf(out, " %zu point%s not certainly positive and only in the data.", e.hidden,
                e.hidden == 1 ? " is" : "s are");
    if (e.cut > 0) fputs(" Bars that reach the lower edge end at zero or below.", out);
}

void figure_show(FILE *out, const pages_struct *p, const char *up, const figure_t *f)
{
    char *light = file_name(f, ".svg"), *dark = file_name(f, "-dark.svg"), *data = file_name(f, ".tsv");
    int drawn = page_written(p, light) && page_written(p, dark);
    if (drawn) {
        fprintf(out, "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"%s%s\"><img alt=\"", up, dark);
        put_attribute(out, f->title);
        fprintf(out, "\" src=\"%s%s\" width=\"800\"></picture>\n\n", up, light);
    }
    fputs("**", out);
    markdown_cell(out, f->title);
    fputs(".** ", out);
    markdown_cell(out, f->caption);
    fputs(" Across: ", out);
    markdown_cell(out, f->x);
    fputs("; up: ", out);
    markdown_cell(out, f->y);
    if (f->z != NULL) {
        fputs("; colour: ", out);
        markdown_cell(out, f->z);
    }
    remarks(out, f);
    fprintf(out, " %s[Data](%s%s).\n\n", drawn ? "" : "(No picture: gnuplot drew none, or no point can be shown.) ", up,
            data);
    free(light);
    free(dark);
    free(data);
}
