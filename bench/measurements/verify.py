"""`make verify`: every shipped case with an empty store, then again."""
import os
from bench.arithmetic import Quantity
from bench.document import Section
from bench.process import Failed, run

TITLE = "`make verify`"
ORDER = 80


def measure(room):
    store, reports = os.path.join(room.scratch, "verify.db"), os.path.join(room.scratch, "reports")
    command = room.deqcert("verify", "--profile", "quick", "--store", store, "--reports", reports)
    if room.quick:
        command.insert(2, "cases/tanh-points.yaml")
    section = Section("The quick profile on " + ("one case" if room.quick else "every shipped case") + f", {room.cores} cores.")
    room.progress("  " + " ".join(command))
    first = run(command)
    if not first.output.strip():
        raise Failed("verify printed nothing")
    section.within("empty store", Quantity((first.wall,)), 120, "< 120 s")
    section.within("second run, everything stored", room.timed(command, 5)[0], 3, "< 3 s")
    return section
