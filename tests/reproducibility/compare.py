#!/usr/bin/env python3
"""compare.py OLD.db NEW.db [--identical]: what differs between the rows of two results stores, timings apart.

Every certified interval of a row is compared with its partner, in exact arithmetic: numbers and curves of kind "enclosure" or
"confidence", intervals "[a, b]" in the evidence, lambda_0 and |W| of every trial.  Both enclose the same number, so they must meet; two that
do not are a defect of one of the programs.  Numbers of kind "approximate", iteration counts and residuals may differ.

The last line is one JSON object of counts.  Exit status 1 when the rows are not the same units, a verdict differs, or two intervals are
disjoint; with --identical when any byte of any row differs."""
import json
import re
import sqlite3
import sys
from fractions import Fraction

NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
INTERVAL = re.compile(rf"\[({NUMBER}|-inf), ({NUMBER}|inf)\]")
SHOWN = 20
ROWS = {
    "cases": "SELECT hash, canonical FROM cases",
    "verdicts": "SELECT case_hash, claim, width, profile, verdict, subkind, evidence, numbers, curves, witness FROM verdicts",
    "trials": "SELECT case_hash, kind, width, trial, value FROM trials",
}
KEYS = {"cases": 1, "verdicts": 4, "trials": 4}


def rows(path, table):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        return {row[: KEYS[table]]: row[KEYS[table]:] for row in store.execute(ROWS[table])}


def end(text):
    """A decimal, a hexadecimal double, or None where the interval is open on this side."""
    if text in ("", "nan", "inf", "-inf"):
        return None
    return Fraction(float.fromhex(text)) if "x" in text else Fraction(text)


def meet(a, b):
    """Whether the intervals a and b have a number in common; an open end meets everything."""
    below = lambda x, y: None not in (end(x), end(y)) and end(x) < end(y)
    return not below(a[1], b[0]) and not below(b[1], a[0])


class Comparison:
    def __init__(self):
        self.counts = dict.fromkeys(("verdicts", "verdicts_differ", "rows_differ", "missing", "intervals", "intervals_differ",
                                     "disjoint", "approximate", "approximate_differ", "trials", "trials_differ", "unlike"), 0)

    def say(self, what, *words):
        self.counts[what] += 1
        if self.counts[what] <= SHOWN:
            print(what + ":", *words)

    def interval(self, where, a, b):
        self.counts["intervals"] += 1
        self.counts["intervals_differ"] += a != b
        if not meet(a, b):
            self.say("disjoint", where, list(a), list(b))

    def evidence(self, where, a, b):
        """Texts of different wording ("unlike") have no intervals in common."""
        blank = lambda text: re.sub(NUMBER, "0", INTERVAL.sub("[]", text))
        first, second = INTERVAL.findall(a), INTERVAL.findall(b)
        if blank(a) != blank(b) or len(first) != len(second):
            self.counts["unlike"] += 1
            return
        for x, y in zip(first, second):
            self.interval(where + " evidence", x, y)

    def numbers(self, where, a, b):
        if [(x["name"], x["kind"]) for x in a] != [(x["name"], x["kind"]) for x in b]:
            self.say("missing", where, "has other numbers")
            return
        for x, y in zip(a, b):
            if x["kind"] == "approximate":
                self.counts["approximate"] += 1
                self.counts["approximate_differ"] += x["lower"] != y["lower"]
            else:
                self.interval(f"{where} {x['name']}", (x["lower"], x["upper"]), (y["lower"], y["upper"]))

    def curves(self, where, a, b):
        if [(x["name"], x["kind"]) for x in a] != [(x["name"], x["kind"]) for x in b]:
            self.say("missing", where, "has other curves")
            return
        for x, y in zip(a, b):
            if x["kind"] == "approximate":
                self.counts["approximate"] += 1
                self.counts["approximate_differ"] += x["points"] != y["points"]
                continue
            first, second = ({p[0]: p[1:] for p in map(str.split, c["points"].splitlines())} for c in (x, y))
            if first.keys() != second.keys():
                self.say("missing", where, x["name"], "has other points")
            for at in first.keys() & second.keys():
                self.interval(f"{where} curve {x['name']} at {at}", tuple(first[at]), tuple(second[at]))

    def verdict(self, key, a, b):
        where = f"{key[1]} (case {key[0]}, width {key[2]})"
        self.counts["verdicts"] += 1
        self.counts["rows_differ"] += a != b
        if a[:2] != b[:2]:
            self.say("verdicts_differ", where, a[:2], b[:2])
            return
        self.evidence(where, a[2], b[2])
        self.numbers(where, json.loads(a[3]), json.loads(b[3]))
        self.curves(where, json.loads(a[4]), json.loads(b[4]))

    def trial(self, key, a, b):
        self.counts["trials"] += 1
        self.counts["trials_differ"] += a != b
        x, y = a[0].split(), b[0].split()
        if x[0] != y[0]:
            self.say("verdicts_differ", key, x[0], y[0])
        for k in (2, 4):
            self.interval(f"trial {key} field {k}", tuple(x[k:k + 2]), tuple(y[k:k + 2]))

    def table(self, table, old, new, compare):
        first, second = rows(old, table), rows(new, table)
        if not first:
            self.say("missing", f"{old} has no {table}")
        for key in first.keys() ^ second.keys():
            self.say("missing", table, key, "is in one of the stores only")
        for key in first.keys() & second.keys():
            compare(key, first[key], second[key])
        return first == second


def main(old, new, identical):
    c = Comparison()
    same = [c.table("cases", old, new, lambda key, a, b: None), c.table("verdicts", old, new, c.verdict), c.table("trials", old, new, c.trial)]
    print(json.dumps(c.counts))
    if identical:
        return not all(same)
    return any(c.counts[what] for what in ("missing", "verdicts_differ", "disjoint"))


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--identical"]
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(*arguments, len(arguments) != len(sys.argv) - 1))
