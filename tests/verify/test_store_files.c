/* The file of the results store: files that are not ours, damage, two writers, a killed writer. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <sqlite3.h>
#include "verify/store/store.h"
#include "tests/verify/work_folder.h"

static store_verdict verdict_of(const char *claim, long width)
{
    return (store_verdict){"h1", claim, "quick", "v1", width, "proved", "", "evidence", "[]", 0.25, NULL, NULL};
}

static void count_trial(void *context, long width, long trial, const char *value)
{
    (void)width;
    (void)trial;
    (void)value;
    ++*(int *)context;
}

static void write_file(const char *path, const char *bytes)
{
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(bytes, out);
    fclose(out);
}

static sqlite3_mem_methods memory;
static long until_failure; /* allocations; 0: none fails any more */

static void *failing_malloc(int bytes)
{
    if (until_failure > 0 && --until_failure == 0) return NULL;
    return memory.xMalloc(bytes);
}

static void *failing_realloc(void *block, int bytes)
{
    if (until_failure > 0 && --until_failure == 0) return NULL;
    return memory.xRealloc(block, bytes);
}

/* Whichever allocation of SQLite's fails while a store is made: it is made all the same, or the line says why it is not. */
static void test_out_of_memory(void **state)
{
    (void)state;
    enum { MOST = 10000 };
    const char *path = file_of("memory.db");
    long refused = 0;
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory), SQLITE_OK);
    sqlite3_mem_methods failing = memory;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
    for (long k = 1, all = 0; !all; k++) {
        store_t s;
        store_error_t error;
        unlink(path);
        until_failure = k;
        int status = store_open(&s, path, 0, error);
        all = until_failure > 0;
        until_failure = 0;
        if (status == 0) {
            store_close(s);
        } else {
            refused++;
            if (strstr(error->text, path) == NULL || strstr(error->text, "out of memory") == NULL)
                fail_msg("allocation %ld: \"%s\"", k, error->text);
        }
        assert_true(k < MOST && (!all || status == 0));
    }
    assert_true(refused > 50);
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &memory), SQLITE_OK);
}

