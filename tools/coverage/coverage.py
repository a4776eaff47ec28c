#!/usr/bin/env python3
"""coverage.py BUILD SOURCE [--record FILE] [--worst N]: what the processes that ran in the --coverage build BUILD executed of the
sources in SOURCE, lines and branches, by room; reads gcc's counters with gcov's JSON, prints the rooms, the exclusions and the files with
the most missing lines, and writes every file's missing lines to BUILD/report.txt.  Exit code 1: a deciding room is below the least
percentages; 2: nothing was measured.

A branch is an arc that the compiler counts (-O1, before any transformation that merges or removes conditions): each operand of && and ||
is a condition of its own, each case of a switch an arc.  What gcc makes of other code (FLINT's inline functions) belongs to no room."""
import argparse
import json
import pathlib
import re
import subprocess
import sys

TOOLS = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ["ball", "activation", "hermite", "gram", "api", "deq", "mondeq", "verify/input", "verify/statistics", "verify/store",
         "verify/claims", "verify/schedule", "verify/render", "verify/cli", "checker"]
REPORTED = {"api", "verify/render", "verify/cli"}  # they hand a verdict on and decide none
LEAST_LINES, LEAST_BRANCHES = 90.0, 80.0

# Left out only where nothing was executed: a line, or a branch of a line, that did run is counted although a rule names it.  Name, what the
# line contains, whether lines (or branches of executed lines alone) are left out, reason.
RULES = [
    ("ends the process", re.compile(r"\b(flint_abort|abort|out_of_memory)\(.*\);"), True,
     "the way into flint_abort(), abort() or out_of_memory(): a broken precondition or a refused allocation ends the process, and its "
     "counters with it; make faults injects the latter"),
    ("cannot happen", re.compile(r"/\* cannot happen"), True,
     "a branch whose comment proves that no input reaches it; it is kept so that an error elsewhere gives no bound instead of a wrong one"),
    ("a call fails", re.compile(r"\berrno == E|\bSQLITE_|\bMPI_SUCCESS\b|\bpipe2\(|\bgetrlimit\(|\bstore_\w+\(.*\berror\)"), False,
     "the failing branch of a condition that is a call of the operating system, MPI or the results store; make faults makes each fail in "
     "turn, in a program without counters. The lines that handle it are counted"),
]
OPENS = re.compile(r"^\s*(\} else )?(if|else)\b")  # the condition of the excluded statement, on the line before it


class File:
    """Counts of one source file: line -> executions, line -> executions of each branch."""

    def __init__(self):
        self.count, self.branch, self.excluded = {}, {}, []

    def add(self, line, count, branches):
        """A line compiled more than once (a header, a clone for wider vectors) is covered when one of its copies ran."""
        self.count[line] = self.count.get(line, 0) + count
        old = self.branch.setdefault(line, [])
        if len(old) == len(branches):
            self.branch[line] = [a + b for a, b in zip(old, branches)]
        else:
            self.branch[line] = old + branches

    def exclude(self, text):
        for line in sorted(self.count):
            at = text[line - 1] if line <= len(text) else ""
            below = text[line] if line < len(text) else ""
            for name, pattern, lines, _ in RULES:
                named = pattern.search(at) or (lines and OPENS.match(at) and not at.rstrip().endswith(";") and pattern.search(below))
                if named:
                    missing = self.branch[line].count(0)
                    whole = self.count[line] == 0
                    if whole and not lines:
                        break
                    self.branch[line] = [b for b in self.branch[line] if b]
                    if whole:
                        del self.count[line]
                    if whole or missing:
                        self.excluded.append((name, line, int(whole), missing))
                    break

    def totals(self):
        branches = [b for per_line in self.branch.values() for b in per_line]
        return len(self.count), sum(c > 0 for c in self.count.values()), len(branches), sum(b > 0 for b in branches)

    def missing(self):
        """The lines that never ran, as ranges over lines with code; and lines that ran with a branch never taken."""
        ranges = []
        for line in sorted(self.count):
            if self.count[line]:
                ranges.append(None)
            elif ranges and ranges[-1]:
                ranges[-1][1] = line
            else:
                ranges.append([line, line])
        lines = " ".join(str(a) if a == b else f"{a}-{b}" for a, b in filter(None, ranges))
        halves = " ".join(str(k) for k in sorted(self.count) if self.count[k] and 0 in self.branch[k])
        return lines, halves


