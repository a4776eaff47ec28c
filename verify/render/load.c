/* One run of the store, read into memory. */
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"
#include "verify/render/report.h"

/* The hashes of the cases that hold the claim files' planted falsehoods and the claims about no case. */
#define PSEUDO_CASE     "planted"
#define STANDALONE_CASE "statements"

void *report_memory(void *memory)
{
    return memory_or_end(memory);
}

/* Room for one more element behind `count`; grows by doubling at powers of two. */
static void *room(void *array, size_t count, size_t size)
{
    if (count != 0 && (count & (count - 1)) != 0) return array;
    return report_memory(realloc(array, (count ? 2 * count : 1) * size));
}

static const char *keep(report_struct *r, const char *text)
{
    if (text == NULL) return NULL;
    r->text = room(r->text, r->texts, sizeof *r->text);
    return r->text[r->texts++] = report_memory(strdup(text));
}

typedef struct {
    report_struct *r;
    store_t s;
    store_error_struct *error;
    int state;
} loading;

static void load_field(void *context, const char *key, const char *value)
{
    report_struct *r = ((loading *)context)->r;
    case_row *c = &r->cases[r->case_count - 1];
    c->field = room(c->field, c->fields, sizeof *c->field);
    c->field[c->fields++] = (field_row){keep(r, key), keep(r, value)};
}

static void load_case(void *context, const store_case *row)
{
    loading *l = context;
    report_struct *r = l->r;
    r->cases = room(r->cases, r->case_count, sizeof *r->cases);
    r->cases[r->case_count++] = (case_row){.hash = keep(r, row->hash),
                                           .name = keep(r, row->name),
                                           .title = keep(r, row->title),
                                           .path = keep(r, row->path),
                                           .planted = row->planted,
                                           .pseudo = strcmp(row->hash, PSEUDO_CASE) == 0,
                                           .standalone = strcmp(row->hash, STANDALONE_CASE) == 0,
                                           .page = page_name("cases/", row->name, ".md")};
    if (l->state == 0) l->state = store_each_field(l->s, row->fields, load_field, l, l->error);
}

static void load_claim(void *context, const store_claim *row)
{
    report_struct *r = ((loading *)context)->r;
    r->claims = room(r->claims, r->claim_count, sizeof *r->claims);
    r->claims[r->claim_count++] =
        (claim_row){.id = keep(r, row->id),
                    .title = keep(r, row->title),
                    .source = keep(r, row->source),
                    .statement = keep(r, row->statement),
                    .reading = keep(r, row->reading),
                    .hypotheses = keep(r, row->hypotheses),
                    .method = keep(r, row->method),
                    .depends = keep(r, row->depends),
                    .file = keep(r, row->file),
                    .page = strchr(row->id, '#') ? NULL : page_name("claims/", row->id, ".md")};
}

static void load_number(void *context, const char *name, const char *lower, const char *upper, const char *kind)
{
    report_struct *r = ((loading *)context)->r;
    unit_row *u = &r->units[r->unit_count - 1];
    u->number = room(u->number, u->numbers, sizeof *u->number);
    u->number[u->numbers++] = (number_row){keep(r, name), keep(r, lower), keep(r, upper), keep(r, kind)};
}

static void load_curve(void *context, const store_curve *c)
{
    report_struct *r = ((loading *)context)->r;
    unit_row *u = &r->units[r->unit_count - 1];
    u->curve = room(u->curve, u->curves, sizeof *u->curve);
    u->curve[u->curves++] =
        (curve_row){keep(r, c->name), keep(r, c->x), keep(r, c->y), keep(r, c->kind), keep(r, c->points)};
}

static void load_unit(void *context, const store_unit *row)
{
    loading *l = context;
    report_struct *r = l->r;
    /* Units come in the order of the cases. */
    size_t k = r->unit_count == 0 ? 0 : r->units[r->unit_count - 1].case_index;
    while (k < r->case_count && strcmp(r->cases[k].name, row->case_name) != 0) k++;
    if (k == r->case_count) return;
    if (r->cases[k].units++ == 0) r->cases[k].first = r->unit_count;
    r->units = room(r->units, r->unit_count, sizeof *r->units);
    r->units[r->unit_count++] = (unit_row){.case_index = k,
                                           .claim = keep(r, row->claim),
                                           .width = row->width,
                                           .expected = keep(r, row->expected),
                                           .verdict = keep(r, row->verdict),
                                           .subkind = keep(r, row->subkind),
                                           .evidence = keep(r, row->evidence),
                                           .seconds = row->seconds,
                                           .witness = keep(r, row->witness),
                                           .met = store_expectation_met(row->expected, row->verdict)};
    if (l->state == 0 && row->numbers[0] != '\0')
        l->state = store_each_number(l->s, row->numbers, load_number, l, l->error);
    if (l->state == 0 && row->curves[0] != '\0')
        l->state = store_each_curve(l->s, row->curves, load_curve, l, l->error);
}

static void load_fact(void *context, const char *key, const char *value)
{
    report_struct *r = ((loading *)context)->r;
    r->facts = room(r->facts, r->fact_count, sizeof *r->facts);
    r->facts[r->fact_count++] = (field_row){keep(r, key), keep(r, value)};
}

static void load_topic(void *context, const char *topic)
{
    report_struct *r = ((loading *)context)->r;
    r->topic = room(r->topic, r->topics, sizeof *r->topic);
    r->topic[r->topics++] = keep(r, topic);
}

int report_load(report_t r, store_t s, store_error_t error)
{
    loading l = {r, s, error, 0};
    memset(r, 0, sizeof(report_struct));
    if (store_each_case(s, load_case, &l, error) || store_each_claim(s, load_claim, &l, error) ||
        store_each_unit(s, load_unit, &l, error) || store_each_provenance(s, load_fact, &l, error) ||
        store_each_topic(s, load_topic, &l, error) || l.state != 0)
        return -1;
    if (r->case_count > 0) return 0;
    snprintf(error->text, sizeof error->text, "the results store holds no run: run deqcert verify first");
    return -1;
}

void report_clear(report_t r)
{
    for (size_t k = 0; k < r->case_count; k++) {
        free(r->cases[k].field);
        free(r->cases[k].page);
    }
    for (size_t k = 0; k < r->claim_count; k++) free(r->claims[k].page);
    for (size_t k = 0; k < r->unit_count; k++) {
        free(r->units[k].number);
        free(r->units[k].curve);
    }
    for (size_t k = 0; k < r->texts; k++) free(r->text[k]);
    free(r->cases);
    free(r->claims);
    free(r->units);
    free(r->facts);
    free(r->topic);
    free(r->text);
    memset(r, 0, sizeof(report_struct));
}

static int by_id(const void *key, const void *row)
{
    return strcmp(key, ((const claim_row *)row)->id);
}

const claim_row *report_claim(const report_struct *r, const char *id)
{
    return r->claim_count == 0 ? NULL : bsearch(id, r->claims, r->claim_count, sizeof *r->claims, by_id);
}

const char *unit_word(const unit_row *u)
{
    return u->verdict == NULL ? "none" : u->verdict;
}
