"""Many requests at once."""

import threading
from concurrent.futures import ThreadPoolExecutor


def at_once(*actions):
    """The results of `actions`, each started in its own thread at the same moment."""
    barrier = threading.Barrier(len(actions))

    def run(action):
        barrier.wait(timeout=30)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def spread(action, arguments, threads=50):
    """The results of `action` for each of `arguments`, in their order, over `threads` threads."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(action, arguments))
