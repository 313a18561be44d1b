"""TypiClust from its formulas: k-means, then in turn the item of each cluster with the nearest neighbours."""
import time

import numpy as np
from side import answer, arguments, progress

x = np.load(arguments["embeddings"])
n, k = arguments["n"], arguments["clusters"]
neighbours, min_size = arguments["neighbours"], arguments["min_size"]
# where scikit-learn, which the published code calls, stops by default
ITERATIONS, TOLERANCE = 300, 1e-4
generator = np.random.default_rng(arguments["seed"])


def seeds(norms):
    """k-means++"""
    rows = [int(generator.integers(len(x)))]
    nearest = np.full(len(x), np.inf, dtype=np.float32)
    while len(rows) < k:
        last = rows[-1]
        np.minimum(nearest, np.maximum(norms - 2 * (x @ x[last]) + norms[last], 0), out=nearest)
        nearest[last] = 0
        chances = np.cumsum(nearest, dtype=np.float64)
        rows.append(int(np.searchsorted(chances, generator.random() * chances[-1], side="right")))
    return x[rows].copy()


def k_means():
    """Lloyd's algorithm until the centres hardly move: by less than a share of the mean variance of a column."""
    norms = np.einsum("ij,ij->i", x, x)
    centres = seeds(norms)
    least_move = TOLERANCE * x.var(axis=0).mean()
    for iteration in range(1, ITERATIONS + 1):
        squares = norms[:, None] - 2 * (x @ centres.T) + np.einsum("ij,ij->i", centres, centres)
        labels = squares.argmin(axis=1)
        progress("NumPy k-means", iteration, ITERATIONS)
        order = labels.argsort(kind="stable")
        present, starts = np.unique(labels[order], return_index=True)
        sums = np.add.reduceat(x[order], starts, axis=0)
        means = sums / np.diff(np.append(starts, len(x)))[:, None]
        moved = np.square(means - centres[present]).sum()
        centres[present] = means
        if moved <= least_move:
            break
    inertia = float(np.square(x - centres[labels]).sum(dtype=np.float64))
    return labels, inertia, iteration


def most_typical(members):
    count = min(neighbours, len(members) // 2)
    if count == 0:
        return 0
    own = x[members]
    norms = np.einsum("ij,ij->i", own, own)
    squares = np.maximum(norms[:, None] - 2 * (own @ own.T) + norms, 0)
    nearest = np.sqrt(np.partition(squares, count, axis=1)[:, : count + 1])
    # the nearest of all is the item itself
    return int(np.argmin((nearest.sum(axis=1) - nearest.min(axis=1)) / count))


start = time.perf_counter()
labels, inertia, iterations = k_means()
sizes = np.bincount(labels, minlength=k)
queue = [np.flatnonzero(labels == c) for c in np.argsort(-sizes, kind="stable") if sizes[c] > min_size]
rows = []
turn = 0
while len(rows) < n:
    members = queue[turn % len(queue)]
    if len(members) > 0:
        best = most_typical(members)
        rows.append(int(members[best]))
        queue[turn % len(queue)] = np.delete(members, best)
    turn += 1
    progress("NumPy TypiClust", len(rows), n)
answer(ms=(time.perf_counter() - start) * 1000, inertia=inertia, iterations=iterations, rows=rows)
