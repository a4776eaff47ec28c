/* mondeq_landscape: losses, gradients, training and loss surfaces of small monotone DEQs and of their unrolled layers. */
#include "verify/claims/mondeq_landscape.h"
#include "deq/deq.h"
#include "mondeq/mondeq.h"

#include <math.h>
#include <string.h>

#define N_UNITS     LANDSCAPE_UNITS
#define SEED        4200
#define REPEATS_MAX 18
#define PATTERNS    20 /* tried before Peaceman-Rachford */

void landscape_sample(landscape_data *data, uint32_t trial)
{
    deq_sample(&data->x[0][0], LANDSCAPE_SAMPLES * LANDSCAPE_INPUTS, WEIGHTS_GAUSSIAN, SEED, N_UNITS, trial,
               MATRIX_POINTS, 0);
    for (slong j = 0; j < LANDSCAPE_SAMPLES; j++) {
        const double *x = data->x[j];
        data->y[j] = x[0] * x[1] + (x[2] * x[2] - 1) / 2 + x[3] / 2;
    }
}

void landscape_start(double *theta, uint32_t trial)
{
    deq_sample(theta, LANDSCAPE_PARAMETERS, WEIGHTS_GAUSSIAN, SEED, N_UNITS, trial, MATRIX_W, 0);
    for (slong k = 0; k < LANDSCAPE_PARAMETERS; k++) theta[k] *= k < 2 * LANDSCAPE_SQUARE ? 0.25 : 0.5;
}

static void weights(double W[N_UNITS][N_UNITS], const double *theta)
{
    const double *A = theta, *B = theta + LANDSCAPE_SQUARE;
    for (slong i = 0; i < N_UNITS; i++)
        for (slong j = 0; j < N_UNITS; j++) {
            double sum = B[i * N_UNITS + j] - B[j * N_UNITS + i] + (i == j ? 1 - LANDSCAPE_MU : 0);
            for (slong k = 0; k < N_UNITS; k++) sum -= A[k * N_UNITS + i] * A[k * N_UNITS + j];
            W[i][j] = sum;
        }
}

static double pre_activation(double W[N_UNITS][N_UNITS], const double *z, const double *c, slong i)
{
    double sum = c[i];
    for (slong k = 0; k < N_UNITS; k++) sum += W[i][k] * z[k];
    return sum;
}

/* v = (I - D W)^-1 r, or with transposed = 1 (I - W^T D)^-1 r, by elimination with row exchanges; never singular (m > 0).  By
   hand, because at this size a call to LAPACK costs ten times the arithmetic. */
static void solve(double *v, double W[N_UNITS][N_UNITS], const char *on, const double *r, int transposed)
{
    double M[N_UNITS][N_UNITS + 1];
    for (slong i = 0; i < N_UNITS; i++) {
        for (slong k = 0; k < N_UNITS; k++)
            M[i][k] = (i == k) - (transposed ? (on[k] ? W[k][i] : 0) : (on[i] ? W[i][k] : 0));
        M[i][N_UNITS] = r[i];
    }
    for (slong k = 0; k < N_UNITS; k++) {
        slong pivot = k;
        for (slong i = k + 1; i < N_UNITS; i++)
            if (fabs(M[i][k]) > fabs(M[pivot][k])) pivot = i;
        for (slong l = k; l <= N_UNITS; l++) {
            double kept = M[k][l];
            M[k][l] = M[pivot][l];
            M[pivot][l] = kept;
        }
        for (slong i = k + 1; i < N_UNITS; i++) {
            double factor = M[i][k] / M[k][k];
            for (slong l = k + 1; l <= N_UNITS; l++) M[i][l] -= factor * M[k][l];
        }
    }
    for (slong i = N_UNITS - 1; i >= 0; i--) {
        v[i] = M[i][N_UNITS];
        for (slong k = i + 1; k < N_UNITS; k++) v[i] -= M[i][k] * v[k];
        v[i] /= M[i][i];
    }
}

