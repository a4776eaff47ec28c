"""deqcert hermite on random expressions: coefficients, kappa and tail against quadrature in PARI/GP, and against itself at other bits."""
from expressions import Chance
from language import parse
from moments import moments

WEIGHT = 4.0


def hunt(room):
    chance = Chance(room.random)
    text, q, bits = chance.anything(), chance.variance(), chance.bits()
    text = f"({text})" if text.startswith("-") else text  # else it reads as an option
    terms = room.random.choice((1, 4, 9, 17, 24, 33, 64, 100)) if bits <= 256 else room.random.choice((4, 17, 40))
    answer = room.deqcert("hermite", text, "--q", q, "--terms", terms, "--bits", bits)
    if answer is None:
        return
    again(room, chance, text, q, terms, bits, answer)
    reference = moments(room, parse(text), q, terms, bits)
    if reference is None:
        return
    if fits(answer, reference):
        enter(room, text, q, terms, answer, reference)
        return
    # A narrow feature may hide from two resolutions alike: a third, elsewhere, decides; a mismatch it cannot decide stays a violation.
    finer = moments(room, parse(text), q, terms, bits + 100, shift="351/25600", most=60000, limit=120)
    enter(room, text, q, terms, answer, finer if finer is not None else reference)


def pairs(answer, reference):
    """(name, enclosure, value, error) of everything printed."""
    values = [v for v, _ in reference]
    rows = [(f"a_{r}", a, *reference[r]) for r, a in enumerate(answer["coefficients"])]
    rows.append(("kappa", answer["kappa"], *reference[-1]))
    tail = values[-1] - sum(v * v for v in values[:-1])
    error = reference[-1][1] + sum((2 * abs(v) + e) * e for v, e in reference[:-1])
    return rows + [("tail", answer["tail"], tail, error)]


def fits(answer, reference):
    from exact_numbers import exact
    return all(exact(a["lower"]) - e <= v <= exact(a["upper"]) + e for _, a, v, e in pairs(answer, reference))


def enter(room, text, q, terms, answer, reference):
    for name, number, value, error in pairs(answer, reference):
        room.compare_json(f"{name} of {text} at q = {q}, {terms} terms", number, value, error)


def again(room, chance, text, q, terms, bits, answer):
    """Other bits and another number of terms choose other nodes, precisions and engines."""
    others = room.random.choice((terms, max(1, terms // 2), terms + 7))
    second = room.deqcert("hermite", text, "--q", q, "--terms", others, "--bits", chance.bits())
    if second is None:
        return
    for r, (one, other) in enumerate(zip(answer["coefficients"], second["coefficients"])):
        room.overlap(f"a_{r} of {text} at two precisions", one, other)
    room.overlap(f"kappa of {text} at two precisions", answer["kappa"], second["kappa"])
    if others == terms:
        room.overlap(f"tail of {text} at two precisions", answer["tail"], second["tail"])
