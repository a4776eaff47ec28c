/* Private to activation/: branch and bound for sup |phi^(order)| on a compact stretch of one piece. */
#ifndef DEQCERT_ACTIVATION_SUPREMUM_SEARCH_H
#define DEQCERT_ACTIVATION_SUPREMUM_SEARCH_H

#include "activation/expr.h"

/* attained <= sup <= max(bound, parts not searched yet). */
typedef struct {
    activation_struct *phi;
    int order;
    slong bits, prec;
    slong work;     /* evaluations left */
    int accurate;   /* 0 once a stretch had to be closed above the accuracy aimed at */
    arf_t attained; /* certified lower bound */
    arf_t bound;    /* upper bound over everything searched */
} search_struct;
typedef search_struct search_t[1];

void search_init(search_struct *s, activation_struct *phi, int order, slong bits);
void search_clear(search_struct *s);
/* 1 iff value <= attained (1 + 2^-(bits+2)), so that a stretch with this upper bound needs no further search. */
int search_is_close(const search_struct *s, const arf_t value);
void search_raise_attained(search_struct *s, const arf_t value);
void search_raise_bound(search_struct *s, const arf_t value);
/* The piece at a point of its closed domain, given as a ball around it. */
void search_point(search_struct *s, slong piece, const arb_t x);
/* Covers [a, b]; only points inside [inner_a, inner_b] (the part certainly in the piece's closed domain) raise
 * attained. */
void search_stretch(search_struct *s, slong piece, const arf_t a, const arf_t b, const arf_t inner_a,
                    const arf_t inner_b);

/* 1 and an upper bound for a period of piece k when x occurs only inside sin, cos, tan of r*x + const, r rational. */
int piece_period(arf_t period, const activation_struct *phi, slong k, slong prec);

/* Whether the order-th one-sided derivatives (1 or 2) agree at breakpoint k: 1 equal (exact rational arithmetic), 0
   they differ (disjoint balls), -1 undecided. */
int derivatives_agree(const activation_struct *phi, slong k, int order);

#endif
