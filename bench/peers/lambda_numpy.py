"""numpy, uncertified: lambda_* of ReLU at sigma_w^2 from a CSV of points.  lambda_numpy.py CSV SIGMA_W2
Prints JSON: seconds for loading, kernel and eigvalsh, least and largest eigenvalue.
q = 2/(1-s) and, per pair, rho = (2 s f(rho) + 2 rho0)/q, f(rho) = (sqrt(1-rho^2) + rho (pi - arccos rho))/(2 pi) q, by Newton."""
import json
import sys
import time
import numpy as np

start = time.perf_counter()
X = np.loadtxt(sys.argv[1], delimiter=",")
loaded = time.perf_counter()
s = float(sys.argv[2])
q = 2 / (1 - s)
X /= np.sqrt(np.einsum("ij,ij->i", X, X))[:, None]
cosine = X @ X.T
np.fill_diagonal(cosine, 1)
np.clip(cosine, -1, 1, out=cosine)
rho = cosine.copy()
for _ in range(20):
    angle = np.pi - np.arccos(rho)
    f = (np.sqrt(1 - rho * rho) + rho * angle) / (2 * np.pi)
    step = (2 * s * f + (2 / q) * cosine - rho) / (1 - 2 * s * angle / (2 * np.pi))
    rho = np.clip(rho + step, -1, 1)
    if np.abs(step).max() <= 1e-8:  # the next error is of the order of its square
        break
K = q * (np.sqrt(1 - rho * rho) + rho * (np.pi - np.arccos(rho))) / (2 * np.pi)
built = time.perf_counter()
w = np.linalg.eigvalsh(K)
end = time.perf_counter()
print(json.dumps({"load": loaded - start, "kernel": built - loaded, "eigvalsh": end - built, "least": repr(float(w[0])),
                  "largest": float(w[-1])}))
