"""Several at once on the real database, each on a connection of its own; nobody is waited for without end."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

PATIENCE = 120  # seconds


def together(*works: Callable[[], Any], told: tuple[type[Exception], ...] = ()) -> list[Any]:
    """They begin at the same moment; what each gives, in their order.

    An exception of `told` is what its thread gives; any other fails the test.
    """
    found: list[Any] = [None] * len(works)
    problems: list[BaseException] = []
    begin = threading.Barrier(len(works), timeout=PATIENCE)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            begin.wait()
            found[place] = works[place]()
        except told as refusal:
            found[place] = refusal
        except BaseException as error:
            problems.append(error)
            begin.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not problems, problems
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return found
