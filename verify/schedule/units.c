/* From a plan to its units: every claim of the glob in every case, at every width, and every planted falsehood. */
#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/schedule/units.h"

#ifndef DEQCERT_CODE_VERSION
#define DEQCERT_CODE_VERSION "dev"
#endif

static const char *const profile_names[] = {
    [PROFILE_QUICK] = "quick", [PROFILE_STANDARD] = "standard", [PROFILE_FULL] = "full"};

const char *profile_name(profile_kind profile)
{
    return profile_names[profile];
}

int profile_from_name(profile_kind *profile, const char *name)
{
    for (int k = 0; k < 3; k++)
        if (strcmp(profile_names[k], name) == 0) {
            *profile = (profile_kind)k;
            return 1;
        }
    return 0;
}

int schedule_reserved(const char *name)
{
    return strcmp(name, SCHEDULE_PLANTED) == 0 || strcmp(name, SCHEDULE_STANDALONE) == 0;
}

static char *text_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(flint_malloc(size), text, size);
}

static void add_unit(item_struct *item, const claim_t *claim, const planted_t *planted, slong width, const char *key,
                     const char *expected)
{
    item->unit = flint_realloc(item->unit, (size_t)(item->units + 1) * sizeof *item->unit);
    item->unit[item->units++] = (unit_struct){
        .claim = claim, .planted = planted, .width = width, .key = text_copy(key), .expected = text_copy(expected)};
}

/* The verdict expected of (claim, width): an expectation of that very width before one of every width. */
static const char *expected_of(const case_struct *c, const char *claim, slong width)
{
    const char *expected = "";
    for (slong k = 0; k < c->expectations; k++) {
        const expectation_t *e = &c->expect[k];
        if (strcmp(e->claim, claim) != 0) continue;
        if (e->width == width) return e->verdict;
        if (e->width == -1) expected = e->verdict;
    }
    return expected;
}

typedef struct {
    item_struct *item;
    const char *glob;
} selection;

int claim_selected(const char *globs, const char *id)
{
    if (globs == NULL) return 1;
    for (const char *at = globs + strspn(globs, " "); *at != '\0'; at += strspn(at, " ")) {
        char glob[200];
        size_t length = strcspn(at, " ");
        snprintf(glob, sizeof glob, "%.*s", (int)length, at);
        if (length < sizeof glob && fnmatch(glob, id, 0) == 0) return 1;
        at += length;
    }
    return 0;
}

static void add_claim(const claim_t *claim, void *context)
{
    selection *to = context;
    const case_struct *c = to->item->subject;
    if (!claim_selected(to->glob, claim->id)) return;
    if (to->item->planted) {
        for (const planted_t *p = claim->planted; p != NULL && p->name != NULL; p++) {
            size_t size = strlen(claim->id) + strlen(p->name) + 2;
            char *key = flint_malloc(size);
            snprintf(key, size, "%s#%s", claim->id, p->name);
            add_unit(to->item, claim, p, -1, key, p->truth ? "not refuted or rejected" : "refuted or rejected");
            flint_free(key);
        }
    } else if (claim->standalone != (c == NULL)) {
        return;
    } else if (c == NULL) {
        add_unit(to->item, claim, NULL, -1, claim->id, claim->expected ? claim->expected : "");
    } else if (claim->per_width) {
        for (slong k = 0; k < c->widths; k++)
            add_unit(to->item, claim, NULL, c->width[k], claim->id, expected_of(c, claim->id, c->width[k]));
    } else {
        add_unit(to->item, claim, NULL, -1, claim->id, expected_of(c, claim->id, -1));
    }
}

/* An expectation that no unit carries stays unmet and visible: a skipped check must not look like a passed one. */
static void add_orphans(item_struct *item, const char *glob)
{
    const case_struct *c = item->subject;
    slong real = item->units;
    for (slong k = 0; k < c->expectations; k++) {
        const expectation_t *e = &c->expect[k];
        int carried = !claim_selected(glob, e->claim);
        for (slong j = 0; j < real && !carried; j++)
            carried = strcmp(item->unit[j].key, e->claim) == 0 && (e->width == -1 || e->width == item->unit[j].width);
        if (!carried) add_unit(item, NULL, NULL, e->width, e->claim, e->verdict);
    }
}

static double cost_of(const case_struct *c)
{
    double n = (double)c->points->n, squares = 0;
    for (slong k = 0; k < c->widths; k++) squares += (double)c->width[k] * (double)c->width[k];
    return n * n * n + n * squares * (double)c->trials;
}

/* subject NULL: the pseudo-case `name`. */
static item_struct *add_item(units_t u, const char *claims, case_struct *subject, const char *name)
{
    item_struct *item = &u->item[u->items++];
    selection to = {item, claims};
    *item = (item_struct){.subject = subject,
                          .planted = name != NULL && strcmp(name, SCHEDULE_PLANTED) == 0,
                          .name = subject ? subject->name : name,
                          .hash = subject ? subject->hash : name,
                          .cost = subject ? cost_of(subject) : HUGE_VAL};
    claim_visit(add_claim, &to);
    return item;
}

void units_init(units_t u, const schedule_plan *plan)
{
    u->items = 0;
    u->item = flint_calloc((size_t)plan->count + 2, sizeof *u->item);
    for (slong k = 0; k < plan->count; k++) {
        case_identify(plan->cases[k]);
        const char *claims = plan->claims_of ? plan->claims_of[k] : plan->claims;
        add_orphans(add_item(u, claims, plan->cases[k], NULL), claims);
    }
    if (plan->standalone) add_item(u, plan->claims, NULL, SCHEDULE_STANDALONE);
    if (!plan->unplanted) add_item(u, plan->claims, NULL, SCHEDULE_PLANTED);
    /* Results of other code, or at another precision, are other results. */
    u->code_version = flint_malloc(sizeof DEQCERT_CODE_VERSION + 32);
    sprintf(u->code_version, "%s/%ld", DEQCERT_CODE_VERSION, (long)plan->bits);
}

void units_clear(units_t u)
{
    for (slong k = 0; k < u->items; k++) {
        for (slong j = 0; j < u->item[k].units; j++) {
            flint_free(u->item[k].unit[j].key);
            flint_free(u->item[k].unit[j].expected);
        }
        flint_free(u->item[k].unit);
    }
    flint_free(u->item);
    flint_free(u->code_version);
}
