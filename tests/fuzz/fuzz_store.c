/* store: a results store of any bytes: opened (an earlier schema is brought up to date), read, compared with a good one and rendered in
   every format.

   An input that starts as an SQLite file is the file.  Any other is lines "LETTER text": a good store in which the text column of that
   letter holds the text in every row.  What SQLite itself refuses never reaches the reports otherwise. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "tests/fuzz/fuzz.h"
#include "verify/render/render.h"

#define OK(call) require((call) == 0, "%s", error->text)

/* ---- a good store ------------------------------------------------------------------------------ */

#define NUMBERS                                                                                                        \
    "[{\"name\": \"lambda\", \"lower\": \"0.125\", \"upper\": \"0.5\", \"kind\": \"enclosure\"},"                      \
    " {\"name\": \"statistical decisions\", \"lower\": \"3\", \"upper\": \"\", \"kind\": \"count\"}]"
#define CURVES                                                                                                         \
    "[{\"name\": \"c\", \"x\": \"width\", \"y\": \"gap\", \"kind\": \"enclosure\", \"points\": \"1 2 3\\n2 3 4\\n\"}]"

static void add_topic(store_t s, store_error_t error)
{
    static const char *const section[][2] = {
        {"topic", "{\"title\": \"Sweep\", \"file\": \"topics/t.yaml\", \"profile\": \"quick\"}"},
        {"case", "{\"case\": \"plain\", \"n\": \"4\", \"number n\": \"4\"}"},
        {"text", "{\"text\": \"A paragraph.\"}"},
        {"table", "{\"rows\": \"n\", \"claim\": \"fam.one\", \"number\": \"lambda\", \"title\": \"T\"}"},
        {"figure", "{\"title\": \"F\", \"x\": \"n\", \"claim\": \"fam.one\", \"number\": \"lambda\"}"},
        {"fit", "{\"x\": \"n\", \"claim\": \"fam.one\", \"number\": \"lambda\"}"}};
    OK(store_begin_run(s, "sweep", "quick", "v1", error));
    store_case c = {"h0", "plain", "A title", "cases/plain.yaml", "text", "{\"points n\": \"4\"}", 0};
    OK(store_add_case(s, &c, error));
    OK(store_add_unit(s, "plain", "fam.one", -1, "proved", error));
    for (size_t k = 0; k < sizeof section / sizeof *section; k++)
        OK(store_add_section(s, section[k][0], section[k][1], error));
}

static void make_store(const char *path)
{
    store_error_t error;
    store_t s;
    OK(store_open(&s, path, 0, error));
    OK(store_begin(s, error));
    add_topic(s, error);
    OK(store_begin_run(s, "", "quick", "v1", error));
    store_case c = {
        "h0", "plain", "A title", "cases/plain.yaml", "text", "{\"points n\": \"4\", \"activation\": \"tanh(x)\"}", 0};
    store_case planted = {"planted", "planted", "Planted", "", "planted", "{}", 1};
    OK(store_add_case(s, &c, error));
    OK(store_add_case(s, &planted, error));
    OK(store_add_unit(s, "plain", "fam.one", -1, "proved", error));
    OK(store_add_unit(s, "plain", "fam.two.repaired", 100, "not supported", error));
    OK(store_add_unit(s, "planted", "fam.one#lie", -1, "refuted or rejected", error));
    store_verdict v = {"h0",    "fam.one", "quick", "v1", -1, "proved", "", "First.\n\nSecond $`x`$.",
                       NUMBERS, 0.5,       CURVES,  NULL};
    OK(store_put_verdict(s, &v, error));
    v.claim = "fam.two.repaired", v.width = 100, v.verdict = "supported", v.witness = "law gaussian\nviolations 1\n";
    OK(store_put_verdict(s, &v, error));
    store_verdict lie = {"planted",        "fam.one#lie", "quick", "v1", -1,   "refuted",
                         "counterexample", "caught",      "[]",    0.1,  NULL, NULL};
    OK(store_put_verdict(s, &lie, error));
    store_claim claim = {"fam.one", "One", "Source",           "```math\nx\n```",         "",
                         "H",       "M",   "fam.two.repaired", "verify/claims/fam/one.c", 0};
    OK(store_add_claim(s, &claim, error));
    claim.id = "fam.two.repaired", claim.depends = "", claim.per_width = 1;
    OK(store_add_claim(s, &claim, error));
    claim.id = "fam.one#lie", claim.depends = "fam.one", claim.per_width = 0;
    OK(store_add_claim(s, &claim, error));
    OK(store_put_provenance(s, "processor", "a", error));
    OK(store_put_trial(s, "h0", 100, 0, "lambda0", "v1", "0x1p-3 0x1p-4", error));
    OK(store_commit(s, error));
    store_close(s);
}

/* ---- texts in its columns ------------------------------------------------------------------------ */

