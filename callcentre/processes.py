"""Child processes with a prefix before each line of theirs, an end for each of them, and a new beginning.

Whatever ends a child, it is started again: at once, then after pauses that grow. One that dies again and
again within seconds of its start is given up: then nobody would come to open a page that never answers.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

GRACE_SECONDS = 30.0
#: What a killed child leaves behind may finish a request, but holds its port until then.
ORPHAN_SECONDS = 5.0
QUICK_SECONDS = 20.0
#: Before the second, third … start after quick deaths; one quick death more is the last.
PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0)


class GivenUp(Exception):
    """A child cannot live; the text is a sentence for whoever started us."""


class Child:
    """One process in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self.command = command
        self.environment = dict(environment)
        self.folder = folder
        self.quick_deaths = 0
        self.due: float | None = None  # when to start again; None while it lives
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._talk, args=[self.process], daemon=True).start()

    def keep(self) -> bool:
        """Start it again if it has died and its pause is over; True if that was done. Raises GivenUp."""
        if self.alive():
            return False
        now = time.monotonic()
        if self.due is None:
            self.due = now + self._pause(now)
        if now < self.due:
            return False
        _clear(self.process.pid)
        self.due = None
        self.start()
        return True

    def _pause(self, now: float) -> float:
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK_SECONDS else 0
        if self.quick_deaths > len(PAUSES):
            raise GivenUp(
                f"{self.name} died {self.quick_deaths} times within {QUICK_SECONDS:.0f} seconds of its start,"
                f" the last time with {self.process.returncode}; its last lines stand above."
            )
        return PAUSES[max(0, self.quick_deaths - 1)]

    def alive(self) -> bool:
        """True until the process has ended."""
        return self.process.poll() is None

    def _talk(self, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            sys.stdout.write(f"{self.name:<7}| {line}")
            sys.stdout.flush()


def end(pids: list[int], grace: float = GRACE_SECONDS) -> None:
    """Ask each to finish what it does; after the grace, end it with all it started."""
    for pid in pids:
        _signal(pid, signal.SIGTERM)
    until = time.monotonic() + grace
    while any(running(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    for pid in pids:
        if running(pid):
            _signal_group(pid, signal.SIGKILL)


def _clear(leader: int) -> None:
    """End what a dead child has left of its group, before another takes its place."""
    _signal_group(leader, signal.SIGTERM)
    until = time.monotonic() + ORPHAN_SECONDS
    while _group_lives(leader) and time.monotonic() < until:
        time.sleep(0.05)
    _signal_group(leader, signal.SIGKILL)


def _group_lives(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def running(pid: int) -> bool:
    """True if the process lives; one that ended and was not fetched yet does not."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def ours(pid: int, word: str) -> bool:
    """True if the process still is what was written down: numbers are given out again."""
    if not running(pid):
        return False
    if Path("/proc/self").exists():
        try:
            return word in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        except OSError:
            return False
    shown = subprocess.run(  # noqa: S603 - fixed arguments
        ["/bin/ps", "-o", "command=", "-p", str(pid)], text=True, capture_output=True, check=False
    )
    return word in shown.stdout


def _signal(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def _signal_group(pid: int, what: signal.Signals) -> None:
    try:
        os.killpg(pid, what)
    except ProcessLookupError:
        return
