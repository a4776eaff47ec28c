"""257 coefficients of tanh at 256 bits against PARI/GP and mpmath at the same 77 digits, on one core."""
from fractions import Fraction
from bench.arithmetic import Quantity, exact, median
from bench.document import Section, quantity
from bench.process import run
from bench.room import Failed

TITLE = "Hermite coefficients of tanh: 257 at 256 bits, one core"
ORDER = 10
TERMS, BITS, DIGITS = 257, 256, 77
SERIOUS = Fraction(1, 10**38)  # a setting of the peer counts when its error is below half the digits
SLACK = Fraction(1, 10**70)  # rounding of the peer's integrand: h_r w varies over e^(x^2/4)


def coefficients(room, runs):
    command = room.deqcert("hermite", "tanh(x)", "--q", "1", "--terms", str(TERMS), "--bits", str(BITS), "--json")
    time, last = room.timed(command, runs, core=room.core)
    return time, last.json()["coefficients"]


def ask_pari(room, odd, terms, repetitions):
    """Fields of each line printed by peers/hermite.gp."""
    with open("bench/peers/hermite.gp", encoding="utf-8") as script:
        text = f"odd={list(odd)};terms={terms};decimals={DIGITS};repetitions={repetitions};\n" + script.read()
    output = run(["gp", "-q", "-f", "-s", "256M"], core=room.core, text=text, limit=600).output
    lines = [line.split(";") for line in output.splitlines()]
    if len(lines) != 4 * len(odd) + (2 if terms > 2 else 0):
        raise Failed(f"gp printed {len(lines)} lines: {output[:300]}")
    return lines


def pari(room, section, a, ours, odd, runs, repetitions):
    """Per coefficient and all at once; the fastest setting of intnum that reaches SERIOUS."""
    singles, wholes, shown = [], {}, [["r", "PARI intnum setting", "time", "its own error estimate"]]
    for _ in range(runs):
        room.progress("  gp bench/peers/hermite.gp")
        fastest, used = {}, {}
        for line in ask_pari(room, odd, TERMS, repetitions):
            if line[0] == "coefficient":
                _, r, setting, milliseconds, value, error = line
                error = exact(error)
                if not error <= SERIOUS:
                    continue
                room.compare(f"PARI intnum {setting}, a_{r}", a[int(r)], value, 4 * error + SLACK, SLACK)
                if float(milliseconds) < fastest.get(int(r), (1e99,))[0]:
                    fastest[int(r)] = (float(milliseconds), setting, error)
            else:
                _, setting, milliseconds, error, *values = line
                if not exact(error) <= SERIOUS:
                    continue
                if len(values) != TERMS:
                    raise Failed(f"gp printed {len(values)} values of {TERMS}")
                for r, value in enumerate(values):
                    room.compare(f"PARI vector intnum {setting}, a_{r}", a[r], value, 4 * exact(error) + SLACK, SLACK)
                wholes.setdefault(setting, []).append(float(milliseconds) / 1e3)
        if len(fastest) != len(odd) or not wholes:
            raise Failed(f"PARI reached {float(SERIOUS):.0e} for {len(fastest)} of {len(odd)} coefficients only")
        singles.append(sum(t for t, _, _ in fastest.values()) / len(fastest) / 1e3)
    shown += [[r, s, quantity(Quantity((t / 1e3,))), f"{float(e):.0e}"] for r, (t, s, e) in sorted(fastest.items())]
    best = min(wholes, key=lambda s: median(wholes[s]))
    section.against("a coefficient (whole process / 257)", ours.scaled(1 / TERMS),
                    f"PARI `intnum`, mean of r = {', '.join(map(str, odd))}", Quantity(tuple(singles)), 100)
    section.against("257 coefficients", ours, f"one vector-valued PARI `intnum`, {best}", Quantity(tuple(wholes[best])), 5)
    section.details.append(shown)


def mpmath(room, section, a, ours, odd, runs):
    """Per coefficient, the faster of quad's two methods."""
    totals = []
    for _ in range(runs):
        command = room.python_peer("hermite_mpmath.py", DIGITS, 1, *odd)
        room.progress("  " + " ".join(command))
        fastest = {}
        for line in run(command, core=room.core, limit=600).output.splitlines():
            r, method, seconds, value, error = line.split(";")
            room.compare(f"mpmath quad {method}, a_{r}", a[int(r)], value, exact(error) + SLACK, SLACK)
            fastest[r] = min(fastest.get(r, 1e99), float(seconds))
        if len(fastest) != len(odd):
            raise Failed("mpmath computed fewer coefficients than asked")
        totals.append(sum(fastest.values()) / len(fastest))
    section.against("a coefficient (whole process / 257)", ours.scaled(1 / TERMS),
                    f"mpmath `quad`, mean of r = {', '.join(map(str, odd))}", Quantity(tuple(totals)), 3000)


def measure(room):
    section = Section("`deqcert hermite 'tanh(x)' --q 1 --terms 257 --bits 256 --json` against $`\\mathbb E\\tanh(g)h_r(g)`$ integrated "
                      f"at {DIGITS} digits. PARI may use `polhermite`, the evenness of the integrand and, per coefficient, the fastest "
                      "of four settings of `intnum` whose own error estimate (the change when its nodes double) is below 1e-38; mpmath "
                      "the faster method of `quad` on [0, 27] with its nodes made beforehand.")
    ours, a = coefficients(room, 5 if room.quick else 31)
    section.within("257 coefficients", ours, 0.025, "\u2264 25 ms")
    section.information("of which starting a process (`deqcert --version`)",
                        room.timed(room.deqcert("--version"), 5 if room.quick else 31, core=room.core)[0])
    if room.quick:
        pari(room, section, a, ours, (1, 129, 255), 1, 2)
        mpmath(room, section, a, ours, (129,), 1)
    else:
        pari(room, section, a, ours, (1, 37, 73, 109, 145, 181, 217, 255), 5, 10)
        mpmath(room, section, a, ours, (43, 129, 215), 3)
    return section
