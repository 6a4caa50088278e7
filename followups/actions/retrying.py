"""Two transactions that met: the database lets one win, the other one begins again unseen."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 3
MET = {"40P01", "40001", "55P03"}  # deadlock, serialisation failure, lock not available


def retried(action: Callable[P, R]) -> Callable[P, R]:
    """Run `action` in a transaction of its own, anew when it met another one.

    Inside somebody else's transaction nothing can begin anew: it runs once, in a savepoint.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        tries = 1 if connection.in_atomic_block else TRIES
        for left in reversed(range(tries)):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except OperationalError as error:
                if not left or getattr(error.__cause__, "sqlstate", "") not in MET:
                    raise
                time.sleep(random.uniform(0.005, 0.05))  # noqa: S311
        raise AssertionError("unreachable")

    return run
