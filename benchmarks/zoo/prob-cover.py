"""ProbCover from its formulas: edges between rows closer than the radius; the row that covers most, its edges leave."""
import time

import numpy as np
from side import answer, arguments, progress

h = np.load(arguments["embeddings"])
n, radius = arguments["n"], arguments["radius"]
BLOCK = 500


def edges(x):
    """Pairs of rows closer than the radius, every row with itself: never all pairs at once."""
    sources, targets = [], []
    for first in range(0, len(x), BLOCK):
        squares = 2 - 2 * (x[first : first + BLOCK] @ x.T)
        source, target = np.nonzero(squares < radius * radius)
        sources.append((source + first).astype(np.int32))
        targets.append(target.astype(np.int32))
        progress("NumPy ProbCover, rows with edges", first, len(x))
    return np.concatenate(sources), np.concatenate(targets)


start = time.perf_counter()
source, target = edges(h / np.linalg.norm(h, axis=1, keepdims=True))
rows, gains = [], []
while len(rows) < n:
    degrees = np.bincount(source, minlength=len(h))
    row = int(degrees.argmax())
    if degrees[row] == 0:
        break
    rows.append(row)
    gains.append(int(degrees[row]))
    covered = np.zeros(len(h), dtype=bool)
    covered[target[source == row]] = True
    open_edges = ~covered[target]
    source, target = source[open_edges], target[open_edges]
    progress("NumPy ProbCover", len(rows), n)
answer(ms=(time.perf_counter() - start) * 1000, rows=rows, gains=gains)
