/* Opening and closing the store: whose file it is, which schema it has. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "verify/store/private.h"

#define APPLICATION_ID          0x64716331 /* "dqc1", in the file's header */
#define SCHEMA_VERSION          2
#define BUSY_MILLISECONDS       15000
#define BUSY_PAUSE_MILLISECONDS 20
#define TEXT_OF(x)              TEXT_OF_(x)
#define TEXT_OF_(x)             #x

static const char schema[] =
    "CREATE TABLE cases (hash TEXT PRIMARY KEY, canonical TEXT NOT NULL);"
    "CREATE TABLE verdicts (case_hash TEXT NOT NULL, claim TEXT NOT NULL, width INTEGER NOT NULL, profile TEXT NOT "
    "NULL,"
    " code_version TEXT NOT NULL, verdict TEXT NOT NULL, subkind TEXT NOT NULL, evidence TEXT NOT NULL, numbers TEXT "
    "NOT NULL,"
    " PRIMARY KEY (case_hash, claim, width, profile, code_version));"
    "CREATE TABLE timings (case_hash TEXT NOT NULL, claim TEXT NOT NULL, width INTEGER NOT NULL, profile TEXT NOT NULL,"
    " code_version TEXT NOT NULL, seconds REAL NOT NULL,"
    " PRIMARY KEY (case_hash, claim, width, profile, code_version)) WITHOUT ROWID;"
    "CREATE TABLE trials (case_hash TEXT NOT NULL, kind TEXT NOT NULL, code_version TEXT NOT NULL, width INTEGER NOT "
    "NULL,"
    " trial INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (case_hash, kind, code_version, width, trial)) WITHOUT "
    "ROWID;"
    "CREATE TABLE runs (run INTEGER PRIMARY KEY AUTOINCREMENT, profile TEXT NOT NULL, code_version TEXT NOT NULL);"
    "CREATE TABLE run_cases (run INTEGER NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL,"
    " title TEXT NOT NULL, path TEXT NOT NULL, fields TEXT NOT NULL, planted INTEGER NOT NULL,"
    " PRIMARY KEY (run, position), UNIQUE (run, name));"
    "CREATE TABLE run_claims (run INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,"
    " statement TEXT NOT NULL, reading TEXT NOT NULL, hypotheses TEXT NOT NULL, method TEXT NOT NULL, depends TEXT NOT "
    "NULL,"
    " file TEXT NOT NULL, per_width INTEGER NOT NULL, PRIMARY KEY (run, id));"
    "CREATE TABLE run_units (run INTEGER NOT NULL, name TEXT NOT NULL, claim TEXT NOT NULL, width INTEGER NOT NULL,"
    " expected TEXT NOT NULL, PRIMARY KEY (run, name, claim, width)) WITHOUT ROWID;"
    "CREATE TABLE run_provenance (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, "
    "key));"
    "PRAGMA application_id = " TEXT_OF(APPLICATION_ID) ";"
                                                       "PRAGMA user_version = 1;";

/* What turns a store of schema k + 1 into one of schema k + 2; a new store takes every step. */
static const char *const step[SCHEMA_VERSION - 1] = {
    "ALTER TABLE verdicts ADD COLUMN curves TEXT NOT NULL DEFAULT '[]';"
    "ALTER TABLE verdicts ADD COLUMN witness TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE runs ADD COLUMN topic TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE run_sections (run INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, fields TEXT NOT "
    "NULL, PRIMARY KEY (run, position));"
    "PRAGMA user_version = 2;",
};

static int pragma(long *value, store_t s, const char *sql, store_error_t error)
{
    sqlite3_stmt *statement = store_statement(s, sql, error);
    int row = store_row(s, statement, error);
    if (row < 0) return -1;
    *value = row == 1 ? (long)sqlite3_column_int64(statement, 0) : 0;
    if (row == 1) sqlite3_reset(statement);
    return 0;
}

