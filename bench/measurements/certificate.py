"""Writing a certificate and checking it with the independent checker."""
import os
from bench.document import Section
from bench.points import write_case
from bench.room import Unavailable

TITLE = "Certificates"
ORDER = 60
D = 784


def measure(room):
    checker, n, runs = room.program("deqcert-check"), 50 if room.quick else 300, 1 if room.quick else 3
    if not os.path.exists(checker):
        raise Unavailable("Not measured: `deqcert-check` is not built.")
    case, _ = write_case(room, n, D, "tanh(x)")
    certificate = os.path.join(room.scratch, f"certificate-{n}")
    section = Section(f"tanh, n = {n}, d = {D}, one core, whole processes.")
    section.information(f"`deqcert certify`, n = {n}",
                        room.timed(room.deqcert("certify", case, "-o", certificate), runs, core=room.core)[0])
    section.within(f"`deqcert-check`, n = {n}", room.timed([checker, certificate], runs, core=room.core)[0], 10, "< 10 s")
    return section
