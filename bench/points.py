"""Point files for the bench: standard Gaussian vectors, so directions uniform on the sphere, and a case that reads them."""
import os
import random

SIGMA_W2 = "0.08"


def write_points(path, n, d, seed=1):
    """n lines of d shortest round-trip decimals, the same bytes on every machine with the same libm."""
    draw = random.Random(seed).gauss
    with open(path, "w", encoding="ascii") as file:
        for _ in range(n):
            file.write(",".join([repr(draw(0.0, 1.0)) for _ in range(d)]) + "\n")


def write_case(room, n, d, phi="relu(x)"):
    """(case, csv) in the scratch directory, written once."""
    csv = os.path.join(room.scratch, f"points-{n}x{d}.csv")
    case = os.path.join(room.scratch, f"case-{n}x{d}.yaml")
    if not os.path.exists(csv):
        room.progress(f"  writing {n} points of dimension {d}")
        write_points(csv, n, d)
    with open(case, "w", encoding="ascii") as file:
        file.write(f"activation: {{phi: {phi}}}\nmodel: {{sigma_w2: {SIGMA_W2}}}\ndata: {{csv: {os.path.basename(csv)}}}\n")
    return case, csv
