/* kernel: the limit kernel k of a case, K_ij = k(rho0_ij), at equally spaced correlations, and the kernels of its layers. */
#include <stdlib.h>
#include "verify/cli/cli.h"

#define POINTS_DEFAULT 21
#define POINTS_MOST    1000000
#define LAYERS_MOST    10000
#define PRODUCT_MOST   10000000

typedef struct {
    slong points, layers, bits;
    double *rho0;
    arb_ptr z, k;
    signed char *known; /* per point */
    dq_status status;   /* the first failure, DQ_OK when there is none */
    reason_t why;
    arb_t q, kappa;
    mag_t error; /* of the known points */
    arb_ptr layer_k, layer_q, layer_kappa;
    dq_status layers_status;
    int uniform; /* asked for */
    dq_status uniform_status;
    mag_t uniform_error;
    slong pieces, degree;
} result_t;

/* The double nearest to -1 + 2 i/(points - 1) or next to it; exactly symmetric. */
static double spaced(slong i, slong points)
{
    return (double)(2 * i - (points - 1)) / (double)(points - 1);
}

static void failed(result_t *r, dq_status status, const reason_t why)
{
    if (r->status != DQ_OK) return;
    r->status = status;
    *r->why = *why;
}

/* At least half the width of the enclosure as it is printed: its ends are rounded outward to `digits` digits, each by less than
   10^(1 - digits) of its size. */
static void printed_radius(mag_t radius, const arb_t x, slong digits)
{
    mag_t size, ulp;
    mag_init(size);
    mag_init(ulp);
    mag_set_ui(ulp, 10);
    mag_inv(ulp, ulp);
    mag_pow_ui(ulp, ulp, (ulong)(digits - 1));
    arb_get_mag(size, x);
    mag_set(radius, arb_radref(x));
    mag_addmul(radius, size, ulp);
    mag_clear(size);
    mag_clear(ulp);
}

static void limit_kernel(result_t *r, const gram_model_t model)
{
    gram_kernel_t kernel;
    mag_t radius;
    reason_t why;
    mag_init(radius);
    reason_init(why);
    dq_status status = gram_kernel_init(&kernel, model, r->bits, why);
    if (status != DQ_OK) {
        failed(r, status, why);
        return;
    }
    gram_kernel_variance(r->q, r->kappa, kernel);
    /* From -1 and 1 inwards: the longest expansion is made first. */
    for (slong step = 0; step < r->points; step++) {
        slong i = step % 2 == 0 ? step / 2 : r->points - 1 - step / 2;
        status = gram_kernel_eval(r->k + i, kernel, r->z + i, why);
        r->known[i] = status == DQ_OK;
        if (r->known[i]) {
            printed_radius(radius, r->k + i, decimal_digits(r->bits));
            mag_max(r->error, r->error, radius);
        } else {
            failed(r, status, why);
        }
    }
    mag_clear(radius);
    gram_kernel_clear(kernel);
}

static void compute(result_t *r, const gram_model_t model)
{
    reason_t why;
    reason_init(why);
    limit_kernel(r, model);
    if (r->layers > 0 && r->status != DQ_INPUT) {
        r->layers_status =
            gram_layer_kernels(r->layer_k, r->layer_q, r->layer_kappa, r->layers, r->z, r->points, model, r->bits, why);
        if (r->layers_status != DQ_OK) failed(r, r->layers_status, why);
    }
    if (r->uniform && r->status != DQ_INPUT) {
        r->uniform_status = gram_kernel_uniform(r->uniform_error, &r->pieces, &r->degree, model, why);
        if (r->uniform_status != DQ_OK) failed(r, r->uniform_status, why);
    }
}

static int any_known(const result_t *r)
{
    for (slong i = 0; i < r->points; i++)
        if (r->known[i]) return 1;
    return 0;
}

