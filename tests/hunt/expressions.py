"""Random expressions of the language, most of them such that deqcert should accept them."""

NICE = ["tanh(x)", "erf(x)", "sigmoid(x)", "sin(x)", "cos(x)", "gelu(x)", "silu(x)", "mish(x)", "softplus(x)", "atan(x)", "asinh(x)", "exp(-x^2)",
        "relu(x)", "abs(x)", "leaky_relu(x,0.1)", "elu(x)", "softsign(x)", "step(x)", "sign(x)", "clip(x,-1,1)", "x*exp(-x^2/2)", "1/(1+x^2)",
        "sqrt(1+x^2)", "log(1+x^2)", "x/(1+x^2)", "max(x,0.1*x)", "x+sin(x)"]


class Chance:
    """Expressions as text, from one random.Random."""

    def __init__(self, random):
        self.random = random

    def pick(self, *choices):
        return self.random.choice(choices)

    def number(self):
        """A positive constant."""
        r = self.random
        return self.pick(str(r.randint(1, 9)), f"{r.uniform(0.1, 3):.2f}", f"{r.uniform(0.1, 3):.{r.randint(1, 17)}f}", "0.5", "2", "1",
                         f"{r.randint(1, 9)}e-{r.randint(1, 9)}", f"{r.randint(1, 99)}", "pi", "e", "sqrt(2)")

    def rational(self):
        """A constant that is a decimal, of either sign."""
        r = self.random
        text = self.pick(str(r.randint(0, 5)), f"{r.uniform(0, 3):.2f}", "1", "0.5", f"{r.randint(1, 9)}e-{r.randint(1, 8)}", f"{r.uniform(0, 40):.1f}")
        return f"(-{text})" if r.random() < 0.4 else text

    def affine(self):
        r = self.random
        scale = self.pick("", "", "2*", "0.5*", "-", f"{r.uniform(0.2, 3):.3f}*", "1e-3*", f"{r.randint(3, 12)}*")
        shift = self.pick("", "", "", "+1", "-0.5", f"-{r.uniform(0, 3):.2f}", f"+{r.uniform(0, 8):.3f}", "+1e-6", "-1e-9")
        return f"{scale}x{shift}"

    def bounded(self, depth):
        if depth <= 0:
            return self.pick("sin", "cos", "tanh", "atan", "erf", "sigmoid") + f"({self.affine()})"
        kind = self.random.randrange(7)
        if kind < 3:
            return self.pick("sin", "cos", "tanh", "atan", "erf", "sigmoid", "erfc") + f"({self.smooth(depth - 1)})"
        if kind == 3:
            return f"exp(-({self.smooth(depth - 1)})^2)"
        if kind == 4:
            return f"1/{self.positive(depth - 1)}"
        if kind == 5:
            return f"({self.bounded(depth - 1)}{self.pick('+', '-', '*')}{self.bounded(depth - 1)})"
        return f"{self.pick('exp', 'expm1', 'sinh', 'cosh', 'asinh')}({self.bounded(depth - 1)})"

    def positive(self, depth):
        """In parentheses; positive wherever it is used."""
        kind = self.random.randrange(7)
        if kind < 2:
            return f"({self.number()}+({self.smooth(depth - 1)})^{self.pick(2, 2, 4)})"
        if kind == 2:
            return f"(1+exp({self.affine()}))"
        if kind == 3:
            return f"(cosh({self.affine()}))"
        if kind == 4:
            return f"({self.pick('3', '2.5', '4')}+{self.pick('sin', 'cos', 'tanh', 'erf')}({self.smooth(depth - 1)}))"
        if kind == 5:
            return f"({self.number()}+x^2)"
        return f"(exp({self.bounded(depth - 1)}))"

    def smooth(self, depth):
        """Of moderate growth."""
        if depth <= 0:
            return self.pick("x", self.affine(), self.affine(), self.bounded(0), f"x^{self.random.randint(2, 5)}")
        kind = self.random.randrange(16)
        if kind < 3:
            return self.bounded(depth)
        if kind < 6:
            return f"{self.smooth(depth - 1)}{self.pick('+', '-')}{self.smooth(depth - 1)}"
        if kind < 8:
            return f"({self.smooth(depth - 1)})*({self.smooth(depth - 1)})"
        if kind == 8:
            return f"({self.smooth(depth - 1)})/{self.positive(depth - 1)}"
        if kind == 9:
            return f"{self.pick('gelu', 'silu', 'mish', 'softplus', 'asinh')}({self.smooth(depth - 1)})"
        if kind == 10:
            return f"{self.pick('log', 'sqrt')}{self.positive(depth - 1)}"
        if kind == 11:
            return f"{self.positive(depth - 1)}^{self.pick('0.5', '(-1)', '1.5', '(1/3)', '-0.25', '3', '(-2)', 'sin(x)')}"
        if kind == 12:
            return f"{self.number()}*({self.smooth(depth - 1)})"
        if kind == 13:
            return f"({self.smooth(depth - 1)})^{self.pick(2, 3, 4, 7)}"
        if kind == 14:
            big = self.pick("1e6", "1e12", "1e20", "12345678.9")
            inner = self.smooth(depth - 1)
            return self.pick(f"({big}+{inner})-{big}", f"(({inner})*{big}-x*{big})", f"exp({self.affine()})*exp(-({self.affine()}))",
                             f"log1p(({inner})^2)-log(1+({inner})^2)+x", f"1-cos({inner})", f"expm1({self.pick('0.1*x', 'x')})-x")
        return self.pick(f"exp({self.affine()})", f"exp(0.{self.random.randint(1, 9)}*x)", f"sinh({self.affine()})", f"2^({self.affine()})", f"exp(x^2/{self.random.randint(200, 9000)})")

    def linear_pieces(self, depth):
        if depth <= 0:
            return self.affine()
        inner = self.linear_pieces(depth - 1)
        return self.pick(f"relu({inner})", f"abs({inner})", f"leaky_relu({inner},{self.rational()})", f"min({inner},{self.affine()})",
                         f"max({inner},{self.rational()})", f"clip({inner},-1,{self.pick('2', '0.5', '6')})", f"{inner}+relu({self.affine()})")

    def kinked(self, depth):
        pieces = self.linear_pieces(self.random.randint(0, 2))
        kind = self.random.randrange(10)
        if kind < 3:
            return self.pick(self.linear_pieces(1), self.linear_pieces(2))
        if kind == 3:
            return f"{self.pick('step', 'sign', 'softsign')}({pieces})"
        if kind == 4:
            return f"elu({pieces},{self.pick('1', '0.5', '2', '1.6733')})"
        if kind == 5:
            return f"{self.smooth(depth)}*{self.pick('step', 'relu', 'abs')}({self.affine()})"
        if kind == 6:
            return f"{self.bounded(depth)}+{self.linear_pieces(1)}"
        if kind == 7:
            return f"{self.pick('tanh', 'sin', 'erf', 'exp', 'gelu')}({self.linear_pieces(1)})"
        if kind == 8:
            return f"exp(-{self.pick('abs', 'relu')}({self.affine()}))"
        return f"({pieces})/(1+abs({self.affine()}))"

    def anything(self):
        """Any expression: nice ones, random smooth and kinked ones."""
        r = self.random.random()
        if r < 0.15:
            return self.random.choice(NICE)
        if r < 0.2:
            return f"{self.number()}*{self.random.choice(NICE)}+{self.rational()}"
        depth = self.random.choice((1, 1, 2, 2, 3))
        return self.smooth(depth) if r < 0.65 else self.kinked(depth - 1)

    def variance(self):
        """A decimal from 1e-6 to 1e3."""
        r = self.random
        return self.pick("1", "2", f"{r.uniform(0.2, 4):.3f}", f"{r.uniform(1, 10):.2f}e{r.randint(-6, 2)}", f"{r.uniform(0.5, 20):.6f}")

    def bits(self):
        return self.random.choice((32, 48, 64, 64, 64, 96, 128, 200, 256, 512))