/* The equilibrium, and its pattern: a guessed pattern is replaced by the one its own solution has until that solution is an
   equilibrium; if that runs in circles, the pattern that operator splitting ends with. */
static void equilibrium(double *z, char *on, double W[N_UNITS][N_UNITS], const double *c)
{
    for (slong i = 0; i < N_UNITS; i++) on[i] = c[i] > 0;
    for (int attempt = 0;; attempt++) {
        double r[N_UNITS], p[N_UNITS];
        int agrees = 1;
        for (slong i = 0; i < N_UNITS; i++) r[i] = on[i] ? c[i] : 0;
        solve(z, W, on, r, 0);
        for (slong i = 0; i < N_UNITS; i++) {
            p[i] = pre_activation(W, z, c, i);
            if (!(fabs(z[i] - fmax(p[i], 0)) <= 1e-9 * (1 + fabs(z[i])))) agrees = 0;
        }
        if (agrees || attempt > PATTERNS) return;
        if (attempt == PATTERNS) {
            mondeq_double model = {N_UNITS, &W[0][0], c};
            memset(z, 0, N_UNITS * sizeof *z);
            approx_peaceman_rachford(z, NULL, &model, 1, 1000, 1e-12);
            for (slong i = 0; i < N_UNITS; i++) p[i] = pre_activation(W, z, c, i);
        }
        for (slong i = 0; i < N_UNITS; i++) on[i] = p[i] > 0;
    }
}

/* G += V z^T, gU += V x^T summed over the layers of one sample; V the derivative of the loss by a layer's pre-activations. */
static void add_layer(double *G, double *gU, const double *V, const double *z, const double *x)
{
    for (slong i = 0; i < N_UNITS; i++) {
        for (slong k = 0; k < N_UNITS; k++) G[i * N_UNITS + k] += V[i] * z[k];
        for (slong k = 0; k < LANDSCAPE_INPUTS; k++) gU[i * LANDSCAPE_INPUTS + k] += V[i] * x[k];
    }
}

double approx_landscape_loss(double *gradient, const double *theta, const landscape_data *data, slong repeats)
{
    const double *A = theta, *U = theta + 2 * LANDSCAPE_SQUARE, *u = U + N_UNITS * LANDSCAPE_INPUTS;
    double W[N_UNITS][N_UNITS], G[LANDSCAPE_SQUARE] = {0}, loss = 0;
    weights(W, theta);
    if (gradient != NULL) memset(gradient, 0, LANDSCAPE_PARAMETERS * sizeof *gradient);
    for (slong j = 0; j < LANDSCAPE_SAMPLES; j++) {
        double c[N_UNITS], z[REPEATS_MAX + 1][N_UNITS] = {{0}}, V[N_UNITS], back[N_UNITS], e = -data->y[j];
        char on[REPEATS_MAX + 1][N_UNITS];
        for (slong i = 0; i < N_UNITS; i++) {
            c[i] = 0;
            for (slong k = 0; k < LANDSCAPE_INPUTS; k++) c[i] += U[i * LANDSCAPE_INPUTS + k] * data->x[j][k];
        }
        for (slong l = 1; l <= repeats; l++)
            for (slong i = 0; i < N_UNITS; i++) {
                double p = pre_activation(W, z[l - 1], c, i);
                on[l][i] = p > 0;
                z[l][i] = p > 0 ? p : 0;
            }
        if (repeats == 0) equilibrium(z[0], on[0], W, c);
        const double *output = z[repeats];
        for (slong i = 0; i < N_UNITS; i++) e += u[i] * output[i];
        loss += e * e / 2;
        if (gradient == NULL) continue;
        double *gU = gradient + 2 * LANDSCAPE_SQUARE, *gu = gU + N_UNITS * LANDSCAPE_INPUTS;
        for (slong i = 0; i < N_UNITS; i++) {
            gu[i] += e * output[i];
            back[i] = e * u[i];
        }
        if (repeats == 0) {
            solve(V, W, on[0], back, 1);
            for (slong i = 0; i < N_UNITS; i++)
                if (!on[0][i]) V[i] = 0;
            add_layer(G, gU, V, z[0], data->x[j]);
        }
        for (slong l = repeats; l >= 1; l--) {
            for (slong i = 0; i < N_UNITS; i++) V[i] = on[l][i] ? back[i] : 0;
            add_layer(G, gU, V, z[l - 1], data->x[j]);
            for (slong i = 0; i < N_UNITS; i++) {
                back[i] = 0;
                for (slong k = 0; k < N_UNITS; k++) back[i] += W[k][i] * V[k];
            }
        }
    }
    if (gradient == NULL) return loss;
    for (slong i = 0; i < N_UNITS; i++)
        for (slong j = 0; j < N_UNITS; j++) {
            gradient[LANDSCAPE_SQUARE + i * N_UNITS + j] = G[i * N_UNITS + j] - G[j * N_UNITS + i];
            for (slong k = 0; k < N_UNITS; k++)
                gradient[i * N_UNITS + j] -= A[i * N_UNITS + k] * (G[k * N_UNITS + j] + G[j * N_UNITS + k]);
        }
    return loss;
}