static void print_bound(const mag_t bound, const char *quote)
{
    arb_t x;
    arb_init(x);
    arf_set_mag(arb_midref(x), bound);
    char *text = arb_upper_decimal(x, 6);
    printf("%s%s%s", quote, text, quote);
    free(text);
    arb_clear(x);
}

static void print_json_layers(const result_t *r, slong digits)
{
    printf(",\n \"layers\": [");
    for (slong l = 0; l < r->layers; l++) {
        printf("%s\n {\"l\": %ld, \"q\": ", l > 0 ? "," : "", (long)l + 1);
        print_json_enclosure(stdout, r->layer_q + l, digits);
        printf(", \"kappa\": ");
        print_json_enclosure(stdout, r->layer_kappa + l, digits);
        printf(",\n  \"k\": [");
        for (slong i = 0; i < r->points; i++) {
            if (i > 0) printf(",\n   ");
            print_json_enclosure(stdout, r->layer_k + l * r->points + i, digits);
        }
        printf("]}");
    }
    printf("]");
}

static void print_json(const result_t *r)
{
    slong digits = decimal_digits(r->bits);
    int limit = arb_is_finite(r->kappa);
    printf("{");
    if (r->status != DQ_OK) {
        print_json_status(stdout, r->status, r->why);
        printf(",\n ");
    }
    printf("\"q\": ");
    limit ? print_json_enclosure(stdout, r->q, digits) : (void)printf("null");
    printf(",\n \"kappa\": ");
    limit ? print_json_enclosure(stdout, r->kappa, digits) : (void)printf("null");
    printf(",\n \"points\": [");
    for (slong i = 0; i < r->points; i++) {
        printf("%s\n  {\"rho0\": %.17g, \"k\": ", i > 0 ? "," : "", r->rho0[i]);
        r->known[i] ? print_json_enclosure(stdout, r->k + i, digits) : (void)printf("null");
        printf("}");
    }
    printf("],\n \"error\": ");
    any_known(r) ? print_bound(r->error, "\"") : (void)printf("null");
    if (r->layers > 0 && r->layers_status == DQ_OK)
        print_json_layers(r, digits);
    else if (r->layers > 0)
        printf(",\n \"layers\": null");
    if (r->uniform && r->uniform_status == DQ_OK) {
        printf(",\n \"uniform\": {\"error\": ");
        print_bound(r->uniform_error, "\"");
        printf(", \"pieces\": %ld, \"degree\": %ld}", (long)r->pieces, (long)r->degree);
    } else if (r->uniform) {
        printf(",\n \"uniform\": null");
    }
    printf(",\n \"bits\": %ld}\n", (long)r->bits);
}

static void print_text(const result_t *r)
{
    slong digits = decimal_digits(r->bits);
    if (arb_is_finite(r->kappa)) {
        printf("q     in ");
        print_text_enclosure(stdout, r->q, digits);
        printf("\nkappa in ");
        print_text_enclosure(stdout, r->kappa, digits);
        printf("\n");
        for (slong i = 0; i < r->points; i++) {
            printf("k(%.17g) ", r->rho0[i]);
            if (r->known[i]) {
                printf("in ");
                print_text_enclosure(stdout, r->k + i, digits);
            } else {
                printf("not certified");
            }
            printf("\n");
        }
        printf("error <= ");
        print_bound(r->error, "");
        printf(" at these points\n");
    }
    for (slong l = 0; l < r->layers && r->layers_status == DQ_OK; l++) {
        printf("layer %ld\n  q     in ", (long)l + 1);
        print_text_enclosure(stdout, r->layer_q + l, digits);
        printf("\n  kappa in ");
        print_text_enclosure(stdout, r->layer_kappa + l, digits);
        printf("\n");
        for (slong i = 0; i < r->points; i++) {
            printf("  k(%.17g) in ", r->rho0[i]);
            print_text_enclosure(stdout, r->layer_k + l * r->points + i, digits);
            printf("\n");
        }
    }
    if (r->uniform && r->uniform_status == DQ_OK) {
        printf("uniform error <= ");
        print_bound(r->uniform_error, "");
        printf(" on [-1, 1], %ld pieces of degree %ld in doubles\n", (long)r->pieces, (long)r->degree);
    }
}