/* Refused with one line that names the file and a way out. */
static void refused(const char *path, int read_only, const char *word)
{
    store_t s;
    store_error_t error;
    assert_int_equal(store_open(&s, path, read_only, error), -1);
    assert_null(s);
    if (strstr(error->text, path) == NULL || strstr(error->text, "--store") == NULL ||
        strstr(error->text, word) == NULL || strchr(error->text, '\n') != NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", path, error->text, word);
}

static void test_foreign_files(void **state)
{
    char command[1200], path[512];
    (void)state;
    snprintf(path, sizeof path, "%s", file_of("garbage.db"));
    write_file(path, "this is no database, but it is long enough to look like a file somebody wants to keep. "
                     "this is no database, but it is long enough to look like a file somebody wants to keep.");
    refused(path, 0, "damaged");
    snprintf(path, sizeof path, "%s", file_of("foreign.db"));
    snprintf(command, sizeof command, "sqlite3 '%s' 'CREATE TABLE t (x); INSERT INTO t VALUES (1);'", path);
    if (system(command) == 0) refused(path, 0, "another program");
    snprintf(path, sizeof path, "%s", file_of("newer.db"));
    store_t s;
    store_error_t error;
    OK(store_open(&s, path, 0, error));
    store_close(s);
    snprintf(command, sizeof command, "sqlite3 '%s' 'PRAGMA user_version = 99;'", path);
    if (system(command) == 0) refused(path, 0, "schema 99");
    refused(directory, 0, "opened");
    refused(file_of("missing/deep.db"), 0, "opened");
    refused("/proc/deqcert.db", 0, "opened");
    write_file(file_of("empty.db"), "");
    refused(file_of("empty.db"), 1, "empty");
}

static void test_truncated_file(void **state)
{
    store_t s;
    store_error_t error;
    char path[512];
    (void)state;
    snprintf(path, sizeof path, "%s", file_of("truncated.db"));
    OK(store_open(&s, path, 0, error));
    OK(store_begin(s, error));
    for (int k = 0; k < 2000; k++) OK(store_put_trial(s, "h1", 100, k, "lambda0", "v1", "0x1.23456789abcdep+4", error));
    OK(store_commit(s, error));
    store_close(s);
    assert_int_equal(truncate(path, 12288), 0);
    int state_of_open = store_open(&s, path, 0, error);
    if (state_of_open == 0) {
        int seen = 0;
        assert_int_equal(store_get_trials(s, "h1", "lambda0", "v1", count_trial, &seen, error), -1);
        store_close(s);
    }
    assert_non_null(strstr(error->text, path));
    assert_non_null(strstr(error->text, "damaged"));
}

/* SQLite quotes a name of a damaged schema in its message; the line that the store answers has no control character. */
static void test_damaged_schema(void **state)
{
    store_t s;
    store_error_t error;
    sqlite3 *db;
    char path[512];
    (void)state;
    snprintf(path, sizeof path, "%s", file_of("schema.db"));
    OK(store_open(&s, path, 0, error));
    store_close(s);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES "
                     "('index', 'two' || char(10) || 'lines' || char(27, 91, 55, 109, 7), 'none', 2, NULL)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    refused(path, 0, "(two?lines?[7m?");
}

/* A store of the first schema is brought up to date where it stands; read only it is refused with the remedy. */
static void test_earlier_schema(void **state)
{
    static const char back[] = "ALTER TABLE verdicts DROP COLUMN curves; ALTER TABLE verdicts DROP COLUMN witness;"
                               "ALTER TABLE runs DROP COLUMN topic; DROP TABLE run_sections; PRAGMA user_version = 1;";
    const char *path = file_of("earlier.db");
    store_t s;
    store_error_t error;
    sqlite3 *db;
    (void)state;
    store_verdict v = verdict_of("kept", -1);
    OK(store_open(&s, path, 0, error));
    OK(store_put_verdict(s, &v, error));
    store_close(s);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, back, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(store_open(&s, path, 1, error), -1);
    assert_non_null(strstr(error->text, "schema 1"));
    OK(store_open(&s, path, 0, error));
    assert_int_equal(store_get_verdict(s, &v, error), 1);
    assert_string_equal(v.curves, "[]");
    OK(store_begin_run(s, "a-topic", "quick", "v1", error));
    OK(store_add_section(s, "text", "{}", error));
    store_close(s);
    OK(store_open(&s, path, 1, error));
    store_close(s);
}

/* Two processes create and fill the same store at once; every row of both is there. */
static void test_two_writers(void **state)
{
    enum { WRITERS = 2, ROWS = 150 };
    char path[512];
    store_t s;
    store_error_t error;
    (void)state;
    snprintf(path, sizeof path, "%s", file_of("two.db"));
    for (int w = 0; w < WRITERS; w++) {
        if (fork() != 0) continue;
        int bad = store_open(&s, path, 0, error);
        char claim[32];
        for (int k = 0; k < ROWS && !bad; k++) {
            snprintf(claim, sizeof claim, "w%d.%d", w, k);
            store_verdict v = verdict_of(claim, -1);
            bad = store_begin(s, error) || store_put_verdict(s, &v, error) || store_commit(s, error);
            store_verdict back = v;
            bad = bad || store_get_verdict(s, &back, error) != 1;
        }
        if (bad) fprintf(stderr, "writer %d: %s\n", w, error->text);
        store_close(s);
        _exit(bad != 0);
    }
    for (int w = 0; w < WRITERS; w++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    OK(store_open(&s, path, 0, error));
    for (int w = 0; w < WRITERS; w++)
        for (int k = 0; k < ROWS; k++) {
            char claim[32];
            snprintf(claim, sizeof claim, "w%d.%d", w, k);
            store_verdict v = verdict_of(claim, -1);
            assert_int_equal(store_get_verdict(s, &v, error), 1);
        }
    store_close(s);
}

/* A process killed in the middle of a transaction leaves what was committed before it, and nothing of it. */
static void test_killed_writer(void **state)
{
    char path[512];
    store_t s;
    store_error_t error;
    int status;
    (void)state;
    snprintf(path, sizeof path, "%s", file_of("killed.db"));
    if (fork() == 0) {
        store_verdict v = verdict_of("committed", -1);
        if (store_open(&s, path, 0, error) || store_begin(s, error) || store_put_verdict(s, &v, error) ||
            store_commit(s, error) || store_begin(s, error))
            _exit(1);
        v.claim = "in progress";
        store_put_verdict(s, &v, error);
        kill(getpid(), SIGKILL);
    }
    wait(&status);
    assert_true(WIFSIGNALED(status));
    OK(store_open(&s, path, 0, error));
    store_verdict v = verdict_of("committed", -1);
    assert_int_equal(store_get_verdict(s, &v, error), 1);
    v = verdict_of("in progress", -1);
    assert_int_equal(store_get_verdict(s, &v, error), 0);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foreign_files),  cmocka_unit_test(test_truncated_file),
        cmocka_unit_test(test_damaged_schema), cmocka_unit_test(test_earlier_schema),
        cmocka_unit_test(test_two_writers),    cmocka_unit_test(test_killed_writer),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
