"""Which hunt is next, and for how long."""
import importlib
import os
import time

from exact_numbers import OutOfRange

HERE = os.path.dirname(os.path.abspath(__file__))


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
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            name = min(modules, key=lambda n: used[n] / getattr(modules[n], "WEIGHT", 1.0))
            used[name] += one_round(room, modules[name], name, number[name])
            number[name] += step
    except KeyboardInterrupt:
        return False
    return True


def one_round(room, module, name, number):
    """Wall time of the round, counted in its tally."""
    start = time.monotonic()
    room.begin(name, number)
    try:
        module.hunt(room)
    except OutOfRange:  # what was found before it stays
        room.no_answer("reference: a number is too large for the comparison")
    finally:
        spent = time.monotonic() - start
        room.tally.rounds += 1
        room.tally.seconds += spent
    return spent
