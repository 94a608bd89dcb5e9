"""The file by which others see that the bot runs."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.status.heartbeat import (
    FILE,
    STALE_AFTER,
    Heartbeat,
    HeartbeatWriter,
    RunState,
    forget_heartbeat,
    read_heartbeat,
)

NOON = datetime(2026, 5, 29, 12, tzinfo=UTC)


async def describe(state: RunState) -> Heartbeat:
    return Heartbeat(
        pid=1,
        state=state,
        version="1.0.0",
        mode="polling",
        is_leading=True,
        is_reloading=False,
        started_at=NOON,
        written_at=NOON,
        passages=3,
        telegram_reached_at=NOON,
        clock_difference_s=0.2,
    )


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def writer(tmp_path: Path) -> HeartbeatWriter:
    return HeartbeatWriter(tmp_path, describe)


async def test_what_was_written_is_read(writer: HeartbeatWriter, tmp_path: Path) -> None:
    await writer.write()
    seen = read_heartbeat(tmp_path)
    assert seen is not None
    assert seen.heartbeat == await describe(RunState.STARTING)
    assert not seen.is_stale(datetime.now(UTC))
    assert seen.is_stale(datetime.now(UTC) + 2 * STALE_AFTER)
    assert names_in(tmp_path) == [FILE]
    assert mode_of(tmp_path / FILE) == 0o600


async def test_the_last_thing_a_process_writes_is_that_it_stops(
    writer: HeartbeatWriter, tmp_path: Path
) -> None:
    async with writer.running():
        writer.become(RunState.RUNNING)
        while read_heartbeat(tmp_path) is None:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.01)
    seen = read_heartbeat(tmp_path)
    assert seen is not None
    assert seen.heartbeat.state is RunState.STOPPING
    forget_heartbeat(tmp_path)
    assert read_heartbeat(tmp_path) is None


async def test_a_full_disk_does_not_make_a_process_look_dead(
    writer: HeartbeatWriter, tmp_path: Path
) -> None:
    await writer.write()
    os.utime(tmp_path / FILE, (0, 0))
    await asyncio.to_thread((tmp_path / f"{FILE}.new").mkdir)  # what is written anew can't be made
    await writer.write()
    seen = read_heartbeat(tmp_path)
    assert seen is not None
    assert not seen.is_stale(datetime.now(UTC))


async def test_a_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    await HeartbeatWriter(tmp_path / "gone", describe).write()
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff" * 99, b'{"pid": "x"}', b"[" * 99_999]
)
def test_a_file_that_is_something_else_says_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert read_heartbeat(tmp_path) is None


GARBAGE = {
    "a time without its zone": {"started_at": "2026-01-01T00:00:00"},
    "a silence without end": {"telegram_silent_s": 1e300},
    "a difference that is none": {"clock_difference_s": "nan"},
    "commands for the terminal": {"mode": "\x1b[31mpolling"},
}


@pytest.mark.parametrize("case", GARBAGE)
async def test_what_no_process_writes_is_not_read(
    case: str, writer: HeartbeatWriter, tmp_path: Path
) -> None:
    await writer.write()
    written = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps(written | GARBAGE[case]))
    assert read_heartbeat(tmp_path) is None


def test_a_pipe_in_the_files_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    assert read_heartbeat(tmp_path) is None


async def test_a_file_from_the_future_is_of_no_process_that_lives(
    writer: HeartbeatWriter, tmp_path: Path
) -> None:
    await writer.write()
    seen = read_heartbeat(tmp_path)
    assert seen is not None
    assert seen.is_stale(seen.seen_at - 2 * STALE_AFTER)