static const char *const column[][2] = {
    {"run_cases", "name"},    {"run_cases", "title"},      {"run_cases", "path"},       {"run_cases", "fields"},
    {"run_claims", "title"},  {"run_claims", "source"},    {"run_claims", "depends"},   {"run_claims", "statement"},
    {"run_claims", "method"}, {"run_claims", "file"},      {"run_units", "expected"},   {"verdicts", "verdict"},
    {"verdicts", "subkind"},  {"verdicts", "evidence"},    {"verdicts", "numbers"},     {"verdicts", "curves"},
    {"verdicts", "witness"},  {"run_provenance", "value"}, {"run_sections", "fields"},  {"run_sections", "kind"},
    {"runs", "topic"},        {"trials", "value"},         {"run_claims", "hypotheses"}};
enum { COLUMNS = sizeof column / sizeof *column };

static void set_column(sqlite3 *db, const char *const which[2], const uint8_t *text, size_t size)
{
    char sql[200];
    sqlite3_stmt *update;
    /* UNIQUE (run, name): one row at most. */
    snprintf(sql, sizeof sql, "UPDATE OR IGNORE %s SET %s = ?1", which[0], which[1]);
    require(sqlite3_prepare_v2(db, sql, -1, &update, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_bind_text(update, 1, (const char *)text, (int)size, SQLITE_STATIC);
    sqlite3_step(update);
    sqlite3_finalize(update);
}

/* "\n" in a text is a line feed, so that an input line may hold one. */
static void change_store(const char *path, const uint8_t *data, size_t size)
{
    uint8_t text[4096];
    sqlite3 *db;
    require(sqlite3_open(path, &db) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_exec(db, "PRAGMA synchronous = OFF; BEGIN", NULL, NULL, NULL);
    for (size_t at = 0, end; at < size; at = end + 1) {
        size_t length = 0;
        for (end = at; end < size && data[end] != '\n';) end++;
        if (end < at + 2 || data[at] < 'a' || data[at] - 'a' >= COLUMNS) continue;
        for (size_t k = at + 2; k < end && length < sizeof text; k++) {
            int feed = data[k] == '\\' && k + 1 < end && data[k + 1] == 'n' && (k == at + 2 || data[k - 1] != '\\');
            text[length++] = feed ? '\n' : data[k];
            k += (size_t)feed;
        }
        set_column(db, column[data[at] - 'a'], text, length);
    }
    require(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* ---- what programs do with a store ----------------------------------------------------------------- */

static void read_trial(void *context, long width, long trial, const char *value)
{
    (void)width, (void)trial;
    *(size_t *)context += strlen(value);
}

static void refused(const store_error_struct *error)
{
    const char *c = error->text;
    while (*c >= ' ' && *c <= '~') c++;
    require(c > error->text && *c == '\0', "the line \"%s\"", error->text);
}

static void render(store_t s, store_t good, FILE *out)
{
    store_error_t error;
    int changed;
    if (render_json(out, s, 1, 1, error)) refused(error);
    if (render_junit(out, s, error)) refused(error);
    if (render_summary(out, s, error)) refused(error);
    if (render_unmet(out, s, error)) refused(error);
    if (render_topic_doubts(out, s, "sweep", error)) refused(error);
    store_show(s, "");
    if (render_diff(out, &changed, good, s, error)) refused(error);
    if (render_diff(out, &changed, s, good, error)) refused(error);
    if (render_reports(s, scratch_path("reports"), error)) refused(error);
}

static void use(const char *path, store_t good)
{
    store_error_t error;
    store_t s;
    size_t seen = 0;
    for (int read_only = 1; read_only >= 0; read_only--) {
        if (store_open(&s, path, read_only, error)) {
            refused(error);
            continue;
        }
        FILE *out = fopen("/dev/null", "w");
        require(out != NULL, "no /dev/null");
        store_verdict v = {"h0", "fam.one", "quick", "v1", -1, NULL, NULL, NULL, NULL, 0, NULL, NULL};
        if (store_get_verdict(s, &v, error) < 0) refused(error);
        if (store_get_trials(s, "h0", "lambda0", "v1", read_trial, &seen, error)) refused(error);
        if (!read_only) render(s, good, out);
        if (!read_only && store_begin_run(s, "", "quick", "v1", error)) refused(error);
        fclose(out);
        store_close(s);
    }
}

static void forget(const char *name)
{
    char path[320];
    snprintf(path, sizeof path, "%s-wal", scratch_path(name));
    unlink(path);
    snprintf(path, sizeof path, "%s-shm", scratch_path(name));
    unlink(path);
    unlink(scratch_path(name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static store_t good;
    static char *fresh;
    static size_t fresh_size;
    store_error_t error;

    if (good == NULL) {
        setenv("PATH", "/nonexistent", 1); /* no gnuplot: the reports then link the figures' data */
        make_store(scratch_path("good.db"));
        OK(store_open(&good, scratch_path("good.db"), 1, error));
        FILE *in = fopen(scratch_path("good.db"), "r");
        fresh = malloc(1 << 20);
        require(in != NULL && fresh != NULL, "no good store");
        fresh_size = fread(fresh, 1, 1 << 20, in);
        fclose(in);
    }
    forget("store.db");
    int whole = size >= 6 && memcmp(data, "SQLite", 6) == 0;
    const char *path = whole ? scratch_write("store.db", data, size) : scratch_write("store.db", fresh, fresh_size);
    if (!whole) change_store(path, data, size);
    use(path, good);
    return 0;
}
