/* The figures of a case's page: which curves of which claims make which figure. */
#include <stdlib.h>
#include <string.h>
#include "verify/render/case_figures.h"
#include "verify/render/figure_parts.h"

/* Curves of one name.  claims: ids separated by spaces, the first that has the curve counts.  Curves of several widths are joined to one
   line in the order of the widths; each = 1: a line a width.  theory = 1: drawn as a bound to compare with. */
typedef struct {
    const char *claims, *curve, *label;
    int each, theory;
} line_source;

/* name: one word, for the file; constant: a dashed horizontal line, or NULL. */
typedef struct {
    const char *name, *title, *caption, *x, *y;
    int log_x, log_y;
    const char *constant, *constant_label;
    line_source line[4];
} figure_source;

#define GRAM  "gram.positive-definite gram.positive-definite.repaired"
#define LEAST "deq.lambda0 deq.lambda0.repaired"
#define LOSS  "gd.linear-rate gd.linear-rate.repaired"

static const figure_source sources[] = {
    {"spectrum",
     "Eigenvalues of the Gram matrices",
     "The eigenvalues of $`K`$ and of $`G/m`$ for one sampled network of the first and of the last width, largest "
     "first, all enclosed; the last one of $`K`$ is $`\\lambda_*`$.",
     "index $`i`$",
     "eigenvalue $`\\lambda_i`$",
     0,
     1,
     NULL,
     NULL,
     {{GRAM, "spectrum", "$`K`$, the limit", 0, 0}, {"deq.lambda0.repaired", "network", "$`G/m`$, one network", 1, 0}}},
    {"layers",
     "Least eigenvalue of the layers",
     "Certified enclosures of $`\\lambda_{\\min}(K^{(l)})`$ for the first layers, up to the first certified decrease.",
     "layer $`l`$",
     "$`\\lambda_{\\min}(K^{(l)})`$",
     0,
     0,
     NULL,
     NULL,
     {{"gram.lambda-monotone", "layers", "$`\\lambda_{\\min}(K^{(l)})`$", 0, 0}}},
    {"coefficients",
     "Decay of the Hermite coefficients",
     "Certified enclosures of $`a_r^2`$ and of the tail $`T_r=\\mathbb E\\phi^2-\\sum_{s\\le r}a_s^2`$; coefficients "
     "that "
     "are exactly zero are left out.",
     "index $`r`$",
     "$`a_r^2`$ and $`T_r`$",
     0,
     1,
     NULL,
     NULL,
     {{"hermite.parseval", "squares", "$`a_r^2`$", 0, 0}, {"hermite.parseval", "tails", "$`T_r`$", 0, 0}}},
    {"lambda0",
     "Least eigenvalue of sampled networks",
     "The least, the median and the largest $`\\lambda_0/(m\\lambda_*)`$ of the sampled networks, enclosed (a network "
     "is iterated only until its interval decides, so intervals may be long), against the theorem's $`1/2`$; what they "
     "say about the probability is in the verdicts.",
     "width $`m`$",
     "$`\\lambda_0/(m\\lambda_*)`$",
     1,
     0,
     "0.5",
     "the theorem's $`1/2`$",
     {{LEAST, "largest", "largest", 0, 0}, {LEAST, "median", "median", 0, 0}, {LEAST, "least", "least", 0, 0}}},
    {"loss",
     "Loss of gradient descent and the theorem's bound",
     "Enclosures of the loss of exact gradient descent; the dashed bound is proved for every step only where the "
     "verdict "
     "of `gd.linear-rate` or its repaired form says so.",
     "step $`\\tau`$",
     "loss",
     0,
     1,
     NULL,
     NULL,
     {{LOSS, "loss", "$`\\Phi(\\tau)`$", 0, 0}, {LOSS, "bound", "$`(1-\\eta\\lambda_0/2)^\\tau\\Phi(0)`$", 0, 1}}},
    {"rate",
     "Loss at ordinary initialisation and step size",
     "Enclosures of the loss of the computed iterates, one run a width; dashed, approximately, the decay at the rate "
     "$`\\eta\\lambda_{\\min}(H)`$.",
     "step $`\\tau`$",
     "loss",
     0,
     1,
     NULL,
     NULL,
     {{"gd.practical-rate", "loss", "$`\\Phi(\\tau)`$", 1, 0},
      {"gd.practical-rate", "rate", "$`\\Phi(0)e^{-\\sum\\eta\\lambda_{\\min}(H)}`$", 1, 1}}},
    {"residuals",
     "Residuals of the equilibrium solvers",
     "One sampled network of the first width, both solvers in doubles; approximate values of "
     "$`\\Vert Z-\\phi(WZ+UX)\\Vert_F/\\Vert Z\\Vert_F`$.",
     "iteration",
     "relative residual",
     0,
     1,
     NULL,
     NULL,
     {{"deq.well-posed", "plain", "$`Z\\leftarrow\\phi(WZ+UX)`$", 0, 0},
      {"deq.well-posed", "anderson", "with Anderson acceleration", 0, 0}}},
    {"layer-residuals",
     "Residuals of the thesis's layer, large and small initialisation",
     "Medians over the sampled networks, approximate: with $`N(0,1)`$ weights neither solver comes to rest.",
     "iteration $`k`$",
     "median residual (4.2)",
     0,
     1,
     NULL,
     NULL,
     {{"mondeq.experiment-4.1", "layer-plain-n01", "plain, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "layer-anderson-n01", "Anderson, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "layer-plain-variance-001", "plain, variance 0.01", 0, 0},
      {"mondeq.experiment-4.1", "layer-anderson-variance-001", "Anderson, variance 0.01", 0, 0}}},
    {"monotone-residuals",
     "Residuals of monotone DEQs, forward-backward iteration",
     "Medians over the sampled networks, approximate: plain, with step 1, and with Anderson acceleration.",
     "iteration $`k`$",
     "median residual over $`\\Vert z^*\\Vert`$",
     0,
     1,
     NULL,
     NULL,
     {{"mondeq.experiment-4.1", "mondeq-plain-n01", "plain, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-anderson-n01", "Anderson, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-plain-variance-001", "plain, variance 0.01", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-anderson-variance-001", "Anderson, variance 0.01", 0, 0}}},
    {"monotone-splitting",
     "Residuals of monotone DEQs, splitting methods with a guarantee",
     "Medians over the sampled networks, approximate: forward-backward with the step the theory allows, and "
     "Peaceman-Rachford.",
     "iteration $`k`$",
     "median residual over $`\\Vert z^*\\Vert`$",
     0,
     1,
     NULL,
     NULL,
     {{"mondeq.experiment-4.1", "mondeq-small-step-n01", "small step, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-peaceman-rachford-n01", "Peaceman-Rachford, $`N(0,1)`$", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-small-step-variance-001", "small step, variance 0.01", 0, 0},
      {"mondeq.experiment-4.1", "mondeq-peaceman-rachford-variance-001", "Peaceman-Rachford, variance 0.01", 0, 0}}},
};

/* Surfaces: the curves of a claim whose names begin with `rows` are the rows of a grid, in order; the y of a row is said in its curve's y
   behind the last "=". */
static const struct {
    const char *name, *title, *claim, *rows;
} surfaces[] = {
    {"surface-6", "Loss around a minimiser, depth 6", "mondeq.experiment-4.2", "repeat-6-line-"},
    {"surface-11", "Loss around a minimiser, depth 11", "mondeq.experiment-4.2", "repeat-11-line-"},
    {"surface-18", "Loss around a minimiser, depth 18", "mondeq.experiment-4.2", "repeat-18-line-"},
    {"surface-deq", "Loss around a minimiser, the equilibrium model", "mondeq.experiment-4.2", "deq-line-"},
};

static char *keep(case_figures_struct *f, char *text)
{
    f->text = report_memory(realloc(f->text, (f->texts + 1) * sizeof *f->text));
    return f->text[f->texts++] = text;
}

static char *joined(const char *a, const char *b)
{
    char *text = report_memory(malloc(strlen(a) + strlen(b) + 1));
    stpcpy(stpcpy(text, a), b);
    return text;
}

static void add_line(figure_t *figure, figure_line line)
{
    figure_line *lines = report_memory(realloc((void *)figure->line, (figure->lines + 1) * sizeof *lines));
    lines[figure->lines++] = line;
    figure->line = lines;
}

/* The lines that one claim has for the source; 0 when it has none. */
static int lines_of_claim(case_figures_struct *f, figure_t *figure, const report_struct *r, const case_row *c,
                          const line_source *s, const char *claim, size_t length)
{
    int any = 0;
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &r->units[k];
        if (strlen(u->claim) != length || strncmp(u->claim, claim, length) != 0) continue;
        for (size_t i = 0; i < u->curves; i++) {
            const curve_row *curve = &u->curve[i];
            if (strcmp(curve->name, s->curve) != 0 || curve->points[0] == '\0') continue;
            if (s->each || !any) {
                char width[64] = "";
                if (s->each && u->width >= 0) snprintf(width, sizeof width, ", $`m=%ld`$", u->width);
                add_line(figure, (figure_line){keep(f, joined(s->label, width)), s->theory ? "theory" : curve->kind,
                                               curve->points});
            } else {
                figure_line *last = (figure_line *)&figure->line[figure->lines - 1];
                last->points = keep(f, joined(last->points, curve->points));
            }
            any = 1;
        }
    }
    return any;
}

static void collect(case_figures_struct *f, figure_t *figure, const report_struct *r, const case_row *c,
                    const line_source *s)
{
    for (const char *claim = s->claims; *claim != '\0';) {
        size_t length = strcspn(claim, " ");
        if (lines_of_claim(f, figure, r, c, s, claim, length)) return;
        claim += length + (claim[length] == ' ');
    }
}

static void add_figure(case_figures_struct *f, figure_t figure, const case_row *c, const char *name)
{
    char *suffix = joined(".", name);
    figure.file = keep(f, page_name("figures/", c->name, suffix));
    free(suffix);
    f->figure = report_memory(realloc(f->figure, (f->count + 1) * sizeof *f->figure));
    f->figure[f->count++] = figure;
}

static void add_surface(case_figures_struct *f, const report_struct *r, const case_row *c, size_t index)
{
    figure_t figure = {.title = surfaces[index].title,
                       .caption = "Along two random directions, normalised filter by filter; approximate, with "
                                  "contours at the heights named on the scale, beyond which the last colour stands.",
                       .x = "$`\\alpha`$",
                       .y = "$`\\beta`$",
                       .z = "loss",
                       .log_y = 1};
    for (size_t k = c->first; k < c->first + c->units; k++) {
        const unit_row *u = &r->units[k];
        if (strcmp(u->claim, surfaces[index].claim) != 0) continue;
        for (size_t i = 0; i < u->curves; i++) {
            const curve_row *curve = &u->curve[i];
            const char *place = strrchr(curve->y, '=');
            if (strncmp(curve->name, surfaces[index].rows, strlen(surfaces[index].rows)) != 0 || place == NULL)
                continue;
            char *label = keep(f, joined(place + 1, ""));
            label[strcspn(label, "`$")] = '\0';
            add_line(&figure, (figure_line){label, curve->kind, curve->points});
        }
    }
    if (figure.lines > 1)
        add_figure(f, figure, c, surfaces[index].name);
    else
        free((void *)figure.line);
}

void case_figures_init(case_figures_t f, const report_struct *r, const case_row *c)
{
    memset(f, 0, sizeof(case_figures_struct));
    for (size_t k = 0; k < sizeof sources / sizeof *sources; k++) {
        const figure_source *s = &sources[k];
        figure_extent e;
        figure_t figure = {
            .title = s->title, .caption = s->caption, .x = s->x, .y = s->y, .log_x = s->log_x, .log_y = s->log_y};
        for (size_t i = 0; i < sizeof s->line / sizeof *s->line && s->line[i].claims != NULL; i++)
            collect(f, &figure, r, c, &s->line[i]);
        figure_extent_of(&e, &figure);
        if (!(e.x_min < e.x_max)) {
            free((void *)figure.line);
            continue;
        }
        if (s->constant != NULL) {
            char points[128];
            snprintf(points, sizeof points, "%.10g %s\n%.10g %s\n", e.x_min, s->constant, e.x_max, s->constant);
            add_line(&figure, (figure_line){s->constant_label, "theory", keep(f, joined(points, ""))});
        }
        add_figure(f, figure, c, s->name);
    }
    for (size_t k = 0; k < sizeof surfaces / sizeof *surfaces; k++) add_surface(f, r, c, k);
}

void case_figures_clear(case_figures_t f)
{
    for (size_t k = 0; k < f->count; k++) free((void *)f->figure[k].line);
    for (size_t k = 0; k < f->texts; k++) free(f->text[k]);
    free(f->figure);
    free(f->text);
}

int case_figures_write(pages_t p, const case_figures_struct *f)
{
    for (size_t k = 0; k < f->count; k++)
        if (figure_write(p, &f->figure[k])) return -1;
    return 0;
}

void case_figures_show(FILE *out, const pages_struct *p, const case_figures_struct *f)
{
    if (f->count > 0) fputs("## Figures\n\n", out);
    for (size_t k = 0; k < f->count; k++) figure_show(out, p, "../", &f->figure[k]);
}
