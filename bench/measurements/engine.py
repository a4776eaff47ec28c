"""Random networks: the sampler, the equilibrium solve against the rate of BLAS, decided trials against numpy, the cost in the width."""
from bench.arithmetic import Quantity
from bench.document import Curve, Section
from bench.points import SIGMA_W2, write_case
from bench.room import Failed

TITLE = "Random networks: sampling, equilibrium, decided trials"
ORDER = 75
D = 64
NORMALS, NORMALS_LEAST = 1 << 22, 1e8  # a second and core
RATE_LEAST = 0.9  # of dgemm's
TRIAL_LEAST = 2  # numpy's time over ours


def engine(room, *arguments, **how):
    return room.repeat([room.peer("engine"), *[str(a) for a in arguments]], 1, **how)[-1].json()


def decided(room, case, csv, m, n, trials):
    """(ours a trial, numpy's a trial): trials of width m stopped when they decide lambda_0 >= half of a first one's."""
    def simulate(*more):
        return room.deqcert("simulate", case, "--width", str(m), "--json", *[str(x) for x in more])

    first = room.repeat(simulate("--trials", 1), 1, threads=room.cores)[-1].json()["trials"][0]
    threshold = float(first["lambda0"]["lower"]) / 2
    ours = room.repeat(simulate("--trials", trials, "--threshold", repr(threshold)), 3, threads=room.cores)
    theirs = room.repeat(room.python_peer("trial_numpy.py", csv, SIGMA_W2, m, trials, threshold, 1), 3, threads=room.cores)
    bounds = [[float(t["lambda0"][side]) for t in ours[-1].json()["trials"]] for side in ("lower", "upper")]
    undecided = sum(low < threshold <= high for low, high in zip(*bounds))
    mean, peer = sum(map(sum, bounds)) / (2 * trials), theirs[-1].json()["mean"]
    if undecided or not abs(mean / peer - 1) < 0.1:  # different networks of one law: means of `trials` values
        raise Failed(f"m = {m}, n = {n}: {undecided} trials undecided, mean lambda_0 {mean:.6g}, numpy's {peer:.6g}")
    return (Quantity(tuple(r.wall / trials for r in ours)), Quantity(tuple(r.json()["seconds"] for r in theirs)))


def measure(room):
    section = Section(f"tanh, sigma_w^2 = {SIGMA_W2}, points in {D} dimensions. The solve goes to full accuracy and encloses its residual; its "
                      "rate counts 2 m^2 n flops for every product, of single or double precision, and is compared with plain dgemm of the same "
                      "shape on the same cores in the same process. A decided trial stops when its certified interval lies on one side of the "
                      "threshold; ours is the whole process over the number of trials, numpy's the loop alone.")
    sampling = engine(room, "sampling", NORMALS, 5 if room.quick else 15, core=room.core)["seconds"]
    section.within(f"{NORMALS} normal variates, 1 core", Quantity((sampling,)), NORMALS / NORMALS_LEAST, "100 million a second")
    for m, n in ((1000, 50), (1000, 200)) if room.quick else ((2000, 50), (4000, 50), (2000, 1000)):
        for threads, core in ((1, room.core), (room.cores, None)):
            answer = engine(room, "solve", m, n, 3 if room.quick else 7, core=core, threads=threads)
            section.against(f"equilibrium, m = {m}, n = {n}, {threads} core{'s' if threads > 1 else ''}, a product of {answer['products']}",
                            Quantity((answer["solve"] / answer["products"],)), "dgemm", Quantity((answer["dgemm"],)), RATE_LEAST)
    for m, n, trials in ((400, 6, 50), (1000, 50, 5)) if room.quick else ((400, 6, 400), (2000, 50, 20), (2000, 1000, 2)):
        case, csv = write_case(room, n, D, "tanh(x)")
        ours, theirs = decided(room, case, csv, m, n, trials)
        section.against(f"decided trial, m = {m}, n = {n}", ours, "numpy", theirs, TRIAL_LEAST)
    case, _ = write_case(room, 50, D, "tanh(x)")
    widths, trials = ([500, 1000, 2000], 3) if room.quick else ([1000, 2000, 4000], 5)
    costs = [room.timed(room.deqcert("simulate", case, "--width", str(m), "--trials", str(trials), "--json"), 3, threads=room.cores)[0].scaled(1 / trials)
             for m in widths]
    section.curves.append(Curve("a trial to full accuracy, n = 50, whole process over the trials", "m", widths, costs, 2.3))
    return section
