"""R3: a report of 40 pages with drawings as PDF, in a process of its own: seconds, and the most memory it held.

python bench/r3_pdf.py [rounds]
"""

import multiprocessing
import re
import resource
import statistics
import sys
import time
from typing import Any

import calling
import reporting

REACH, MOST = 1.0, 250  # seconds, MB


def drawn(report: Any, rounds: int, told: Any) -> None:
    """In the child: the first round reads the fonts."""
    from django.db import connection

    from reports.paper import paper

    connection.connect()
    before, times, worked, content = _held(), [], _worked(), b""
    for _round in range(rounds):
        begin = time.perf_counter()
        content = paper(report, report.version.figures)
        times.append(time.perf_counter() - begin)
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    each = (_worked() - worked) / rounds
    told.send((times, before, _held(), pages, len(content), each))


def _held() -> float:
    """MB at most, of this process or of one that it started."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(which).ru_maxrss for which in both) / 1024


def _worked() -> float:
    """Processor seconds, of this process and of those that it started."""
    both = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def main(rounds: int = 7) -> None:
    calling.prepare(tasks=10)
    try:
        from django.db import connection
        from django.utils import translation

        from staff.models import User

        users = [User.objects.create(username=f"8{n}", full_name="周建华", role="director") for n in range(2)]
        translation.activate("zh-hans")
        report = reporting.frozen(*users)
        connection.close()
        here, there = multiprocessing.Pipe()
        child = multiprocessing.get_context("fork").Process(target=drawn, args=(report, rounds, there))
        child.start()
        there.close()  # a child that fails ends the waiting
        times, before, most, pages, size, each = here.recv()
        child.join()
        first, median = times[0], statistics.median(times[1:])
        verdict = "reached" if median <= REACH and most <= MOST else "NOT REACHED"
        print(
            f"R3  PDF of {pages} pages, {size / 1024:.0f} KB: {median:.2f} s (reach {REACH:.1f}), the first {first:.2f} s,"
            f" {each:.2f} s of them a processor's;"
            f" {most:.0f} MB at most (reach {MOST}), {before:.0f} of them before: {verdict}"
        )
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
