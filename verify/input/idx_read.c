/* idx_header: the IDX files of MNIST.  Two zero bytes, an element type, the number of dimensions, each dimension as 4
   bytes; everything most significant byte first; then the elements, last dimension fastest. */
#include "verify/input/matrix_file.h"

enum { MAX_DIMENSIONS = 8 };

static int set_type(matrix_layout *m, unsigned char type)
{
    static const struct {
        unsigned char type;
        element_kind kind;
        int size;
    } known[] = {{0x08, ELEMENT_UNSIGNED, 1}, {0x09, ELEMENT_SIGNED, 1}, {0x0b, ELEMENT_SIGNED, 2},
                 {0x0c, ELEMENT_SIGNED, 4},   {0x0d, ELEMENT_FLOAT, 4},  {0x0e, ELEMENT_FLOAT, 8}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].type == type) {
            m->kind = known[i].kind;
            m->size = known[i].size;
            return 1;
        }
    return 0;
}

int idx_header(matrix_layout *m, byte_source_t s, matrix_shape shape)
{
    unsigned char head[4], size[4 * MAX_DIMENSIONS];
    uint64_t dimension[MAX_DIMENSIONS];
    slong count;

    m->by_columns = 0;
    m->big_endian = 1;
    if (!source_read(head, s, 4, "the IDX header")) return 0;
    if (head[0] != 0 || head[1] != 0) {
        source_complain(s, 0, "not an IDX file: it starts with %02x %02x instead of 00 00", head[0], head[1]);
        return 0;
    }
    if (!set_type(m, head[2])) {
        source_complain(s, 2, "element type 0x%02x; IDX has 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e", head[2]);
        return 0;
    }
    count = head[3];
    if (count < 1 || count > MAX_DIMENSIONS) {
        source_complain(s, 3, "%ld dimensions; allowed are 1 to %d", (long)count, MAX_DIMENSIONS);
        return 0;
    }
    if (!source_read(size, s, (size_t)(4 * count), "the IDX header")) return 0;
    for (slong i = 0; i < count; i++)
        dimension[i] = (uint64_t)size[4 * i] << 24 | (uint64_t)size[4 * i + 1] << 16 | (uint64_t)size[4 * i + 2] << 8 |
                       size[4 * i + 3];
    return matrix_set_shape(m, s, shape, dimension, count, 3);
}
