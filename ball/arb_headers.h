/* One include for both layouts of the ball arithmetic library: FLINT 2.9 with a separate Arb 2.23
   (headers at the top level) and FLINT >= 3 (everything below flint/). */
#ifndef DEQCERT_BALL_ARB_HEADERS_H
#define DEQCERT_BALL_ARB_HEADERS_H

#include <gmp.h>
#include <mpfr.h>
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <flint/fmpq.h>
#include <flint/fmpq_mat.h>
#include <flint/fmpq_poly.h>
#include <flint/fmpq_vec.h>
#include <flint/fmpz_mat.h>
#include <flint/fmpz_poly.h>
#include <flint/fmpz_vec.h>
#if __has_include(<flint/arb.h>)
#include <flint/nmod.h>
#include <flint/arf.h>
#include <flint/mag.h>
#include <flint/arb.h>
#include <flint/acb.h>
#include <flint/arb_poly.h>
#include <flint/arb_mat.h>
#include <flint/acb_mat.h>
#include <flint/arb_calc.h>
#include <flint/acb_calc.h>
#include <flint/arb_hypgeom.h>
#include <flint/acb_hypgeom.h>
#else
#include <flint/nmod_vec.h>
#include <arf.h>
#include <mag.h>
#include <arb.h>
#include <acb.h>
#include <arb_poly.h>
#include <arb_mat.h>
#include <acb_mat.h>
#include <arb_calc.h>
#include <acb_calc.h>
#include <arb_hypgeom.h>
#include <acb_hypgeom.h>
#endif

/* FLINT >= 3.2 has these under new names. */
#if __FLINT_VERSION > 3 || (__FLINT_VERSION == 3 && __FLINT_VERSION_MINOR >= 2)
#define flint_randinit flint_rand_init
#define flint_randclear flint_rand_clear
#endif

#endif
