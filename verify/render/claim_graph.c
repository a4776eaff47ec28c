/* claim-graph.md: which claims the sources' proofs use, drawn, and what each failing one takes with it. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/outcome.h"

/* Colours that people with any colour vision tell apart (Okabe and Ito), each with its words in the node and a border of its own. */
static const char *const class_style[CLASSES] = {
    "proved fill:#0072B2,color:#ffffff,stroke:#003a5c",
    "supported fill:#56B4E9,color:#000000,stroke:#003a5c",
    "mixed fill:#E69F00,color:#000000,stroke:#000000,stroke-width:2px,stroke-dasharray:6 3",
    "fails fill:#D55E00,color:#000000,stroke:#000000,stroke-width:4px",
    "open fill:#F0E442,color:#000000,stroke:#000000",
    "inapplicable fill:#ffffff,color:#000000,stroke:#555555,stroke-dasharray:2 2",
    "unused fill:#dddddd,color:#000000,stroke:#555555,stroke-dasharray:2 2",
};

typedef struct {
    const report_struct *r;
    size_t count;
    char *uses;  /* uses[j * count + k]: the proof of claim j uses claim k */
    char *rests; /* the same through any number of steps */
    outcome_t *outcome;
} graph;

static size_t index_of(const report_struct *r, const claim_row *c)
{
    return (size_t)(c - r->claims);
}

static void read_depends(graph *g, size_t claim)
{
    for (const char *p = g->r->claims[claim].depends; *p != '\0';) {
        size_t length = strcspn(p, " ");
        char id[128];
        snprintf(id, sizeof id, "%.*s", (int)length, p);
        const claim_row *used = report_claim(g->r, id);
        if (used != NULL && used->page != NULL) g->uses[claim * g->count + index_of(g->r, used)] = 1;
        p += length;
        p += strspn(p, " ");
    }
}

static void graph_init(graph *g, const report_struct *r)
{
    size_t n = r->claim_count;
    *g = (graph){r, n, NULL, NULL, NULL};
    g->uses = report_memory(calloc(n * n + 1, 1));
    g->rests = report_memory(calloc(n * n + 1, 1));
    g->outcome = report_memory(calloc(n + 1, sizeof *g->outcome));
    for (size_t j = 0; j < n; j++) {
        if (r->claims[j].page == NULL) continue;
        g->outcome[j] = claim_outcome(r, r->claims[j].id);
        read_depends(g, j);
    }
    memcpy(g->rests, g->uses, n * n);
    for (size_t k = 0; k < n; k++) /* Warshall */
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < n && g->rests[j * n + k]; i++) g->rests[j * n + i] |= g->rests[k * n + i];
}

static void graph_clear(graph *g)
{
    free(g->uses);
    free(g->rests);
    free(g->outcome);
}

/* ---- the drawing ---------------------------------------------------------------------------------- */

/* A proof in the sources links it to another claim. */
static int is_linked(const graph *g, size_t k)
{
    for (size_t j = 0; j < g->count; j++)
        if (g->uses[k * g->count + j] || g->uses[j * g->count + k]) return 1;
    return 0;
}

/* Repaired forms stand beside their printed one. */
static int is_drawn(const graph *g, size_t k)
{
    const claim_row *printed = g->r->claims[k].page ? claim_printed(g->r, &g->r->claims[k]) : NULL;
    return is_linked(g, k) || (printed != NULL && is_linked(g, index_of(g->r, printed)));
}

static int is_joined(const graph *g, size_t k, size_t j)
{
    const claim_row *repaired = g->r->claims[k].page ? claim_repaired(g->r, &g->r->claims[k]) : NULL;
    return g->uses[k * g->count + j] || g->uses[j * g->count + k] || (repaired != NULL && repaired == &g->r->claims[j]);
}

/* part[k]: the least index among the claims that k is linked to in any way. */
static void find_parts(size_t *part, const graph *g)
{
    for (size_t k = 0; k < g->count; k++) part[k] = k;
    for (int changed = 1; changed;) {
        changed = 0;
        for (size_t k = 0; k < g->count; k++)
            for (size_t j = 0; j < g->count; j++) {
                if (part[k] == part[j] || !is_drawn(g, k) || !is_drawn(g, j) || !is_joined(g, k, j)) continue;
                part[k] = part[j] = part[k] < part[j] ? part[k] : part[j];
                changed = 1;
            }
    }
}

static void node(FILE *out, const graph *g, size_t k)
{
    claim_class kind = g->outcome[k].kind;
    fprintf(out, "  c%zu[\"%s<br/>%s\"]:::%.*s\n", k, g->r->claims[k].id, class_text[kind],
            (int)strcspn(class_style[kind], " "), class_style[kind]);
}

static void draw_part(FILE *out, const graph *g, const size_t *part, size_t which)
{
    fputs("```mermaid\nflowchart LR\n", out);
    for (size_t k = 0; k < g->count; k++)
        if (part[k] == which) node(out, g, k);
    for (size_t k = 0; k < g->count; k++)
        for (size_t j = 0; j < g->count; j++)
            if (part[k] == which && g->uses[j * g->count + k]) fprintf(out, "  c%zu --> c%zu\n", k, j);
    for (size_t k = 0; k < g->count; k++) {
        const claim_row *repaired = g->r->claims[k].page ? claim_repaired(g->r, &g->r->claims[k]) : NULL;
        if (part[k] == which && repaired != NULL) fprintf(out, "  c%zu -.-> c%zu\n", k, index_of(g->r, repaired));
    }
    for (int k = 0; k < CLASSES; k++) fprintf(out, "  classDef %s\n", class_style[k]);
    fputs("```\n\n", out);
}