def measured(build, source):
    """{path in the project: File} of every object in the build, executed or not."""
    notes = sorted(str(p) for p in (build / "obj").rglob("*.gcno"))
    files = {}
    for start in range(0, len(notes), 64):
        run = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes[start:start + 64]],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
        for document in filter(None, run.stdout.splitlines()):
            for file in json.loads(document)["files"]:
                path = pathlib.Path(file["file"])
                name = str(path.relative_to(source) if path.is_absolute() and source in path.parents else path)
                if room_of(name) is None:
                    continue
                entry = files.setdefault(name, File())
                for line in file["lines"]:
                    entry.add(line["line_number"], line["count"], [b["count"] for b in line["branches"]])
    return files


def room_of(name):
    return next((r for r in ROOMS if name.startswith(r + "/")), None)


def percent(part, whole):
    return round(100.0 * part / whole, 1) if whole else 100.0


def room_rows(files):
    """One row for each room: name, lines, covered lines, branches, covered branches."""
    rows = []
    for room in ROOMS:
        sums = [sum(column) for column in zip(*(f.totals() for name, f in files.items() if room_of(name) == room))]
        if sums:
            rows.append([room, *sums])
    return rows


def write(out, files, rows, worst):
    line = "{:<20}{:>8}{:>9}{:>8}{:>11}{:>9}{:>8}{:>8}".format
    print(line("room", "lines", "covered", "%", "branches", "covered", "%", ""), file=out)
    for room, lines, covered, branches, taken in rows:
        low = percent(covered, lines) < LEAST_LINES or percent(taken, branches) < LEAST_BRANCHES
        remark = "" if not low else "(low)" if room in REPORTED else "LOW"
        print(line(room, lines, covered, percent(covered, lines), branches, taken, percent(taken, branches), remark), file=out)
    print(f"\ndeciding rooms (all but {', '.join(sorted(REPORTED))}): at least {LEAST_LINES:g}% of lines, {LEAST_BRANCHES:g}% of branches", file=out)
    print("\nLeft out, where nothing was executed:", file=out)
    for name, _, _, reason in RULES:
        found = [e for f in files.values() for e in f.excluded if e[0] == name]
        print(f"  {name}: {sum(e[2] for e in found)} lines, {sum(e[3] for e in found)} branches. {reason}", file=out)
        for path, f in sorted(files.items()):
            places = [str(e[1]) for e in f.excluded if e[0] == name]
            if places and worst is None:
                print(f"    {path}: {' '.join(places)}", file=out)
    order = sorted(files, key=lambda n: (files[n].totals()[1] - files[n].totals()[0], files[n].totals()[3] - files[n].totals()[2], n))
    print("\nFiles by lines missed: lines that never ran | lines that ran with a branch never taken", file=out)
    for name in order[:worst]:
        lines, covered, branches, taken = files[name].totals()
        missing, halves = files[name].missing()
        if missing or halves:
            print(f"  {name} ({percent(covered, lines)}%, branches {percent(taken, branches)}%): {missing} | {halves}", file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--record", metavar="FILE", help="write the percentages into this flat JSON file")
    parser.add_argument("--worst", type=int, default=25, metavar="N")
    given = parser.parse_args()
    source = given.source.resolve()
    files = measured(given.build, source)
    if not any(c for f in files.values() for c in f.count.values()):
        print(f"coverage.py: {given.build} has no counters: nothing ran in it", file=sys.stderr)
        return 2
    for name, file in files.items():
        file.exclude((source / name).read_text(encoding="utf-8").splitlines())
    rows = room_rows(files)
    with open(given.build / "report.txt", "w", encoding="utf-8") as out:
        write(out, files, rows, None)
    write(sys.stdout, files, rows, given.worst)
    print(f"\nevery file: {given.build}/report.txt")
    if given.record:
        values = ["coverage*-="]
        for room, lines, covered, branches, taken in rows:
            key = "coverage." + room.replace("/", "-")
            values += [f"{key}={percent(covered, lines)}", f"{key}.branches={percent(taken, branches)}", f"{key}.lines_total={lines}",
                       f"{key}.branches_total={branches}"]
        for part, column in (("lines", 2), ("branches", 3)):
            values.append(f"coverage.excluded.{part}={sum(e[column] for f in files.values() for e in f.excluded)}")
        subprocess.run([sys.executable, str(TOOLS / "trust" / "record.py"), given.record, *values], check=True)
    low = [r[0] for r in rows if r[0] not in REPORTED and
           not (percent(r[2], r[1]) >= LEAST_LINES and percent(r[4], r[3]) >= LEAST_BRANCHES)]
    if low:
        print(f"coverage.py: below the least percentages: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
