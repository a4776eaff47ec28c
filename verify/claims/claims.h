/* claims: one file per claim, verify/claims/<family>/<name>.c, exporting `const claim_t claims_<family>_<name>[]` (printed form, repaired
   form if one is needed, ended by an entry with id NULL).  The registry is generated from the files. */
#ifndef DEQCERT_CLAIMS_H
#define DEQCERT_CLAIMS_H

#include "verify/input/input.h"
#include "verify/statistics/statistics.h"
#include "deq/deq.h"
#include "gram/gram.h"

typedef enum {
    VERDICT_NONE = 0,
    VERDICT_PROVED, VERDICT_REFUTED,          /* certified */
    VERDICT_SUPPORTED, VERDICT_REJECTED,      /* statistical */
    VERDICT_INCONCLUSIVE, VERDICT_INAPPLICABLE
} verdict_kind;
const char *verdict_name(verdict_kind v);           /* "proved", ... */
verdict_kind verdict_from_name(const char *name);   /* VERDICT_NONE when unknown */

/* One verdict with its evidence.  `evidence` is one or more plain Markdown paragraphs (math in $`..`$); `numbers` are certified
   or approximate values shown in a table: kind "enclosure" (lower, upper outward), "confidence" or "approximate" (upper empty). */
typedef struct { char *name, *lower, *upper, *kind; } number_t;
/* The data of one curve of a figure: what x and y are, with units; kind as a number's; points: lines "x lower upper", "x value" when
   approximate. */
