"""The garbage collector among rows by the hundred thousand (docs/performance.md, M9)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

AFTER = 100_000  # new objects, some two hundred rows; by default after seven hundred, which is two


@contextmanager
def seldom_collected() -> Iterator[None]:
    """What was there before is not looked at again and again, what comes is looked at less often.

    Rows, patients and numbers refer to each other, so it cannot be done without: memory stays as it is.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
