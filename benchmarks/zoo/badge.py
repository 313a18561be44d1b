"""BADGE: k-means++ on the gradients (p - e_y) x h, the longest first; either form, one distance row per pick."""
import time

import numpy as np
from side import answer, arguments, progress

h = np.load(arguments["embeddings"])
p = np.load(arguments["probabilities"])
n, form = arguments["n"], arguments["form"]


def draw(squares, row_of, generator):
    """Rows in order: the longest gradient, then by chance in proportion to the squared distance to the nearest one."""
    rows = [int(squares.argmax())]
    nearest = np.full(len(h), np.inf, dtype=np.float32)
    while len(rows) < n:
        last = rows[-1]
        np.minimum(nearest, np.maximum(squares - 2 * row_of(last) + squares[last], 0), out=nearest)
        nearest[last] = 0
        chances = np.cumsum(nearest, dtype=np.float64)
        rows.append(int(np.searchsorted(chances, generator.random() * chances[-1], side="right")))
        progress(f"NumPy BADGE, {form}", len(rows), n)
    return rows


def prepare():
    """Squared lengths of the gradients, and their products with one of them."""
    q = p.copy()
    q[np.arange(len(q)), p.argmax(axis=1)] -= 1
    if form == "factorised":
        squares = np.einsum("ij,ij->i", q, q) * np.einsum("ij,ij->i", h, h)
        return squares, lambda i: (q @ q[i]) * (h @ h[i])
    gradients = (q[:, :, None] * h[:, None, :]).reshape(len(h), -1)
    return np.einsum("ij,ij->i", gradients, gradients), lambda i: gradients @ gradients[i]


start = time.perf_counter()
squares, row_of = prepare()
prepared = time.perf_counter()
picks = [draw(squares, row_of, np.random.default_rng(seed)) for seed in arguments["seeds"]]
drawn = time.perf_counter()
answer(prepare=(prepared - start) * 1000, draw=(drawn - prepared) * 1000, picks=picks)
