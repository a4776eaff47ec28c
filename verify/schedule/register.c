/* The run's rows in the store, and the units already settled there. */
#include <stdlib.h>
#include <string.h>
#include "verify/schedule/units.h"

typedef struct {
    store_t store;
    store_error_struct *error;
    const char *globs;
    int state;
} claim_writer;

static void put_claim(const claim_t *c, void *context)
{
    claim_writer *w = context;
    if (w->state != 0 || !claim_selected(w->globs, c->id)) return;
    store_claim row = {c->id,         c->title,  c->source,  c->statement, c->reading,
                       c->hypotheses, c->method, c->depends, c->file,      c->per_width};
    w->state = store_add_claim(w->store, &row, w->error);
    for (const planted_t *p = c->planted; p != NULL && p->name != NULL && w->state == 0; p++) {
        size_t size = strlen(c->id) + strlen(p->name) + 2;
        char *id = flint_malloc(size);
        snprintf(id, size, "%s#%s", c->id, p->name);
        store_claim planted = {id, p->name, "", p->statement, "", "", p->truth ? "true" : "false", c->id, c->file, 0};
        w->state = store_add_claim(w->store, &planted, w->error);
        flint_free(id);
    }
}

static int put_case(store_t store, const item_struct *item, store_error_t error)
{
    const case_struct *c = item->subject;
    store_case row = {
        item->hash,   item->name, item->planted ? "Planted falsehoods of the claim files" : "Statements about no case",
        "",           item->hash, "{}",
        item->planted};
    if (c == NULL) return store_add_case(store, &row, error);
    char *fields = case_fields(c);
    row = (store_case){c->hash, c->name, c->title, c->path, c->canonical, fields, c->planted};
    int state = store_add_case(store, &row, error);
    free(fields);
    return state;
}

/* 1 when the unit's verdict is in the store, 0 when not, -1 on an error. */
static int in_store(store_t store, const units_struct *u, const item_struct *item, const unit_struct *unit,
                    profile_kind profile, store_error_t error)
{
    store_verdict v = {.case_hash = item->hash,
                       .claim = unit->key,
                       .width = unit->width,
                       .profile = profile_name(profile),
                       .code_version = u->code_version};
    return store_get_verdict(store, &v, error);
}

static int register_item(slong *reused, units_t u, item_struct *item, const schedule_plan *plan, store_t store,
                         store_error_t error)
{
    if (put_case(store, item, error)) return -1;
    for (slong k = 0; k < item->units; k++) {
        unit_struct *unit = &item->unit[k];
        if (store_add_unit(store, item->name, unit->key, unit->width, unit->expected, error)) return -1;
        int found = plan->fresh || unit->claim == NULL ? 0 : in_store(store, u, item, unit, plan->profile, error);
        if (found < 0) return -1;
        unit->settled = found || unit->claim == NULL;
        *reused += found;
        item->unsettled += !unit->settled;
    }
    return 0;
}

int units_register(slong *reused, units_t u, const schedule_plan *plan, store_t store, store_error_t error)
{
    *reused = 0;
    if (store_begin(store, error) ||
        store_begin_run(store, plan->topic ? plan->topic : "", profile_name(plan->profile), u->code_version, error))
        return -1;
    claim_writer writer = {store, error, plan->claims, 0};
    claim_visit(put_claim, &writer);
    if (writer.state != 0) return -1;
    for (slong k = 0; k < u->items; k++)
        if (register_item(reused, u, &u->item[k], plan, store, error)) return -1;
    if (provenance_register(plan, u->code_version, store, error)) return -1;
    return store_commit(store, error);
}
