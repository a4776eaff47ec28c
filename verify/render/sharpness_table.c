/* Which numbers the sharpness page compares. */
#include "verify/render/sharpness.h"

#define LESS     0, SHARP_INEQUALITY
#define GREATER  1, SHARP_INEQUALITY
#define CONSTANT 0, SHARP_CONSTANT
#define RATE     0, SHARP_RATE
#define SLOWEST  1, SHARP_RATE
/* Quotients of Condition 1, for each of the claims that list them. */
#define CONDITION(id)                                                                                                  \
    {id, "(7): left over right", "", "(7): left side over right side", GREATER},                                       \
        {id, "(8): left over right", "", "(8): left side over right side", GREATER},                                   \
    {                                                                                                                  \
        id, "(9): left over right", "", "(9) with the constant 4: left side over right side", GREATER                  \
    }
#define NORM_BOUNDS(id)                                                                                                \
    {id, "$`\\Vert Z(0)\\Vert_F`$", "$`c_a\\Vert X\\Vert_F`$", "(15) at $`s=0`$", LESS},                               \
        {id, "$`\\Vert\\nabla_W\\Phi(0)\\Vert_F/\\Vert\\hat y(0)-y\\Vert`$", "$`c_w\\Vert X\\Vert_F`$",                \
         "(16) in $`W`$ at $`s=\\tau=0`$", LESS},                                                                      \
        {id, "$`\\Vert\\nabla_U\\Phi(0)\\Vert_F/\\Vert\\hat y(0)-y\\Vert`$", "$`c_u\\Vert X\\Vert_F`$",                \
         "(16) in $`U`$ at $`s=\\tau=0`$", LESS},                                                                      \
    {                                                                                                                  \
        id, "$`\\Vert\\nabla_a\\Phi(0)\\Vert/\\Vert\\hat y(0)-y\\Vert`$", "$`c_a\\Vert X\\Vert_F`$",                   \
            "(16) in $`a`$ at $`s=\\tau=0`$", LESS                                                                     \
    }
#define EIGENVALUE(id)                                                                                                 \
    {                                                                                                                  \
        id, "least sampled $`\\lambda_0/(m\\lambda_*)`$", "=0.5", "the least sampled network against $`\\frac12`$",    \
            GREATER                                                                                                    \
    }

