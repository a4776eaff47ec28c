/* Helpful words in messages: quoted input, the nearest allowed word, lists. */
#include <string.h>
#include "verify/input/problems.h"

enum { MAX_QUOTED = 40, MAX_WORD = 63 };

char *put_escaped(char *out, char byte)
{
    static const char hex[] = "0123456789abcdef";

    if (byte >= 0x20 && byte < 0x7f) {
        *out++ = byte;
    } else {
        *out++ = '\\';
        *out++ = 'x';
        *out++ = hex[((unsigned char)byte) >> 4];
        *out++ = hex[byte & 15];
    }
    return out;
}

const char *quote(quoted_t q, const char *bytes, slong length)
{
    slong shown = length < MAX_QUOTED ? length : MAX_QUOTED;
    char *out = q->text;

    *out++ = '"';
    for (slong i = 0; i < shown; i++) out = put_escaped(out, bytes[i]);
    memcpy(out, shown < length ? "...\"" : "\"", shown < length ? 5 : 2);
    return q->text;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edit distance with transpositions of neighbours (optimal string alignment); both words at most MAX_WORD long. */
static int distance(const char *a, const char *b)
{
    int row[3][MAX_WORD + 1];
    int la = (int)strlen(a), lb = (int)strlen(b);

    for (int j = 0; j <= lb; j++) row[0][j] = j;
    for (int i = 1; i <= la; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= lb; j++) {
            int change = lower(a[i - 1]) != lower(b[j - 1]);
            now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + change);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return row[la % 3][lb];
}

const char *nearest_word(const char *word, const char *const *list)
{
    const char *best = NULL;
    int best_distance = 0;

    if (strlen(word) > MAX_WORD) return NULL;
    for (; *list != NULL; list++) {
        int allowed = ((int)strlen(*list) + 1) / 3, found;
        if (strlen(*list) > MAX_WORD) continue;
        found = distance(word, *list);
        if (found <= allowed && (best == NULL || found < best_distance)) {
            best = *list;
            best_distance = found;
        }
    }
    return best;
}

const char *did_you_mean(quoted_t q, const char *nearest)
{
    if (nearest == NULL)
        q->text[0] = '\0';
    else
        snprintf(q->text, sizeof q->text, " did you mean \"%s\"?", nearest);
    return q->text;
}

const char *list_words(listed_t out, const char *const *list)
{
    size_t used = 0;

    out->text[0] = '\0';
    for (; *list != NULL && used < sizeof out->text; list++) {
        int written = snprintf(out->text + used, sizeof out->text - used, "%s%s", used ? ", " : "", *list);
        used += written > 0 ? (size_t)written : 0;
    }
    return out->text;
}
