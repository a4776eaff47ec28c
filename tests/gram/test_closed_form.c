/* Limits whose kernels have closed forms: erf and sin (Daniely) solved in mpmath with equal and general norms
   (oracle_closed_form.py), ReLU against Ling's scalar fixed point, orthogonal data. */
#include "support.h"

static const double POINTS[15] = {1, 2, -1, 0.5, -0.25, 2, 3, 1, 1, -1, 0.75, 0.5, 0.125, 1, 0};

/* phi, normalise, {q_2, kappa_2, K_10, K_42, K_31, lambda_*} at s = 0.08 */
static const struct {
    const char *phi;
    int normalise;
    const char *value[6];
} ORACLE[] = {
    {"erf(x)",
     1,
     {"2.09571598431331380930691113446092032247794106", "0.598224901958211308168194590380752015487131636",
      "-0.204372445892949050614692427249611739515168433", "0.21421208905923972786415433349321130490061181",
      "0.0571468529133803019457682653352843380124702735", "0.0413610973513970712968149307870130158095934564"}},
    {"erf(x)",
     0,
     {"7.45703176511237294111898522800620406135323649", "0.773115198618997548660324341705442050124394706",
      "-0.221999463322639669481733529251253707848047843", "0.194958648823345591695419838584681587705190607",
      "0.0554715788183123606620284575700232416566288454", "0.038336559911102664402695401183197393761051897"}},
    {"sin(x)",
     1,
     {"2.07874826560768479829677185053905019485803158", "0.492176660048029989354824065869063717862697361",
      "-0.111801464951041356506486831671612701143590476", "0.118157954887034025459616319827995268201617827",
      "0.0287876475132176306687666011014016463649055445", "0.0997086539183979439264606550435769673554213533"}},
    {"sin(x)",
     0,
     {"7.41333330422947994717463357246517454556264161", "0.499999818100916336508126494574007576433176749",
      "-0.0528924827902307924536571715769338444557003763", "0.0179023850206323982046803076568282607553533242",
      "0.025732139765799930324949917075794882447881732", "0.182836117973638480935248535689507902228212507"}},
};

static void against_oracle(void **state)
{
    size_t k;
    slong bits;

    (void)state;
    for (k = 0; k < sizeof ORACLE / sizeof ORACLE[0]; k++)
        for (bits = 64; bits <= 160; bits += 96) {
            setup_t x;
            lambda_t l;
            reason_t why;
            slong point = ORACLE[k].normalise ? 0 : 2;

            setup_open(x, ORACLE[k].phi, "0.08", 5, 3, POINTS, ORACLE[k].normalise);
            lambda_init(l);
            reason_init(why);
            check_status("lambda", ORACLE[k].phi, gram_lambda(l, x->model, bits, 0.0, why), DQ_OK, why);
            assert_int_equal(l->gram->equal_norms, ORACLE[k].normalise);
            assert_int_equal(l->gram->norms, ORACLE[k].normalise ? 1 : 5);
            check_decimal("q_2", ORACLE[k].phi, l->gram->q + point, ORACLE[k].value[0], 43, 300);
            check_decimal("kappa_2", ORACLE[k].phi, l->gram->kappa + point, ORACLE[k].value[1], 43, 300);
            check_decimal("K_10", ORACLE[k].phi, arb_mat_entry(l->gram->K, 1, 0), ORACLE[k].value[2], 43, 300);
            check_decimal("K_42", ORACLE[k].phi, arb_mat_entry(l->gram->K, 4, 2), ORACLE[k].value[3], 43, 300);
            check_decimal("K_31", ORACLE[k].phi, arb_mat_entry(l->gram->K, 3, 1), ORACLE[k].value[4], 43, 300);
            check_decimal("lambda_*", ORACLE[k].phi, l->lambda, ORACLE[k].value[5], 41, 300);
            check_gram_widths(ORACLE[k].phi, l->gram, bits);
            check_width("lambda_*", ORACLE[k].phi, l->lambda, bits, l->lambda);
            lambda_clear(l);
            setup_close(x);
        }
}

/* Q(x) = (sqrt(1 - x^2) + (pi - acos x) x)/pi */
static void arc_cosine(arb_t value, const arb_t x, slong prec)
{
    arb_t t, pi;

    arb_init(t);
    arb_init(pi);
    arb_sqr(t, x, prec);
    arb_sub_ui(t, t, 1, prec);
    arb_neg(t, t);
    arb_sqrtpos(t, t, prec);
    arb_acos(value, x, prec);
    arb_const_pi(pi, prec);
    arb_sub(value, pi, value, prec);
    arb_mul(value, value, x, prec);
    arb_add(value, value, t, prec);
    arb_div(value, value, pi, prec);
    arb_clear(t);
    arb_clear(pi);
}

