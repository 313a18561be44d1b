"""k-center greedy, one distance row per pick; squared distances by |x|^2 - 2 x.c + |c|^2, one matrix-vector product."""
import time

import numpy as np
from side import answer, arguments, progress

x = np.array(np.load(arguments["embeddings"], mmap_mode="r")[: arguments.get("rows")])
n = arguments["n"]

start = time.perf_counter()
norms = np.einsum("ij,ij->i", x, x)
nearest = np.full(len(x), np.inf, dtype=np.float32)
rows = np.empty(n, dtype=np.int64)
distances = np.empty(n)
row, distance = arguments["first"], np.inf
for i in range(n):
    rows[i] = row
    distances[i] = distance
    squares = norms - 2 * (x @ x[row]) + norms[row]
    np.minimum(nearest, squares, out=nearest)
    nearest[row] = -1
    row = int(nearest.argmax())
    distance = float(np.sqrt(max(nearest[row], 0)))
    progress("NumPy k-center", i, n)
ms = (time.perf_counter() - start) * 1000

answer(ms=ms, rows=rows.tolist(), distances=distances[1:].tolist())
