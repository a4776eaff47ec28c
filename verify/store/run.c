/* The rows of one run: its cases, claims, units and provenance. */
#include <string.h>
#include "verify/store/private.h"

#define RUNS_KEPT "8"

int store_begin_run(store_t s, const char *topic, const char *profile, const char *code_version, store_error_t error)
{
    static const char *const forget[] = {
        "DELETE FROM runs WHERE (SELECT count(*) FROM runs newer WHERE newer.topic = runs.topic AND newer.run > "
        "runs.run) >= " RUNS_KEPT,
        "DELETE FROM run_cases WHERE run NOT IN (SELECT run FROM runs)",
        "DELETE FROM run_claims WHERE run NOT IN (SELECT run FROM runs)",
        "DELETE FROM run_units WHERE run NOT IN (SELECT run FROM runs)",
        "DELETE FROM run_provenance WHERE run NOT IN (SELECT run FROM runs)",
        "DELETE FROM run_sections WHERE run NOT IN (SELECT run FROM runs)",
    };
    sqlite3_stmt *insert = store_bound(s, error, "INSERT INTO runs (topic, profile, code_version) VALUES (?, ?, ?)",
                                       "sss", topic, profile, code_version);
    if (store_done(s, insert, error)) return -1;
    s->run = sqlite3_last_insert_rowid(s->db);
    s->own_run = s->run;
    snprintf(s->topic, sizeof s->topic, "%s", topic);
    snprintf(s->own_topic, sizeof s->own_topic, "%s", topic);
    s->cases = s->sections = 0;
    for (size_t k = 0; k < sizeof forget / sizeof *forget; k++)
        if (store_execute(s, forget[k], error)) return -1;
    return store_put_provenance(s, "SQLite", sqlite3_libversion(), error);
}

void store_show(store_t s, const char *topic)
{
    s->run = s->own_run != 0 && strcmp(topic, s->own_topic) == 0 ? s->own_run : 0;
    snprintf(s->topic, sizeof s->topic, "%s", topic);
}

int store_shown_run(store_t s, long *run, store_error_t error)
{
    *run = (long)s->run;
    if (s->run != 0) return 0;
    sqlite3_stmt *latest = store_bound(s, error, "SELECT max(run) FROM runs WHERE topic = ?", "s", s->topic);
    if (store_row(s, latest, error) < 0) return -1;
    *run = (long)sqlite3_column_int64(latest, 0);
    sqlite3_reset(latest);
    return 0;
}

static int known_text(store_t s, const store_case *c, store_error_t error)
{
    sqlite3_stmt *select = store_bound(s, error, "SELECT canonical FROM cases WHERE hash = ?", "s", c->hash);
    int row = store_row(s, select, error);
    if (row <= 0) return row;
    int same = strcmp(store_text(select, 0), c->canonical) == 0;
    sqlite3_reset(select);
    if (same) return 1;
    snprintf(error->text, sizeof error->text,
             "results store %.200s: the case %.100s has the hash %.40s of a different case: use another --store",
             s->path, c->path, c->hash);
    return -1;
}

int store_add_case(store_t s, const store_case *c, store_error_t error)
{
    int known = known_text(s, c, error);
    if (known < 0) return -1;
    if (known == 0 &&
        store_done(s, store_bound(s, error, "INSERT INTO cases VALUES (?, ?)", "ss", c->hash, c->canonical), error))
        return -1;
    sqlite3_stmt *insert =
        store_bound(s, error, "INSERT INTO run_cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "iisssssi", (long)s->run,
                    s->cases++, c->hash, c->name, c->title, c->path, c->fields, (long)c->planted);
    return store_done(s, insert, error);
}

int store_add_claim(store_t s, const store_claim *c, store_error_t error)
{
    sqlite3_stmt *insert =
        store_bound(s, error, "INSERT OR REPLACE INTO run_claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    "isssssssssi", (long)s->run, c->id, c->title, c->source, c->statement, c->reading, c->hypotheses,
                    c->method, c->depends, c->file, (long)c->per_width);
    return store_done(s, insert, error);
}

int store_add_unit(store_t s, const char *case_name, const char *claim, long width, const char *expected,
                   store_error_t error)
{
    sqlite3_stmt *insert = store_bound(s, error, "INSERT OR REPLACE INTO run_units VALUES (?, ?, ?, ?, ?)", "issis",
                                       (long)s->run, case_name, claim, width, expected);
    return store_done(s, insert, error);
}

int store_put_provenance(store_t s, const char *key, const char *value, store_error_t error)
{
    sqlite3_stmt *insert = store_bound(s, error, "INSERT OR REPLACE INTO run_provenance VALUES (?, ?, ?)", "iss",
                                       (long)s->run, key, value);
    return store_done(s, insert, error);
}

int store_add_section(store_t s, const char *kind, const char *fields, store_error_t error)
{
    sqlite3_stmt *insert = store_bound(s, error, "INSERT INTO run_sections VALUES (?, ?, ?, ?)", "iiss", (long)s->run,
                                       s->sections++, kind, fields);
    return store_done(s, insert, error);
}
