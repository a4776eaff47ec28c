/* Private to verify/store: the connection and its prepared statements. */
#ifndef DEQCERT_STORE_PRIVATE_H
#define DEQCERT_STORE_PRIVATE_H

#include <sqlite3.h>
#include "verify/store/store.h"

#define STORE_STATEMENTS 32

struct store_struct {
    sqlite3 *db;
    char *path;
    sqlite3_int64 run;      /* shown by the visits; 0: the latest of the topic */
    long cases, sections;   /* added to the run */
    char topic[128];        /* whose runs the visits show; "": no topic */
    sqlite3_int64 own_run;  /* the last one begun through this handle, 0: none, and its topic */
    char own_topic[128];
    struct { const char *sql; sqlite3_stmt *statement; } prepared[STORE_STATEMENTS];
};

/* The line for the last SQLite error on s; returns -1. */
int store_fail(store_t s, store_error_t error);
int store_execute(store_t s, const char *sql, store_error_t error);
/* The prepared statement of `sql` (a literal: recognised by its text), reset and unbound; NULL with the line on failure. */
sqlite3_stmt *store_statement(store_t s, const char *sql, store_error_t error);
/* As store_statement, bound to the arguments of `types`: 's' const char * (must outlive the step), 'i' long, 'd' double. */
sqlite3_stmt *store_bound(store_t s, store_error_t error, const char *sql, const char *types, ...);
/* Steps a statement that returns no rows and resets it. */
int store_done(store_t s, sqlite3_stmt *statement, store_error_t error);
/* Steps to the next row: 1, or 0 at the end (the statement is reset), or -1. */
int store_row(store_t s, sqlite3_stmt *statement, store_error_t error);
const char *store_text(sqlite3_stmt *statement, int column);   /* "" for NULL */
/* The run shown by the visits: the one begun, else the latest, 0 when there is none. */
int store_shown_run(store_t s, long *run, store_error_t error);

#endif
