/* certificate_init, certificate_clear, certificate_write: the lines of checker/FORMAT.md. */
#include "gram/certificate.h"

static slong triangle(slong n)
{
    return n * (n + 1) / 2;
}

void certificate_init(certificate_t c, slong n)
{
    c->n = n;
    c->P = 0;
    c->terms = -1;
    fmpz_init(c->lipschitz);
    fmpz_init(c->q);
    fmpz_init(c->q_radius);
    fmpz_init(c->tail);
    fmpz_init(c->tail_radius);
    fmpz_init(c->kappa);
    fmpz_init(c->kappa_radius);
    c->a2 = c->a2_radius = NULL;
    c->rho = _fmpz_vec_init(triangle(n));
    c->L = _fmpz_vec_init(triangle(n));
    fmpz_init(c->rho_radius);
    fmpz_init(c->shift);
    fmpz_init(c->bound);
}

void certificate_clear(certificate_t c)
{
    fmpz_clear(c->lipschitz);
    fmpz_clear(c->q);
    fmpz_clear(c->q_radius);
    fmpz_clear(c->tail);
    fmpz_clear(c->tail_radius);
    fmpz_clear(c->kappa);
    fmpz_clear(c->kappa_radius);
    if (c->a2 != NULL) _fmpz_vec_clear(c->a2, c->terms + 1);
    if (c->a2_radius != NULL) _fmpz_vec_clear(c->a2_radius, c->terms + 1);
    _fmpz_vec_clear(c->rho, triangle(c->n));
    _fmpz_vec_clear(c->L, triangle(c->n));
    fmpz_clear(c->rho_radius);
    fmpz_clear(c->shift);
    fmpz_clear(c->bound);
}

static void put(FILE *out, const fmpz_t x)
{
    char *text = fmpz_get_str(NULL, 16, x);

    fprintf(out, " %s", text);
    flint_free(text);
}

static void line(FILE *out, const char *keyword, const fmpz_t x, const fmpz_t radius)
{
    fputs(keyword, out);
    put(out, x);
    if (radius != NULL) put(out, radius);
    fputc('\n', out);
}

/* The doubles as integers of one unit 2^-scale, the largest unit >= 2^-1074 that serves all, at most 1. */
static void write_points(FILE *out, const points_struct *p)
{
    slong scale = 0, count = p->n * p->d, i, k;
    arf_t x;
    fmpz_t mantissa, exponent;

    arf_init(x);
    fmpz_init(mantissa);
    fmpz_init(exponent);
    for (k = 0; k < count; k++) {
        arf_set_d(x, p->x[k]);
        arf_get_fmpz_2exp(mantissa, exponent, x);
        if (!fmpz_is_zero(mantissa)) scale = FLINT_MAX(scale, -fmpz_get_si(exponent));
    }
    fprintf(out, "points %ld %ld %ld %s\n", (long)p->n, (long)p->d, (long)scale,
            p->normalise ? "normalised" : "equal-norms");
    for (i = 0; i < p->n; i++) {
        fprintf(out, "x %ld", (long)i);
        for (k = 0; k < p->d; k++) {
            arf_set_d(x, p->x[i * p->d + k]);
            certificate_floor(mantissa, x, scale); /* exact */
            put(out, mantissa);
        }
        fputc('\n', out);
    }
    arf_clear(x);
    fmpz_clear(mantissa);
    fmpz_clear(exponent);
}

void certificate_write(FILE *out, const certificate_t c, const gram_model_t model)
{
    char *numerator = fmpz_get_str(NULL, 10, fmpq_numref(model->s));
    char *denominator = fmpz_get_str(NULL, 10, fmpq_denref(model->s));
    slong i, j, r;

    fprintf(out, "deqcert-certificate 1\nactivation %s\nprecision %ld\n", activation_text(model->phi), (long)c->P);
    write_points(out, model->points);
    fprintf(out, "sigma_w2 %s/%s\n", numerator, denominator);
    flint_free(numerator);
    flint_free(denominator);
    line(out, "lipschitz", c->lipschitz, NULL);
    line(out, "q", c->q, c->q_radius);
    fprintf(out, "terms %ld\n", (long)c->terms);
    for (r = 0; r <= c->terms; r++) {
        fprintf(out, "a2 %ld", (long)r);
        line(out, "", c->a2 + r, c->a2_radius + r);
    }
    line(out, "tail", c->tail, c->tail_radius);
    line(out, "kappa", c->kappa, c->kappa_radius);
    for (i = 0; i < c->n; i++)
        for (j = 0; j < i; j++) {
            fprintf(out, "rho %ld %ld", (long)i, (long)j);
            line(out, "", c->rho + triangle(i) + j, c->rho_radius);
        }
    for (i = 0; i < c->n; i++) {
        fprintf(out, "L %ld", (long)i);
        for (j = 0; j <= i; j++) put(out, c->L + triangle(i) + j);
        fputc('\n', out);
    }
    line(out, "shift", c->shift, NULL);
    line(out, "bound", c->bound, NULL);
    fputs("end\n", out);
}
