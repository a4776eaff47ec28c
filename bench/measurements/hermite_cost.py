"""How the coefficients' cost grows with their number and their bits."""
from bench.arithmetic import Quantity
from bench.document import Curve, Section, quantity

TITLE = "Hermite coefficients: cost curves of tanh, one core"
ORDER = 30


def measure(room):
    runs = 3 if room.quick else 11
    start = room.timed(room.deqcert("--version"), runs, core=room.core)[0].median
    section = Section("Whole processes less the start of one (`deqcert --version`, "
                      f"{quantity(Quantity((start,)))}), which would flatten the curves.")

    def cost(terms, bits):
        command = room.deqcert("hermite", "tanh(x)", "--q", "1", "--terms", str(terms), "--bits", str(bits))
        whole = room.timed(command, runs, core=room.core)[0]
        return Quantity(tuple(x - start for x in whole.samples))

    terms = [250, 500, 1000] if room.quick else [250, 500, 1000, 2000]
    bits = [128, 256, 512] if room.quick else [128, 256, 512, 1024]
    section.curves.append(Curve("N coefficients at 256 bits", "N", terms, [cost(n, 256) for n in terms], 1.2))
    section.curves.append(Curve("256 coefficients at b bits", "b", bits, [cost(256, b) for b in bits], 2.5))
    corner = cost(terms[-1], bits[-1])
    section.information(f"{terms[-1]} coefficients at {bits[-1]} bits", corner)
    return section
