"""Which hunt is next, and for how long."""
import importlib
import os
import signal
import time

from exact_numbers import OutOfRange

HERE = os.path.dirname(os.path.abspath(__file__))
ROUND_LIMIT = 300  # seconds; deqcert and PARI/GP have limits of their own, mpmath has none
PROGRESS = 300  # seconds between two lines of progress


class RoundLimit(Exception):
    """A round took longer than ROUND_LIMIT."""


def give_up(_signal, _frame):
    raise RoundLimit


def hunts(only):
    """The modules of hunts/ by name; SystemExit for a name that is none."""
    names = sorted(f[:-3] for f in os.listdir(os.path.join(HERE, "hunts")) if f.endswith(".py") and f != "__init__.py")
    if not names:
        raise SystemExit("hunt: there are no hunts")
    for name in only:
        if name not in names:
            raise SystemExit(f"hunt: no hunt {name}; there are: {' '.join(names)}")
    return {name: importlib.import_module(f"hunts.{name}") for name in only or names}


def rotate(room, modules, seconds, first, step):
    """Rounds first, first + step, ... of every hunt, each time of the one that has had the least of its share, for `seconds` of wall time.
    KeyboardInterrupt ends it between or within rounds; what was counted stays."""
    number = dict.fromkeys(modules, first)
    used = dict.fromkeys(modules, 0.0)
    start = shown = time.monotonic()
    try:
        while time.monotonic() < start + seconds:
            name = min(modules, key=lambda n: used[n] / getattr(modules[n], "WEIGHT", 1.0))
            used[name] += one_round(room, modules[name], name, number[name])
            number[name] += step
            if first == 0 and time.monotonic() > shown + PROGRESS:
                shown = time.monotonic()
                room.log(f"{(shown - start) / 60:.0f} minutes: {sum(t.comparisons for t in room.tallies.values())} comparisons, "
                         f"{sum(t.violations for t in room.tallies.values())} violations")
    except KeyboardInterrupt:
        return False
    return True


def one_round(room, module, name, number):
    """Wall time of the round, counted in its tally."""
    start = time.monotonic()
    room.begin(name, number)
    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, ROUND_LIMIT)
    try:
        module.hunt(room)
    except OutOfRange:  # what was found before it stays
        room.no_answer("reference: a number is too large for the comparison")
    except ArithmeticError as problem:  # of mpmath: exact_numbers and the room's comparisons make none
        room.no_answer(f"reference: {type(problem).__name__}")
    except RoundLimit:
        room.no_answer(f"reference: no answer within {ROUND_LIMIT} s")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        spent = time.monotonic() - start
        room.tally.rounds += 1
        room.tally.seconds += spent
    return spent
