/* case: a case file of any bytes.  Loading it twice gives the same case, or the same errors. */
#include "tests/fuzz/case_files.h"

static case_t load(case_errors_t errors, const char *path)
{
    case_t c;
    case_errors_init(errors);
    slong count = case_load(&c, path, known_claim, errors);
    require((count == 0) == (c != NULL) && count == errors->count, "%ld errors, case %p", (long)count, (void *)c);
    check_messages(errors);
    if (c != NULL) case_identify(c);
    return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    case_errors_t errors, again;
    if (makes_many_points(data, size)) return -1;
    write_companions();
    const char *path = scratch_write("case.yaml", data, size);
    case_t first = load(errors, path), second = load(again, path);
    require((first == NULL) == (second == NULL) && errors->count == again->count, "accepted once");
    for (slong k = 0; k < errors->count; k++)
        require(strcmp(errors->line[k], again->line[k]) == 0, "another error: %s", errors->line[k]);
    if (first != NULL) {
        require(first->points->n > 0 && first->points->d > 0 && first->widths > 0 && first->trials > 0,
                "an empty case");
        require(strlen(first->hash) == 32 && strcmp(first->canonical, second->canonical) == 0, "another identity");
    }
    case_errors_clear(errors);
    case_errors_clear(again);
    case_clear(first);
    case_clear(second);
    return 0;
}
