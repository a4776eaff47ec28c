/* For cppcheck alone (tools/lint.sh), which does not read the libraries' headers: their one-element array types, so that passing one is passing
   a pointer. */
#define ONE_ELEMENT(name)                                                                                              \
    typedef struct name##_struct name##_struct;                                                                        \
    struct name##_struct {                                                                                             \
        long opaque;                                                                                                   \
    };                                                                                                                 \
    typedef name##_struct name##_t[1];
ONE_ELEMENT(acb)
ONE_ELEMENT(acb_mat)
ONE_ELEMENT(acb_poly)
ONE_ELEMENT(arb)
ONE_ELEMENT(arb_mat)
ONE_ELEMENT(arb_poly)
ONE_ELEMENT(arf)
ONE_ELEMENT(fmpq_mat)
ONE_ELEMENT(fmpq_poly)
ONE_ELEMENT(mag)
ONE_ELEMENT(mpfr)
ONE_ELEMENT(mpq)
ONE_ELEMENT(mpz)
