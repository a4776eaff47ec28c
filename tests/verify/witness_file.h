/* Shared by the tests of witnesses: the file of a claim in a case, and what reading and computing it again gives. */
#ifndef DEQCERT_TESTS_WITNESS_FILE_H
#define DEQCERT_TESTS_WITNESS_FILE_H

#include "tests/verify/temporary_case.h"

static char file[] = "/tmp/deqcert-witness-XXXXXX";

/* Trials as the scheduler supplies them, without a store. */
static inline slong computed_trials(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                             const arb_struct *threshold)
{
    const deq_model_struct *model = context;
    deq_options options = {.norms = norms || model->law != WEIGHTS_GAUSSIAN, .threshold = threshold};
    slong *number = malloc((size_t)count * sizeof *number);
    reason_t why;
    reason_init(why);
    for (slong k = 0; k < count; k++) number[k] = k;
    dq_status status = deq_trials(out, model, width, number, count, &options, NULL, NULL, why);
    free(number);
    return status == DQ_OK ? count : 0;
}

static inline void write_bytes(const char *bytes, size_t size)
{
    unlink(file); /* some file systems wait for the disk when a file is cut to nothing and written again */
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

/* The witness of a claim in a case as a report has it: the caller frees it; NULL without a violation. */
/* not inline: gcc 12 then takes the text, whose address asprintf has, for a local variable that is gone */
__attribute__((noinline, unused)) static char *witness_of(const char *id, const case_t c, slong width)
{
    const claim_t *claim = claim_find(id);
    assert_non_null(claim);
    char *text = NULL, place[32] = "none";
    deq_model_t model;
    verdict_t v;
    verdict_init(v);
    deq_model_init_case(model, c);
    audit_t audit = audit_open(c, PROFILE_QUICK, 64, computed_trials, model);
    claim->decide(v, audit, width);
    witness_complete(v, claim, c);
    if (width >= 0) snprintf(place, sizeof place, "%ld", (long)width);
    case_identify(c);
    if (v->witness != NULL)
        assert_true(asprintf(&text, "deqcert-witness 1\nclaim %s\ncase %s\npath %s\nhash %s\nwidth %s\n%s", id, c->name,
                             c->path, c->hash, place, v->witness) > 0);
    audit_close(audit);
    deq_model_clear_case(model);
    verdict_clear(v);
    return text;
}

typedef struct {
    int readable;
    slong confirmed, listed;
    replay_kind first; /* of the first violation that is not confirmed */
    char reason[512];
} outcome;

/* Reads and replays the bytes; `most` violations at most. */
static inline outcome replayed(const char *bytes, size_t size, case_t c, audit_t audit, slong most)
{
    outcome o = {0};
    witness_t w;
    reason_t why;
    arb_t quantity, bound;
    reason_init(why);
    arb_init(quantity);
    arb_init(bound);
    write_bytes(bytes, size);
    o.readable = witness_read(w, file, why) == 0 && witness_concerns(w, c, why) == 0;
    if (!o.readable) assert_true(why->text[0] != '\0');
    for (; o.readable && o.listed < w->listed && o.listed < most; o.listed++) {
        replay_kind kind = witness_replay(quantity, bound, w, w->violation + o.listed, audit, why);
        if (kind == REPLAY_CONFIRMED) { /* it is one: certified, strictly */
            assert_int_equal(event_decided(w->violation[o.listed].event->relation, quantity, bound), -1);
            o.confirmed++;
        } else if (o.confirmed == o.listed) {
            o.first = kind;
        }
    }
    snprintf(o.reason, sizeof o.reason, "%s", why->text);
    witness_clear(w);
    arb_clear(quantity);
    arb_clear(bound);
    return o;
}

static inline case_t hard_case(const char *phi, const char *s, case_law law)
{
    case_t c = temporary_case(phi, s);
    c->law = law;
    return c;
}

/* The text with its first `from` replaced; the caller frees it. */
static inline char *changed(const char *text, const char *from, const char *to)
{
    char *out = NULL;
    if (strstr(text, from) == NULL) print_error("no \"%s\" in\n%s\n", from, text);
    assert_non_null(strstr(text, from));
    size_t before = (size_t)(strstr(text, from) - text);
    assert_true(asprintf(&out, "%.*s%s%s", (int)before, text, to, text + before + strlen(from)) > 0);
    return out;
}

static inline int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(file);
    return fd < 0 || close(fd) != 0;
}

static inline int remove_file(void **state)
{
    (void)state;
    return unlink(file);
}

#endif
