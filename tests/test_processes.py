"""The roof of `make run`: what dies is started again, what cannot live is given up, the end is clean."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callcentre import processes, supervisor
from callcentre.processes import Child, GivenUp, end, running

SLEEPS = "import time; time.sleep(60)"
# A master that hands its open port to a child of its own, as gunicorn does.
SERVES = """
import os, socket, sys, time
MASTER = os.getpid()
line = socket.socket()
line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
line.bind(("127.0.0.1", int(sys.argv[1])))
line.listen()
os.fork()
open(str(MASTER), "w").close()
time.sleep(60)
"""
Start = Callable[..., Child]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun: list[Child] = []

    def begin(program: str, *words: str) -> Child:
        begun.append(Child("web", [sys.executable, "-c", program, *words], os.environ, tmp_path))
        return begun[-1]

    yield begin
    for child in begun:
        end([child.process.pid], grace=0)


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "nothing happened"
        time.sleep(0.02)


def killed(child: Child) -> int:
    pid = child.process.pid
    os.kill(pid, signal.SIGKILL)
    child.process.wait(5)
    return pid


def test_what_was_killed_is_started_again_at_once(start: Start) -> None:
    child = start(SLEEPS)
    assert child.keep() is False
    before = killed(child)
    assert child.keep() is True
    assert child.alive()
    assert child.process.pid != before


def test_what_a_killed_master_left_behind_gives_its_port_back_first(start: Start, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    opened = lambda: (tmp_path / str(child.process.pid)).exists()  # noqa: E731
    child = start(SERVES, port)
    until(opened)
    killed(child)
    assert child.keep() is True
    until(opened)


def test_the_pauses_grow_and_after_the_last_it_is_given_up(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PAUSES", (0.0, 0.3))
    child = start(SLEEPS)
    killed(child)
    assert child.keep() is True
    killed(child)
    assert child.keep() is False
    until(child.keep, 5)
    killed(child)
    with pytest.raises(GivenUp, match="web died 3 times within 20 seconds of its start"):
        child.keep()


def test_who_has_lived_a_while_has_all_his_starts_before_him(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "QUICK_SECONDS", 0.0)
    child = start(SLEEPS)
    for _death in range(2 * len(processes.PAUSES)):
        killed(child)
        assert child.keep() is True


def test_the_roof_brings_a_child_back_and_writes_down_which(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(supervisor, "RUNNING", tmp_path / "running.json")
    child = start(SLEEPS)
    killed(child)
    supervisor._keep([child])
    assert supervisor._written()["children"] == [child.process.pid]


def test_the_roof_ends_with_a_sentence_when_a_child_cannot_live(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "RUNNING", tmp_path / "running.json")
    monkeypatch.setattr(supervisor, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(supervisor.embedded, "up", lambda say: None)
    monkeypatch.setattr(processes, "PAUSES", (0.0, 0.0))
    assert supervisor._watch([start("raise SystemExit(3)")]) == 1
    said = capsys.readouterr().err
    assert "web died 3 times" in said
    assert "with 3" in said


def test_ending_leaves_nothing_running(start: Start) -> None:
    child = start(SLEEPS)
    end([child.process.pid])
    assert not running(child.process.pid)
