/* How rounding errors grow in the normalised Hermite recurrence.

   The recurrence sqrt(r+1) h_{r+1} = x h_r - sqrt(r) h_{r-1} is run with an error of at most one unit in every h_r. Its
   Green's function G(r,k) is the solution with G(k-1,k) = 0, G(k,k) = 1; an error sequence of units is bounded by
   e_r = sum_{k<=r} |G(r,k)|.  G depends on the sign of x by a sign only, so x >= 0 below.

   Growth region, 4r <= x^2.  With t_{r+1} = G(r+1,k)/G(r,k): t_{k+1} = x/sqrt(k+1), and t_r >= x/(2 sqrt r) gives
       t_{r+1} = (x - sqrt(r)/t_r)/sqrt(r+1) >= (x - 2r/x)/sqrt(r+1) >= x/(2 sqrt(r+1))      since x^2 >= 4r.
   So all G >= 0 there and e_r itself satisfies the signed recurrence with injection 1: no cancellation is lost.

   Oscillatory region, 4r > x^2.  For an error vector (f, g) = (e_{r-1}, e_r) the energy
       E_r = sqrt(r) (f^2 + g^2) - x f g
   is positive definite, and one exact step changes it by E_{r+1} - E_r = (sqrt(r+1) - sqrt(r)) (g^2 + f g_{r+1}), where
   g^2 + f g_{r+1} = [ (sqrt(r+1) + sqrt(r)) g^2 - E_r ] / sqrt(r+1) and g^2 <= E_r/m_r, m_r = sqrt(r) - x^2/(4 sqrt r).
   Hence E_{r+1} <= gamma_r E_r,   gamma_r = 1 + (1/m_r - (sqrt(r+1) - sqrt(r)))/sqrt(r+1) <= 1 + 1/(m_r sqrt(r+1)), a
   unit error in e_{r+1} adds at most (r+1)^{1/4} to sqrt(E_{r+1}), and |e_r| <= sqrt(E_r/m_r).  The product of the
   gamma_r is polynomial in r: no bits are lost per term.

   Everything below is a chain of additions, multiplications and square roots of non-negative doubles but for the one
   signed recurrence; SLACK covers their rounding (at most 16 roundings of 2^-53 a step, inflated at every step; for the
   subtraction the slack is relative to the larger term, and an upper bound that satisfies the recurrence as an
   inequality stays an upper bound because all G >= 0). */
#include <math.h>
#include "hermite/quadrature.h"

#define SLACK   1e-14
#define RESCALE 0x1p400 /* e^{x^2/4} leaves the doubles beyond x = 53: everything is kept in units of 2^exponent */

typedef struct {
    double previous, current, largest, unit;
    slong exponent;
} growth_state;

static void advance(growth_state *g, double next)
{
    g->previous = g->current;
    g->current = next;
    g->largest = fmax(g->largest, next);
    if (next > RESCALE) {
        g->previous /= RESCALE;
        g->current /= RESCALE;
        g->largest /= RESCALE;
        g->unit = fmax(g->unit / RESCALE, 0x1p-900); /* a unit too large is a bound still */
        g->exponent += 400;
    }
}

void hermite_error_growth(mag_t bound, double centre, double radius, slong N)
{
    double margin = radius + 1e-13 * (1.0 + fabs(centre));
    double x = fabs(centre) + margin, low = fmax(fabs(centre) - margin, 0.0);
    growth_state g = {0.0, 1.0, 1.0, 1.0, 0};
    slong r = 0;
    /* growth region, from e_0 = 1 */
    for (; r < N && 4.0 * (double)r * (1.0 + SLACK) <= low * low; r++) {
        double root = sqrt((double)r + 1.0), up = x * g.current / root;
        advance(&g, up * (1.0 + SLACK) - sqrt((double)r) * g.previous / root * (1.0 - SLACK) + g.unit * (1.0 + SLACK));
    }
    /* crude steps across the turning point, until the energy is positive definite with margin */
    for (; r < N && 4.0 * (double)r < x * x * (1.0 + SLACK) + 4.0; r++)
        advance(&g, ((x * g.current + sqrt((double)r) * g.previous) / sqrt((double)r + 1.0) + g.unit) * (1.0 + SLACK));
    if (r < N) {
        double energy =
            sqrt(sqrt((double)r) * (g.current * g.current + g.previous * g.previous) + x * g.current * g.previous) *
            (1.0 + SLACK);
        for (; r < N; r++) {
            double root = sqrt((double)r), next_root = sqrt((double)r + 1.0);
            double m = (root - x * x / (4.0 * root) * (1.0 + SLACK)) * (1.0 - SLACK);
            double gamma = 1.0 + 1.0 / (m * next_root);
            energy = (sqrt(gamma) * energy + sqrt(next_root) * g.unit) * (1.0 + SLACK);
            double m_next = (next_root - x * x / (4.0 * next_root) * (1.0 + SLACK)) * (1.0 - SLACK);
            g.largest = fmax(g.largest, energy / sqrt(m_next) * (1.0 + SLACK));
        }
    }
    mag_set_d(bound, g.largest); /* inf and NaN become inf */
    mag_mul_2exp_si(bound, bound, g.exponent);
}
