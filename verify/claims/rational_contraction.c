/* rational_contraction: c + a z + b z^2/(1+z^2) and its derivative a + 2 b z/(1+z^2)^2. */
#include "verify/claims/rational_contraction.h"

void contraction_init(contraction_t f, const char *a, const char *b, const char *fixed)
{
    fmpq_t y;
    fmpq_init(f->a);
    fmpq_init(f->b);
    fmpq_init(f->c);
    fmpq_init(f->fixed);
    fmpq_init(f->mu);
    fmpq_init(y);
    rational_set(f->a, a);
    rational_set(f->b, b);
    rational_set(f->fixed, fixed);
    contraction_value(y, f, f->fixed);
    fmpq_sub(f->c, f->fixed, y);
    fmpq_abs(f->mu, f->a);
    fmpq_abs(y, f->b);
    fmpq_add(f->mu, f->mu, y);
    fmpq_clear(y);
}

void contraction_clear(contraction_t f)
{
    fmpq_clear(f->a);
    fmpq_clear(f->b);
    fmpq_clear(f->c);
    fmpq_clear(f->fixed);
    fmpq_clear(f->mu);
}

void contraction_value(fmpq_t y, const contraction_t f, const fmpq_t z)
{
    fmpq_t square, below;
    fmpq_init(square);
    fmpq_init(below);
    fmpq_mul(square, z, z);
    fmpq_add_si(below, square, 1);
    fmpq_div(square, square, below);
    fmpq_mul(square, square, f->b);
    fmpq_addmul(square, f->a, z);
    fmpq_add(y, square, f->c);
    fmpq_clear(square);
    fmpq_clear(below);
}

void contraction_derivative(fmpq_t y, const contraction_t f, const fmpq_t z)
{
    fmpq_t below, x;
    fmpq_init(below);
    fmpq_init(x);
    fmpq_mul(below, z, z);
    fmpq_add_si(below, below, 1);
    fmpq_mul(below, below, below);
    fmpq_mul_2exp(x, z, 1);
    fmpq_div(x, x, below);
    fmpq_mul(x, x, f->b);
    fmpq_add(y, x, f->a);
    fmpq_clear(below);
    fmpq_clear(x);
}
