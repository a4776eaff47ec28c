"""lambda_* from a point file against numpy doing the same without a certificate."""
from fractions import Fraction
from bench.arithmetic import Enclosure, Quantity
from bench.document import Section, quantity
from bench.points import SIGMA_W2, write_case

TITLE = "lambda_* from a point file, d = 784, against numpy"
ORDER = 40
D = 784


def eigenvalue_error(n, largest):
    """What a backward stable eigenvalue of an n x n matrix of doubles may be off: 8 n u |K|_2."""
    return Fraction(8 * n * largest) / 2**53


def measure(room):
    n, runs = (600, 2) if room.quick else (1000, 7)
    case, csv = write_case(room, n, D)
    section = Section(f"ReLU, n = {n}. numpy: `np.loadtxt`, the closed arc-cosine form solved by Newton's method, `eigvalsh`, timed inside "
                      "the script (the interpreter's start and imports do not count) and as a whole process. Ours is the whole process.")
    phases = [["OpenBLAS threads", "numpy: load", "kernel", "eigvalsh"]]
    for threads, core in ((1, room.core), (room.cores, None)):
        label = "1 core" if threads == 1 else f"{threads} cores"
        ours, last = room.timed(room.deqcert("lambda", case, "--json"), runs, core=core, threads=threads)
        certified = last.json()["lambda_star"]
        script = room.repeat(room.python_peer("lambda_numpy.py", csv, SIGMA_W2), runs, core=core, threads=threads)
        answers = [r.json() for r in script]
        for answer in answers:
            room.compare(f"numpy eigvalsh, n = {n}, {label}", certified, answer["least"], eigenvalue_error(n, answer["largest"]),
                         Fraction(Enclosure.of(certified).upper) / 100)

        def phase(*names):
            return Quantity(tuple(sum(a[x] for x in names) for a in answers))

        section.against(f"lambda_*, n = {n}, {label}", ours, "numpy: load, kernel, eigvalsh", phase("load", "kernel", "eigvalsh"),
                        None if room.quick else 1)
        section.against(f"lambda_*, n = {n}, {label}", ours, "numpy, whole process", Quantity(tuple(r.wall for r in script)))
        phases.append([threads, *(quantity(phase(x)) for x in ("load", "kernel", "eigvalsh"))])
    section.details.append(phases)
    time, last = room.timed(room.deqcert("lambda", case, "--bits", "20", "--json"), 1, threads=room.cores)
    room.compare(f"numpy eigvalsh against 20 bits, n = {n}", last.json()["lambda_star"], answers[-1]["least"],
                 eigenvalue_error(n, answers[-1]["largest"]), Fraction(1, 2**16))
    section.information(f"lambda_* to 20 bits, n = {n}, {room.cores} cores", time)
    return section
