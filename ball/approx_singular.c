/* approx_is_singular: does the determinant vanish modulo one prime?  A nonsingular matrix passes for singular with
   probability about 2^-61; nothing is proved by it, it only saves precision spent on an eigenvalue 0.  The entries are
   m 2^e: of no power of two is the prime a near neighbour (modulo 2^61 - 1, 1 - 2^-61 is 0). */
#include <flint/nmod_mat.h>
#include <flint/ulong_extras.h>
#include "ball/approx_eigenpair.h"

int approx_is_singular(const arb_mat_t M)
{
    const ulong prime = UWORD(3622009729038561437); /* the first above floor(2^60 pi) */
    slong n = arb_mat_nrows(M), rank;
    fmpz_t mantissa, exponent;
    nmod_mat_t reduced;

    fmpz_init(mantissa);
    fmpz_init(exponent);
    nmod_mat_init(reduced, n, n, prime);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            ulong power;
            arf_get_fmpz_2exp(mantissa, exponent, arb_midref(arb_mat_entry(M, i, j)));
            power = n_powmod2_ui_preinv(2, fmpz_fdiv_ui(exponent, prime - 1), prime, reduced->mod.ninv); /* Fermat */
            nmod_mat_entry(reduced, i, j) = nmod_mul(fmpz_fdiv_ui(mantissa, prime), power, reduced->mod);
        }
    rank = nmod_mat_rank(reduced);
    fmpz_clear(mantissa);
    fmpz_clear(exponent);
    nmod_mat_clear(reduced);
    return rank < n;
}