/* cos theta = s Q(cos theta) + (1 - s) rho0 iterated (contraction s), K = Q/(1 - s). */
static void relu_against_ling(void **state)
{
    const slong prec = 200, bits = 128;
    static const double points[] = {1,    0,  0,    1,  1,
                                    1e-9, -1, 1e-3, -3, 5}; /* near parallel and near antiparallel pairs too */
    setup_t x;
    gram_t g;
    reason_t why;
    arb_t s, rho0, c, Q;
    slong i, j, step;

    (void)state;
    setup_open(x, "relu(x)", "0.08", 5, 2, points, 1);
    gram_init(g);
    arb_init(s);
    arb_init(rho0);
    arb_init(c);
    arb_init(Q);
    reason_init(why);
    check_status("limit", "relu", gram_limit(g, x->model, bits, why), DQ_OK, why);
    check_gram_widths("relu", g, bits);
    arb_set_fmpq(s, x->s, prec);
    for (i = 0; i < 5; i++)
        for (j = 0; j < i; j++) {
            points_cosine(rho0, x->points, i, j, prec);
            arb_set(c, rho0);
            for (step = 0; step < 50; step++) {
                arb_t t;
                arb_init(t);
                arc_cosine(Q, c, prec);
                arb_sub(t, Q, rho0, prec);
                arb_mul(t, t, s, prec);
                arb_add(c, rho0, t, prec);
                arb_clear(t);
            }
            arc_cosine(Q, c, prec);
            arb_sub_ui(c, s, 1, prec);
            arb_neg(c, c);
            arb_div(Q, Q, c, prec);
            arb_add_error_2exp_si(Q, -160); /* 0.08^50 < 2^-182, the balls' rounding is far below */
            if (!arb_overlaps(Q, arb_mat_entry(g->K, i, j))) {
                printf("relu K_%ld%ld: ", (long)i, (long)j);
                arb_printn(arb_mat_entry(g->K, i, j), 70, 0);
                printf(" Ling: ");
                arb_printn(Q, 70, 0);
                printf("\n");
                fail();
            }
        }
    arb_clear(s);
    arb_clear(rho0);
    arb_clear(c);
    arb_clear(Q);
    gram_clear(g);
    setup_close(x);
}

/* Orthogonal data: every pair has rho0 = 0 exactly, so K = (kappa - k) I + k 11^T and lambda_* = kappa - k. */
static void orthogonal(void **state)
{
    static const double points[] = {1, 1, 0, 2, -2, 0, 0, 0, 3};
    static const char *const phi[] = {"sigmoid(x)", "relu(x)", "tanh(x)"};
    size_t k;

    (void)state;
    for (k = 0; k < 3; k++) {
        setup_t x;
        lambda_t l;
        reason_t why;
        arb_t difference;

        setup_open(x, phi[k], "0.08", 3, 3, points, 1);
        lambda_init(l);
        reason_init(why);
        arb_init(difference);
        check_status("lambda", phi[k], gram_lambda(l, x->model, 96, 0.0, why), DQ_OK, why);
        assert_true(arb_overlaps(arb_mat_entry(l->gram->K, 1, 0), arb_mat_entry(l->gram->K, 2, 1)));
        arb_sub(difference, l->gram->kappa, arb_mat_entry(l->gram->K, 1, 0), 128);
        assert_true(arb_overlaps(difference, l->lambda));
        check_width("lambda_*", phi[k], l->lambda, 96, l->lambda);
        if (k == 2) /* odd phi: k(0) = 0 */
            assert_true(arb_contains_zero(arb_mat_entry(l->gram->K, 2, 1)));
        arb_clear(difference);
        lambda_clear(l);
        setup_close(x);
    }
}

/* The value at 160 bits lies in the enclosures at 8 to 40 bits, whose radii are mostly the series' tail and the
   residual: an error term left out of the ledgers shows here. */
static void nested(void **state)
{
    static const char *const phi[] = {"relu(x)", "clip(x,-1,1)", "elu(x,1)", "gelu(x)", "sigmoid(x)", "step(x)", "x^2"};
    static const char *const s[] = {"0.1", "0.1", "0.1", "0.1", "0.1", "0.1", "0.01"};
    size_t k;
    slong bits, i, j;

    (void)state;
    for (k = 0; k < 7; k++) {
        setup_t x;
        gram_t low, high;
        reason_t why;

        setup_open(x, phi[k], s[k], 5, 3, POINTS, 1);
        gram_init(high);
        reason_init(why);
        check_status("limit", phi[k], gram_limit(high, x->model, 160, why), DQ_OK, why);
        for (bits = 8; bits <= 40; bits += 4) {
            gram_init(low);
            check_status("limit", phi[k], gram_limit(low, x->model, bits, why), DQ_OK, why);
            check_gram_widths(phi[k], low, bits);
            for (i = 0; i < 5; i++)
                for (j = 0; j < i; j++)
                    if (!arb_overlaps(arb_mat_entry(low->K, i, j), arb_mat_entry(high->K, i, j))) {
                        printf("%s: K_%ld%ld at %ld bits misses the value\n", phi[k], (long)i, (long)j, (long)bits);
                        fail();
                    }
            assert_true(arb_overlaps(low->q, high->q));
            assert_true(arb_overlaps(low->kappa, high->kappa));
            gram_clear(low);
        }
        gram_clear(high);
        setup_close(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_oracle), cmocka_unit_test(relu_against_ling),
                                       cmocka_unit_test(orthogonal), cmocka_unit_test(nested)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
