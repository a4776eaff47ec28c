/* cifar10_read: the binary version of CIFAR-10, records of one label byte (0 to 9) and 3072 pixel bytes (red, green and
   blue planes of 32 x 32). */
#include <string.h>
#include "verify/input/matrix_file.h"

enum { RECORD = 1 + CIFAR10_PIXELS };

static void append(cifar10_points *p, unsigned char label, const unsigned char *pixel)
{
    if (p->n == p->allocated) {
        p->allocated = p->allocated > 0 ? 2 * p->allocated : 16;
        if (p->allocated > p->limit) p->allocated = p->limit;
        p->pixel = flint_realloc(p->pixel, (size_t)p->allocated * CIFAR10_PIXELS);
        p->label = flint_realloc(p->label, (size_t)p->allocated);
        p->row = flint_realloc(p->row, (size_t)p->allocated * sizeof(slong));
    }
    memcpy(p->pixel + p->n * CIFAR10_PIXELS, pixel, CIFAR10_PIXELS);
    p->label[p->n] = label;
    p->row[p->n] = p->records;
}

int cifar10_read(cifar10_points *p, byte_source_t s, row_choice *choice)
{
    unsigned char label, pixel[CIFAR10_PIXELS];
    slong before = p->records;
    int more;

    if (s->gunzip == NULL && s->size % RECORD != 0) {
        source_complain(s, s->size - s->size % RECORD, "the last record has %zu bytes; a record of CIFAR-10 has %d",
                        s->size % RECORD, RECORD);
        return 0;
    }
    while ((more = source_next(&label, s)) == 1) {
        if (label >= CIFAR10_CLASSES) {
            source_complain(s, s->offset - 1, "label %d of record %ld; labels of CIFAR-10 are 0 to %d", label,
                            (long)(p->records - before) + 1, CIFAR10_CLASSES - 1);
            return 0;
        }
        if (p->records == (slong)CIFAR10_MAX_RECORDS) {
            source_complain(s, s->offset - 1, "more than %ld records in all files; a file of CIFAR-10 has 10000",
                            (long)CIFAR10_MAX_RECORDS);
            return 0;
        }
        if (!source_read(pixel, s, CIFAR10_PIXELS, "a record")) return 0;
        if (choice_admits(choice, label) && (choice->count == 0 || p->n < choice->count)) {
            if (p->n < p->limit) append(p, label, pixel);
            p->n++;
        }
        p->records++;
    }
    if (more == 0 && p->records == before) source_complain(s, 0, "the file is empty; it holds no records");
    return more == 0 && p->records > before;
}
