"""numpy/OpenBLAS, uncertified: decided trials of random networks on the points of a CSV.
trial_numpy.py CSV SIGMA_W2 WIDTH TRIALS THRESHOLD SEED
Prints JSON: seconds a trial, mean lambda_0, successes, iterations of the last.
Z = tanh(W Z + U X) by plain iteration to a relative change of 1e-12, lambda_0 by eigvalsh(Z^T Z)."""
import json
import sys
import time
import numpy as np

path, s, m, trials, threshold, seed = sys.argv[1], *(float(x) for x in sys.argv[2:])
m, trials = int(m), int(trials)
X = np.loadtxt(path, delimiter=",", ndmin=2)
n, d = X.shape
X *= (np.sqrt(d) / np.linalg.norm(X, axis=1))[:, None]
draw = np.random.Generator(np.random.SFC64(int(seed)))  # the fastest of numpy's generators
values, successes = [], 0
W, U = np.empty((m, m)), np.empty((m, d))
start = time.perf_counter()
for _ in range(trials):
    draw.standard_normal(out=W)
    W *= np.sqrt(2 * s / m)
    draw.standard_normal(out=U)
    B = (U @ X.T) * np.sqrt(2 / d)
    Z = np.tanh(B)
    Y = np.empty_like(Z)
    for iteration in range(1, 1000):
        np.matmul(W, Z, out=Y)
        Y += B
        np.tanh(Y, out=Y)
        change = np.linalg.norm(Y - Z)
        Z, Y = Y, Z
        if change <= 1e-12 * np.linalg.norm(Z):
            break
    values.append(float(np.linalg.eigvalsh(Z.T @ Z)[0]))
    successes += values[-1] >= threshold
end = time.perf_counter()
print(json.dumps({"seconds": (end - start) / trials, "mean": sum(values) / trials, "successes": successes,
                  "iterations": iteration}))
