/* A text that was cut short never passes for a whole one: text_close ends the process with status 2 and one line. */
#include <sys/wait.h>
#include <unistd.h>
#include "tests/ball/ball_test.h"

/* The exit status of a process that closes a text: on `device` (NULL: the memory stream of text_open) with `bytes` bytes, unbuffered
   or not, and the text gone or not. */
static int status_of(const char *device, size_t bytes, int unbuffered, int gone)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char *text = NULL, whole[] = "";
        size_t size;
        FILE *out = device == NULL ? text_open(&text, &size) : fopen(device, "w");
        if (out == NULL || freopen("/dev/null", "w", stderr) == NULL) _exit(70);
        if (unbuffered) setvbuf(out, NULL, _IONBF, 0);
        for (size_t k = 0; k < bytes; k++) putc('x', out);
        if (device != NULL) text = whole;
        if (gone) text = NULL;
        text_close(out, &text);
        _exit(0);
    }
    int status;
    assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void every_failure_ends(void **state)
{
    (void)state;
    assert_int_equal(status_of(NULL, 100000, 0, 0), 0);
    assert_int_equal(status_of("/dev/null", 10, 0, 0), 0);
    assert_int_equal(status_of("/dev/null", 10, 0, 1), 2); /* no text, from a stream without complaint */
    if (access("/dev/full", W_OK) != 0) skip();
    /* The last bytes: only closing fails.  All bytes, unbuffered: closing succeeds, but an error has been noted. */
    assert_int_equal(status_of("/dev/full", 10, 0, 0), 2);
    assert_int_equal(status_of("/dev/full", 10, 1, 0), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failure_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
