"""What a measurement works with: the programs, a scratch directory, repeated timing, and the comparison with peers."""
import json
import os
import sys
import time
from bench.arithmetic import Enclosure, Quantity, exact
from bench.process import Failed, run


class Unavailable(Exception):
    """The measurement's subject is not part of this build; the text says what is missing."""


class Room:
    def __init__(self, build, scratch, python, quick):
        self.build, self.scratch, self.python, self.quick = build, scratch, python, quick
        self.core = max(os.sched_getaffinity(0))  # the one processor of the one-core timings
        self.cores = len(os.sched_getaffinity(0))
        self.compared, self.mismatches, self.failures = 0, [], []

    def progress(self, text):
        print(f"bench: {text}", file=sys.stderr, flush=True)

    def program(self, name):
        return os.path.join(self.build, name)

    def deqcert(self, *arguments):
        return [self.program("deqcert"), *arguments]

    def peer(self, name):
        """A C program of bench/peers."""
        return self.program(os.path.join("bench", name))

    def python_peer(self, name, *arguments):
        return [self.python, os.path.join("bench", "peers", name), *[str(a) for a in arguments]]

    def repeat(self, command, runs, budget=60.0, **how):
        """[Run]: `runs` runs after one that only warms the caches, fewer when the next would pass `budget` seconds; at
        least one.  A first run of more than a tenth of the budget counts instead of warming."""
        self.progress("  " + " ".join(command)[:140])
        if how.get("core") is not None:
            how.setdefault("threads", 1)
        start = time.perf_counter()
        first = run(command, **how)
        done = [first] if first.wall > budget / 10 else []
        while len(done) < runs and (not done or time.perf_counter() - start + first.wall <= budget):
            done.append(run(command, **how))
        return done

    def timed(self, command, runs, budget=60.0, **how):
        """The wall times of `repeat` and the last run."""
        done = self.repeat(command, runs, budget, **how)
        return Quantity(tuple(r.wall for r in done)), done[-1]

    def compare(self, what, printed, value, error, width=None):
        """Records whether the peer's decimal `value`, off by at most the rational `error`, lies in the certified number
        `printed` (its JSON), and whether that is no wider than `width`.  Anything unreadable is a mismatch."""
        self.compared += 1
        try:
            enclosure, theirs = Enclosure.of(printed), exact(value)
            if not enclosure.agrees(theirs, error):
                problem = f"the peer's {value} is {float(enclosure.distance(theirs)):.2e} outside, its error {float(error):.2e}"
            elif width is not None and not enclosure.width <= width:
                problem = f"the enclosure is {float(enclosure.width):.2e} wide, allowed {float(width):.2e}"
            else:
                return True
        except (ValueError, TypeError, KeyError) as unreadable:
            problem = f"unreadable: {unreadable}"
        self.mismatches.append(f"{what}: {problem}; enclosure {json.dumps(printed)}")
        return False


__all__ = ["Failed", "Room", "Unavailable"]
