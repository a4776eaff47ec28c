#!/usr/bin/env python3
"""document.py TRUST PAGE [--check]: writes PAGE from tools/trust/page.md, whose {{names}} are replaced by tables of the values in TRUST, of
tests/mutation/survivors.json and of defects.json.  The same input gives the same bytes.  --check: exit 1 when PAGE is not that page."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SURVIVORS = os.path.join(HERE, "..", "..", "tests", "mutation", "survivors.json")
DASH = "-"


def load(path, default):
    if not os.path.exists(path):
        return default
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def show(value):
    """A value as a cell: integers with thin groups of three, numbers with the digits they have, text escaped."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}".replace(",", " ")
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 100 else f"{value:.1f}"
    if isinstance(value, list):
        return ", ".join(show(v) for v in value)
    return str(value).replace("|", "\\|").replace("\n", " ")


def table(head, rows):
    if not rows:
        return "Not measured."
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(show(c) for c in row) + " |" for row in rows])


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if isinstance(part, int) and isinstance(whole, int) and whole else DASH


class Page:
    def __init__(self, values, reasons, defects):
        self.values, self.reasons, self.found = values, reasons, defects

    def get(self, key):
        return self.values.get(key)

    def names(self, prefix, field):
        """The NAMEs of the keys PREFIX.NAME.FIELD."""
        pattern = re.compile(re.escape(prefix) + r"\.([^.]+)\." + re.escape(field) + "$")
        return sorted(m.group(1) for m in map(pattern.match, self.values) if m)

    def plain(self, *prefixes):
        """Every key below the prefixes and its value, as it was recorded."""
        keys = sorted(k for k in self.values if k.startswith(tuple(p + "." for p in prefixes)))
        return table(["measured", "value"], [[f"`{k}`", self.values[k]] for k in keys])

    def fields(self, prefix, head, fields, first):
        """A row for each NAME of PREFIX.NAME.<first of the fields>."""
        return table([first] + head, [[name] + [self.get(f"{prefix}.{name}.{f}") for f in fields] for name in self.names(prefix, fields[0])])

    def summary(self):
        targets = self.names("fuzz", "minutes")
        rooms = [k for k in self.values if re.match(r"coverage\.[^.]+$", k)]
        rows = [["soundness hunts: comparisons", self.get("hunt.comparisons")], ["soundness hunts: violations", self.get("hunt.violations")],
                ["soundness hunts: minutes", self.get("hunt.minutes")],
                ["mutants killed", f"{show(self.get('mutants.killed'))} of {show(self.get('mutants.total'))}"],
                ["fuzzing: targets, least minutes of one", f"{len(targets)}, {show(min((self.get(f'fuzz.{t}.minutes') for t in targets), default=None))}"],
                ["fuzzing: crashes, hangs and leaks left", sum(self.get(f"fuzz.{t}.crashes") or 0 for t in targets) if targets else None],
                ["coverage: least lines of a room", min((self.get(k) for k in rooms), default=None)],
                ["defects found and fixed", len(self.found)]]
        return table(["", ""], rows)

    def base(self):
        rooms = sorted(k for k in self.values if k.startswith("base.lines."))
        libraries = sorted(k for k in self.values if k.startswith("base.functions."))
        text = table(["room", "lines of code"], [[k[len("base.lines."):].replace("verify-", "verify/"), self.get(k)] for k in rooms])
        text += "\n\n" + table(["library", "functions that the deciding rooms call"], [[k[len("base.functions."):], len(self.get(k))] for k in libraries])
        for key in libraries:
            names = " ".join(f"`{n}`" for n in self.get(key))
            text += f"\n\n<details><summary>{key[len('base.functions.'):]}</summary>\n\n{names}\n\n</details>"
        return text

    def hunt(self):
        text = self.fields("hunt", ["comparisons", "violations", "rounds", "no answer"], ["comparisons", "violations", "rounds", "no_answer"], "hunt")
        return (f"{show(self.get('hunt.comparisons'))} comparisons, {show(self.get('hunt.violations'))} violations in {show(self.get('hunt.minutes'))} "
                f"minutes, seed {show(self.get('hunt.seed'))}.\n\n{text}")

    def mutants(self):
        rows = [[room, self.get(f"mutants.{room}.total"), self.get(f"mutants.{room}.killed"),
                 percent(self.get(f"mutants.{room}.killed"), self.get(f"mutants.{room}.total"))] for room in self.names("mutants", "total")]
        rows.append(["all", self.get("mutants.total"), self.get("mutants.killed"), percent(self.get("mutants.killed"), self.get("mutants.total"))])
        return (table(["room", "mutants", "killed", ""], rows) + "\n\nSurvivors:\n\n" + self.argued("survivors", "why it survives") +
                "\n\nDrawn too, and not counted:\n\n" + self.argued("equivalent", "why nothing can show it"))

    def argued(self, key, why):
        return table(["change", why], [[f"`{change}`", self.reasons.get(name, "not argued")] for name, change in self.get(f"mutants.{key}") or []])

    def fuzz(self):
        return self.fields("fuzz", ["minutes", "executions", "edges", "crashes, hangs, leaks"], ["minutes", "executions", "edges", "crashes"], "target")

    def sanitizers(self):
        return self.plain("sanitizers", "lint")

    def coverage(self):
        rooms = sorted(k[len("coverage."):] for k in self.values if re.match(r"coverage\.[^.]+$", k))
        return table(["room", "lines, %", "branches, %"], [[r, self.get(f"coverage.{r}"), self.get(f"coverage.{r}.branches")] for r in rooms])

    def faults(self):
        return self.plain("faults")

    def reproducible(self):
        return self.plain("reproducible")

    def performance(self):
        return self.plain("performance")

    def defects(self):
        return table(["found by", "defect", "test that would find it again"], [[d["found by"], d["defect"], f"`{d['test']}`"] for d in self.found])


def main(trust, page, check):
    with open(os.path.join(HERE, "page.md"), encoding="utf-8") as file:
        template = file.read()
    content = Page(load(trust, {}), load(SURVIVORS, {}), load(os.path.join(HERE, "defects.json"), []))
    text = re.sub(r"\{\{(\w+)\}\}", lambda m: getattr(content, m.group(1))(), template)
    if check:
        with open(page, encoding="utf-8") as file:
            if file.read() == text:
                return 0
        print(f"{page} is not what {trust} gives: run `make trust-page`")
        return 1
    with open(page + ".tmp", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(page + ".tmp", page)
    return 0


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(*arguments, "--check" in sys.argv))
