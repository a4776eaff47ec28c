/* read_activation: `phi: expression` or `pieces`, and the declared Lipschitz constant. */
#include <stdlib.h>
#include "verify/input/case_parts.h"

/* `why` at byte `offset` of an expression. */
static void complain_expression(reading_t r, const node_t *node, const activation_error_t error)
{
    if (error->offset >= 0 && node->indent < 0)
        complain(r, node, "activation: %s (at character %ld of the expression)", error->why->text,
                 (long)error->offset + 1);
    else
        complain_at(r, node, error->offset, "activation: %s", error->why->text);
}

static void read_phi(reading_t r, const node_t *node)
{
    activation_error_t error;

    if (!field_scalar(r, node, "activation.phi")) return;
    error->offset = -1;
    reason_init(error->why);
    if (activation_init(&r->c->phi, node->text, error) != DQ_OK) {
        r->c->phi = NULL;
        complain_expression(r, node, error);
        return;
    }
    r->c->phi_text = copy_text(node->text, (size_t)node->length);
}

/* "phi for x < until; ...; phi" as written. */
static char *pieces_text(const node_t *list)
{
    char *text = copy_text("", 0);
    size_t used = 0;

    for (slong i = 0; i < list->count; i++) {
        const node_t *phi = node_get(list->value[i], "phi"), *until = node_get(list->value[i], "until");
        size_t more = (size_t)phi->length + (until ? (size_t)until->length : 0) + 16;
        int written;
        text = flint_realloc(text, used + more);
        if (until != NULL)
            written = snprintf(text + used, more, "%s for x < %s; ", phi->text, until->text);
        else
            written = snprintf(text + used, more, "%s", phi->text);
        used += written > 0 ? (size_t)written : 0;
    }
    return text;
}

/* One entry; 1 iff usable. */
static int read_piece(activation_piece_text *piece, fmpq_t until, reading_t r, const node_t *node, int last)
{
    static const char *const keys[] = {"until", "phi", NULL};
    const node_t *phi, *bound;

    if (!mapping_check(r, node, "activation.pieces", keys)) return 0;
    phi = mapping_require(r, node, "activation.pieces", "phi");
    bound = node_get(node, "until");
    if (last && bound != NULL)
        complain(r, bound,
                 "activation.pieces: the last piece has \"until\"; the last piece reaches to infinity and has none");
    if (!last && bound == NULL)
        complain(r, node, "activation.pieces: \"until\" is missing; only the last piece has none");
    if (phi == NULL || !field_scalar(r, phi, "activation.pieces.phi") || last != (bound == NULL)) return 0;
    if (bound != NULL && !field_decimal(until, r, bound, "activation.pieces.until")) return 0;
    piece->text = phi->text;
    piece->until = bound ? until : NULL;
    return 1;
}

static void read_pieces(reading_t r, const node_t *list)
{
    activation_piece_text piece[CASE_MAX_PIECES];
    fmpq until[CASE_MAX_PIECES];
    activation_error_t error;
    quoted_t q;
    slong bad = 0;
    int usable = 1;

    if (list->kind != NODE_SEQUENCE || list->count == 0 || list->count > CASE_MAX_PIECES) {
        complain(r, list,
                 "activation.pieces: %s; a list of 1 to %d pieces is needed, e.g. [{until: 0, phi: 0.1*x}, {phi: x}]",
                 list->kind == NODE_SEQUENCE ? (list->count ? "too many pieces" : "an empty list")
                                             : node_describe(q, list),
                 CASE_MAX_PIECES);
        return;
    }
    for (slong i = 0; i < list->count; i++) {
        fmpq_init(&until[i]);
        if (!read_piece(&piece[i], &until[i], r, list->value[i], i == list->count - 1))
            usable = 0;
        else if (usable && i > 0 && i < list->count - 1 && fmpq_cmp(&until[i - 1], &until[i]) >= 0) {
            complain(r, node_get(list->value[i], "until"),
                     "activation.pieces: \"until\" does not increase; each piece ends to the right of the one before");
            usable = 0;
        }
    }
    error->offset = -1;
    reason_init(error->why);
    if (usable && activation_init_pieces(&r->c->phi, piece, list->count, &bad, error) == DQ_OK) {
        r->c->phi_text = pieces_text(list);
    } else {
        r->c->phi = NULL;
        if (usable)
            complain_expression(r, bad >= 0 && bad < list->count ? node_get(list->value[bad], "phi") : list, error);
    }
    for (slong i = 0; i < list->count; i++) fmpq_clear(&until[i]);
}

void read_activation(reading_t r, const node_t *node)
{
    static const char *const keys[] = {"phi", "pieces", "lipschitz", NULL};
    static const char *const forms[] = {"phi", "pieces", NULL};
    slong form;
    const node_t *lipschitz;
    quoted_t q;

    if (node->kind == NODE_SCALAR && node->length > 0) {
        complain(r, node, "activation: %s; a mapping is needed, e.g. {phi: tanh(x)}", node_describe(q, node));
        return;
    }
    if (!mapping_check(r, node, "activation", keys)) return;
    lipschitz = node_get(node, "lipschitz");
    if (lipschitz != NULL)
        r->c->lipschitz_declared = field_positive(r->c->lipschitz, r, lipschitz, "activation.lipschitz");
    form = mapping_choice(r, node, "activation", forms);
    if (form < 0) return;
    r->phi_node = node_get(node, forms[form]);
    if (form == 0)
        read_phi(r, r->phi_node);
    else
        read_pieces(r, r->phi_node);
}

void check_square_integrable(reading_t r)
{
    const case_struct *c = r->c;
    const points_struct *points = c->points;
    arb_t q, each;
    reason_t why;
    int finite;

    if (c->phi == NULL || points->x == NULL) return;
    /* E phi(sqrt(q) g)^2 < inf at some q implies it at every smaller q > 0, so the largest variance decides. */
    arb_init(q);
    arb_init(each);
    reason_init(why);
    arb_set_ui(q, 2);
    if (!points->normalise)
        for (slong i = 0; i < points->n; i++) {
            points_sigma0(each, points, i, i, 64);
            if (i == 0)
                arb_set(q, each);
            else
                arb_max(q, q, each, 64);
        }
    finite = activation_square_integrable(c->phi, q, why);
    if (finite <= 0) {
        char *variance = arb_upper_decimal(q, 6);
        complain(r, r->phi_node, "activation: E phi(u)^2 is %s for u ~ N(0, %s), the first layer's variance%s%s",
                 finite == 0 ? "infinite" : "not certifiably finite", variance, why->text[0] ? ": " : "", why->text);
        free(variance);
    }
    arb_clear(q);
    arb_clear(each);
}
