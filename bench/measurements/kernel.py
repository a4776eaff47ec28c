"""The limit kernel: building its model and evaluating it."""
from bench.arithmetic import Quantity
from bench.document import Section
from bench.points import write_case
from bench.room import Failed, Unavailable

TITLE = "The limit kernel"
ORDER = 70


def measure(room):
    few, many = 2, 1001 if room.quick else 20001
    case, _ = write_case(room, 5, 4, "tanh(x)")
    try:
        base, _ = room.timed(room.deqcert("kernel", case, "--points", str(few)), 3, core=room.core)
        full, _ = room.timed(room.deqcert("kernel", case, "--points", str(many)), 3, core=room.core)
    except Failed as problem:
        raise Unavailable("Not measured: `deqcert kernel` is not available in this build.") from problem
    section = Section("tanh, one core, whole processes; an evaluation includes printing its enclosure.")
    section.information(f"building the model and {few} points", base)
    section.information(f"an evaluation (difference to {many} points)",
                        Quantity(tuple((x - base.median) / (many - few) for x in full.samples)))
    return section
