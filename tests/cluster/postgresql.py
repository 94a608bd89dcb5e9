"""A private PostgreSQL server on loopback, and databases on it."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from tests.cluster.needs import postgresql_binaries
from tests.cluster.processes import (
    ServerError,
    ServerProcess,
    free_ports,
    kill_with_children,
    server_folder,
)

USER = "kutip"
EMPTY_TEMPLATE = "template0"
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgreSql:
    """A server that can be killed and started again on the same data and address."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        binaries = postgresql_binaries()
        assert binaries is not None
        self._binaries = binaries
        self._folder = folder
        self._durable = durable
        self._password = secrets.token_hex(16)
        [self._port] = free_ports(1)
        self._user = _unprivileged_user()
        self._process: ServerProcess | None = None

    @property
    def address(self) -> str:
        """The address of the database ``postgres``, with user and password."""
        return f"postgresql://{USER}:{self._password}@127.0.0.1:{self._port}/postgres"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self._folder / "log"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def create(self) -> None:
        """Make the server's files."""
        password = self._folder / "password"
        password.write_text(self._password, "ascii")
        if self._user is not None:
            for path in (self._folder, password):
                shutil.chown(path, self._user, self._user)
        command = [
            *(str(self._binaries / "initdb"), "--pgdata", str(self._data), "--no-sync"),
            *("--username", USER, "--pwfile", str(password), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8"),
        ]
        made = ServerProcess(command, self.log, self._user)
        made.wait()
        if not (self._data / "PG_VERSION").exists():
            raise ServerError(self.log.read_text("utf-8"))

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = {
            "port": self._port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "max_connections": 200,
        }
        settings = [f"{name}={value}" for name, value in options.items()]
        settings += () if self._durable else NOT_DURABLE
        flags = [flag for setting in settings for flag in ("-c", setting)]
        command = [str(self._binaries / "postgres"), "-D", str(self._data), *flags]
        process = ServerProcess(command, self.log, self._user)
        self._process = process
        process.wait_until(lambda: self._is_ready(process.pid))

    def _is_ready(self, pid: int) -> bool:
        """Return what ``pg_ctl`` looks for, too: the server's own number and "ready"."""
        with contextlib.suppress(FileNotFoundError):
            lines = (self._data / "postmaster.pid").read_text("utf-8").split()
            return lines[:1] == [str(pid)] and lines[-1] == "ready"
        return False

    def kill(self) -> None:
        """Kill the whole server with SIGKILL."""
        assert self._process is not None
        kill_with_children(self._process)

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        if self._process is not None:
            self._process.end(signal.SIGINT)

    def new_database(self, template: str = EMPTY_TEMPLATE) -> str:
        """Return the address of a fresh database."""
        return new_database(self.address, template)


def new_database(server: str, template: str = EMPTY_TEMPLATE) -> str:
    """Return the address of a fresh database of the server at an address.

    ``template`` is a database's name, which nobody is connected to meanwhile.
    """
    name = f"test_{secrets.token_hex(8)}"
    execute(server, f'CREATE DATABASE {name} TEMPLATE "{template}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@contextlib.asynccontextmanager
async def fresh_database(server: str, template: str = EMPTY_TEMPLATE) -> AsyncIterator[str]:
    """Yield the address of a database that is deleted afterwards, whoever is connected.

    It takes a quarter of the time that ``new_database`` takes, which starts a process.
    """
    name = f"test_{secrets.token_hex(8)}"
    connection = await asyncpg.connect(server)
    try:
        # Without fsync, copying the files is quicker than writing their pages to the log.
        await connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


def execute(address: str, statement: str) -> str:
    """Run one statement by ``psql`` and return the rows, a line each, columns parted by ``|``."""
    binaries = postgresql_binaries()
    assert binaries is not None
    command = [str(binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address]
    done = subprocess.run(
        [*command, "-c", statement], capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        raise ServerError(done.stderr)
    return done.stdout.rstrip("\n")


def _unprivileged_user() -> str | None:
    """Return the user that the server runs as, None for our own; root may not run it."""
    if os.geteuid():
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


@contextlib.contextmanager
def postgresql(*, durable: bool = True) -> Iterator[PostgreSql]:
    """Yield a running server; without ``durable`` it is quicker, and a crash may spoil its data."""
    with server_folder("postgresql") as folder:
        server = PostgreSql(folder, durable=durable)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
