/* columns: what a verdict holds besides words, as JSON. */
#include <stdio.h>
#include "verify/schedule/columns.h"
#include "verify/store/store.h"

/* Writes ", {"key": "value", ...}", the comma from the second object on. */
static void object(FILE *out, slong index, int members, const char *const *key, const char *const *value)
{
    fputs(index > 0 ? ", {" : "{", out);
    for (int k = 0; k < members; k++) {
        fprintf(out, "%s\"%s\": ", k ? ", " : "", key[k]);
        json_string(out, value[k]);
    }
    fputc('}', out);
}

static FILE *open_text(char **text, size_t *size)
{
    FILE *out = text_open(text, size);
    fputc('[', out);
    return out;
}

char *numbers_column(const verdict_struct *v)
{
    static const char *const key[] = {"name", "lower", "upper", "kind"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_text(&text, &size);
    for (slong k = 0; k < v->numbers; k++) {
        const number_t *n = &v->number[k];
        object(out, k, 4, key, (const char *const[]){n->name, n->lower, n->upper, n->kind});
    }
    fputc(']', out);
    text_close(out, &text);
    return text;
}

char *curves_column(const verdict_struct *v)
{
    static const char *const key[] = {"name", "x", "y", "kind", "points"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_text(&text, &size);
    for (slong k = 0; k < v->curves; k++) {
        const series_t *c = &v->curve[k];
        object(out, k, 5, key, (const char *const[]){c->name, c->x, c->y, c->kind, c->points});
    }
    fputc(']', out);
    text_close(out, &text);
    return text;
}
