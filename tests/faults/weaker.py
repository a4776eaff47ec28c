#!/usr/bin/env python3
"""weaker.py [--verdicts] HONEST.db FAULTY.db: every verdict of the faulty run is that of the honest one or weaker (inconclusive, none), and every
certified number of a verdict they share overlaps the honest one (not looked at with --verdicts).  Prints "UNITS same, WEAKER weaker"; exit status 1 with the exceptions.
A verdict on networks drawn at random may differ in what doubles choose, as an approximate number may, but not in what is certified.
The step size and the radii of a training run are set from certified bounds, which a faulty library loosens: then it is another run, and of its
claims the verdicts alone are compared."""
import json
import sqlite3
import sys
from fractions import Fraction

WEAK = {"inconclusive"}
SETS_THE_RUN = {("gd.linear-rate", "$`\\eta`$"), ("gd.norm-bounds", "$`\\bar\\rho_w`$")}


def verdicts(path):
    rows = sqlite3.connect(path).execute("SELECT claim, width, verdict, numbers FROM verdicts")
    return {(claim, width): (verdict, json.loads(numbers)) for claim, width, verdict, numbers in rows}


def end(text, otherwise):
    if text in ("inf", "-inf", ""):
        return otherwise
    return Fraction(text)


def is_certified(n):
    return n["kind"] == "enclosure" and n["upper"] != ""


def disjoint(a, b):
    infinite = Fraction(10) ** 400
    return (end(a["lower"], -infinite) > end(b["upper"], infinite)) or (end(b["lower"], -infinite) > end(a["upper"], infinite))


def apart(honest, faulty):
    """The certified numbers of the faulty run that miss the honest ones of the same name, each with the honest one."""
    true = {n["name"]: n for n in honest if is_certified(n)}
    return [(n, true[n["name"]]) for n in faulty if is_certified(n) and n["name"] in true and disjoint(n, true[n["name"]])]


def another_run(true, wrong):
    return any((unit[0], n["name"]) in SETS_THE_RUN for unit in true.keys() & wrong.keys() for n, _ in apart(true[unit][1], wrong[unit][1]))


def main(honest, faulty, numbers_too):
    true, wrong = verdicts(honest), verdicts(faulty)
    other = another_run(true, wrong)
    same = weaker = 0
    bad = []
    for unit, (verdict, numbers) in true.items():
        if unit not in wrong or wrong[unit][0] in WEAK and verdict not in WEAK:
            weaker += 1
            continue
        same += 1
        if wrong[unit][0] != verdict:
            bad.append(f"{unit}: {wrong[unit][0]}, honestly {verdict}")
        if numbers_too and not (other and unit[0].startswith("gd.")):
            bad += [f"{unit}: {n} apart from {m}" for n, m in apart(numbers, wrong[unit][1])]
    bad += [f"{unit}: a verdict the honest run has not" for unit in wrong.keys() - true.keys()]
    print(f"{same} same, {weaker} weaker")
    print(*bad, sep="\n", end="\n" if bad else "")
    return 1 if bad or not true else 0


if __name__ == "__main__":
    files = [a for a in sys.argv[1:] if a != "--verdicts"]
    sys.exit(main(files[0], files[1], files == sys.argv[1:]))
