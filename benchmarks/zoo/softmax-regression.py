"""Softmax regression with scikit-learn: L-BFGS, C = 1, its own tolerance."""
import time
import warnings

import numpy as np
from side import answer, arguments
from sklearn.linear_model import LogisticRegression

x = np.load(arguments["embeddings"])
y = np.load(arguments["labels"]).astype(np.int32)
rows = arguments["rows"]

# once before the clock runs, as on the other side; it need not converge
warnings.simplefilter("ignore")
LogisticRegression(max_iter=2).fit(x[:500], y[:500])
start = time.perf_counter()
model = LogisticRegression(C=1.0, tol=1e-4, max_iter=1000).fit(x[:rows], y[:rows])
ms = (time.perf_counter() - start) * 1000
answer(ms=ms, accuracy=float(model.score(x[rows:], y[rows:])), iterations=int(model.n_iter_.max()))
