/* What the verdicts rest on. */
#include "verify/render/report.h"

static const char text[] =
    "# Limits\n\n[Index](index.md)\n\n"
    "## What the words mean\n\nThe [glossary](glossary.md) has all of them.\n\n"
    "- *proved*, *refuted*: decided by ball arithmetic or exact arithmetic with a proven error bound, for the case at "
    "hand. A "
    "universal statement is refuted by one certified violation; proved in a case means proved for that case.\n"
    "- *supported*, *rejected*: decided by exact binomial confidence limits at level $`10^{-6}`$ per decision, at most "
    "1000 "
    "decisions a report, on independent trials. They are not proofs.\n"
    "- *inconclusive*: a stated limit (precision, terms, trials, time, a missing rule) was reached. *inapplicable*: a "
    "hypothesis "
    "fails, certified.\n"
    "- A number marked *interval, certified* is an enclosure, its ends rounded outward. *approximate* numbers carry no "
    "bound and "
    "decide nothing.\n\n"
    "## What is trusted\n\n"
    "- The compiler, the processor's IEEE 754 arithmetic, and the libraries of the [provenance page](provenance.md): "
    "FLINT with "
    "Arb, MPFR and GMP for every certified number. What LAPACK and single precision propose is checked by an "
    "enclosed residual. "
    "Of BLAS's products of doubles in random networks it is assumed that each entry is a sum of its own terms, in any order (no Strassen-like "
    "methods); every run tries that on integers whose products are exact, and refuses a library that fails.\n"
    "- In random networks the activation is evaluated in doubles with a running error bound, which assumes error "
    "bounds for the "
    "C library's elementary functions; they are listed with the evaluator, in `activation/`.\n"
    "- The weights are pseudo-random (Philox4x32-10, counter based). Statistical verdicts assume that they behave like "
    "independent draws of the law named; sampled Gaussians have finitely many values, so their far tails are cut.\n"
    "- For Gaussian weights the event $`\\Vert W\\Vert`$ too large is charged to the failure probability by a tail "
    "bound, not "
    "checked in each trial, unless the claim is about the norm.\n\n"
    "## What is not claimed\n\n"
    "- A case is finite data: verdicts about widths, depths or steps hold for those computed. Fitted exponents are "
    "approximate.\n"
    "- A declared Lipschitz constant is a printed hypothesis; no proof uses it.\n"
    "- The statement of a claim is transcribed by hand from its source; how it is read is written on its page.\n";

void write_limits(FILE *out)
{
    fputs(text, out);
}
