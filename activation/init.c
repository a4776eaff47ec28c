/* Text -> pieces.  A cell of the line is built with every kinked function replaced by the branch it takes there; a kink
   inside the cell splits it and both halves are built again.  Each breakpoint then gets the value of the expression AT
   that point. */
#include <stdlib.h>
#include <string.h>

#include "activation/builder.h"
#include "activation/structure.h"

#define PIECES_MAX 64

typedef struct {
    activation_struct *phi;
    slong work;
    activation_error_struct *error;
} construction;

static activation_t activation_new(void)
{
    activation_t phi = flint_calloc(1, sizeof(activation_struct));
    phi->breakpoint = flint_calloc(PIECES_MAX, sizeof(fmpq));
    phi->piece = flint_calloc(PIECES_MAX, sizeof(expr_struct));
    phi->at_break = flint_calloc(PIECES_MAX, sizeof(expr_struct));
    phi->degree = flint_calloc(PIECES_MAX, sizeof(slong));
    return phi;
}

void activation_clear(activation_t phi)
{
    if (!phi) return;
    for (slong k = 0; k < phi->pieces; k++) expr_clear(&phi->piece[k]);
    for (slong k = 0; k + 1 < phi->pieces; k++) {
        expr_clear(&phi->at_break[k]);
        fmpq_clear(phi->breakpoint + k);
    }
    flint_free(phi->breakpoint);
    flint_free(phi->piece);
    flint_free(phi->at_break);
    flint_free(phi->degree);
    free(phi->text);
    flint_free(phi);
}

/* Builds one cell into out; 1: done, 0: split at `split`, -1: refused. */
static int build_cell(expr_t out, fmpq_t split, construction *c, const source_t s, const cell_struct *cell)
{
    builder_t b;
    slong root;
    int result = 1;
    builder_init(b, cell, c->error);
    root = builder_source(b, s);
    if (b->failed) {
        result = -1;
    } else if (b->has_split) {
        fmpq_set(split, b->split);
        result = 0;
    } else {
        builder_check_analytic(b, &c->work);
        expr_extract(out, b->table->nodes, root);
        if (expr_degree(out) > EXPONENT_MAX) {
            b->position = -1;
            builder_fail(b, "polynomials of degree above %d are not accepted", EXPONENT_MAX);
        }
        result = b->failed ? -1 : 1;
    }
    builder_clear(b);
    return result;
}

/* Appends the piece, and the breakpoint at the cell's lower end when it is not the first. */
static int append_piece(construction *c, const source_t s, expr_t piece, const cell_struct *cell)
{
    activation_struct *phi = c->phi;
    slong k = phi->pieces;
    if (k > 0) {
        cell_t point;
        fmpq_t none;
        int built;
        cell_init(point);
        fmpq_init(none);
        point->is_point = 1;
        fmpq_set(point->lower, cell->lower);
        expr_init(&phi->at_break[k - 1]);
        built = build_cell(&phi->at_break[k - 1], none, c, s, point);
        cell_clear(point);
        fmpq_clear(none);
        if (built != 1) {
            expr_clear(&phi->at_break[k - 1]);
            return 0;
        }
        fmpq_init(phi->breakpoint + k - 1);
        fmpq_set(phi->breakpoint + k - 1, cell->lower);
    }
    phi->piece[k] = *piece;
    phi->pieces++;
    return 1;
}

/* All pieces of s on the open interval `whole`, from left to right. */
static int build_interval(construction *c, const source_t s, const cell_struct *whole)
{
    cell_struct todo[PIECES_MAX + 1]; /* disjoint, the leftmost on top */
    slong waiting = 1;
    fmpq_t split;
    int good = 1;
    for (slong i = 0; i <= PIECES_MAX; i++) cell_init(&todo[i]);
    fmpq_init(split);
    cell_set(&todo[0], whole);
    while (waiting > 0 && good) {
        cell_struct *cell = &todo[waiting - 1];
        expr_t piece;
        int built;
        expr_init(piece);
        built = build_cell(piece, split, c, s, cell);
        if (built != 1) expr_clear(piece);
        if (built < 0) {
            good = 0;
        } else if (c->phi->pieces + waiting + (built == 0) > PIECES_MAX) {
            if (built == 1) expr_clear(piece);
            c->error->offset = -1;
            reason_set(c->error->why, "more than %d pieces", PIECES_MAX);
            good = 0;
        } else if (built == 0) {
            cell_set(&todo[waiting], cell);
            todo[waiting].has_upper = 1;
            fmpq_set(todo[waiting].upper, split);
            cell->has_lower = 1;
            fmpq_set(cell->lower, split);
            waiting++;
        } else if (append_piece(c, s, piece, cell)) {
            waiting--;
        } else {
            expr_clear(piece);
            good = 0;
        }
    }
    for (slong i = 0; i <= PIECES_MAX; i++) cell_clear(&todo[i]);
    fmpq_clear(split);
    return good;
}