/* One drawing for each connected part. */
static void drawings(FILE *out, const graph *g)
{
    size_t *part = report_memory(calloc(g->count + 1, sizeof *part));
    find_parts(part, g);
    for (size_t k = 0; k < g->count; k++)
        if (part[k] == k && is_drawn(g, k)) draw_part(out, g, part, k);
    free(part);
    const char *before = "No proof in the sources links these to another claim: ";
    for (size_t k = 0; k < g->count; k++) {
        const claim_row *c = &g->r->claims[k];
        if (c->page == NULL || is_drawn(g, k)) continue;
        fprintf(out, "%s[%s](%s)", before, c->id, c->page);
        before = ", ";
    }
    fputs(before[0] == ',' ? ".\n\n" : "", out);
}

/* ---- the tables ----------------------------------------------------------------------------------- */

static void repaired_cell(FILE *out, const graph *g, const claim_row *c)
{
    const claim_row *repaired = claim_repaired(g->r, c);
    if (repaired == NULL) {
        fputs(claim_is_printed(c) ? "none" : "", out);
        return;
    }
    fprintf(out, "[%s](%s)", class_text[g->outcome[index_of(g->r, repaired)].kind], repaired->page);
}

static void failure_row(FILE *out, const graph *g, size_t k)
{
    const claim_row *c = &g->r->claims[k];
    const char *separator = " | ";
    fprintf(out, "| [%s](%s) | ", c->id, c->page);
    outcome_write(out, &g->outcome[k]);
    for (size_t j = 0; j < g->count; j++) {
        if (!g->rests[j * g->count + k] || !claim_is_printed(&g->r->claims[j])) continue;
        fprintf(out, "%s[%s](%s)", separator, g->r->claims[j].id, g->r->claims[j].page);
        separator = ", ";
    }
    fputs(separator[0] == ' ' ? " | none | " : " | ", out);
    repaired_cell(out, g, c);
    fputs(" |\n", out);
}

static void failures(FILE *out, const graph *g)
{
    fputs("## What a failing statement takes with it\n\nA theorem whose printed proof uses a failing statement, "
          "directly or "
          "through others, loses that proof; it may still be true, and the next table says what stands in its place. "
          "Where "
          "the statement fails in some cases only, the loss is in those cases; where it is a hypothesis of the "
          "theorem, the "
          "theorem does not apply there.\n\n| fails as printed | verdicts | lose their printed proof | repaired form "
          "of the "
          "statement |\n|---|---|---|---|\n",
          out);
    for (claim_class kind = CLASS_FAILS;; kind = CLASS_MIXED) {
        for (size_t k = 0; k < g->count; k++)
            if (claim_is_printed(&g->r->claims[k]) && g->outcome[k].kind == kind) failure_row(out, g, k);
        if (kind == CLASS_MIXED) break;
    }
    fputc('\n', out);
}

/* The failing statements of one class that claim j rests on; returns how many. */
static size_t rests_on(FILE *out, const graph *g, size_t j, claim_class kind)
{
    size_t count = 0;
    for (size_t k = 0; k < g->count; k++) {
        const claim_row *c = &g->r->claims[k];
        if (!g->rests[j * g->count + k] || g->outcome[k].kind != kind) continue;
        if (out != NULL) fprintf(out, "%s[%s](%s)", count ? ", " : "", c->id, c->page);
        count++;
    }
    return count;
}

static void losers(FILE *out, const graph *g)
{
    fputs("## What stands in its place\n\n| theorem | rests on what fails | and on what fails in some cases | its own "
          "verdicts | repaired form |\n|---|---|---|---|---|\n",
          out);
    for (size_t j = 0; j < g->count; j++) {
        const claim_row *c = &g->r->claims[j];
        if (!claim_is_printed(c) || rests_on(NULL, g, j, CLASS_FAILS) + rests_on(NULL, g, j, CLASS_MIXED) == 0)
            continue;
        fprintf(out, "| [%s](%s) | ", c->id, c->page);
        rests_on(out, g, j, CLASS_FAILS);
        fputs(" | ", out);
        rests_on(out, g, j, CLASS_MIXED);
        fputs(" | ", out);
        outcome_write(out, &g->outcome[j]);
        fputs(" | ", out);
        repaired_cell(out, g, c);
        fputs(" |\n", out);
    }
}

void write_claim_graph(FILE *out, const report_struct *r)
{
    graph g;
    graph_init(&g, r);
    fputs("# Claim graph\n\n[Index](index.md)\n\nAn arrow leads from a claim to those whose proof in the source uses "
          "it; a "
          "dotted one from a printed statement to its repaired form. The words in a node are those of the "
          "[glossary](glossary.md#verdict), counted over the cases that are not planted.\n\n",
          out);
    drawings(out, &g);
    failures(out, &g);
    losers(out, &g);
    graph_clear(&g);
}
