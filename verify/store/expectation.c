/* Whether a verdict is what was expected. */
#include <string.h>
#include "verify/store/store.h"

int store_expectation_met(const char *expected, const char *verdict)
{
    if (expected[0] == '\0') return 1;
    if (verdict == NULL) return 0;
    int wanted = strncmp(expected, "not ", 4) != 0;
    size_t length = strlen(verdict);
    for (const char *word = wanted ? expected : expected + 4; word != NULL;) {
        const char *next = strstr(word, " or ");
        size_t word_length = next == NULL ? strlen(word) : (size_t)(next - word);
        if (word_length == length && memcmp(word, verdict, length) == 0) return wanted;
        word = next == NULL ? NULL : next + 4;
    }
    return !wanted;
}