double approx_landscape_train(double *theta, const landscape_data *data, slong repeats, slong steps)
{
    double gradient[LANDSCAPE_PARAMETERS], next[LANDSCAPE_PARAMETERS], ahead[LANDSCAPE_PARAMETERS], eta = 0.01;
    double loss = approx_landscape_loss(gradient, theta, data, repeats);
    for (slong step = 0; step < steps; step++) {
        for (slong k = 0; k < LANDSCAPE_PARAMETERS; k++) next[k] = theta[k] - eta * gradient[k];
        double reached = approx_landscape_loss(ahead, next, data, repeats);
        if (reached < loss) {
            memcpy(theta, next, sizeof next);
            memcpy(gradient, ahead, sizeof ahead);
            loss = reached;
            eta *= 1.1;
        } else
            eta /= 2;
    }
    return loss;
}

void landscape_direction(double *direction, const double *theta, uint32_t trial, int which)
{
    deq_sample(direction, LANDSCAPE_PARAMETERS, WEIGHTS_GAUSSIAN, SEED, N_UNITS, trial, MATRIX_LABELS,
               (uint64_t)which * LANDSCAPE_PARAMETERS);
    for (slong start = 0, size; start < LANDSCAPE_PARAMETERS; start += size) {
        int of_U = start >= 2 * LANDSCAPE_SQUARE && start < LANDSCAPE_PARAMETERS - N_UNITS;
        double norm = 0, target = 0;
        size = of_U ? LANDSCAPE_INPUTS : N_UNITS;
        for (slong k = start; k < start + size; k++) {
            norm += direction[k] * direction[k];
            target += theta[k] * theta[k];
        }
        for (slong k = start; k < start + size; k++) direction[k] *= sqrt(target / norm);
    }
}

void approx_landscape_surface(double loss[LANDSCAPE_GRID][LANDSCAPE_GRID], const double *theta, const double *first,
                              const double *second, const landscape_data *data, slong repeats)
{
    for (slong i = 0; i < LANDSCAPE_GRID; i++)
        for (slong j = 0; j < LANDSCAPE_GRID; j++) {
            double point[LANDSCAPE_PARAMETERS], a = -1 + 2 * (double)i / (LANDSCAPE_GRID - 1),
                                                b = -1 + 2 * (double)j / (LANDSCAPE_GRID - 1);
            for (slong k = 0; k < LANDSCAPE_PARAMETERS; k++) point[k] = theta[k] + a * first[k] + b * second[k];
            loss[i][j] = approx_landscape_loss(NULL, point, data, repeats);
        }
}
