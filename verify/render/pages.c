/* Files of a report: written aside and renamed, the pages of an earlier rendering removed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "verify/render/figure_parts.h"

#define MANIFEST      ".deqcert-files"
#define MANIFEST_LINE 4096
#define PLOT_SECONDS  20

static int fail(store_error_struct *error, const char *what, const char *path)
{
    snprintf(error->text, sizeof error->text, "cannot %s %.400s: %s", what, path, strerror(errno));
    return -1;
}

static char *joined(const char *a, const char *b, const char *c)
{
    char *text = report_memory(malloc(strlen(a) + strlen(b) + strlen(c) + 1));
    stpcpy(stpcpy(stpcpy(text, a), b), c);
    return text;
}

int make_directory(const char *path, store_error_t error)
{
    char *prefix = report_memory(strdup(path));
    int state = 0;
    for (char *p = prefix + 1; state == 0; p++) {
        if (*p != '/' && *p != '\0') continue;
        char c = *p;
        struct stat info;
        *p = '\0';
        if (mkdir(prefix, 0777) != 0) {
            int reason = errno, exists = stat(prefix, &info) == 0;
            errno = exists ? ENOTDIR : reason;
            if (!exists || !S_ISDIR(info.st_mode)) state = fail(error, "create the directory", prefix);
        }
        *p = c;
        if (c == '\0') break;
    }
    free(prefix);
    return state;
}

char *page_name(const char *folder, const char *name, const char *suffix)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    char *text = report_memory(malloc(strlen(folder) + 3 * strlen(name) + strlen(suffix) + 1)),
         *to = stpcpy(text, folder);
    for (const char *p = name; *p != '\0'; p++) {
        if (strchr(safe, *p) != NULL)
            *to++ = *p;
        else
            to += sprintf(to, "=%02X", (unsigned)(unsigned char)*p);
    }
    strcpy(to, suffix);
    return text;
}

void pages_init(pages_t p, const char *directory, store_error_t error)
{
    memset(p, 0, sizeof(pages_struct));
    p->directory = directory;
    p->error = error;
    p->plotter_seconds = PLOT_SECONDS;
}

void pages_clear(pages_t p)
{
    if (p->out != NULL) {
        fclose(p->out);
        unlink(p->temporary);
    }
    plotter_end(p);
    free(p->temporary);
    for (size_t k = 0; k < p->names; k++) free(p->name[k]);
    free(p->name);
}

void page_keep(pages_t p, const char *name)
{
    p->name = report_memory(realloc(p->name, (p->names + 1) * sizeof *p->name));
    p->name[p->names++] = report_memory(strdup(name));
}

FILE *page_open(pages_t p, const char *name)
{
    char process[32];
    snprintf(process, sizeof process, ".%ld.tmp", (long)getpid());
    char *path = joined(p->directory, "/", name);
    free(p->temporary);
    p->temporary = joined(path, process, "");
    free(path);
    page_keep(p, name);
    p->out = fopen(p->temporary, "w");
    if (p->out == NULL) fail(p->error, "write", p->temporary);
    return p->out;
}

int page_close(pages_t p)
{
    char *path = joined(p->directory, "/", p->name[p->names - 1]);
    int bad = ferror(p->out), state = 0;
    bad |= fclose(p->out) != 0;
    p->out = NULL;
    if (bad || rename(p->temporary, path) != 0) {
        state = fail(p->error, "write", path);
        unlink(p->temporary);
    }
    free(path);
    return state;
}

int page_written(const pages_struct *p, const char *name)
{
    for (size_t k = 0; k < p->names; k++)
        if (strcmp(p->name[k], name) == 0) return 1;
    return 0;
}

/* Only a file of ours: in one of our folders, with its suffix, and nothing that leads elsewhere. */
static int is_page(const char *name)
{
    static const char *const ours[][2] = {{"cases/", ".md"},    {"claims/", ".md"},   {"topics/", ".md"},
                                          {"figures/", ".svg"}, {"figures/", ".tsv"}, {"witnesses/", ".txt"}};
    size_t length = strlen(name);
    for (size_t k = 0; k < sizeof ours / sizeof *ours; k++) {
        size_t folder = strlen(ours[k][0]), suffix = strlen(ours[k][1]);
        if (length > folder + suffix && strncmp(name, ours[k][0], folder) == 0 &&
            strcmp(name + length - suffix, ours[k][1]) == 0 && strchr(name + folder, '/') == NULL)
            return 1;
    }
    return 0;
}

int pages_finish(pages_t p)
{
    char *path = joined(p->directory, "/", MANIFEST), line[MANIFEST_LINE];
    FILE *before = fopen(path, "r");
    free(path);
    while (before != NULL && fgets(line, sizeof line, before) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (!is_page(line) || page_written(p, line)) continue;
        char *stale = joined(p->directory, "/", line);
        unlink(stale);
        free(stale);
    }
    if (before != NULL) fclose(before);
    size_t count = p->names;
    FILE *out = page_open(p, MANIFEST);
    if (out == NULL) return -1;
    for (size_t k = 0; k < count; k++) fprintf(out, "%s\n", p->name[k]);
    return page_close(p);
}
