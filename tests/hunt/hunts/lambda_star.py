"""lambda_* and K of cases whose dual activation is known in closed form: the commands, each engine, and certificates, true and forged, against
K at many digits and elimination in integers."""
import json
from fractions import Fraction

from exact_linear import least_at_least, least_at_most, width
from exact_numbers import exact, short
from forgery import forge
from models import as_fractions, first_covariance, rational, reference, some_model

WEIGHT = 1.5
F = Fraction


def hunt(room):
    for part in room.random.choices([engines, lambda_star, certificates], [3, 3, 1], k=2):
        part(room)


def lambda_star(room):
    """The command lambda, and sometimes gram, on a case with a dual activation in closed form."""
    r = room.random
    case, expression, s, x, inner, normalise, dual, contraction = some_model(room)
    bits = r.choice([16, 32, 53, 64, 100])
    answer = room.deqcert("lambda", case, "--bits", bits, limit=10)
    if answer is None:
        return
    q, K, error = reference(bits, s, inner, len(x[0]), normalise, dual, contraction)
    n, slack = len(K), exact(error) * len(K)
    name = f"{expression}, s = {float(s)}, n = {n}"
    for key, values in (("q", q), ("kappa", [K[i][i] for i in range(n)])):
        given = answer[key] if isinstance(answer[key], list) else [answer[key]] * n
        for number, value in zip(given, values):
            room.compare_json(f"{key} of {name}", number, value, error)
    M, star = as_fractions(K), answer["lambda_star"]
    room.check(f"lambda_* of {name}: lower bound", least_at_least(M, exact(star["lower"]) - slack), star)
    room.check(f"lambda_* of {name}: upper bound", least_at_most(M, exact(star["upper"]) + slack), star)
    if r.random() < 0.3:
        gram(room, case, name, bits, s, inner, len(x[0]), normalise, dual, q, K, error)


def gram(room, case, name, bits, s, inner, d, normalise, dual, q, K, error):
    layers = room.random.randint(1, 4)
    answer = room.deqcert("gram", case, "--layers", layers, "--bits", bits)
    if answer is None:
        return
    n, before = len(K), None
    sigma0, twice = first_covariance(inner, d, normalise), 2 * rational(s)
    for layer in answer["layers"]:
        sigma = sigma0 if before is None else [[twice * before[i][j] + sigma0[i][j] for j in range(n)] for i in range(n)]
        before = [[dual(sigma[i][i], sigma[j][j], sigma[i][j]) for j in range(n)] for i in range(n)]
        for i in range(n):
            for j in range(n):
                room.compare_json(f"K^({layer['l']})_{i}{j} of {name}", layer["K"][i][j], before[i][j], error)
    for i in range(n):
        for j in range(n):
            room.compare_json(f"K_{i}{j} of {name}", answer["limit"]["K"][i][j], K[i][j], error)


def engines(room):
    """lambda_* by doubles, double-doubles and what gram_lambda chooses, through the rooms."""
    r = room.random
    case, expression, s, x, inner, normalise, dual, contraction = some_model(room, lipschitz=True)
    bits, relative = 64, r.choice([0.1, 1e-2, 1e-4])
    q, K, error = reference(bits, s, inner, len(x[0]), normalise, dual, contraction)
    M, slack = as_fractions(K), exact(error) * len(K)
    for engine in ("any", "double", "dd"):
        answer = room.engine("lambda", engine, expression, s, bits, relative.hex(), 1 if normalise else 0, len(x), len(x[0]),
                             " ".join(c.hex() for row in x for c in row), limit=60)
        if answer is None:
            continue
        status, singular, low, high, *rest = answer[0]
        name = f"lambda_* by {engine} of {expression}, s = {float(s)}, n = {len(x)}"
        detail = {"lower": low, "upper": high, "engine": rest, "points": json.dumps(x)}
        if low not in ("-inf", "nan"):
            room.check(name + ": lower bound", least_at_least(M, exact(low) - slack), detail)
        if high not in ("inf", "nan"):
            room.check(name + ": upper bound", least_at_most(M, exact(high) + slack), detail)
        if status != "0":
            room.no_answer(f"lambda_* by {engine}: not resolved")
        elif not int(singular):
            wide = width((low, high))
            room.check(name + ": width", wide is not None and wide <= F(relative) * F(101, 100), detail)


# ---- certificates ---------------------------------------------------------------------------------------

def certificates(room):
    """A certificate is accepted and true; one with a bound beyond the truth is rejected, however its proof is changed."""
    r = room.random
    case, expression, s, x, inner, normalise, dual, contraction = some_model(room, 6, lipschitz=True)
    path = room.file("proof.cert", "")
    answer = room.run("deqcert", "certify", case, "-o", path, limit=60)
    if answer is None:
        return
    if answer[0] != 0:
        room.no_answer("certify: " + (answer[2] or answer[1]).strip().split("\n")[-1].split(": ", 1)[-1])
        return
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")
    checked = room.run("deqcert-check", path)
    name = f"certificate of {expression}, s = {float(s)}, n = {len(x)}"
    if not room.check(name + " is accepted", checked is not None and checked[0] == 0, {"answer": str(checked)}):
        return
    field = {line.split(" ")[0]: k for k, line in enumerate(lines)}
    P = int(lines[field["precision"]].split(" ")[1])
    bound = F(int(lines[field["bound"]].split(" ")[1], 16), 1 << P)
    q, K, error = reference(100, s, inner, len(x[0]), normalise, dual, contraction)
    M, slack = as_fractions(K), exact(error) * len(K)
    room.check(name + ": bound", least_at_least(M, bound - slack), {"bound": short(bound)})
    room.check(name + ": sharp", least_at_most(M, bound * (1 + F(1, 10**6)) + slack), {"bound": short(bound)})
    printed = F(checked[1].split(">= ")[1].split(" ")[0])
    room.check(name + ": printed bound", 0 <= bound - printed <= bound * F(1, 10**14), {"printed": str(printed)})
    for _ in range(6):
        forged = forge(r, lines, field, P, bound, M, slack)
        if forged is None:
            continue
        what, text = forged
        answer = room.run("deqcert-check", room.file("forged.cert", "\n".join(text)))
        if answer is not None:
            room.check(f"{name}: forged by {what}", answer[0] == 1 and answer[1].startswith("rejected"), {"answer": str(answer)})
