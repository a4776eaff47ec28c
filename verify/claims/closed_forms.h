/* Private to verify/claims/: dual activations E phi(u) phi(v) known in closed form. */
#ifndef DEQCERT_CLAIMS_CLOSED_FORMS_H
#define DEQCERT_CLAIMS_CLOSED_FORMS_H

#include "verify/claims/claims.h"

/* One closed form: u, v ~ N(0, q) with correlation rho, q > 0 and |rho| <= 1 as balls. */
typedef struct {
    const char *name;        /* "relu" */
    const char *expression;  /* of the activation language, "relu(x)" */
    const char *formula;     /* Markdown math without the fences */
    const char *derivation;  /* why it holds */
    void (*evaluate)(arb_t value, const arb_t q, const arb_t rho, slong prec);
} closed_form;

/* The table, once: X(name, expression, evaluate, formula, derivation).  Expressions are of the activation language, formulas and
   derivations Markdown. */
#define CLOSED_FORMS(X) \
    X("linear", "x", linear, "q\\rho", \
      "the covariance of $`u`$ and $`v`$") \
    X("step", "step(x)", step, "\\frac{\\pi-\\arccos\\rho}{2\\pi}", \
      "the probability of the positive quadrant (Sheppard)") \
    X("sign", "sign(x)", sign, "\\frac2\\pi\\arcsin\\rho", \
      "four times the quadrant probability, minus one") \
    X("relu", "relu(x)", relu, "\\frac q{2\\pi}\\big(\\sqrt{1-\\rho^2}+(\\pi-\\arccos\\rho)\\rho\\big)", \
      "the derivative in $`\\rho`$ is $`q`$ times the form of the step (Price), the value at $`\\rho=-1`$ is 0") \
    X("abs", "abs(x)", absolute, "\\frac{2q}\\pi\\big(\\sqrt{1-\\rho^2}+\\rho\\arcsin\\rho\\big)", \
      "$`|x|=2\\,\\mathrm{relu}(x)-x`$ and $`\\mathbb E\\,u\\,\\mathrm{relu}(v)=q\\rho/2`$") \
    X("erf", "erf(x)", error_function, "\\frac2\\pi\\arcsin\\frac{2q\\rho}{1+2q}", \
      "erf is the mean of the sign under independent noise of variance 1/2: the form of the sign at the correlation " \
      "$`q\\rho/(q+\\frac12)`$") \
    X("sin", "sin(x)", sine, "e^{-q}\\sinh(q\\rho)", \
      "$`2\\sin u\\sin v=\\cos(u-v)-\\cos(u+v)`$ and $`\\mathbb E\\cos w=e^{-\\mathrm{Var}(w)/2}`$") \
    X("cos", "cos(x)", cosine, "e^{-q}\\cosh(q\\rho)", \
      "$`2\\cos u\\cos v=\\cos(u-v)+\\cos(u+v)`$ and $`\\mathbb E\\cos w=e^{-\\mathrm{Var}(w)/2}`$") \
    X("exp", "exp(x)", exponential, "e^{q(1+\\rho)}", \
      "the moment generating function of $`u+v`$") \
    X("gauss", "exp(-x^2/2)", gauss, "\\big((1+q)^2-q^2\\rho^2\\big)^{-1/2}", \
      "the Gaussian integral $`\\det(I+\\Sigma)^{-1/2}`$") \
    X("hermite-2", "(x^2-1)/sqrt(2)", hermite_two, "q^2\\rho^2+\\tfrac12(q-1)^2", \
      "Isserlis' theorem; $`\\rho^2`$ at $`q=1`$") \
    X("hermite-3", "(x^3-3*x)/sqrt(6)", hermite_three, "q^3\\rho^3+\\tfrac32q\\rho(q-1)^2", \
      "Isserlis' theorem; $`\\rho^3`$ at $`q=1`$") \
    X("gelu", "gelu(x)", gelu, "c\\Big(\\frac14+\\frac{\\arcsin\\frac c{1+q}}{2\\pi}\\Big)+" \
      "\\frac{q^2+c^2\\frac{1-q}{1+q}}{2\\pi\\sqrt{(1+q)^2-c^2}},\\ c=q\\rho", \
      "Gaussian integration by parts applied twice to $`\\mathbb E\\,u\\Phi(u)v\\Phi(v)`$ (Tsuchida et al. 2021)")

extern const closed_form closed_forms[];   /* ended by name NULL */

/* phi(x) = left*x for x < 0, right*x for x >= 0: left*right*q*rho + (right-left)^2 times the form of relu. */
void closed_form_kink(arb_t value, const arb_t left, const arb_t right, const arb_t q, const arb_t rho, slong prec);
/* 1 iff phi is such a function, certified; slopes are set. */
int closed_form_kink_slopes(arb_t left, arb_t right, const activation_t phi);

#endif
