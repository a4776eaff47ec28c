/* path_beside, file_stem, read_named_csv: files named in a case. */
#include <string.h>
#include "verify/input/case_parts.h"
#include "verify/input/read_file.h"

char *path_beside(const char *case_path, const char *name)
{
    const char *slash = strrchr(case_path, '/');
    size_t directory = name[0] == '/' || slash == NULL ? 0 : (size_t)(slash - case_path) + 1, length = strlen(name);
    char *path = flint_malloc(directory + length + 1);

    memcpy(path, case_path, directory);
    memcpy(path + directory, name, length + 1);
    return path;
}

char *file_stem(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');

    return copy_text(name, dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name));
}

slong read_named_csv(double **value, slong *columns, slong **line, char **path, reading_t r, const node_t *node,
                     const char *what, csv_limits limits, file_rank rank)
{
    reason_t why;
    quoted_t q;
    slong rows = 0;
    FILE *file;

    *path = NULL;
    if (!field_scalar(r, node, what)) return 0;
    *path = path_beside(r->path, node->text);
    reason_init(why);
    file = open_regular_file(*path, CSV_MAX_BYTES, why);
    if (file != NULL) {
        fclose(file);
        rows = csv_read_lines(value, columns, line, *path, limits, r->problems, rank);
    } else {
        complain(r, node, "%s: %s cannot be read: %s; paths are relative to the case file", what,
                 quote(q, node->text, node->length), why->text);
    }
    if (rows == 0) {
        flint_free(*path);
        *path = NULL;
    }
    return rows;
}
