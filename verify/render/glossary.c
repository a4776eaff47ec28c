/* glossary.md: the words the pages use, each with one line and an anchor. */
#include "verify/render/report.h"

static const char *const term[][2] = {
    {"Activation",
     "the function $`\\phi`$ of the model, applied entrywise; given as an expression, split into pieces that are "
     "analytic near their closure."},
    {"Approximate",
     "computed without an error bound; decides nothing. Fitted exponents, means over trials and quotients on the "
     "sharpness page are approximate."},
    {"Assumption 1",
     "the initialisation: $`W_{ij}\\sim N(0,2\\sigma_w^2/m)`$, $`U_{ij}\\sim N(0,2/d)`$, $`a_i\\sim N(0,1/m)`$, "
     "independent, with $`\\sigma_w^2<1/(8L^2)`$."},
    {"Ball", "a number with a proven error radius; ball arithmetic carries the radius through every operation."},
    {"Case", "an activation, a data set and a model, with the widths and trials to sample; a file of `cases/`."},
    {"Claim",
     "one statement of a source, copied as printed, with its hypotheses; its *repaired form* is a second claim."},
    {"Clopper-Pearson",
     "exact confidence limits of a probability from counts of independent trials, by inverting the binomial "
     "tail; here one-sided, at level $`10^{-6}`$ per decision."},
    {"Condition 1",
     "Ling's (7), (8), (9): $`\\lambda_0`$ at initialisation is large against the norms of the parameters and the "
     "first error, so that gradient descent stays where $`\\lambda_\\tau>\\lambda_0/2`$."},
    {"Confidence interval",
     "contains the number with the stated confidence, over repetitions of the sampling; not a proof."},
    {"Counterexample",
     "a case in which a universal statement is certified to fail; other ways of being refuted: *impossible* (no "
     "case can satisfy it) and *ill-typed* (the shapes do not conform, so it says nothing)."},
    {"Dual activation",
     "$`\\hat\\phi(\\rho)=\\mathbb E\\phi(u)\\phi(v)`$ for jointly Gaussian $`u,v\\sim N(0,q)`$ with correlation "
     "$`\\rho`$."},
    {"Enclosure", "an interval (or ball) proven to contain the number; its ends are printed rounded outward."},
    {"Equilibrium",
     "the fixed point $`Z=\\phi(WZ+UX)`$ of the network; it exists and is unique when $`L\\Vert W\\Vert_2<1`$."},
    {"Expectation", "a verdict that a case records for a claim; a run in which one differs fails."},
    {"Gram matrix", "$`G=Z^\\top Z`$ of the equilibrium, $`G^{(l)}`$ of layer $`l`$."},
    {"Guarantee",
     "what is known about a printed number: *interval, certified* (an enclosure), *confidence interval*, or "
     "*approximate*."},
    {"Hermite coefficient",
     "$`a_r(q)=\\mathbb E\\,\\phi(\\sqrt q\\,g)h_r(g)`$, $`h_r=He_r/\\sqrt{r!}`$ the orthonormal Hermite "
     "polynomials, $`g\\sim N(0,1)`$."},
    {"Inapplicable", "a hypothesis of the claim fails in the case, certified."},
    {"Inconclusive",
     "precision, terms, trials, time or a missing rule did not allow a decision; the evidence says which."},
    {"Implied constant", "the factor with which a bound of the form $`m=\\Omega(\\cdot)`$ just suffices in a case."},
    {"$`\\kappa`$", "$`\\mathbb E\\phi(\\sqrt{q_*}\\,g)^2`$, the diagonal of $`K`$ for points of norm $`\\sqrt d`$."},
    {"$`L`$", "$`\\sup|\\phi'|`$, the Lipschitz constant of the activation."},
    {"$`\\lambda_*`$", "$`\\lambda_{\\min}(K)`$, the least eigenvalue of the population Gram matrix."},
    {"$`\\lambda_0`$",
     "$`\\lambda_{\\min}(G)`$ of the network at initialisation; $`\\lambda_\\tau`$ after $`\\tau`$ steps of gradient "
     "descent."},
    {"Limit kernel",
     "the function $`k`$ with $`K_{ij}=k(\\rho^0_{ij})`$, $`\\rho^0_{ij}`$ the cosine of two points of equal norm."},
    {"Mixed claim", "*fails in some cases*: refuted or rejected in some, proved or supported in others."},
    {"Operator norm", "$`\\Vert W\\Vert_2`$, the largest singular value."},
    {"Planted falsehood",
     "a false statement (or a true one offered as false) that the same code decides in every run, to show that "
     "it can tell."},
    {"Population Gram matrix", "$`K^{(l)}`$, the limit of $`G^{(l)}/m`$ at infinite width; $`K=\\lim K^{(l)}`$."},
    {"Profile", "*quick*, *standard* or *full*: how many trials and how wide sweeps a run takes."},
    {"Proved and refuted", "certified: by balls or exact arithmetic, the hypotheses checked in the case."},
    {"$`q_*`$", "the fixed point $`q=2\\sigma_w^2\\kappa(q)+2`$, the variance of a pre-activation in the limit."},
    {"Repaired form",
     "the statement with a weaker hypothesis, another constant or corrected symbols, checked beside the printed "
     "one under the same id with `.repaired`."},
    {"Standalone claim", "a claim about no case, decided once in a run and kept under *statements*."},
    {"Supported and rejected",
     "statistical: exact confidence limits decide at level $`10^{-6}`$ a decision; never a proof."},
    {"Tail budget", "a bound of the probability of an event that is not checked in each trial (a large $`\\Vert "
                    "W\\Vert_2`$ of Gaussian "
                    "weights), charged to the decision."},
    {"$`\\theta`$",
     "$`\\sqrt{2\\sigma_w^2}\\,L`$, the factor by which two layers of the infinitely wide network contract."},
    {"Topic", "a sweep over cases with a page of its own."},
    {"Trial",
     "one sampled network; the generator is keyed by seed, width, trial and index, so it can be repeated alone."},
    {"Unit", "one verdict: of a claim in a case, at a width where the claim has one."},
    {"Verdict",
     "*proved*, *refuted*, *supported*, *rejected*, *inconclusive* or *inapplicable*; *none* when a unit was not "
     "decided."},
    {"Width", "$`m`$, the number of hidden units."},
    {"Witness",
     "a file with the key of a sampled network that violates a statement, from which it can be sampled and checked "
     "again."},
};

void write_glossary(FILE *out)
{
    fputs("# Glossary\n\n[Index](index.md)\n\n", out);
    for (size_t k = 0; k < sizeof term / sizeof *term; k++) fprintf(out, "### %s\n\n%s\n\n", term[k][0], term[k][1]);
}
