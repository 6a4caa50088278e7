"""The product under `make run`'s own roof, in a folder of its own, and which process of it is which."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from callcentre.embedded.place import BASE_DIR, STATE
from callcentre.supervisor import COMMANDS
from tests.kills.browser import Browser, NoAnswer

STARTS_WITHIN = 300.0  # the demo is loaded first


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


class Product:
    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self._log = log.open("w")
        self.roof = subprocess.Popen(
            [sys.executable, "-m", "callcentre.supervisor"],
            cwd=BASE_DIR,
            env={**os.environ, "PORT": str(port), "CALLCENTRE_DEMO": "1"},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until_open(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self.roof.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The product did not start; see {self._log.name}.")
            time.sleep(0.3)

    def answers(self) -> bool:
        try:
            return Browser(self.port).get("/health/", patience=3).status == 200
        except NoAnswer:
            return False

    def stop(self) -> int:
        """What a Ctrl-C gives; 0 is a clean end."""
        if self.roof.poll() is None:
            self.roof.send_signal(signal.SIGINT)
        try:
            return self.roof.wait(60)
        except subprocess.TimeoutExpired:
            self.roof.kill()
            return -9

    def pid(self, child: str) -> int:
        """Of web, worker or beat, as the roof has written it down."""
        written = json.loads((STATE / "running.json").read_text())["children"]
        return int(written[list(COMMANDS).index(child)])


def processes() -> dict[int, tuple[int, str]]:
    """pid: (parent, command), of the whole machine."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,command="], text=True, capture_output=True, check=True
    ).stdout
    found = {}
    for line in listed.splitlines():
        pid, parent, command = line.split(None, 2)
        found[int(pid)] = (int(parent), command)
    return found


def children_of(parent: int, word: str = "") -> list[int]:
    return [pid for pid, (above, command) in processes().items() if above == parent and word in command]


def _written(path: Path) -> int:
    return int(path.read_text().split()[0])


def postmaster() -> int:
    return _written(STATE / "postgres" / "postmaster.pid")


Pick = Callable[[Product, random.Random], int]


def _one_of(dice: random.Random, pids: list[int]) -> int:
    return dice.choice(pids) if pids else 0


# What is killed, in words, and how its process is found. 0: there is none right now.
TARGETS: dict[str, Pick] = {
    "web, the master": lambda product, dice: product.pid("web"),
    "web, a worker in it": lambda product, dice: _one_of(dice, children_of(product.pid("web"))),
    "worker, the main process": lambda product, dice: product.pid("worker"),
    "worker, a child of it": lambda product, dice: _one_of(dice, children_of(product.pid("worker"))),
    "beat": lambda product, dice: product.pid("beat"),
    "PostgreSQL, the whole server": lambda product, dice: postmaster(),
    "PostgreSQL, one connection": lambda product, dice: _one_of(
        dice, children_of(postmaster(), "callcentre callcentre")
    ),
    "Valkey": lambda product, dice: _written(STATE / "valkey" / "valkey.pid"),
}
