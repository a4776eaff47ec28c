/* csv: csv_read of any bytes.  What is accepted is written with %.17g and must come back the same. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzz/fuzz.h"
#include "verify/input/input.h"

static slong read_from(double **value, slong *columns, const char *path)
{
    case_errors_t errors;
    case_errors_init(errors);
    slong rows = csv_read(value, columns, path, errors);
    require((rows > 0) == (errors->count == 0), "%ld rows and %ld errors", (long)rows, (long)errors->count);
    require((rows > 0) == (*value != NULL), "%ld rows at %p", (long)rows, (void *)*value);
    for (slong k = 0; k < errors->count; k++)
        require(strchr(errors->line[k], '\n') == NULL, "an error of two lines: %s", errors->line[k]);
    case_errors_clear(errors);
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double *value, *again;
    slong columns, columns_again, rows = read_from(&value, &columns, scratch_write("points.csv", data, size));
    if (rows == 0) return 0;
    const char *path = scratch_path("again.csv");
    FILE *out = fopen(path, "w");
    require(out != NULL, "%s cannot be written", path);
    for (slong k = 0; k < rows * columns; k++) {
        require(isfinite(value[k]), "a number that is not finite");
        fprintf(out, "%.17g%c", value[k], (k + 1) % columns == 0 ? '\n' : ',');
    }
    fclose(out);
    require(read_from(&again, &columns_again, path) == rows && columns_again == columns, "another shape");
    require(memcmp(value, again, (size_t)(rows * columns) * sizeof *value) == 0, "other numbers");
    flint_free(value);
    flint_free(again);
    return 0;
}
