#!/usr/bin/env python3
"""weaker.py [--verdicts] HONEST.db FAULTY.db: every verdict of the faulty run is that of the honest one or weaker (inconclusive, none), and every
certified number of a verdict they share overlaps the honest one (not looked at with --verdicts).  Prints "UNITS same, WEAKER weaker"; exit status 1 with the exceptions.
A verdict on networks drawn at random may differ in what doubles choose, as an approximate number may, but not in what is certified."""
import json
import sqlite3
import sys
from fractions import Fraction

WEAK = {"inconclusive"}


def verdicts(path):
    rows = sqlite3.connect(path).execute("SELECT claim, width, verdict, numbers FROM verdicts")
    return {(claim, width): (verdict, json.loads(numbers)) for claim, width, verdict, numbers in rows}


def end(text, otherwise):
    if text in ("inf", "-inf", ""):
        return otherwise
    return Fraction(text)


def disjoint(a, b):
    infinite = Fraction(10) ** 400
    return (end(a["lower"], -infinite) > end(b["upper"], infinite)) or (end(b["lower"], -infinite) > end(a["upper"], infinite))


def main(honest, faulty, numbers_too):
    true, wrong = verdicts(honest), verdicts(faulty)
    same = weaker = 0
    bad = []
    for unit, (verdict, numbers) in true.items():
        if unit not in wrong or wrong[unit][0] in WEAK and verdict not in WEAK:
            weaker += 1
            continue
        same += 1
        if wrong[unit][0] != verdict:
            bad.append(f"{unit}: {wrong[unit][0]}, honestly {verdict}")
        certified = {n["name"]: n for n in numbers if n["kind"] == "enclosure" and n["upper"] != ""}
        for n in wrong[unit][1]:
            if numbers_too and n["kind"] == "enclosure" and n["name"] in certified and n["upper"] != "" and disjoint(n, certified[n["name"]]):
                bad.append(f"{unit}: {n} apart from {certified[n['name']]}")
    bad += [f"{unit}: a verdict the honest run has not" for unit in wrong.keys() - true.keys()]
    print(f"{same} same, {weaker} weaker")
    print(*bad, sep="\n", end="\n" if bad else "")
    return 1 if bad or not true else 0


if __name__ == "__main__":
    files = [a for a in sys.argv[1:] if a != "--verdicts"]
    sys.exit(main(files[0], files[1], files == sys.argv[1:]))
