/* idx: the points of a case from a file of any bytes, plain and compressed, and the labels of two points from it. */
#include "tests/fuzz/points.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t two[] = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 5};
    scratch_write("points", data, size);
    scratch_write("two", two, sizeof two);
    case_clear(load_points("idx: {points: two, labels: points, classes: [1, 3]}"));
    case_clear(load_points("idx: {points: two, labels: points, classes: [2], count: 1}"));
    case_clear(load_points("idx: points"));
    compare_with_gzip("idx: %s", data, size);
    return 0;
}
