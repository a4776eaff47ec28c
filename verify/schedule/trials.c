/* Trials as exact hexadecimal doubles, looked up before they are computed; what is missing is computed on the worker's
   threads. */
#include <stdlib.h>
#include <string.h>
#include "verify/schedule/record.h"
#include "verify/schedule/trials.h"

static const char *const kind_name[2] = {"lambda0", "norm"};
enum { TRIAL_DOUBLES = 10, TRIAL_TEXT = 10 * 32 };

static void trial_write(char *text, const deq_trial_struct *t)
{
    snprintf(text, TRIAL_TEXT, "%a %a %a %a %a %a %a %a %a %a", (double)t->outcome, (double)t->iterations,
             t->lambda0_lower, t->lambda0_upper, t->norm_lower, t->norm_upper, t->residual, t->radius, t->norm_budget,
             (double)t->decided_early);
}

static int trial_read(deq_trial_struct *t, const char *text)
{
    double x[TRIAL_DOUBLES];
    for (int k = 0; k < TRIAL_DOUBLES; k++) {
        char *end;
        x[k] = strtod(text, &end);
        if (end == text) return 0;
        text = end;
    }
    if (!(x[0] >= TRIAL_CERTIFIED && x[0] <= TRIAL_NOT_CONVERGED && x[1] >= 0 && x[1] < 1e15)) return 0;
    *t = (deq_trial_struct){(trial_outcome)x[0], (slong)x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9] != 0};
    return 1;
}

void trials_init(trials_t t, const case_struct *subject)
{
    memset(t, 0, sizeof(trials_struct));
    t->subject = subject;
}

void trials_clear(trials_t t)
{
    for (int norms = 0; norms < 2; norms++) flint_free(t->stored[norms].trial);
    if (t->model_known) deq_model_clear_case(t->model);
}

static void append(stored_trials *list, slong width, slong trial, const deq_trial_struct *value)
{
    if (list->count == list->allocated) {
        list->allocated = 2 * list->allocated + 256;
        list->trial = flint_realloc(list->trial, (size_t)list->allocated * sizeof *list->trial);
    }
    list->trial[list->count++] = (stored_trial){width, trial, *value};
}

static void load_row(void *context, long width, long trial, const char *value)
{
    deq_trial_struct read;
    if (trial_read(&read, value)) append(context, width, trial, &read); /* an unreadable one is computed again */
}

int trials_load(trials_t t, store_t store, const char *case_hash, const char *code_version, store_error_t error)
{
    for (int norms = 0; norms < 2; norms++)
        if (store_get_trials(store, case_hash, kind_name[norms], code_version, load_row, &t->stored[norms], error))
            return -1;
    return 0;
}

static int by_key(const void *left, const void *right)
{
    const stored_trial *a = left, *b = right;
    if (a->width != b->width) return a->width < b->width ? -1 : 1;
    return a->trial < b->trial ? -1 : a->trial > b->trial;
}

static void trial_keep(trials_t t, slong width, slong trial, int norms, const deq_trial_struct *value)
{
    char text[TRIAL_TEXT], width_text[32], number[32];
    trial_write(text, value);
    snprintf(width_text, sizeof width_text, "%ld", (long)width);
    snprintf(number, sizeof number, "%ld", (long)trial);
    const char *field[] = {width_text, number, kind_name[norms], text};
    record_send(t->fd, RECORD_TRIAL, 4, field);
}

static void note_failure(const trials_struct *t, slong width, const reason_t why)
{
    char text[900];
    snprintf(text, sizeof text, "case %.200s, width %ld: no trials: %s", t->subject->name, (long)width, why->text);
    const char *field[] = {text};
    record_send(t->fd, RECORD_NOTE, 1, field);
}

/* A trial that stopped early serves the thresholds it decides. */
static int usable(const deq_trial_struct *trial, const arb_struct *threshold)
{
    return !trial->decided_early || (threshold != NULL && deq_trial_decides(trial, threshold) != 0);
}

static stored_trial *find(stored_trials *stored, slong sorted, slong width, slong trial)
{
    stored_trial key = {.width = width, .trial = trial};
    return sorted == 0 ? NULL : bsearch(&key, stored->trial, (size_t)sorted, sizeof key, by_key);
}

typedef struct {
    trials_struct *t;
    slong width, sorted; /* trial[0 .. sorted-1] of the list are in order, new ones come after */
    int norms;
    const slong *missing;
} computation;

/* Sends a computed trial to the parent and keeps it for the worker's other claims. */
static int computed(void *context, slong index, const deq_trial_struct *value)
{
    const computation *c = context;
    stored_trials *stored = &c->t->stored[c->norms];
    trial_keep(c->t, c->width, c->missing[index], c->norms, value);
    stored_trial *before = find(stored, c->sorted, c->width, c->missing[index]);
    if (before != NULL)
        before->value = *value;
    else
        append(stored, c->width, c->missing[index], value);
    return 0;
}

static dq_status compute(computation *c, slong missing, const arb_struct *threshold, reason_t why)
{
    trials_struct *t = c->t;
    deq_trial_struct *fresh = flint_malloc((size_t)missing * sizeof *fresh);
    deq_options options = {.norms = c->norms, .threshold = threshold};
    if (!t->model_known) {
        deq_model_init_case(t->model, t->subject);
        t->model_known = 1;
    }
    dq_status status = deq_trials(fresh, t->model, c->width, c->missing, missing, &options, computed, c, why);
    stored_trials *stored = &t->stored[c->norms];
    if (stored->count > c->sorted) qsort(stored->trial, (size_t)stored->count, sizeof *stored->trial, by_key);
    flint_free(fresh);
    return status;
}

slong trials_supply(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                    const arb_struct *threshold)
{
    trials_struct *t = context;
    /* Other laws have no tail bound of |W|: their trials enclose the norm in any case, so one kind of trial serves
     * both. */
    norms = norms || t->subject->law != LAW_GAUSSIAN;
    stored_trials *stored = &t->stored[norms];
    slong *missing = flint_malloc(((size_t)count + 1) * sizeof *missing), absent = 0;
    reason_t why;
    reason_init(why);
    for (slong k = 0; k < count; k++) {
        const stored_trial *found = find(stored, stored->count, width, k);
        if (found == NULL || !usable(&found->value, threshold)) missing[absent++] = k;
    }
    computation c = {t, width, stored->count, norms, missing};
    if (absent > 0 && compute(&c, absent, threshold, why) != DQ_OK) {
        note_failure(t, width, why);
        count = 0;
    }
    for (slong k = 0; k < count; k++) out[k] = find(stored, stored->count, width, k)->value;
    flint_free(missing);
    return count;
}
