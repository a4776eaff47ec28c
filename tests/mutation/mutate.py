#!/usr/bin/env python3
"""mutate.py: mutation testing of the code that decides (README.md beside this file).
  mutate.py --list                       the ids of the sample's mutants, in the order of their room's draw
  mutate.py --stale                      the ids of survivors.json that the sources no longer have; exit status 1 if there is one
  mutate.py --build DIR [--record FILE]  run the sample (resumes), report, write the counts to FILE
Options: --count N, --seed N, --jobs N, --room ROOM, --operator OPERATOR, --id ID (a part of the sample), --all (that part of all mutants,
not of the sample), --minutes N (stop then), --report (no run: what is stored)."""
import argparse
import collections
import glob
import hashlib
import json
import math
import os
import random
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import mutants as mutation  # noqa: E402

CLAIM_PARTS = ["verdict", "exact_verdict", "planted*", "hypotheses", "norm_*", "width_search"]
ROOMS = {
    "ball": ["ball/*.c"], "hermite": ["hermite/*.c"], "gram": ["gram/*.c"], "checker": ["checker/*.c"],
    "verify/statistics": ["verify/statistics/*.c"], "verify/cli": ["verify/cli/expectations.c"],
    "verify/claims": [f"verify/claims/{p}.c" for p in CLAIM_PARTS] + ["verify/claims/*/*.c"],
}
LEAST = 20  # mutants of a room
SEED = 1


def enumerate_room(room):
    out = []
    for file in sorted({f for pattern in ROOMS[room] for f in glob.glob(pattern, root_dir=ROOT)}):
        if os.path.basename(file).startswith("approx_"):  # chooses, decides nothing
            continue
        with open(os.path.join(ROOT, file), encoding="utf-8") as source:
            out += [m for m in mutation.mutants_of(file, source.read()) if not m.function.startswith("approx_")]
    return out


def shares(total, weights, least):
    """Integers that add up to total, at least `least` each, else in proportion to the weights (largest remainders)."""
    names = sorted(weights)
    rest = max(0, total - least * len(names))
    exact = {n: rest * weights[n] / sum(weights.values()) for n in names}
    out = {n: least + int(exact[n]) for n in names}
    for n in sorted(names, key=lambda n: (int(exact[n]) - exact[n], n))[:max(0, total - sum(out.values()))]:
        out[n] += 1
    return out


def stratified(found, count, seed):
    """The draw of one room: an order of all its mutants in which every prefix has the operators in proportion to the square roots of
    their numbers (half of all mutants are constants).  A mutant that does not count is replaced by the next of the order."""
    by = collections.defaultdict(list)
    for m in found:
        by[m.operator].append(m)
    ticket = []
    for operator in sorted(by):
        drawn = sorted(by[operator], key=lambda m: hashlib.sha256(f"{seed}:{m.id}".encode()).digest())
        weight = math.sqrt(len(drawn))
        ticket += [((k + random.Random(f"{seed}:{operator}").random()) / weight, m) for k, m in enumerate(drawn)]
    return [m for _, m in sorted(ticket, key=lambda t: (t[0], t[1].id))][:count]


