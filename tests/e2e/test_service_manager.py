"""What a service manager, such as systemd, hears of the running bot."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.faults import Held
from bot.services.bot import open_bot_services
from bot.settings import Settings
from tests.e2e.articles import write_articles
from tests.e2e.killing import ROOT
from tests.e2e.monitored import free_port, opening, serving


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"monitoring_port": free_port()})


class Manager:
    """A service manager's socket, and what it has got."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind("\0" + path[1:] if path.startswith("@") else path)
        self.got: list[str] = []

    async def until(self, wanted: str) -> None:
        """Wait for a state."""
        async with asyncio.timeout(20):
            while wanted not in self.got:
                data = await asyncio.get_running_loop().sock_recv(self._socket, 4096)
                self.got += data.decode().split("\n")

    def pending(self, seconds: float) -> list[bytes]:
        """Read what comes while the event loop, in whose thread this is called, stands still."""
        found = []
        self._socket.settimeout(seconds)
        try:
            while True:
                found.append(self._socket.recv(4096))
        except TimeoutError:
            return found
        finally:
            self._socket.setblocking(False)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def manager(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Manager]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@kutip{tmp_path}"
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    monkeypatch.setenv("WATCHDOG_USEC", "100000")
    manager = Manager(address)
    yield manager
    manager.close()


async def test_the_service_manager_hears_of_each_phase(
    manager: Manager, settings: Settings, server: BotApiServer
) -> None:
    held = Held()
    server.fail("getMe", held)
    async with open_bot_services(settings) as services:
        async with serving(services):
            await manager.until("WATCHDOG=1")
            await held.reached.wait()
            assert "READY=1" not in manager.got
            assert manager.got[0] == "STATUS=mulai: membaca artikel"
            assert "EXTEND_TIMEOUT_USEC=60000000" in manager.got
            await services.monitoring.notifier.tell_status()
            await manager.until("STATUS=belum siap: Telegram tidak menjawab")
            held.released.set()
            await manager.until("READY=1")
            await manager.until(f"STATUS=menjawab sebagai @{server.bot.username}")
        await manager.until("STOPPING=1")
        assert manager.got.count("READY=1") == 1


async def test_a_loop_that_hangs_and_a_job_that_is_dead_are_not_kept_alive(
    manager: Manager, settings: Settings, server: BotApiServer
) -> None:
    async with open_bot_services(settings) as services, serving(services):
        await manager.until("READY=1")
        manager.pending(0.01)
        assert manager.pending(0.3) == []  # three times as long as the watchdog waits
        await manager.until("WATCHDOG=1")
        (job,) = (task for task in asyncio.all_tasks() if task.get_name() == "outbox")
        job.cancel()
        await asyncio.wait([job])
        manager.pending(0.01)
        await services.monitoring.notifier.tell_status()
        manager.got.clear()
        await manager.until(
            "STATUS=sebuah tugas latar mati (outbox); bot akan dimulai ulang oleh pengelola layanan"
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await manager.until("WATCHDOG=1")


async def test_a_start_is_prolonged_again_and_again_while_the_database_is_migrated(
    tmp_path: Path, server: BotApiServer, folder: Path
) -> None:
    manager = Manager(str(tmp_path / "notify"))
    variables = (f"NOTIFY_SOCKET={tmp_path / 'notify'}", "WATCHDOG_USEC=100000")
    async with opening(server, folder.parent, 0, "env", *variables) as begun:
        await manager.until("STATUS=mulai: membuka basis data dan indeks")
        for _ in range(3):
            manager.got.clear()
            await manager.until("EXTEND_TIMEOUT_USEC=60000000")
            assert "WATCHDOG=1" in manager.got
            assert "STATUS=mulai: membaca artikel" not in manager.got
        begun.lock.close()
        await manager.until("STATUS=mulai: membaca artikel")
        await manager.until("READY=1")
        assert await begun.run.stopped() == 0
        await manager.until("STOPPING=1")
    manager.close()


async def test_the_program_itself_is_heard_of_from_its_start_to_its_end(
    tmp_path: Path, server: BotApiServer
) -> None:
    manager = Manager(str(tmp_path / "notify"))
    write_articles(tmp_path / "articles")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "WATCHDOG_USEC": "200000",
        "KUTIP_TOKEN": server.token,
        "KUTIP_API_URL": server.url,
        "KUTIP_LANGUAGE": "en",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await manager.until("READY=1")
        first = [each for each in manager.got if each.startswith("STATUS=")]
        assert first[:2] == [
            "STATUS=starting: opening the database and the index",
            "STATUS=starting: reading the articles",
        ]
        assert "EXTEND_TIMEOUT_USEC=60000000" in manager.got
        process.send_signal(signal.SIGSTOP)  # as a machine that swaps, or a debugger, does
        manager.pending(0.01)
        assert manager.pending(0.6) == []
        process.send_signal(signal.SIGCONT)
        await manager.until("WATCHDOG=1")
        process.send_signal(signal.SIGTERM)
        await manager.until("STOPPING=1")
        async with asyncio.timeout(20):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        manager.close()
