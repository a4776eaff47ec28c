/* topic: a topic file of any bytes, with all its cases. */
#include "tests/fuzz/case_files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    case_errors_t errors;
    topic_t t;
    if (makes_many_points(data, size)) return -1;
    write_companions();
    case_errors_init(errors);
    slong count = topic_load(&t, scratch_write("topic.yaml", data, size), known_claim, known_glob, errors);
    require((count == 0) == (t != NULL) && count == errors->count, "%ld errors, topic %p", (long)count, (void *)t);
    check_messages(errors);
    case_errors_clear(errors);
    for (slong k = 0; t != NULL && k < t->cases; k++) {
        require(t->subject[k]->phi != NULL && t->claims[k] != NULL, "case %ld has no activation or no claim", (long)k);
        for (slong j = 0; j < k && k < 20; j++)
            require(strcmp(t->subject[j]->name, t->subject[k]->name) != 0, "two cases are called %s",
                    t->subject[k]->name);
    }
    topic_clear(t);
    return 0;
}
