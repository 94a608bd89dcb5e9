"""The loop of a process that runs for long."""

import asyncio
import sys
import threading

import pytest
import uvloop

from bot.runtime.event_loop import LOOP_THREADS, new_event_loop


def test_the_loop_is_uvloop_s() -> None:
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert isinstance(runner.get_loop(), uvloop.Loop)


def test_without_uvloop_it_is_asyncio_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert isinstance(runner.get_loop(), asyncio.SelectorEventLoop)
        assert not isinstance(runner.get_loop(), uvloop.Loop)


def test_its_threads_are_started_before_memory_may_be_used_up() -> None:
    before = set(threading.enumerate())
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert runner.get_loop()
        assert len(set(threading.enumerate()) - before) == LOOP_THREADS
    assert set(threading.enumerate()) <= before
