/* Visits of the run, in a fixed order. */
#include "verify/store/private.h"

int store_each_case(store_t s, void (*row)(void *context, const store_case *c), void *context, store_error_t error)
{
    long run;
    if (store_shown_run(s, &run, error)) return -1;
    sqlite3_stmt *select =
        store_bound(s, error,
                    "SELECT run_cases.hash, name, title, path, canonical, fields, planted FROM run_cases"
                    " JOIN cases ON cases.hash = run_cases.hash WHERE run = ? ORDER BY position",
                    "i", run);
    int state;
    while ((state = store_row(s, select, error)) == 1) {
        store_case c = {store_text(select, 0),        store_text(select, 1), store_text(select, 2),
                        store_text(select, 3),        store_text(select, 4), store_text(select, 5),
                        sqlite3_column_int(select, 6)};
        row(context, &c);
    }
    return state;
}

int store_each_claim(store_t s, void (*row)(void *context, const store_claim *c), void *context, store_error_t error)
{
    long run;
    if (store_shown_run(s, &run, error)) return -1;
    sqlite3_stmt *select = store_bound(
        s, error,
        "SELECT id, title, source, statement, reading, hypotheses, method, depends, file, per_width FROM run_claims"
        " WHERE run = ? ORDER BY id",
        "i", run);
    int state;
    while ((state = store_row(s, select, error)) == 1) {
        store_claim c = {store_text(select, 0),        store_text(select, 1), store_text(select, 2),
                         store_text(select, 3),        store_text(select, 4), store_text(select, 5),
                         store_text(select, 6),        store_text(select, 7), store_text(select, 8),
                         sqlite3_column_int(select, 9)};
        row(context, &c);
    }
    return state;
}

int store_each_unit(store_t s, void (*row)(void *context, const store_unit *u), void *context, store_error_t error)
{
    long run;
    if (store_shown_run(s, &run, error)) return -1;
    sqlite3_stmt *select = store_bound(
        s, error,
        "SELECT u.name, u.claim, u.width, u.expected, v.verdict, v.subkind, v.evidence, v.numbers, t.seconds,"
        " v.curves, v.witness"
        " FROM run_cases c JOIN runs r ON r.run = c.run JOIN run_units u ON u.run = c.run AND u.name = c.name"
        " LEFT JOIN verdicts v ON v.case_hash = c.hash AND v.claim = u.claim AND v.width = u.width AND v.profile = "
        "r.profile"
        " AND v.code_version = r.code_version"
        " LEFT JOIN timings t ON t.case_hash = c.hash AND t.claim = u.claim AND t.width = u.width AND t.profile = "
        "r.profile"
        " AND t.code_version = r.code_version"
        " WHERE c.run = ? ORDER BY c.position, u.claim, u.width",
        "i", run);
    int state;
    while ((state = store_row(s, select, error)) == 1) {
        store_unit u = {store_text(select, 0),
                        store_text(select, 1),
                        (long)sqlite3_column_int64(select, 2),
                        store_text(select, 3),
                        (const char *)sqlite3_column_text(select, 4),
                        store_text(select, 5),
                        store_text(select, 6),
                        store_text(select, 7),
                        sqlite3_column_double(select, 8),
                        store_text(select, 9),
                        store_text(select, 10)};
        row(context, &u);
    }
    return state;
}

int store_each_provenance(store_t s, void (*row)(void *context, const char *key, const char *value), void *context,
                          store_error_t error)
{
    long run;
    if (store_shown_run(s, &run, error)) return -1;
    sqlite3_stmt *select =
        store_bound(s, error, "SELECT key, value FROM run_provenance WHERE run = ? ORDER BY key", "i", run);
    int state;
    while ((state = store_row(s, select, error)) == 1) row(context, store_text(select, 0), store_text(select, 1));
    return state;
}

int store_each_topic(store_t s, void (*row)(void *context, const char *topic), void *context, store_error_t error)
{
    sqlite3_stmt *select =
        store_statement(s, "SELECT DISTINCT topic FROM runs WHERE topic <> '' ORDER BY topic", error);
    int state;
    while ((state = store_row(s, select, error)) == 1) row(context, store_text(select, 0));
    return state;
}

int store_each_section(store_t s, void (*row)(void *context, const char *kind, const char *fields), void *context,
                       store_error_t error)
{
    long run;
    if (store_shown_run(s, &run, error)) return -1;
    sqlite3_stmt *select =
        store_bound(s, error, "SELECT kind, fields FROM run_sections WHERE run = ? ORDER BY position", "i", run);
    int state;
    while ((state = store_row(s, select, error)) == 1) row(context, store_text(select, 0), store_text(select, 1));
    return state;
}