const sharpness_row sharpness_table[] = {
    {"activation.assumption-1", "@sigma_w2", "limit of $`\\sigma_w^2`$: Assumption 1, $`1/(8L^2)`$",
     "$`\\sigma_w^2`$ of the case against Assumption 1", LESS},
    {"gram.limit-exists", "largest $`|K_{ij}-K^{(l)}_{ij}|`$ at $`l=%`$", "its proved bound",
     "distance of a layer from the limit against the bound of the coupling", LESS},
    {"gram.limit-exists.repaired", "largest $`|K_{ij}-K^{(l)}_{ij}|`$ at $`l=%`$", "its proved bound",
     "distance of a layer from the limit against the bound of the coupling", LESS},
    {"gram.rate", "largest $`|K^{(%)}_{ij}-K^{(%)}_{ij}|`$", "printed bound of $`|K^{(%)}_{ij}-K^{(%)}_{ij}|`$",
     "last increment against $`(2l-1)\\sigma_w^{2(l-1)}`$", LESS},
    {"gram.rate", "largest $`|K^{(%)}_{ij}-K^{(%)}_{ij}|`$", "$`\\sigma_w^{2(l-1)}`$ at $`l=%`$",
     "last increment against the bound without $`2l-1`$", LESS},
    {"gram.rate.repaired", "largest $`|K^{(%)}_{ij}-K^{(%)}_{ij}|`$", "proved bound of $`|K^{(%)}_{ij}-K^{(%)}_{ij}|`$",
     "last increment against $`2\\kappa_1\\theta^{l-1}/(1-\\theta)`$", LESS},
    {"gram.lambda-lower-bound", "$`\\lambda_*`$", "lower bound", "$`\\lambda_*`$ against its explicit lower bound",
     GREATER},
    {"gram.published-contraction", "$`2q^2\\tilde L_q\\sigma_w^2`$", "=1",
     "the published contraction factor, which must be below 1", LESS},
    {"gram.published-contraction.repaired", "$`2\\sigma_w^2L^2`$", "=0.25",
     "the repaired contraction factor, below $`\\frac14`$ under Assumption 1", LESS},
    {"deq.operator-norm.repaired", "$`\\Vert W\\Vert_2`$ of the first network at $`m=%`$",
     "$`\\Vert W\\Vert_2`$ at $`m=%`$ at most, with probability 0.95", "a sampled norm against its tail bound", LESS},
    {"deq.well-posed", "probability of $`L\\Vert W\\Vert_2\\ge1`$ at most", "@failure probability",
     "the proved probability of failure against $`t`$", LESS},
    {"deq.depth-gap", "largest sampled left/right at $`l=%`$", "",
     "largest $`|G_{ij}-G^{(l)}_{ij}|`$ over its bound, at any $`l`$", LESS},
    {"deq.width-gap", "mean sampled left/right at $`l=%`$", "",
     "mean $`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F`$ over its bound, at the widest gap", LESS},
    {"deq.width-gap.repaired", "mean sampled left/right at $`l=%`$", "",
     "mean $`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F`$ over its bound, at the widest gap", LESS},
    EIGENVALUE("deq.lambda0"),
    EIGENVALUE("deq.lambda0.repaired"),
    EIGENVALUE("deq.universality"),
    CONDITION("gd.initial-condition.repaired"),
    {"gd.initial-condition.repaired", "$`\\eta`$", "right side of (10)", "the step size against (10)", LESS},
    CONDITION("gd.linear-rate"),
    {"gd.linear-rate.last-line", "$`\\lambda_0/(4C_2)`$", "=2",
     "$`\\lambda_0/(4C_2)`$ against the 2 that the last line needs", GREATER},
    NORM_BOUNDS("gd.norm-bounds.repaired"),
    {"gd.pl-inequality", "$`\\Vert\\nabla\\Phi\\Vert^2/(2\\Phi)`$ at step 0", "$`\\lambda_{\\min}(H)`$ at step 0",
     "the first inequality at step 0", GREATER},
    {"gd.pl-inequality", "$`\\lambda_{\\min}(H)`$ at step 0", "$`\\lambda_0`$", "the second inequality at step 0",
     GREATER},

    {"deq.width-bound", "implied constant $`C`$ (Truong)", "",
     "smallest width over $`\\frac{n^2}{\\lambda_*^2}\\log\\frac{n^2}{t}`$", CONSTANT},
    {"deq.width-bound", "implied constant $`C`$ (Ling)", "",
     "smallest width over $`\\frac{n^2}{\\lambda_*^2}\\log\\frac n{\\lambda_*t}`$", CONSTANT},
    {"gram.published-contraction", "limit of $`\\sigma_w^2`$ in the repaired step, $`1/(2L^2)`$",
     "limit of $`\\sigma_w^2`$ in Assumption 1, $`1/(8L^2)`$",
     "largest $`\\sigma_w^2`$ of the repaired step over that of Assumption 1", CONSTANT},
    {"gram.published-contraction",
     "$`\\sigma_w^2`$ at which the published inequality turns ($`\\kappa`$ at each limit)",
     "limit of $`\\sigma_w^2`$ in Assumption 1, $`1/(8L^2)`$",
     "largest $`\\sigma_w^2`$ of the published step over that of Assumption 1", CONSTANT},

    {"gram.rate", "observed rate (quotient of the last two)", "$`\\sigma_w^2`$",
     "factor a layer against $`\\sigma_w^2`$", RATE},
    {"gram.rate.repaired", "observed rate (quotient of the last two)", "$`\\theta`$",
     "factor a layer against $`\\theta`$", RATE},
    {"deq.width-gap", "fitted exponent in $`m`$ at $`l=%`$", "=-0.5",
     "exponent of the deviation in $`m`$ against $`-\\frac12`$", SLOWEST},
    {"deq.width-gap.repaired", "fitted exponent in $`m`$ at $`l=%`$", "=-0.5",
     "exponent of the deviation in $`m`$ against $`-\\frac12`$", SLOWEST},
    {"deq.tied-untied", "fitted exponent in $`m`$, tied", "=-0.5", "the same with tied weights, layer 4", SLOWEST},
    {"deq.tied-untied", "fitted exponent in $`m`$, untied", "=-0.5", "the same with untied weights, layer 4", SLOWEST},
    {"gd.linear-rate", "$`\\Phi`$ at the last step", "bound of $`\\Phi`$ at the last step",
     "$`\\Phi(\\tau)`$ against $`(1-\\eta\\lambda_0/2)^\\tau\\Phi(0)`$ at the last step", RATE},
    {"gd.linear-rate.repaired", "$`\\Phi`$ at the last step", "bound of $`\\Phi`$ at the last step",
     "$`\\Phi(\\tau)`$ against $`(1-\\eta\\lambda_0/2)^\\tau\\Phi(0)`$ at the last step", RATE},
    {"gd.practical-rate", "fitted rate over $`\\eta\\lambda_{\\min}(H)`$ at its least", "",
     "fitted rate a step over $`\\eta\\lambda_{\\min}(H)`$", SLOWEST},
    {NULL, NULL, NULL, NULL, LESS}};
