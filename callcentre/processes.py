"""Child processes with a prefix before each line of theirs, and an end for each of them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

GRACE_SECONDS = 30.0


class Child:
    """One process in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._talk, daemon=True).start()

    def alive(self) -> bool:
        """True until the process has ended."""
        return self.process.poll() is None

    def _talk(self) -> None:
        for line in self.process.stdout or ():
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
