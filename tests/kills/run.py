"""One run from the start to the account: agents, kills, recoveries, the ledger against the database."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from callcentre import embedded
from callcentre.celery import app
from callcentre.demo.staff import ACCOUNTS
from callcentre.embedded.place import STATE, place
from callcentre.embedded.valkey import Valkey
from staff.permissions import Role
from tests.kills import checks
from tests.kills.agents import Agent, Person
from tests.kills.importing import Importer
from tests.kills.ledger import Ledger
from tests.kills.product import TARGETS, Product, free_port, processes
from tests.kills.watching import Probe, Watch

RECOVERS_WITHIN = 300.0  # faults 48
QUIET = (4.0, 10.0)  # seconds between a recovery and the next kill
SETTLES_WITHIN = 300.0


class Run:
    def __init__(self, *, kills: int, seed: int) -> None:
        self.kills = kills
        self.dice = random.Random(seed)
        self.seed = seed
        (STATE / "ledger.jsonl").unlink(missing_ok=True)
        self.ledger = Ledger(STATE / "ledger.jsonl")
        self.recoveries: list[tuple[str, float]] = []
        self.wrong: list[str] = []

    def do(self) -> bool:
        """True if nothing was lost, doubled or left undone, and everything came back by itself."""
        with embedded_servers(), self.product() as product:
            since = timezone.now()
            probe, watch = Probe(product), Watch(settings.DATABASE_URL, self.ledger)
            people = self.people(product.port)
            for thread in (probe, watch, *people):
                thread.start()
            try:
                self.kill_all(product)
            finally:
                self.send_home(people)
            self.settle()
            for thread in (probe, watch):
                thread.ending.set()
                thread.join(10)
            return self.account(probe, since)

    def people(self, port: int) -> list[Person]:
        agents = [name for name, _name, role, _languages in ACCOUNTS if role == Role.AGENT]
        return [
            *(Agent(name, port, self.ledger, self.seed) for name in agents),
            Importer("8001", port, self.ledger, self.seed),
        ]

    @contextmanager
    def product(self) -> Iterator[Product]:
        product = Product(free_port(), STATE / "product.log")
        try:
            product.wait_until_open()
            print(f"The product is open on port {product.port}; its words are in {STATE}/product.log")
            yield product
        finally:
            code = product.stop()
            print(f"- ended like a Ctrl-C, with {code}")
            self.wrong += [f"the product ended with {code}"] * bool(code)

    def kill_all(self, product: Product) -> None:
        bag: list[str] = []
        time.sleep(5)  # everybody has begun
        for number in range(1, self.kills + 1):
            time.sleep(self.dice.uniform(*QUIET))
            if not bag:
                bag = self.dice.sample(list(TARGETS), len(TARGETS))
            name = bag.pop()
            pid = TARGETS[name](product, self.dice)
            if not pid:
                print(f"{number:>4}  {name}: there is none right now")
                continue
            os.kill(pid, signal.SIGKILL)
            took = self.recovery(product, name, pid)
            print(f"{number:>4}  {name:<30} whole again after {took:5.1f} s", flush=True)
            self.recoveries.append((name, took))

    def recovery(self, product: Product, name: str, killed: int) -> float:
        begun = time.monotonic()
        while time.monotonic() - begun < RECOVERS_WITHIN:
            time.sleep(0.2)
            if gone(killed) and whole(product):
                return time.monotonic() - begun
            if product.roof.poll() is not None:
                raise SystemExit(f"After the kill of {name} the product ended; see {STATE}/product.log.")
        self.wrong.append(f"not whole again after the kill of {name}")
        return RECOVERS_WITHIN

    def send_home(self, people: list[Person]) -> None:
        """Everybody finishes the call he is in."""
        for person in people:
            person.ending.set()
        for person in people:
            person.join(RECOVERS_WITHIN)
            self.wrong += [f"{person.username} still waits for an answer"] * person.is_alive()

    def settle(self) -> None:
        """The background work that is left is done by the product itself."""
        until = time.monotonic() + SETTLES_WITHIN
        while (left := checks.waiting(self.ledger)) and time.monotonic() < until:
            time.sleep(2)
        self.wrong += [f"still waiting after {SETTLES_WITHIN:.0f} s: {left}"] * bool(left)

    def account(self, probe: Probe, since: datetime) -> bool:
        print(f"\nSeed {self.seed}, kills {len(self.recoveries)}")
        print(f"- longest outage of the pages {probe.longest:.1f} s, outages {probe.outages}")
        slowest = max(self.recoveries, key=lambda one: one[1], default=("nothing", 0.0))
        print(f"- slowest recovery {slowest[1]:.1f} s ({slowest[0]})")
        for found in checks.account(self.ledger, since):
            print(f"- {found.said}")
            self.wrong += found.wrong
        for line in self.wrong:
            print(f"WRONG: {line}")
        print("Nothing lost, nothing doubled." if not self.wrong else f"{len(self.wrong)} things are wrong.")
        return not self.wrong


@contextmanager
def embedded_servers() -> Iterator[None]:
    """Started empty, and ended with the run."""
    embedded.reset()
    try:
        yield
    finally:
        embedded.down()


def gone(pid: int) -> bool:
    """Also when nobody has fetched it yet."""
    return "<defunct>" in processes().get(pid, (0, "<defunct>"))[1]


def whole(product: Product) -> bool:
    """Every part is there and does its work: pages, a worker that answers through the broker, beat."""
    try:
        alive = not any(gone(product.pid(child)) for child in ("web", "worker", "beat"))
        return alive and product.answers() and Valkey(place()).answers() and bool(app.control.ping(timeout=1))
    except Exception:  # whatever a part that is being started says: not yet
        return False
