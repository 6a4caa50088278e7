"""`make run`: web, worker and beat under one roof. Ctrl-C ends all three; one that dies is started again."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from callcentre import embedded
from callcentre.embedded.place import BASE_DIR, STATE, ServiceError
from callcentre.processes import Child, GivenUp, end, ours

RUNNING = STATE / "running.json"
PORT = int(os.environ.get("PORT", "8000"))
ADDRESS = f"http://127.0.0.1:{PORT}/"
START_SECONDS = 90.0
WATCH_SECONDS = 1.0

PYTHON = sys.executable
#: Two remarks of Celery's for production: that a worker should not be root, and one on Celery 6.
QUIET = ["-W", "ignore:::celery.platforms", "-W", "ignore::PendingDeprecationWarning"]
COMMANDS = {
    "web": [
        *(PYTHON, "-m", "gunicorn", "callcentre.wsgi:application", "--bind", f"127.0.0.1:{PORT}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "20", "--log-level", "warning", "--no-control-socket"),
    ],
    "worker": [
        *(PYTHON, *QUIET, "-m", "celery", "--quiet", "-A", "callcentre", "worker", "--concurrency", "2"),
        *("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ],
    "beat": [
        *(PYTHON, "-m", "celery", "--quiet", "-A", "callcentre", "beat", "--loglevel", "WARNING"),
        *("--pidfile", ""),
    ],
}


class Stop(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def run() -> int:
    """Prepare, start, wait for the page, say where it is, watch until told to stop."""
    with _only_one():
        _end_leftovers()
        _port_is_free()
        prepare()
        children: list[Child] = []
        try:
            for name, command in COMMANDS.items():
                children.append(Child(name, command, _environment(), BASE_DIR))
                _write_down(children)
            _wait_for_page(children)
            _welcome()
            return _watch(children)
        except Stop:
            print("\nStopping: calls that are being saved are finished first.", flush=True)
            return 0
        finally:
            _silence()
            end([child.process.pid for child in children])
            RUNNING.unlink(missing_ok=True)


def prepare() -> None:
    """Services, words, tables, static files, demo; each step only if it is not done."""
    embedded.up()
    done = subprocess.run(  # noqa: S603 - our own module
        [PYTHON, "-m", "callcentre.prepare"], cwd=BASE_DIR, env=_environment(), check=False
    )
    if done.returncode != 0:
        raise ServiceError("The preparation failed; the lines above say where.")


def stop() -> None:
    """End a running call centre, or what a killed one left behind; the embedded servers stay."""
    written = _written()
    supervisor = written.get("supervisor", [0])[0]
    if supervisor and ours(supervisor, "callcentre.supervisor"):
        end([supervisor], grace=45)
        print("- the call centre stopped")
    _end_leftovers()


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    STATE.mkdir(parents=True, exist_ok=True)
    with (STATE / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError("The call centre already runs here; make stop ends it.") from None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _on_signal)
        try:
            yield
        except Stop:
            print("\nStopped before it was up.", flush=True)


def _on_signal(number: int, frame: object) -> None:
    raise Stop


def _silence() -> None:
    """A second Ctrl-C may not cut off the ending."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _environment() -> dict[str, str]:
    return {"CALLCENTRE_DEMO": "1", **os.environ, "PYTHONUNBUFFERED": "1"}


def _port_is_free() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            raise ServiceError(f"Port {PORT} is taken; try make run PORT={PORT + 1}.") from None


def _wait_for_page(children: list[Child]) -> None:
    print("- web, worker, beat", flush=True)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if dead := [child.name for child in children if not child.alive()]:
            raise ServiceError(f"{dead[0]} ended at once; its last lines stand above.")
        try:
            with urllib.request.urlopen(ADDRESS, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise ServiceError(f"{ADDRESS} answers with an error {error.code}.") from error
        except OSError:
            time.sleep(0.2)
    raise ServiceError(f"{ADDRESS} did not answer within {START_SECONDS:.0f} seconds.")


def _welcome() -> None:
    print(f"\nThe call centre is open: {ADDRESS}", flush=True)
    subprocess.run(  # noqa: S603 - our own command
        [PYTHON, "manage.py", "demo_accounts"], cwd=BASE_DIR, env=_environment(), check=False
    )
    print("\nCtrl-C ends it; make stop also ends its PostgreSQL and Valkey.", flush=True)


def _watch(children: list[Child]) -> int:
    """Bring back whatever dies, servers and children; stop everything when a child cannot live."""
    while True:
        time.sleep(WATCH_SECONDS)
        try:
            _keep(children)
            embedded.up(lambda line: print(f"{line} again", flush=True))
        except GivenUp as error:
            print(f"{error}\nThe others are stopped too.", file=sys.stderr, flush=True)
            return 1
        except (ServiceError, OSError, subprocess.TimeoutExpired) as error:
            print(error, file=sys.stderr, flush=True)


def _keep(children: list[Child]) -> None:
    for child in children:
        if child.keep():
            _write_down(children)
            print(f"- {child.name} started again", flush=True)


def _write_down(children: list[Child]) -> None:
    pids = {"supervisor": [os.getpid()], "children": [child.process.pid for child in children]}
    RUNNING.write_text(json.dumps(pids))


def _written() -> dict[str, list[int]]:
    try:
        found: dict[str, list[int]] = json.loads(Path(RUNNING).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _end_leftovers() -> None:
    end([pid for pid in _written().get("children", []) if ours(pid, "callcentre")])
    RUNNING.unlink(missing_ok=True)


def main(words: list[str]) -> int:
    """`python -m callcentre.supervisor [prepare|stop]`."""
    match words:
        case []:
            return run() or 0
        case ["prepare"]:
            prepare()
        case ["stop"]:
            stop()
        case _:
            print("Say nothing, prepare or stop.", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceError as error:
        sys.exit(str(error))
