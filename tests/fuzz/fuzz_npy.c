/* npy: the points of a case from a file of any bytes, plain and compressed, all rows and the first one. */
#include "tests/fuzz/points.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scratch_write("points", data, size);
    case_clear(load_points("npy: {points: points, count: 1}"));
    case_clear(load_points("npy: points"));
    compare_with_gzip("npy: %s", data, size);
    return 0;
}
