#!/usr/bin/env python3
"""base.py BUILD TRUST: measures the trusted base, what a printed "proved" rests on: the lines of every room, and the functions of
other libraries that the rooms call (the undefined symbols of the rooms' archives, looked up in the libraries that the program loads).
Records base.lines.<room> and base.functions.<library> (a sorted list of names)."""
import glob
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import record  # noqa: E402  (the file beside this one)

DECIDING = ["ball", "activation", "hermite", "gram", "deq", "mondeq", "verify/input", "verify/statistics", "verify/claims", "verify/schedule"]
OTHERS = ["verify/store", "verify/render", "verify/cli", "api", "checker"]
# A symbol belongs to the first library of this list that defines it.
LIBRARIES = [("arb", r"libflint-arb|libarb"), ("flint", r"libflint"), ("mpfr", r"libmpfr"), ("gmp", r"libgmp"), ("lapacke", r"liblapacke"),
             ("openblas", r"libopenblas"), ("sqlite", r"libsqlite"), ("yaml", r"libyaml"), ("zlib", r"libz\."), ("libm", r"libm\."),
             ("libc", r"libc\."), ("gcc", r"libgcc")]


def code_lines(path):
    """Lines that hold code: neither blank nor only a comment."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r'"(\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*',
                  lambda m: m.group(0) if m.group(0)[0] == '"' else re.sub(r"[^\n]", "", m.group(0)), text, flags=re.S)
    return sum(1 for line in text.split("\n") if line.strip())


def lines_of(room):
    files = glob.glob(f"{room}/*.[ch]") + glob.glob(f"{room}/*/*.[ch]")
    return sum(code_lines(f) for f in files)


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def defined(path, *flags):
    return {line.split()[-1].split("@")[0] for line in output("nm", *flags, "--defined-only", path).splitlines() if len(line.split()) == 3}


def functions(build):
    archives = [f"{build}/lib/{room.replace('/', '-')}.a" for room in DECIDING]
    own = set().union(*(defined(a) for a in archives + [f"{build}/lib/verify-store.a"]))
    wanted = set()
    for archive in archives:
        wanted |= {line.split()[-1] for line in output("nm", "--undefined-only", archive).splitlines() if " U " in line}
    loaded = re.findall(r"=> (/\S+)", output("ldd", f"{build}/deqcert"))
    found = {}
    for name, pattern in LIBRARIES:
        symbols = set().union(*(defined(p, "-D") for p in loaded if re.search(pattern, os.path.basename(p))), set())
        found[name] = sorted((wanted - own) & symbols)
        wanted -= symbols
    return found


def main(build, trust):
    values = {f"base.lines.{room.replace('/', '-')}": lines_of(room) for room in DECIDING + OTHERS}
    values.update({f"base.functions.{name}": names for name, names in functions(build).items() if names})
    record.record(trust, ["base.*-="] + [f"{k}={json.dumps(v)}" for k, v in values.items()])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
