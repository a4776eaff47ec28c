"""A measurement's section and its Markdown."""
from dataclasses import dataclass, field
from bench.arithmetic import exponent, ratio

RANGE = "\u2013"
TIMES = "\u00d7"


@dataclass
class Row:
    """One line of a section's table.  ours, theirs: Quantity or None; target: text; met: True, False, or None without target."""
    what: str
    ours: object = None
    peer: str = ""
    theirs: object = None
    target: str = ""
    met: object = None

    @property
    def ratio(self):
        return ratio(self.theirs, self.ours) if self.ours and self.theirs else None


@dataclass
class Curve:
    """A cost at several sizes with its fitted exponent; most: the largest exponent allowed, or None."""
    what: str
    variable: str
    sizes: list
    costs: list
    most: object = None

    @property
    def exponent(self):
        """Of the sizes whose cost stands out of the noise: what is left of a small one after a subtraction may be nothing."""
        known = [(s, c.median) for s, c in zip(self.sizes, self.costs) if c.median > 0]
        return exponent([s for s, _ in known], [c for _, c in known])

    @property
    def met(self):
        return None if self.most is None else self.exponent <= self.most


@dataclass
class Section:
    text: str = ""
    rows: list = field(default_factory=list)
    curves: list = field(default_factory=list)
    details: list = field(default_factory=list)  # tables as lists of rows of text, the header first
    notes: list = field(default_factory=list)

    def within(self, what, ours, limit, target):
        """A row whose largest allowed median is `limit`."""
        self.rows.append(Row(what, ours, target=target, met=ours.median <= limit))

    def against(self, what, ours, peer, theirs, least=None, target=None):
        """A row against a peer that must take at least `least` times our time (None: information only)."""
        row = Row(what, ours, peer, theirs)
        if least is not None:
            row.target, row.met = target or f"ratio \u2265 {least:g}", row.ratio >= least
        self.rows.append(row)

    def information(self, what, ours):
        self.rows.append(Row(what, ours))

    def verdicts(self):
        """(what, met) of every target."""
        return [(x.what, x.met) for x in self.rows + self.curves if x.met is not None]


def number(x):
    """Three significant digits, without an exponent."""
    return f"{x:.0f}" if abs(x) >= 100 else f"{x:.3g}"


def unit_of(x, unit):
    """The factor and name in which x reads well."""
    scales = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "\u00b5s"), (1e-9, "ns")),
              "B": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))}.get(unit, ((1, unit),))
    for factor, name in scales:
        if abs(x) >= factor:
            return factor, name
    return scales[-1]


def quantity(q, spread=True):
    if q is None:
        return ""
    factor, name = unit_of(q.median, q.unit)
    text = f"{number(q.median / factor)} {name}"
    if spread and len(q.samples) > 1:
        text += f" ({number(q.least / factor)}{RANGE}{number(q.most / factor)})"
    return text


def yes(met):
    return {True: "yes", False: "**no**", None: ""}[met]


def table(rows):
    cells = [[str(c).replace("|", "\\|") for c in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines.insert(1, "|" + "---|" * len(cells[0]))
    return "\n".join(lines)


def markdown(title, section):
    parts = [f"## {title}"]
    if section.text:
        parts.append(section.text)
    if section.rows:
        rows = [["what", f"ours, median (min{RANGE}max)", "peer", "peer's, median (min" + RANGE + "max)", "ratio", "target", "met"]]
        for r in section.rows:
            shown = "" if r.ratio is None else number(r.ratio) + TIMES
            rows.append([r.what, quantity(r.ours), r.peer, quantity(r.theirs), shown, r.target, yes(r.met)])
        parts.append(table(rows))
    for c in section.curves:
        target = "" if c.most is None else f" (target at most {c.most:g}: {'met' if c.met else '**not met**'})"
        parts.append(f"{c.what}: fitted exponent {c.exponent:.2f} in {c.variable}{target}.")
        parts.append(table([[c.variable] + [str(s) for s in c.sizes], ["cost"] + [quantity(q) for q in c.costs]]))
    parts += [table(rows) for rows in section.details]
    parts += section.notes
    return "\n\n".join(parts)
