"""k-means selection with scikit-learn, as it comes: the row nearest to the centre of each cluster."""
import time

import numpy as np
from side import answer, arguments
from sklearn.cluster import KMeans

x = np.load(arguments["embeddings"])
n = arguments["n"]

start = time.perf_counter()
model = KMeans(n_clusters=n, n_init=1, random_state=arguments["seed"]).fit(x)
squares = np.square(x - model.cluster_centers_[model.labels_]).sum(axis=1)
order = np.lexsort((squares, model.labels_))
rows = order[np.unique(model.labels_[order], return_index=True)[1]]
answer(
    ms=(time.perf_counter() - start) * 1000,
    inertia=float(model.inertia_),
    iterations=int(model.n_iter_),
    rows=rows.tolist(),
)
