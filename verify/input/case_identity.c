/* case_identify: the canonical text of a case, and its short name.  Two cases with the same canonical text have the
 * same results. */
#include <inttypes.h>
#include <locale.h>
#include <stdarg.h>
#include <string.h>
#include "verify/input/case_parts.h"

typedef struct {
    char *text;
    size_t length, allocated;
} writer;

static void put(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(writer *w, const char *format, ...)
{
    va_list arguments;
    size_t room = w->allocated - w->length;
    int written;

    va_start(arguments, format);
    written = vsnprintf(w->text + w->length, room, format, arguments);
    va_end(arguments);
    if (written < 0) flint_abort();
    if ((size_t)written >= room) {
        w->allocated = 2 * w->allocated + (size_t)written;
        w->text = flint_realloc(w->text, w->allocated);
        va_start(arguments, format);
        written = vsnprintf(w->text + w->length, w->allocated - w->length, format, arguments);
        va_end(arguments);
    }
    w->length += (size_t)written;
}

static void put_rational(writer *w, const char *name, const fmpq_t value)
{
    char *text = fmpq_get_str(NULL, 10, value);

    put(w, "%s %s\n", name, text);
    flint_free(text);
}

/* Doubles as %a: exact, and printed alike everywhere (case_identify sets the locale). */
static void put_doubles(writer *w, const double *value, slong count)
{
    for (slong i = 0; i < count; i++) put(w, i == 0 ? "%a" : " %a", value[i]);
    put(w, "\n");
}

void fnv128(char hex[33], const char *bytes, size_t length)
{
    unsigned __int128 hash = ((unsigned __int128)0x6c62272e07bb0142u << 64) | 0x62b821756295c58du;
    const unsigned __int128 prime = ((unsigned __int128)1 << 88) | 0x13b;

    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * prime;
    snprintf(hex, 33, "%016" PRIx64 "%016" PRIx64, (uint64_t)(hash >> 64), (uint64_t)hash);
}

void case_identify(case_t c)
{
    static const char *const laws[] = {"gaussian", "rademacher", "uniform", "student5"};
    writer w = {NULL, 0, 4096};
    locale_t plain, before;

    if (c->canonical != NULL) return;
    w.text = flint_malloc(w.allocated);
    plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    before = uselocale(plain);
    put(&w, "deqcert case 1\nactivation %s\n", activation_text(c->phi));
    if (c->lipschitz_declared) put_rational(&w, "lipschitz", c->lipschitz);
    put_rational(&w, "sigma_w2", c->s);
    put(&w, "weights %s\n", laws[c->law]);
    put_rational(&w, "output_scale", c->output_scale);
    put(&w, "widths");
    for (slong i = 0; i < c->widths; i++) put(&w, " %ld", (long)c->width[i]);
    put(&w, "\ntrials %ld\n", (long)c->trials);
    put_rational(&w, "failure_probability", c->failure_probability);
    put(&w, "seed %" PRIu64 "\n", c->seed);
    if (c->training) put(&w, "training\n");
    put(&w, "training_width %ld\ntraining_steps %ld\n", (long)c->training_width, (long)c->training_steps);
    if (c->step_theorem)
        put(&w, "step_size theorem\n");
    else
        put_rational(&w, "step_size", c->step_size);
    put(&w, "planted %d\nnormalise %d\npoints %ld %ld\n", c->planted, c->points->normalise, (long)c->points->n,
        (long)c->points->d);
    for (slong i = 0; i < c->points->n; i++) put_doubles(&w, c->points->x + i * c->points->d, c->points->d);
    put(&w, "labels\n");
    put_doubles(&w, c->labels, c->points->n);
    uselocale(before);
    freelocale(plain);
    c->canonical = flint_realloc(w.text, w.length + 1);
    fnv128(c->hash, c->canonical, w.length);
}
