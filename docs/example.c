/* The library in one program: an activation, its Hermite coefficients, lambda_* and the limit Gram matrix of three points.

       cc example.c $(pkg-config --cflags --libs deqcert) -o example && ./example */
#include <stdio.h>
#include <deqcert.h>

#define TERMS 4
#define N     3
#define D     3

static int failed(const char *what, deqcert_status status, const char *message)
{
    fprintf(stderr, "%s: %s: %s\n", what, deqcert_status_name(status), message);
    return 1;
}

static int print_hermite(const deqcert_activation *phi)
{
    deqcert_enclosure a[TERMS];
    char message[DEQCERT_MESSAGE];
    deqcert_status status = deqcert_hermite(a, NULL, NULL, phi, "2", TERMS, 64, message);

    if (status != DEQCERT_OK) return failed("hermite", status, message);
    for (int r = 0; r < TERMS; r++) {
        printf("a_%d         in [%s, %s]\n", r, a[r].lower, a[r].upper);
        deqcert_enclosure_clear(&a[r]);
    }
    return 0;
}

static int print_model(const deqcert_model *model)
{
    double lower[N * N], upper[N * N];
    deqcert_enclosure lambda;
    char message[DEQCERT_MESSAGE];
    deqcert_status status = deqcert_lambda_star(&lambda, model, 64, 0, message);

    if (status != DEQCERT_OK) return failed("lambda_star", status, message);
    printf("lambda_star in [%s, %s]\n", lambda.lower, lambda.upper);
    deqcert_enclosure_clear(&lambda);

    status = deqcert_gram_limit(lower, upper, NULL, NULL, model, 64, message);
    if (status != DEQCERT_OK) return failed("gram_limit", status, message);
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++)
            printf("K_%d%d        in [%.17g, %.17g]\n", i, j, lower[i * N + j], upper[i * N + j]);
    return 0;
}

int main(void)
{
    static const double points[N * D] = {1, 0, 0.5, -0.5, 1, 0, 0.25, 0.5, 1};
    deqcert_activation *phi;
    char message[DEQCERT_MESSAGE];
    deqcert_status status = deqcert_activation_parse(&phi, "tanh(x)", message);
    int code;

    if (status != DEQCERT_OK) return failed("activation", status, message);
    deqcert_model model = {phi, "0.08", N, D, points, 1};
    code = print_hermite(phi) || print_model(&model);
    deqcert_activation_free(phi);
    deqcert_thread_end();
    return code;
}
