"""Other activations at the same size and bits, on one core."""
from bench.arithmetic import Enclosure
from bench.document import Section
from bench.room import Failed

TITLE = "Hermite coefficients of other activations: 257 at 256 bits, one core"
ORDER = 20
OTHERS = ("relu(x)", "gelu(x)", "sigmoid(x)", "softplus(x)", "sin(x)", "silu(x)", "erf(x)")


def measure(room):
    runs = 5 if room.quick else 31

    def cost(expression):
        command = room.deqcert("hermite", expression, "--q", "1", "--terms", "257", "--bits", "256", "--json")
        time, last = room.timed(command, runs, core=room.core)
        printed = last.json()
        root = float(Enclosure.of(printed["kappa"]).upper) ** 0.5
        if len(printed["coefficients"]) != 257 or not all(
                Enclosure.of(a).width <= root * 2.0**-252 for a in printed["coefficients"]):
            raise Failed(f"hermite {expression}: not 257 coefficients of the promised width")
        return time

    section = Section("The same command for other activations; the peer is our own tanh.")
    tanh = cost("tanh(x)")
    section.against("elu(x,1)", cost("elu(x,1)"), "our tanh(x)", tanh, 1 / 3, "ratio \u2265 1/3")
    for expression in OTHERS:
        section.against(expression, cost(expression), "our tanh(x)", tanh)
    return section
