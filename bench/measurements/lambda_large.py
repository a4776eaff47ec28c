"""lambda_* for large n against LAPACK's dsyevd (values only) on the same matrix, memory, and the cost curve."""
import os
from fractions import Fraction
from bench.arithmetic import Enclosure, Quantity
from bench.document import Curve, Section
from bench.measurements.lambda_numpy import D, eigenvalue_error
from bench.points import SIGMA_W2, write_case
from bench.process import run

TITLE = "lambda_* for large n, d = 784, against LAPACK"
ORDER = 50
GIGABYTES, TARGET_SIZE = 4, 10000


def one_size(room, n):
    """(our whole process, its peak memory, dsyevd alone)."""
    case, csv = write_case(room, n, D)
    ours = room.repeat(room.deqcert("lambda", case, "--json"), 3, budget=300, threads=room.cores)
    theirs = room.repeat([room.peer("dsyevd"), csv, str(n), str(D), SIGMA_W2], 3, budget=300, threads=room.cores)
    certified = ours[-1].json()["lambda_star"]
    answers = [r.json() for r in theirs]
    for answer in answers:
        room.compare(f"LAPACK dsyevd, n = {n}", certified, answer["least"], eigenvalue_error(n, answer["largest"]),
                     Fraction(Enclosure.of(certified).upper) / 100)
    os.remove(csv)
    return (Quantity(tuple(r.wall for r in ours)), Quantity(tuple(float(r.memory) for r in ours), "B"),
            Quantity(tuple(a["dsyevd"] for a in answers)))


def measure(room):
    sizes = [600, 1000, 1500] if room.quick else [600, 1000, 2000, 5000, TARGET_SIZE]
    section = Section(f"ReLU, all {room.cores} cores for both. Ours is the whole process: reading the file, the kernel, the certified enclosure "
                      "of relative width 1e-2. dsyevd is timed alone, on the same matrix made in plain doubles before the clock starts.")
    rate = float(run([room.peer("dgemm"), "1000" if room.quick else "3000", "3"], threads=room.cores).output)
    times, memories, peers = [], [], []
    for n in sizes:
        time, memory, peer = one_size(room, n)
        times.append(time)
        memories.append(memory)
        peers.append(peer)
        section.against(f"lambda_*, n = {n}", time, "LAPACK dsyevd, values only", peer, 2 if n == TARGET_SIZE else None)
    if n == TARGET_SIZE:
        section.within(f"peak memory, n = {n}", memories[-1], GIGABYTES * 1e9, f"< {GIGABYTES} GB")
    else:
        section.information(f"peak memory, n = {n}", memories[-1])
    section.curves.append(Curve("lambda_*, whole process", "n", sizes, times))
    section.curves.append(Curve("LAPACK dsyevd alone", "n", sizes, peers))
    flops = 2.0 * n**3 + 1.0 * n**2 * D
    section.notes.append(
        f"dgemm alone reaches {rate / 1e9:.0f} Gflop/s on {room.cores} cores. Two Cholesky factorisations, the four triangular products of "
        f"the residual and one Gram matrix are $`2n^3+n^2d`$ flops: at n = {n} the whole process runs them at "
        f"{flops / times[-1].median / 1e9:.0f} Gflop/s, {100 * flops / times[-1].median / rate:.0f}% of that rate.")
    return section
