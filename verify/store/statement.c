/* Statements, transactions, and the one line that each SQLite failure becomes. */
#include <stdarg.h>
#include <string.h>
#include "verify/store/private.h"

/* SQLite's message, which quotes names of the file: everything but printable ASCII as "?". */
static void one_line(char *out, size_t size, const char *message)
{
    size_t k = 0;
    for (; k + 1 < size && message[k] != '\0'; k++) out[k] = message[k] >= ' ' && message[k] <= '~' ? message[k] : '?';
    out[k] = '\0';
}

int store_fail(store_t s, store_error_t error)
{
    int code = sqlite3_errcode(s->db);
    const char *remedy;
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        remedy = "the file is damaged or no results store; move it away, or name another one with --store";
        break;
    case SQLITE_FULL:
        remedy = "the disk is full; free some space and rerun, nothing stored is lost";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        remedy = "another program has been writing to it for too long; wait for it, or use another --store";
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        remedy = "it cannot be opened for writing; check the permissions, or name another one with --store";
        break;
    case SQLITE_IOERR:
        remedy = "reading or writing it failed; check the disk, or name another one with --store";
        break;
    default:
        remedy = "move it away, or name another one with --store";
    }
    char message[121];
    one_line(message, sizeof message, sqlite3_errmsg(s->db));
    snprintf(error->text, sizeof error->text, "results store %.300s: %s: %s", s->path, message, remedy);
    return -1;
}

int store_execute(store_t s, const char *sql, store_error_t error)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : store_fail(s, error);
}

sqlite3_stmt *store_statement(store_t s, const char *sql, store_error_t error)
{
    for (int k = 0; k < STORE_STATEMENTS; k++) {
        if (s->prepared[k].sql == NULL) {
            if (sqlite3_prepare_v2(s->db, sql, -1, &s->prepared[k].statement, NULL) != SQLITE_OK) {
                store_fail(s, error);
                return NULL;
            }
            s->prepared[k].sql = sql;
            return s->prepared[k].statement;
        }
        if (strcmp(s->prepared[k].sql, sql) == 0) {
            sqlite3_reset(s->prepared[k].statement);
            sqlite3_clear_bindings(s->prepared[k].statement);
            return s->prepared[k].statement;
        }
    }
    snprintf(error->text, sizeof error->text, "results store %.300s: more than %d kinds of statements", s->path,
             STORE_STATEMENTS);
    return NULL;
}

sqlite3_stmt *store_bound(store_t s, store_error_t error, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement = store_statement(s, sql, error);
    if (statement == NULL) return NULL;
    va_list arguments;
    va_start(arguments, types);
    int code = SQLITE_OK;
    for (int k = 0; types[k] != '\0' && code == SQLITE_OK; k++) {
        if (types[k] == 's')
            code = sqlite3_bind_text(statement, k + 1, va_arg(arguments, const char *), -1, SQLITE_STATIC);
        else if (types[k] == 'i')
            code = sqlite3_bind_int64(statement, k + 1, va_arg(arguments, long));
        else
            code = sqlite3_bind_double(statement, k + 1, va_arg(arguments, double));
    }
    va_end(arguments);
    if (code == SQLITE_OK) return statement;
    store_fail(s, error);
    return NULL;
}

int store_done(store_t s, sqlite3_stmt *statement, store_error_t error)
{
    if (statement == NULL) return -1;
    int result = sqlite3_step(statement) == SQLITE_DONE ? 0 : store_fail(s, error);
    sqlite3_reset(statement);
    return result;
}

int store_row(store_t s, sqlite3_stmt *statement, store_error_t error)
{
    if (statement == NULL) return -1;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return 1;
    int result = code == SQLITE_DONE ? 0 : store_fail(s, error);
    sqlite3_reset(statement);
    return result;
}

const char *store_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text == NULL ? "" : text;
}

int store_begin(store_t s, store_error_t error)
{
    /* A select left on its row (store_get_verdict) would hold an old snapshot, from which no write lock can be had. */
    for (int k = 0; k < STORE_STATEMENTS; k++) sqlite3_reset(s->prepared[k].statement);
    /* IMMEDIATE: the write lock is waited for here, where waiting is possible, not in the middle of a transaction. */
    return store_done(s, store_statement(s, "BEGIN IMMEDIATE", error), error);
}

int store_commit(store_t s, store_error_t error)
{
    return store_done(s, store_statement(s, "COMMIT", error), error);
}
