/* The malformed corpus: every tests/bad/<name>.yaml and tests/bad/<name>.csv must give exactly the messages of
   <name>.expected (paths relative to tests/bad), within seconds.  Runs in the repository's root.
   After a deliberate change of wording, DEQCERT_WRITE_EXPECTED=1 writes the .expected files (and fails): review the
   difference. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/input/input.h"

#define CORPUS "tests/bad/"
/* The number of malformed files; a file that is not run, or a run that finds none, fails. */
enum { CORPUS_FILES = 191, MAX_FILES = 500, SECONDS = 20 };

static int known_claim(const char *id)
{
    return strcmp(id, "gram.positive-definite") == 0 || strcmp(id, "gram.rate") == 0 || strcmp(id, "deq.lambda0") == 0;
}

static char *joined_errors(const case_errors_t errors, const char *directory)
{
    char *text = calloc(1, 1 << 16);
    size_t skip = strlen(directory);

    for (slong i = 0; i < errors->count; i++) {
        const char *line = errors->line[i];
        assert_null(strchr(line, '\n'));
        strcat(text, strncmp(line, directory, skip) == 0 ? line + skip : line);
        strcat(text, "\n");
    }
    return text;
}

/* The messages for one file of either kind. */
static char *messages(const char *path, const char *directory)
{
    case_errors_t errors;
    slong columns, count;
    double *value = NULL;
    case_t c = NULL;
    char *text;

    alarm(SECONDS);
    case_errors_init(errors);
    if (strcmp(path + strlen(path) - 4, ".csv") == 0) {
        count = csv_read(&value, &columns, path, errors);
        if (count != 0 || errors->count == 0) fail_msg("%s: read without an error", path);
    } else {
        count = case_load(&c, path, known_claim, errors);
        if (count == 0 || c != NULL || count != errors->count)
            fail_msg("%s: accepted, or %ld errors counted of %ld", path, (long)count, (long)errors->count);
    }
    alarm(0);
    text = joined_errors(errors, directory);
    case_errors_clear(errors);
    return text;
}

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 16);

    if (file == NULL) fail_msg("%s is missing", path);
    assert_true(fread(text, 1, (1 << 16) - 1, file) < (1 << 16) - 1);
    fclose(file);
    return text;
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file;

    remove(path); /* some file systems wait for the disk when a file is cut to nothing and written again */
    file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);

    return n > m && strcmp(name + n - m, suffix) == 0;
}

static void test_corpus(void **state)
{
    char *name[MAX_FILES], path[512], expected_path[512];
    int files = 0, expectations = 0, wrong = 0;
    struct dirent *entry;
    DIR *directory = opendir(CORPUS);

    (void)state;
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        expectations += has_suffix(entry->d_name, ".expected");
        if (has_suffix(entry->d_name, ".yaml") || has_suffix(entry->d_name, ".csv")) {
            assert_true(files < MAX_FILES);
            name[files++] = strdup(entry->d_name);
        }
    }
    closedir(directory);
    qsort(name, (size_t)files, sizeof *name, by_name);
    for (int i = 0; i < files; i++) {
        char *found, *expected, *dot;
        snprintf(path, sizeof path, CORPUS "%s", name[i]);
        snprintf(expected_path, sizeof expected_path, CORPUS "%s", name[i]);
        dot = strrchr(expected_path, '.');
        strcpy(dot, ".expected");
        found = messages(path, CORPUS);
        if (getenv("DEQCERT_WRITE_EXPECTED") != NULL) write_bytes(expected_path, found, strlen(found));
        expected = slurp(expected_path);
        if (strcmp(found, expected) != 0) {
            print_error("%s\n--- expected\n%s--- found\n%s", path, expected, found);
            wrong++;
        }
        free(found);
        free(expected);
        free(name[i]);
    }
    assert_null(getenv("DEQCERT_WRITE_EXPECTED"));
    assert_int_equal(wrong, 0);
    assert_int_equal(files, CORPUS_FILES);
    assert_int_equal(expectations, CORPUS_FILES);
}

/* ---- files that cannot be kept in a repository ------------------------------------------------------ */

static char scratch[] = "/tmp/deqcert-bad-XXXXXX";

static int make_scratch(void **state)
{
    (void)state;
    return mkdtemp(scratch) == NULL;
}

static int remove_scratch(void **state)
{
    (void)state;
    return rmdir(scratch);
}

static void scratch_path(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", scratch, name);
}

/* The messages for `path` start with `expected` after the scratch directory. */
static void expect_message(const char *path, const char *expected)
{
    char directory[64], *found;

    snprintf(directory, sizeof directory, "%s/", scratch);
    found = messages(path, directory);
    if (strcmp(found, expected) != 0) fail_msg("%s\n--- expected\n%s--- found\n%s", path, expected, found);
    free(found);
}

#define REST "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\n"

