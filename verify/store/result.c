/* Verdicts and trials: the work that is not redone. */
#include "verify/store/private.h"

int store_put_verdict(store_t s, const store_verdict *v, store_error_t error)
{
    sqlite3_stmt *insert =
        store_bound(s, error, "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssissssssss",
                    v->case_hash, v->claim, v->width, v->profile, v->code_version, v->verdict, v->subkind, v->evidence,
                    v->numbers, v->curves ? v->curves : "[]", v->witness ? v->witness : "");
    if (store_done(s, insert, error)) return -1;
    insert = store_bound(s, error, "INSERT OR REPLACE INTO timings VALUES (?, ?, ?, ?, ?, ?)", "ssissd", v->case_hash,
                         v->claim, v->width, v->profile, v->code_version, v->seconds);
    return store_done(s, insert, error);
}

int store_get_verdict(store_t s, store_verdict *v, store_error_t error)
{
    sqlite3_stmt *select =
        store_bound(s, error,
                    "SELECT verdict, subkind, evidence, numbers, seconds, curves, witness FROM verdicts"
                    " LEFT JOIN timings USING (case_hash, claim, width, profile, code_version)"
                    " WHERE case_hash = ? AND claim = ? AND width = ? AND profile = ? AND code_version = ?",
                    "ssiss", v->case_hash, v->claim, v->width, v->profile, v->code_version);
    int row = store_row(s, select, error);
    if (row != 1) return row;
    v->verdict = store_text(select, 0);
    v->subkind = store_text(select, 1);
    v->evidence = store_text(select, 2);
    v->numbers = store_text(select, 3);
    v->seconds = sqlite3_column_double(select, 4);
    v->curves = store_text(select, 5);
    v->witness = store_text(select, 6);
    return 1;
}

int store_put_trial(store_t s, const char *case_hash, long width, long trial, const char *kind,
                    const char *code_version, const char *value, store_error_t error)
{
    sqlite3_stmt *insert = store_bound(s, error, "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?, ?)", "sssiis",
                                       case_hash, kind, code_version, width, trial, value);
    return store_done(s, insert, error);
}

int store_get_trials(store_t s, const char *case_hash, const char *kind, const char *code_version,
                     void (*row)(void *context, long width, long trial, const char *value), void *context,
                     store_error_t error)
{
    sqlite3_stmt *select =
        store_bound(s, error,
                    "SELECT width, trial, value FROM trials WHERE case_hash = ? AND kind = ? AND code_version = ?"
                    " ORDER BY width, trial",
                    "sss", case_hash, kind, code_version);
    int state;
    while ((state = store_row(s, select, error)) == 1)
        row(context, (long)sqlite3_column_int64(select, 0), (long)sqlite3_column_int64(select, 1),
            store_text(select, 2));
    return state;
}