typedef struct { char *name, *x, *y, *kind, *points; } series_t;
typedef struct {
    verdict_kind kind;
    char subkind[24];      /* for refuted: "counterexample", "impossible" or "ill-typed"; else "" */
    slong width;           /* -1 when the claim does not depend on a width */
    char *evidence;        /* owned, never NULL after a decision */
    number_t *number; slong numbers;
    series_t *curve; slong curves;
    char *witness;         /* its violations, and after witness_complete the file's text from the line `law` on; NULL without one */
    slong violations;      /* recorded by verdict_violation */
} verdict_struct;
typedef verdict_struct verdict_t[1];
void verdict_init(verdict_t v);
void verdict_clear(verdict_t v);
/* Decide: kind (and subkind) and evidence are replaced, numbers stay.  Call before verdict_add. */
void verdict_set(verdict_t v, verdict_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
void verdict_refute(verdict_t v, const char *subkind, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Appends a paragraph to the evidence. */
void verdict_add(verdict_t v, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends an enclosure to the numbers, printed outward with `digits` significant digits. */
void verdict_number(verdict_t v, const char *name, const arb_t value, slong digits);
void verdict_approximate(verdict_t v, const char *name, double value);
/* Appends confidence limits: lower printed rounded down, upper rounded up. */
void verdict_confidence(verdict_t v, const char *name, const arf_t lower, const arf_t upper, slong digits);
/* decide_probability, counted among the verdict's statistical decisions (a number of kind "count"), of which a report holds at most
   DECISIONS_MAX.  v: NULL counts nowhere. */
decision verdict_decide(verdict_t v, arf_t lower, arf_t upper, ulong good, ulong bad, ulong trials, const fmpq_t t, double budget);
#define VERDICT_DECISIONS "statistical decisions"
/* Starts a curve, to which the points that follow belong.  name: unique in the verdict, kebab-case; x, y: Markdown; kind "enclosure",
   "confidence" or "approximate". */
void verdict_curve(verdict_t v, const char *name, const char *x, const char *y, const char *kind);
/* Appends (x, y) to the last curve, y rounded outward to `digits` digits; a y that is not finite is left out. */
void verdict_point(verdict_t v, double x, const arb_t y, slong digits);
/* The same for an approximate curve. */
void verdict_approximate_point(verdict_t v, double x, double y);
/* A ball as text for evidence, "[lower, upper]" rounded outward (the number alone when exact): write
   verdict_add(v, "... %s ...", ball_as_text(x, 15).text). */
typedef struct { char text[256]; } ball_text;
ball_text ball_as_text(const arb_t x, slong digits);
/* Maps a mathematics status to inconclusive / inapplicable with the reason. */
void verdict_from_status(verdict_t v, dq_status status, const reason_t why);

/* ---- the audit of one case: everything the claims share, computed once per process and case -------- */
typedef struct audit_struct audit_struct;
typedef audit_struct *audit_t;
typedef enum { PROFILE_QUICK, PROFILE_STANDARD, PROFILE_FULL } profile_kind;

/* Supplies the trials of a width (from the store or by computing them); trials with certified norms when norms = 1.
   threshold: NULL, or each trial need only be accurate enough to decide on which side of this ball its lambda_0 lies.
   Returns how many trials are in out[0..count-1], 0 on failure. */
typedef slong (*trial_source)(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                              const arb_struct *threshold);

audit_t audit_open(const case_t c, profile_kind profile, slong bits, trial_source trials, void *context);
void audit_close(audit_t a);
const case_struct *audit_case(const audit_t a);
profile_kind audit_profile(const audit_t a);
slong audit_bits(const audit_t a);
const gram_model_struct *audit_model(audit_t a);
/* sup |phi'| and sup |phi''| (order 1, 2), cached; value is a borrowed ball. */
sup_status audit_supremum(const arb_struct **value, audit_t a, int order, reason_t why);
/* The limit and lambda_* at the audit's bits, cached with their status; *gram / *lambda are borrowed. */
dq_status audit_limit(const gram_struct **gram, audit_t a, reason_t why);
dq_status audit_lambda(const lambda_struct **lambda, audit_t a, reason_t why);
/* K^(1) .. K^(layers), layers = 12 at least, cached; *layer borrowed. */
dq_status audit_layers(const gram_struct **layer, slong *layers, audit_t a, reason_t why);
/* The expansion at q = q_* (the first point's, with general norms) good for the data's |rho|, cached, borrowed;
   at q = 2 when no q_* exists. */
dq_status audit_expansion(const hermite_struct **h, audit_t a, reason_t why);
/* Trials of one width through the trial source. */
slong audit_trials(deq_trial_struct *out, audit_t a, slong width, slong count, int norms);
/* The same, each trial stopped as soon as its interval decides the threshold. */
slong audit_trials_deciding(deq_trial_struct *out, audit_t a, slong width, slong count, int norms, const arb_t threshold);

/* The random model of a case; borrows phi and points, L is the certified supremum where it is finite. */
void deq_model_init_case(deq_model_t model, const case_struct *c);
void deq_model_clear_case(deq_model_t model);

/* ---- witnesses: what sampling found against a claim, to be computed again from its key (docs/witness.md) -------------- */

typedef enum { EVENT_AT_MOST, EVENT_BELOW, EVENT_AT_LEAST, EVENT_ABOVE } event_relation;
#define WITNESS_PLACES 4
#define WITNESS_LISTED 1000 /* violations in a file; all are counted */
/* An inequality that a claim states of every sampled network or step: a quantity against a bound. */
typedef struct {
    const char *name;       /* kebab-case, unique within the claim */
    const char *generator;  /* what is sampled: "network", ... */
    const char *place;      /* the numbers that tell which, at most WITNESS_PLACES words: "trial", "width trial", "step" */
    const char *inequality; /* plain text, without a line break */
    event_relation relation; /* of the quantity to the bound */
    /* 1 when the claim's hypotheses hold in the case; else 0 with v set.  NULL: measure checks what it needs. */
    int (*applies)(verdict_t v, audit_t a);
    /* Both sides at one place, from the case alone.  DQ_INPUT with the reason for a place at which nothing is sampled. */
    dq_status (*measure)(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why);
} witness_event;
/* Whether the inequality certainly fails (-1), certainly holds (1), or neither (0). */
int event_decided(event_relation relation, const arb_t quantity, const arb_t bound);
/* Records a violation of the named event; the first WITNESS_LISTED are kept with their numbers. */
void verdict_violation(verdict_t v, const char *event, int places, const slong *place, const arb_t quantity, const arb_t bound);
/* The text of a witness file from the line `law` on; NULL without a violation.  claim NULL (planted falsehoods, whose networks belong
   to no case): no witness. */
struct claim_struct;
void witness_complete(verdict_t v, const struct claim_struct *claim, const case_struct *c);

/* ---- claims ------------------------------------------------------------------------------------ */

/* A planted falsehood (or a true statement offered as false) of the claim: decided by the same machinery in every run.
   truth = 0: must come out refuted or rejected; truth = 1: must come out neither. */
typedef struct {
    const char *name;          /* kebab-case, unique within the claim */
    const char *statement;     /* what is planted, Markdown */
    int truth;
    void (*decide)(verdict_t v, void *unused);
} planted_t;

typedef struct claim_struct {
    const char *id;            /* "gram.rate", "gram.rate.repaired" */
    const char *title;
    const char *source;        /* paper, theorem number */
    const char *statement;     /* exactly as printed (Markdown, math $`..`$ or ```math blocks) */
    const char *reading;       /* how the print is read, "" when literally */
    const char *hypotheses;    /* Markdown */
    const char *method;        /* how it is decided: what is proved, what is assumed */
    const char *depends;       /* space-separated ids whose statements the source's proof uses, "" if none */
    int per_width;             /* 1: one verdict per width of the case */
    int standalone;            /* 1: about no case: decided once in a run, with a NULL audit and width -1 */
    const char *expected;      /* standalone: the verdict recorded for it, as a case's `expect`; NULL when none is */
    void (*decide)(verdict_t v, audit_t a, slong width);
    const planted_t *planted;  /* ended by name NULL; NULL when none */
    const witness_event *events; /* ended by name NULL; NULL when nothing is sampled against the claim */
    const char *file;          /* __FILE__ relative: "verify/claims/gram/rate.c" */
} claim_t;

extern const claim_t *const claim_registry[];     /* generated; ended by NULL; each entry ended by id NULL */
const claim_t *claim_find(const char *id);        /* NULL when unknown */
/* Calls visit for every claim, in id order. */
void claim_visit(void (*visit)(const claim_t *claim, void *context), void *context);

/* ---- reading a witness and computing it again ------------------------------------------------------- */

typedef struct {
    const witness_event *event;
    slong place[WITNESS_PLACES];
    char *recorded;            /* "quantity LOWER UPPER bound LOWER UPPER" */
    arb_struct quantity[2], bound[2]; /* the recorded ends, to 128 bits */
} violation_struct;
typedef struct {
    const claim_t *claim;
    char *name, *path, hash[33]; /* of the case */
    slong width;               /* -1 when the claim has none */
    case_law law;
    uint64_t seed;
    slong violations;          /* found; the first `listed` of them follow */
    violation_struct *violation;
    slong listed;
} witness_struct;
typedef witness_struct witness_t[1];
/* Reads a witness file of any bytes: 0, or -1 with "file:line: what is wrong".  witness_clear in every case. */
int witness_read(witness_t w, const char *path, reason_t why);
void witness_clear(witness_t w);
/* 0 when the witness is about this case (its hash, seed, law and widths); -1 with the reason.  Identifies the case. */
int witness_concerns(const witness_struct *w, case_t c, reason_t why);

typedef enum {
    REPLAY_CONFIRMED, /* the violation is certified anew, and both sides agree with the recorded ones */
    REPLAY_ELSEWHERE, /* certified, but a recorded enclosure contains no number of the computed one */
    REPLAY_HOLDS,     /* the inequality certainly holds */
    REPLAY_OPEN,      /* neither is certified, or the computation failed (why) */
    REPLAY_REFUSED    /* nothing is sampled at the recorded place, or a hypothesis of the claim fails (why) */
} replay_kind;
const char *replay_name(replay_kind kind); /* "confirmed", ... */
/* Computes one violation again from the case; quantity and bound receive both sides. */
replay_kind witness_replay(arb_t quantity, arb_t bound, const witness_struct *w, const violation_struct *violation, audit_t a,
                           reason_t why);

#endif
