/* The records between a worker and its parent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/schedule/record.h"

/* Records survive any cutting of the byte stream. */
static void test_records(void **state)
{
    enum { RECORDS = 200 };
    int end[2];
    record_buffer b = {NULL, 0, 0, 0};
    record_kind kind;
    int count, seen = 0;
    const char *field[RECORD_FIELDS];
    (void)state;
    assert_int_equal(pipe(end), 0);
    pid_t child = fork();
    if (child == 0) {
        char *large = malloc(100001);
        close(end[0]);
        for (int k = 0; k < RECORDS; k++) {
            memset(large, 'a' + k % 26, 100000);
            large[k % 10 ? k : 100000] = '\0';
            const char *sent[] = {"", large, "end"};
            record_send(end[1], RECORD_VERDICT, 3, sent);
        }
        _exit(0);
    }
    close(end[1]);
    while (record_receive(&b, end[0]) > 0)
        while (record_take(&b, &kind, &count, field)) {
            assert_int_equal(kind, RECORD_VERDICT);
            assert_int_equal(count, 3);
            assert_string_equal(field[0], "");
            assert_int_equal(strlen(field[1]), seen % 10 ? seen : 100000);
            assert_string_equal(field[2], "end");
            seen++;
        }
    assert_int_equal(seen, RECORDS);
    record_buffer_clear(&b);
    close(end[0]);
    waitpid(child, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
