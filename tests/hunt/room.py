"""What a round of a hunt works with: chance, deqcert, its peers, and the book its comparisons are entered in."""
import json
import os
import random
import shutil
import tempfile

from exact_numbers import OutOfRange, end, exact, short
from process import Died, Peer, TimeLimit, run
from tally import Tally, write_violation


REFERENCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.gp")


class Room:
    """One per worker; `begin` opens a round.  README.md says how hunts use it."""

    def __init__(self, build, seed, deqcert=None, log=None):
        self.build, self.seed, self.log = build, seed, log or (lambda text: None)
        self.program = os.path.abspath(deqcert or os.path.join(build, "deqcert"))
        self.violations = os.path.join(build, "hunt", "violations")
        self.peer_engine = Peer([os.path.join(build, "hunt", "engine")], ".")
        # gp reads a request as one line; the marker ends the answer, an error's message included.
        self.peer_gp = Peer(["gp", "-q", "-f", "--default", "parisize=64M", "--default", "parisizemax=2G", REFERENCE], "<end>",
                            lambda text: f'iferr({text}, E, print("error: ", errname(E))); print("<end>")')
        self.scratch = tempfile.mkdtemp(prefix="hunt-")
        self.tallies = {}
        self.begin("none", 0)

    def begin(self, name, number):
        """Opens round `number` of the hunt `name`: its chance depends on the seed, the name and the number only."""
        self.name, self.round, self.calls, self.files = name, number, [], {}
        self.random = random.Random(f"{self.seed}/{name}/{number}")
        self.tally = self.tallies.setdefault(name, Tally())

    def close(self):
        self.peer_engine.close()
        self.peer_gp.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    # ---- programs ---------------------------------------------------------------------------------
    def file(self, name, text):
        """Writes an input file of this round; its path.  It is copied into the record of a violation."""
        path = os.path.join(self.scratch, name)
        with open(path, "w" if isinstance(text, str) else "wb") as file:
            file.write(text)
        self.files[name] = text if isinstance(text, str) else f"{len(text)} bytes"
        return path

    def run(self, program, *arguments, limit=20):
        """(exit status, stdout, stderr) of a program of the build directory; None after the time limit, which is no answer.  A signal, or
        a status other than 0, 1, 2, is a violation, and None."""
        path = self.program if program == "deqcert" else os.path.join(self.build, program)
        command = [path] + [str(a) for a in arguments]
        self.calls.append([program] + command[1:])
        try:
            status, out, err = run(command, limit)
        except TimeLimit:
            self.no_answer("time limit")
            return None
        if status not in (0, 1, 2) or "runtime error:" in err:
            self.violation(f"{program} ended with status {status}", {"stderr": err[-2000:]})
            return None
        return status, out, err

    def deqcert(self, *arguments, limit=20):
        """The JSON that `deqcert ARGUMENTS --json` printed with exit status 0.  None after a refusal (status 1 or 2: counted as no
        answer, with the reason printed), the time limit (no answer too), or a violation (a crash, no JSON)."""
        answer = self.run("deqcert", *arguments, "--json", limit=limit)
        if answer is None:
            return None
        status, out, err = answer
        if status == 2:
            self.no_answer(err.strip().split("\n")[0].replace("deqcert: ", "").replace(self.scratch + "/", ""))
            return None
        try:
            document = json.loads(out)
        except ValueError:
            self.violation("no JSON was printed", {"stdout": out[:2000], "stderr": err[-2000:], "status": status})
            return None
        if status == 1:
            self.no_answer(str(document.get("reason", err.strip().split("\n")[0])) if isinstance(document, dict) else err)
            return None
        return document

    def engine(self, *fields, limit=20):
        """The lines of the engine's answer to a command (tests/hunt/engine.c), each split at tabs; None when it refused (no answer)."""
        request = "\t".join(str(f) for f in fields)
        self.calls.append(["engine", request])
        try:
            lines = self.peer_engine.ask(request, limit)
        except TimeLimit:
            self.no_answer("time limit")
            return None
        except Died as death:
            self.violation("the engine died", {"message": str(death)})
            return None
        if lines and lines[0].startswith("no\t"):
            self.no_answer(lines[0][3:])
            return None
        return [line.split("\t") for line in lines]

    def gp(self, text, limit=20):
        """The lines that PARI/GP prints for one line of its language ("print(...)"); None after the time limit or an error of gp, which
        says nothing about deqcert: no answer."""
        try:
            lines = self.peer_gp.ask(text, limit)
        except (TimeLimit, Died) as problem:
            self.no_answer(f"gp: {type(problem).__name__}")
            return None
        if any(line.startswith("error: ") or "***" in line for line in lines):
            self.no_answer("gp: " + next(line for line in lines if "error: " in line or "***" in line))
            return None
        return lines

    # ---- the book -----------------------------------------------------------------------------------
    def compare(self, what, lower, upper, reference, reference_error):
        """Counts one comparison: does [reference - error, reference + error] meet [lower, upper]?  Numbers as exact_numbers.exact takes
        them; anything else (NaN, inf, an empty enclosure, a negative error) is a violation.  True when it passed; None, and no answer, when
        the reference is too large to be compared."""
        try:
            low, up, value, error = end(lower, -1), end(upper, 1), exact(reference), exact(reference_error)
            distance = max(low - value, value - up, 0)
            passed = low <= up and error >= 0 and distance <= error
            if error <= up - low:
                self.tally.sharp += 1
            detail = {} if passed else {"distance": short(distance), "width": short(up - low)}
        except OutOfRange:
            self.no_answer("reference: a number is too large for the comparison")
            return None
        except (ValueError, OverflowError, TypeError) as problem:
            passed, detail = False, {"problem": str(problem)}
        self.tally.comparisons += 1
        if not passed:
            detail.update(lower=str(lower), upper=str(upper), reference=str(reference), reference_error=str(reference_error))
            self.violation(what, detail)
        return passed

    def compare_json(self, what, number, reference, reference_error):
        """compare for the JSON of a certified number."""
        return self.compare(what, number["lower"], number["upper"], reference, reference_error)

    def overlap(self, what, one, other):
        """Counts one comparison: do two enclosures (JSON of certified numbers, or pairs) of one number meet?"""
        pairs = [(n["lower"], n["upper"]) if isinstance(n, dict) else tuple(n) for n in (one, other)]
        try:
            low, up = end(pairs[1][0], -1), end(pairs[1][1], 1)
            if not low <= up:
                raise ValueError("empty enclosure")
            return self.compare(what, *pairs[0], (low + up) / 2, (up - low) / 2)
        except (ValueError, OverflowError, TypeError) as problem:
            return self.check(what, False, {"one": pairs[0], "other": pairs[1], "problem": str(problem)})

    def check(self, what, condition, detail=None):
        """Counts one comparison that is a plain truth value; only True passes."""
        self.tally.comparisons += 1
        self.tally.sharp += 1
        if condition is not True:
            self.violation(what, {"condition": str(condition), **(detail or {})})
        return condition is True

    def no_answer(self, reason):
        """Counts an input to which deqcert (or the reference) gave no answer."""
        self.tally.no_answer(reason)

    def violation(self, what, detail):
        """Counts a violation and writes it with every input of the round."""
        self.tally.violations += 1
        record = {"hunt": self.name, "seed": self.seed, "round": self.round, "what": what, "detail": {k: str(v) for k, v in detail.items()},
                  "calls": self.calls[-8:], "files": self.files,
                  "again": f"make hunt SEED={self.seed} ONLY={self.name} ROUND={self.round}"}
        path = write_violation(self.violations, record)
        self.log(f"VIOLATION {self.name} round {self.round}: {what}  {path}")