static void test_fifo(void **state)
{
    char path[256], fifo[256];
    const char *text = REST "data: {csv: pipe.csv}\n";

    (void)state;
    scratch_path(path, "fifo.yaml");
    scratch_path(fifo, "pipe.csv");
    write_bytes(path, text, strlen(text));
    assert_int_equal(mkfifo(fifo, 0600), 0);
    expect_message(path,
                   "fifo.yaml:3:13: data.csv: \"pipe.csv\" cannot be read: it is a FIFO; a regular file is needed; "
                   "paths are relative to the case file\n");
    expect_message(fifo, "pipe.csv:1:1: cannot be read: it is a FIFO; a regular file is needed\n");
    unlink(path);
    unlink(fifo);
}

static void test_unreadable(void **state)
{
    char path[256];

    (void)state;
    scratch_path(path, "absent.yaml");
    expect_message(path, "absent.yaml:1:1: the case file cannot be read: no such file\n");
    assert_int_equal(mkdir(path, 0700), 0);
    expect_message(path,
                   "absent.yaml:1:1: the case file cannot be read: it is a directory; a regular file is needed\n");
    rmdir(path);
    scratch_path(path, "loop.yaml");
    assert_int_equal(symlink("loop.yaml", path), 0);
    expect_message(path, "loop.yaml:1:1: the case file cannot be read: too many symbolic links\n");
    unlink(path);
    scratch_path(path, "two words.yaml");
    write_bytes(path, "", 0);
    expect_message(
        path,
        "two words.yaml:1:1: the case is called \"two words\" after its file; allowed are 1 to 100 letters, digits and "
        ". _ - (not . or - first)\n"
        "two words.yaml:1:1: the file is empty; a case needs at least activation, model and data\n");
    unlink(path);
}

static void test_huge_files(void **state)
{
    char path[256], *bytes;
    size_t length = (1 << 20) + 1;

    (void)state;
    bytes = malloc(length);
    memset(bytes, '#', length);
    scratch_path(path, "huge.yaml");
    write_bytes(path, bytes, length);
    expect_message(
        path, "huge.yaml:1:1: the case file cannot be read: the file has 1048577 bytes; at most 1048576 are read\n");
    unlink(path);
    scratch_path(path, "huge.csv"); /* sparse: 2 GiB that take no room */
    write_bytes(path, "1", 1);
    assert_int_equal(truncate(path, (off_t)2 << 30), 0);
    expect_message(path, "huge.csv:1:1: cannot be read: the file has 2147483648 bytes; at most 1073741824 are read\n");
    unlink(path);
    free(bytes);
}

/* Shapes that make parsers slow or deep: each must be refused in time, whatever the message. */
static void test_hostile_shapes(void **state)
{
    static const char *const unit[] = {
        "[",    "{",     "{a: ", "- ", "? ", "&a ",   "a: b\n",  "*a ",      "!t ",          "\"",       "'",
        "|\n ", "- a\n", "[a, ", "%",  "\t", "a:\n ", "--- a\n", "{a: b}, ", "\xef\xbb\xbf", "\xc2\x85", "# \n"};
    char path[256], *bytes = malloc(1 << 20);

    (void)state;
    scratch_path(path, "shape.yaml");
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
        size_t step = strlen(unit[i]), length = 0;
        while (length + step <= 1 << 20) {
            memcpy(bytes + length, unit[i], step);
            length += step;
        }
        write_bytes(path, bytes, length);
        free(messages(path, ""));
    }
    unlink(path);
    free(bytes);
}

/* Every prefix and every single-byte change of a good case: accepted or refused, never a crash (run under sanitizers).
 */
static void test_mutations(void **state)
{
    static const char text[] =
        "title: \"a\\u00e9 b\"\nactivation: {phi: 'max(x, 0.1*x)', lipschitz: \"1\"}\nmodel: {sigma_w2: 0.08}\n"
        "data: {sphere: {n: 3, d: 4, seed: 1}}\nlabels: {gaussian: {seed: 2}}\n"
        "monte_carlo: {widths: [100, 200], trials: 10}\ntraining: {step_size: theorem}\n"
        "expect: {deq.lambda0: {100: rejected}}\n";
    size_t length = sizeof text - 1;
    char path[256], *bytes = malloc(length);

    (void)state;
    scratch_path(path, "mutant.yaml");
    for (size_t i = 0; i < 4 * length; i++) {
        static const char byte[] = {'\0', '"', '\xff', ':', '\n', '}', '9', '*'};
        case_errors_t errors;
        case_t c;
        memcpy(bytes, text, length);
        if (i >= length) bytes[i % length] = byte[(i * 7 + i / length) % sizeof byte];
        write_bytes(path, bytes, i < length ? i : length);
        case_errors_init(errors);
        alarm(SECONDS);
        if ((case_load(&c, path, known_claim, errors) == 0) != (c != NULL))
            fail_msg("mutation %zu: count and case disagree", i);
        alarm(0);
        case_clear(c);
        case_errors_clear(errors);
    }
    unlink(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus),     cmocka_unit_test(test_fifo),           cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_huge_files), cmocka_unit_test(test_hostile_shapes), cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