static void result_init(result_t *r)
{
    size_t values = (size_t)r->points;
    reason_init(r->why);
    r->rho0 = flint_malloc(values * sizeof *r->rho0);
    r->known = flint_calloc(values, 1);
    r->z = _arb_vec_init(r->points);
    r->k = _arb_vec_init(r->points);
    r->layer_k = _arb_vec_init(r->layers * r->points);
    r->layer_q = _arb_vec_init(r->layers);
    r->layer_kappa = _arb_vec_init(r->layers);
    arb_init(r->q);
    arb_init(r->kappa);
    arb_indeterminate(r->kappa);
    mag_init(r->error);
    mag_init(r->uniform_error);
    for (slong i = 0; i < r->points; i++) {
        r->rho0[i] = spaced(i, r->points);
        arb_set_d(r->z + i, r->rho0[i]);
    }
}

static void result_clear(result_t *r)
{
    flint_free(r->rho0);
    flint_free(r->known);
    _arb_vec_clear(r->z, r->points);
    _arb_vec_clear(r->k, r->points);
    _arb_vec_clear(r->layer_k, r->layers * r->points);
    _arb_vec_clear(r->layer_q, r->layers);
    _arb_vec_clear(r->layer_kappa, r->layers);
    arb_clear(r->q);
    arb_clear(r->kappa);
    mag_clear(r->error);
    mag_clear(r->uniform_error);
}

static int run(const invocation_t *in)
{
    result_t r = {.points = POINTS_DEFAULT, .layers = 0, .bits = BITS_DEFAULT};
    case_t c;
    gram_model_t model;
    if (option_integer(&r.points, in, "points", 2, POINTS_MOST) ||
        option_integer(&r.layers, in, "layers", 1, LAYERS_MOST) ||
        option_integer(&r.bits, in, "bits", BITS_LEAST, BITS_MOST))
        return EXIT_UNUSABLE;
    if (r.layers * r.points > PRODUCT_MOST)
        return cli_error("kernel: --layers times --points is %ld; at most %d is allowed", (long)(r.layers * r.points),
                         PRODUCT_MOST);
    if (load_case(&c, in->operand[0])) return EXIT_UNUSABLE;
    r.uniform = option_value(in, "uniform") != NULL;
    gram_model_init(model, c->phi, c->points, c->s, r.bits);
    result_init(&r);
    compute(&r, model);
    if (r.status != DQ_INPUT) option_value(in, "json") != NULL ? print_json(&r) : print_text(&r);
    int code = r.status == DQ_OK ? EXIT_MET : report_status(in, r.status, r.why);
    result_clear(&r);
    gram_model_clear(model);
    case_clear(c);
    return code;
}

const command_t command_kernel = {
    "kernel",
    "CASE",
    "The limit kernel at equally spaced correlations",
    "For points of equal norm K_ij = k(rho0_ij), rho0 the cosine of the points.  Encloses q_*, kappa = k(1) and k at N "
    "doubles equally\nspaced in [-1, 1]; \"error\" bounds the distance of each k from the middle of its enclosure.  "
    "Exit "
    "status 1 when k could not be\ncertified everywhere: the reason is printed, and the points it holds for have no "
    "value.",
    "deqcert kernel cases/tanh-points.yaml --points 21",
    1,
    1,
    {{"points", "N", "how many points of [-1, 1], 2 to 1000000 (default 21)"},
     {"layers", "L", "the kernels of the layers 1 to L as well"},
     {"uniform", NULL, "an error bound on all of [-1, 1] of the piecewise polynomial for doubles as well"},
     OPTION_BITS,
     OPTION_JSON},
    run};