/* How many schemas the file is behind, SCHEMA_VERSION when it is empty; -1: refused. */
static int identify(store_t s, int read_only, store_error_t error)
{
    long id, version, tables;
    if (pragma(&id, s, "PRAGMA application_id", error) || pragma(&version, s, "PRAGMA user_version", error) ||
        pragma(&tables, s, "SELECT count(*) FROM sqlite_master", error))
        return -1;
    if (id == APPLICATION_ID && version == SCHEMA_VERSION) return 0;
    if (id == APPLICATION_ID && version > 0 && version < SCHEMA_VERSION && !read_only)
        return (int)(SCHEMA_VERSION - version);
    if (id == APPLICATION_ID) {
        snprintf(error->text, sizeof error->text, "results store %.300s has schema %ld, this deqcert knows %d: %s",
                 s->path, version, SCHEMA_VERSION,
                 version < SCHEMA_VERSION ? "run deqcert verify on it, which brings it up to date"
                                          : "use the deqcert that wrote it, or another --store");
        return -1;
    }
    if (id != 0 || tables != 0 || read_only) {
        snprintf(error->text, sizeof error->text, "%.300s is %s: name another file with --store", s->path,
                 id != 0 || tables != 0 ? "an SQLite database of another program" : "an empty file, no results store");
        return -1;
    }
    return SCHEMA_VERSION;
}

/* The three looks of `identify` see one moment of a file that another program may be creating. */
static int identify_at_once(store_t s, int read_only, store_error_t error)
{
    if (store_execute(s, "BEGIN", error)) return -1;
    int state = identify(s, read_only, error);
    if (state >= 0) return store_execute(s, "ROLLBACK", error) ? -1 : state;
    sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

/* Inside one transaction, unless another program was faster. */
static int create(store_t s, store_error_t error)
{
    if (store_begin(s, error)) return -1;
    int behind = identify(s, 0, error), state = behind < 0 ? -1 : 0, at = SCHEMA_VERSION - behind;
    if (state == 0 && at == 0) {
        state = store_execute(s, schema, error);
        at = 1;
    }
    for (; state == 0 && at < SCHEMA_VERSION; at++) state = store_execute(s, step[at - 1], error);
    if (state == 0) return store_commit(s, error);
    sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

/* Everything up to a usable connection, once. */
static int connect_once(store_t s, int read_only, store_error_t error)
{
    int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (s->db == NULL) {
        if (sqlite3_open_v2(s->path, &s->db, flags, NULL) != SQLITE_OK) return store_fail(s, error);
        sqlite3_busy_timeout(s->db, BUSY_MILLISECONDS);
    }
    int state = identify_at_once(s, read_only, error);
    /* WAL: readers never wait, and a killed writer leaves the last commit intact; NORMAL syncs at checkpoints only. */
    if (state >= 0 && !read_only && store_execute(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", error))
        return -1;
    return state > 0 ? create(s, error) : state;
}

/* While two programs switch a new file to WAL, SQLite answers one of them "busy" without waiting: it tries again. */
static int connect_store(store_t s, int read_only, store_error_t error)
{
    const struct timespec pause = {0, BUSY_PAUSE_MILLISECONDS * 1000000L};
    const time_t until = time(NULL) + BUSY_MILLISECONDS / 1000;
    for (;;) {
        int state = connect_once(s, read_only, error);
        if (state == 0) return 0;
        if ((sqlite3_errcode(s->db) & 0xff) != SQLITE_BUSY || time(NULL) > until) return -1;
        nanosleep(&pause, NULL);
    }
}

int store_open(store_t *out, const char *path, int read_only, store_error_t error)
{
    store_t s = calloc(1, sizeof *s);
    *out = NULL;
    error->text[0] = '\0';
    if (s == NULL || (s->path = strdup(path)) == NULL) {
        snprintf(error->text, sizeof error->text, "results store %.300s: out of memory", path);
        free(s);
        return -1;
    }
    int state = connect_store(s, read_only, error);
    if (state == 0) {
        *out = s;
        return 0;
    }
    store_close(s);
    return -1;
}

void store_close(store_t s)
{
    if (s == NULL) return;
    for (int k = 0; k < STORE_STATEMENTS; k++) sqlite3_finalize(s->prepared[k].statement);
    sqlite3_close(s->db);
    free(s->path);
    free(s);
}
