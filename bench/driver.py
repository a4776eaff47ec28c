"""Runs the measurements in order and writes the document, or leaves the old one untouched.
Exit status: 0 written; 1 a peer's value disagrees or a program failed (BUILD/bench/failed.md then has what was measured);
2 usage or a missing peer; 3 interrupted."""
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
from bench import measurements
from bench.document import markdown, table
from bench.machine import describe, missing_peers
from bench.room import Failed, Room, Unavailable

INTRODUCTION = """# Performance

Written by `make bench` in one run; nothing here is typed by hand. Times are wall times of whole processes, start and output
included, unless a line says otherwise; peers are timed without their start. A time is the median of several runs with the
least and the largest in parentheses; a ratio is the peer's median over ours. Every value a peer computed was compared, in
the same run, with our enclosure: {compared} comparisons, {disagreements} disagreements. The samples are in [{data}]({data})."""


def discover(only=()):
    """The modules of bench/measurements in their ORDER; each has TITLE and measure(room) -> Section."""
    names = [m.name for m in pkgutil.iter_modules(measurements.__path__)]
    unknown = [name for name in only if name not in names]
    if unknown:
        print(f"bench: no measurement {unknown[0]}; there are: {', '.join(sorted(names))}", file=sys.stderr)
        sys.exit(2)
    modules = [importlib.import_module(f"bench.measurements.{name}") for name in names if not only or name in only]
    return sorted(modules, key=lambda m: m.ORDER)


def measure_all(modules, room):
    """[(title, Section or the text why there is none)]."""
    done = []
    for module in modules:
        room.progress(module.TITLE)
        try:
            done.append((module.TITLE, module.measure(room)))
        except Unavailable as missing:
            room.progress(f"  {missing}")
            done.append((module.TITLE, str(missing)))
        except Failed as problem:  # the others still run; the document is not replaced
            room.failures.append(f"{module.TITLE}: {problem}")
            done.append((module.TITLE, f"**Failed:** {problem}"))
    return done


def render(machine, done, room, data):
    verdicts = [v for _, section in done if not isinstance(section, str) for v in section.verdicts()]
    missed = [what for what, met in verdicts if not met]
    parts = [INTRODUCTION.format(compared=room.compared, disagreements=len(room.mismatches), data=data)]
    if room.quick:
        parts.append("**A quick run: few sizes, few runs.**")
    parts.append(table([["machine", ""]] + machine))
    parts.append(f"Targets met: {len(verdicts) - len(missed)} of {len(verdicts)}."
                 + (" Not met: " + "; ".join(missed) + "." if missed else ""))
    for title, section in done:
        parts.append(f"## {title}\n\n{section}" if isinstance(section, str) else markdown(title, section))
    return "\n\n".join(parts) + "\n", missed


def raw(done):
    """The samples, for programs."""
    def plain(q):
        return q and {"unit": q.unit, "samples": list(q.samples)}

    out = []
    for title, section in done:
        entry = {"title": title}
        if isinstance(section, str):
            entry["unavailable"] = section
        else:
            entry["rows"] = [{"what": r.what, "ours": plain(r.ours), "peer": r.peer, "theirs": plain(r.theirs),
                              "target": r.target, "met": r.met} for r in section.rows]
            entry["curves"] = [{"what": c.what, "variable": c.variable, "sizes": c.sizes, "exponent": c.exponent,
                                "costs": [plain(q) for q in c.costs], "met": c.met} for c in section.curves]
            entry["details"] = section.details
        out.append(entry)
    return out


def replace(path, text):
    """The whole file or the old one."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".tmp", path)


def publish(machine, done, room, document):
    data = os.path.splitext(document)[0] + ".json"
    text, missed = render(machine, done, room, os.path.basename(data))
    replace(data, json.dumps({"machine": dict(machine), "compared": room.compared, "disagreements": room.mismatches,
                              "measurements": raw(done)}, indent=1) + "\n")
    replace(document, text)
    room.progress(f"wrote {document}; {room.compared} comparisons with peers, {len(room.mismatches)} disagree; "
                  + (f"targets missed: {'; '.join(missed)}" if missed else "every target met"))


def interrupted(*_):
    raise KeyboardInterrupt


def run_bench(modules, options):
    signal.signal(signal.SIGTERM, interrupted)
    missing = missing_peers(sys.executable)
    if missing:
        print(f"make bench: {missing} missing: run `make bench-setup`, or name another Python with PYTHON=", file=sys.stderr)
        return 2
    os.makedirs(os.path.join(options.build, "bench"), exist_ok=True)
    with tempfile.TemporaryDirectory(dir=os.path.join(options.build, "bench")) as scratch:
        room = Room(options.build, scratch, sys.executable, options.quick)
        try:
            machine = describe(room, options.compiler)
            done = measure_all(modules, room)
        except KeyboardInterrupt:
            print(f"make bench: interrupted; {options.document} is as it was", file=sys.stderr)
            return 3
        except Failed as problem:
            print(f"make bench: {problem}", file=sys.stderr)
            return 1
    problems = room.failures + [f"disagreement: {mismatch}" for mismatch in room.mismatches]
    for problem in problems:
        print(f"make bench: {problem}", file=sys.stderr)
    publish(machine, done, room, options.document if not problems else os.path.join(options.build, "bench", "failed.md"))
    return 1 if problems else 0
