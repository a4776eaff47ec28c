"""What a hunt has counted, and the files its violations are written to."""
import collections
import json
import os
import re


class Tally:
    """Counts of one hunt; added up over workers."""

    def __init__(self):
        self.rounds = self.comparisons = self.sharp = self.violations = self.no_answers = 0
        self.seconds = 0.0
        self.reasons = collections.Counter()

    def add(self, other):
        for name in ("rounds", "comparisons", "sharp", "violations", "no_answers", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons.update(other.reasons)

    def no_answer(self, reason):
        """Numbers and quoted text of a reason are taken out, so that the same reason counts as one."""
        reason = re.sub(r'"[^"]*"|\'[^\']*\'', '".."', reason.strip() or "(no reason given)")
        self.no_answers += 1
        self.reasons[re.sub(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", "N", reason)[:160]] += 1


def write_violation(folder, record):
    """Writes what is needed to see the violation again; returns the file's name."""
    os.makedirs(folder, exist_ok=True)
    stem = f"{record['hunt']}-{record['seed']}-{record['round']}"
    for k in range(10000):
        path = os.path.join(folder, f"{stem}-{k}.json")
        try:
            with open(path, "x", encoding="utf-8") as file:
                json.dump(record, file, indent=1, ensure_ascii=False)
                file.write("\n")
            return path
        except FileExistsError:
            continue
    return ""
