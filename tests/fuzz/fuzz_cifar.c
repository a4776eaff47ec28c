/* cifar: the points of a case from records of CIFAR-10.  A record is long, so an input is shorter: its first byte is the number of bytes
   to cut off the end (as a signed number: negative ones are added), then every three bytes are the label of a record and two pixels that
   fill it in turn.  An input that starts as a gzip file is taken as it is. */
#include "tests/fuzz/points.h"

enum { RECORD = 3073, RECORDS_MOST = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t file[RECORD * RECORDS_MOST + 128];
    size_t length = 0;

    if (size >= 2 && data[0] == 0x1f && data[1] == 0x8b) {
        scratch_write("points", data, size);
        case_clear(load_points("cifar10: points"));
        return 0;
    }
    for (size_t k = 1; k + 3 <= size && length < (size_t)RECORD * RECORDS_MOST; k += 3) {
        file[length++] = data[k];
        for (int j = 0; j < RECORD - 1; j++) file[length++] = data[k + 1 + (size_t)j % 2];
    }
    int change = size > 0 ? (int8_t)data[0] : 0;
    for (; change < 0 && length < sizeof file; change++) file[length++] = 0;
    length -= (size_t)change < length ? (size_t)change : length;
    scratch_write("points", file, length);
    case_clear(load_points("cifar10: {files: [points, points], classes: [3, 8], count: 2}"));
    compare_with_gzip("cifar10: %s", file, length);
    return 0;
}
