"""What every script of this folder shares: its arguments come as JSON, and its answer goes out as JSON."""
import json
import sys
import time

arguments = json.loads(sys.argv[1])
_shown = time.perf_counter()


def progress(name, done, total):
    """Says how far it is, at most every ten seconds."""
    global _shown
    now = time.perf_counter()
    if now - _shown >= 10:
        _shown = now
        print(f"    {name}: {done} of {total}", file=sys.stderr, flush=True)


def answer(**values):
    print(json.dumps(values))