static void append_text(char **text, const char *more)
{
    size_t n = *text ? strlen(*text) : 0;
    *text = flint_realloc(*text, n + strlen(more) + 1);
    strcpy(*text + n, more);
}

/* "0.1*x" alone, or "{x < 0: 0.1*x; x}". */
static void add_text(activation_struct *phi, const source_t s, const activation_piece_text *entry, slong index,
                     slong count)
{
    char *phi_text = source_text(s);
    if (count > 1) {
        append_text(&phi->text, index == 0 ? "{" : "; ");
        if (entry->until) {
            char *until = rational_text(entry->until);
            append_text(&phi->text, "x < ");
            append_text(&phi->text, until);
            append_text(&phi->text, ": ");
            free(until);
        }
    }
    append_text(&phi->text, phi_text);
    if (count > 1 && index == count - 1) append_text(&phi->text, "}");
    free(phi_text);
}

static const char *wrong_until(const activation_piece_text *piece, slong index, slong count)
{
    if (index == count - 1) return piece[index].until ? "the last piece has no `until`" : NULL;
    if (!piece[index].until) return "every piece but the last needs `until`";
    if (fmpz_bits(fmpq_numref(piece[index].until)) > RATIONAL_MAX_BITS ||
        fmpz_bits(fmpq_denref(piece[index].until)) > RATIONAL_MAX_BITS)
        return "`until` has too many digits";
    if (index > 0 && fmpq_cmp(piece[index - 1].until, piece[index].until) >= 0)
        return "`until` must increase from piece to piece";
    return NULL;
}

static int add_entry(construction *c, const activation_piece_text *piece, slong index, slong count)
{
    const char *wrong = wrong_until(piece, index, count);
    source_t s;
    cell_t cell;
    int good;
    c->error->offset = -1;
    if (wrong) {
        reason_set(c->error->why, "%s", wrong);
        return 0;
    }
    source_init(s);
    cell_init(cell);
    if (index > 0) {
        cell->has_lower = 1;
        fmpq_set(cell->lower, piece[index - 1].until);
    }
    if (piece[index].until) {
        cell->has_upper = 1;
        fmpq_set(cell->upper, piece[index].until);
    }
    good = source_parse(s, piece[index].text, c->error) == DQ_OK && build_interval(c, s, cell);
    if (good) add_text(c->phi, s, &piece[index], index, count);
    source_clear(s);
    cell_clear(cell);
    return good;
}

dq_status activation_init_pieces(activation_t *phi, const activation_piece_text *piece, slong count, slong *bad_piece,
                                 activation_error_t error)
{
    construction c = {NULL, 0, error};
    *phi = NULL;
    *bad_piece = 0;
    error->offset = -1;
    reason_init(error->why);
    if (count < 1 || count > PIECES_MAX) {
        reason_set(error->why, "an activation has between 1 and %d pieces", PIECES_MAX);
        return DQ_INPUT;
    }
    c.phi = activation_new();
    for (slong i = 0; i < count; i++)
        if (!add_entry(&c, piece, i, count)) {
            *bad_piece = i;
            activation_clear(c.phi);
            return DQ_INPUT;
        }
    merge_pieces(c.phi);
    for (slong k = 0; k < c.phi->pieces; k++) c.phi->degree[k] = expr_degree(&c.phi->piece[k]);
    c.phi->parity = pieces_parity(c.phi);
    *phi = c.phi;
    return DQ_OK;
}

dq_status activation_init(activation_t *phi, const char *text, activation_error_t error)
{
    activation_piece_text whole = {NULL, text};
    slong bad_piece;
    return activation_init_pieces(phi, &whole, 1, &bad_piece, error);
}
