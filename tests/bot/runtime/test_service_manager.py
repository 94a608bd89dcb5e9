"""Notifications to systemd: what it is sent, and that nothing happens without it."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.runtime.environment import ServiceVariables, service_variables
from bot.runtime.service_manager import MAX_STATUS_CHARS, ServiceManager


@pytest.fixture(params=["path", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "path" else f"@kutip{tmp_path}"


@pytest.fixture
def receiver(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.settimeout(5)
        receiver.bind("\0" + address[1:] if address.startswith("@") else address)
        yield receiver


def test_states_are_lines_of_one_datagram(address: str, receiver: socket.socket) -> None:
    ServiceManager(address).notify(READY=1, STATUS="menjawab")
    assert receiver.recv(4096) == b"READY=1\nSTATUS=menjawab"


def test_a_status_is_one_line_of_bounded_length(address: str, receiver: socket.socket) -> None:
    manager = ServiceManager(address)
    manager.notify(STATUS="a\nMAINPID=1\r\n\0b " + "é" * 5000)
    text = receiver.recv(65536).decode()
    assert text.startswith("STATUS=a MAINPID=1")
    assert text.count("\n") == 0
    assert len(text) <= len("STATUS=") + MAX_STATUS_CHARS
    manager.notify(STATUS="\ud800")
    assert receiver.recv(4096) == b"STATUS=?"


def test_a_socket_that_is_gone_or_full_is_said_once_and_waited_for_never(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = str(tmp_path / "notify")
    manager = ServiceManager(address)
    for _ in range(3):
        manager.notify(WATCHDOG=1)
    assert [each.getMessage() for each in caplog.records] == [
        "the service manager can't be notified: FileNotFoundError"
    ]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(address)
        for _ in range(2000):  # more than the kernel queues for a socket
            manager.notify(WATCHDOG=1)
    ServiceManager("/" + "x" * 300).notify(READY=1)


def test_what_did_not_arrive_is_sent_with_the_next_states(tmp_path: Path) -> None:
    """Without READY=1, systemd would end a bot that answers when its start has lasted too long."""
    address = str(tmp_path / "notify")
    manager = ServiceManager(address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.settimeout(5)
        receiver.bind(address)
        sent = fill(address)
        manager.notify(READY=1, STATUS="menjawab")
        manager.notify(STATUS="belum siap")
        for _ in range(sent):
            assert receiver.recv(4096) == b"WATCHDOG=1"
        manager.notify(WATCHDOG=1)
        assert receiver.recv(4096) == b"READY=1\nSTATUS=belum siap\nWATCHDOG=1"
        manager.notify(WATCHDOG=1)
        assert receiver.recv(4096) == b"WATCHDOG=1"


def test_what_did_not_arrive_is_sent_again_without_new_states(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    manager = ServiceManager(address)
    manager.notify(READY=1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.settimeout(5)
        receiver.bind(address)
        manager.notify()
        assert receiver.recv(4096) == b"READY=1"
        manager.notify()
        receiver.setblocking(False)
        with pytest.raises(BlockingIOError):
            receiver.recv(4096)


def fill(address: str) -> int:
    """Fill the receiver's queue, past what one sender may have in it; return how many it got."""
    count = 0
    with suppress(BlockingIOError):
        while True:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
                sending.setblocking(False)
                count += bool(sending.sendto(b"WATCHDOG=1", address))
    return count


def test_without_a_socket_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    ServiceManager("").notify(READY=1)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, ServiceVariables("", None)),
        ({"NOTIFY_SOCKET": "/run/x"}, ServiceVariables("/run/x", None)),
        ({"WATCHDOG_USEC": "30000000"}, ServiceVariables("", 30.0)),
        ({"WATCHDOG_USEC": "1000", "WATCHDOG_PID": str(os.getpid())}, ServiceVariables("", 0.001)),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, ServiceVariables("", None)),
        ({"WATCHDOG_USEC": "0"}, ServiceVariables("", None)),
        ({"WATCHDOG_USEC": "soon"}, ServiceVariables("", None)),
        ({"WATCHDOG_USEC": "-1"}, ServiceVariables("", None)),
        ({"WATCHDOG_USEC": ""}, ServiceVariables("", None)),
    ],
)
def test_the_variables_of_systemd_are_read(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: ServiceVariables
) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert service_variables() == expected
