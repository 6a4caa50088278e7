"""M3: what a due task costs as the years go by, against the same in the smallest hospital of the run.

Every hospital has the same visits a day; the larger ones have had them for longer.

python bench/m3_growth.py [rounds] [visits visits …]
"""

import statistics
import sys

import common
from m1_queue import Queue


def run(rounds: int = 7, *sizes: int) -> None:
    queues = [Queue(visits) for visits in sizes or (100_000, 1_000_000)]
    floors = common.taking_turns(rounds, *(queue.floor for queue in queues))
    ours = common.taking_turns(rounds, *(queue.product for queue in queues))
    least = [taken / queues[0].due for taken in ours[0]]
    for queue, floor, taken in zip(queues, floors, ours, strict=True):
        note = (
            f"{queue.visits:,} visits, {queue.due:,} due, bare floor {statistics.median(floor) * 1000:.0f} ms"
        )
        common.report("M3", "one due task", least, [t / queue.due for t in taken], 1.3, note=note)
        common.drop(queue.name)


if __name__ == "__main__":
    run(*common.numbers(sys.argv[1:]))
