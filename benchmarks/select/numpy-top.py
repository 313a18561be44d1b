"""Top-B of the same scores with NumPy: reads rows x columns float32, prints milliseconds and the best rows."""
import json
import sys
import time

import numpy as np

path, rows, columns, budget, repeats = sys.argv[1], *map(int, sys.argv[2:6])
p = np.fromfile(path, dtype=np.float32).reshape(rows, columns)
generator = np.random.default_rng(0)


def two_largest():
    return np.partition(p, columns - 2, axis=1)[:, -2:]


def entropy():
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return -np.einsum("ij,ij->i", p, logs)


scores = {
    "random": lambda: generator.random(rows),
    "least-confidence": lambda: 1 - p.max(axis=1),
    "margin-confidence": lambda: 1 - np.diff(two_largest(), axis=1)[:, 0],
    "ratio-confidence": lambda: np.divide(*two_largest().T),
    "entropy": entropy,
}


def top(utilities):
    best = np.argpartition(utilities, rows - budget)[rows - budget :]
    return best[np.argsort(-utilities[best])]


result = {}
for name, score in scores.items():
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        best = top(score())
        times.append((time.perf_counter() - start) * 1000)
    result[name] = {"ms": sorted(times)[len(times) // 2], "rows": best.tolist()}
print(json.dumps(result))