def sample(count, seed):
    """room -> (mutants wanted, the draw)."""
    found = {room: enumerate_room(room) for room in ROOMS}
    wanted = shares(count, {room: len(found[room]) for room in ROOMS}, min(LEAST, count // len(ROOMS)))
    return {room: (wanted[room], stratified(found[room], len(found[room]), seed)) for room in ROOMS}


def reasons():
    with open(os.path.join(HERE, "survivors.json"), encoding="utf-8") as file:
        return json.load(file)


def equivalent():
    """The mutants argued to be equivalent to the code."""
    return {i for i, reason in reasons().items() if reason.startswith("equivalent")}


def stale():
    known = {m.id for room in ROOMS for m in enumerate_room(room)}
    return [i for i in sorted(reasons()) if i not in known]


def change(m):
    squeeze = lambda text: " ".join(text.split()) or "(nothing)"  # noqa: E731
    return f"{m.file}:{m.line}: {m.operator} in {m.function or 'a table'}: {squeeze(m.old)} -> {squeeze(m.new)}"


def report(drawn, results, record_file, seed):
    """What is stored; 1 when a test killed a mutant that is argued to be equivalent."""
    rooms, operators, survivors, same, incomplete = {}, collections.defaultdict(lambda: [0, 0]), [], [], 0
    known, argued = reasons(), equivalent()
    for room, (wanted, order) in drawn.items():
        wanted, counted = min(wanted, len(order)), 0
        rooms[room] = [0, 0]
        for m in order:
            if counted == wanted:
                break
            status = results[m.id]["status"] if m.id in results else "undecided"
            if not mutation.counts(status, m.id in argued):
                if status == "survived":
                    same.append(m)
                continue
            counted += 1
            if status == "undecided":
                incomplete += 1
                continue
            for counts in (rooms[room], operators[m.operator]):
                counts[0] += 1
                counts[1] += status == "killed"
            if status == "survived":
                survivors.append(m)
    total, killed = sum(t for t, _ in rooms.values()), sum(k for _, k in rooms.values())
    for name, (t, k) in list(rooms.items()) + sorted(operators.items()):
        print(f"{name:20} {t:4} mutants, {k:4} killed")
    print(f"{'total':20} {total:4} mutants, {killed:4} killed ({100 * killed / max(1, total):.1f} %); {len(same)} equivalent ones do not count" +
          (f"; {incomplete} still to run" if incomplete else ""))
    for word, those in (("equivalent", same), ("survived", survivors)):
        for m in those:
            print(f"{word} {m.id}\n  {change(m)}\n  {known.get(m.id, 'no reason recorded')}")
    wrong = [i for i in sorted(argued) if i in results and results[i]["status"] == "killed"]
    for i in wrong:
        print(f"not equivalent: {i} is killed by {results[i]['test']}; its reason in survivors.json is wrong")
    if record_file and not incomplete and not wrong:
        sys.path.insert(0, os.path.join(ROOT, "tools", "trust"))
        import record
        values = {"mutants.total": total, "mutants.killed": killed, "mutants.seed": seed,
                  "mutants.survivors": [[m.id, change(m)] for m in survivors], "mutants.equivalent": [[m.id, change(m)] for m in same]}
        for room, (t, k) in rooms.items():
            values |= {f"mutants.{room}.total": t, f"mutants.{room}.killed": k}
        record.record(record_file, ["mutants.*-="] + [f"{k}={json.dumps(v)}" for k, v in values.items()])
    return bool(wrong)


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    for name, kind, default in (("count", int, 240), ("seed", int, SEED), ("jobs", int, 1), ("minutes", float, 1e9), ("build", str, None),
                                ("room", str, None), ("operator", str, None), ("record", str, None)):
        options.add_argument(f"--{name}", type=kind, default=default)
    options.add_argument("--id", action="append")
    for name in ("list", "stale", "report", "all"):
        options.add_argument(f"--{name}", action="store_true")
    o = options.parse_args()
    if o.room not in (None, *ROOMS):
        raise SystemExit(f"mutate.py: no room {o.room}; allowed: {', '.join(ROOMS)}")
    if o.count < 1 or o.jobs < 1:
        raise SystemExit("mutate.py: --count and --jobs are at least 1")
    if o.stale:
        gone = stale()
        print("\n".join(gone))
        raise SystemExit(1 if gone else 0)
    drawn = sample(o.count, o.seed)
    mine = lambda m: o.operator in (None, m.operator) and (o.id is None or m.id in o.id)  # noqa: E731
    whole = o.room is None and o.operator is None and o.id is None and not o.all
    part = {room: (wanted, order) if whole else (len(order), [m for m in (order if o.all or o.id else order[:wanted]) if mine(m)])
            for room, (wanted, order) in drawn.items() if o.room in (None, room)}
    if o.list:
        for wanted, order in part.values():
            print("\n".join([m.id for m in order[:wanted]]) + "\n" * bool(order), end="")
        return
    if o.build is None:
        raise SystemExit("mutate.py: --build DIR is needed")
    import campaign
    build = campaign.Campaign(ROOT, os.path.join(os.path.abspath(o.build), "mutation"), equivalent())
    if not o.report:
        build.prepare()
        build.run(part, o.jobs, o.minutes * 60)
    raise SystemExit(report(part, build.results(), o.record if whole else None, o.seed))


if __name__ == "__main__":
    main()
