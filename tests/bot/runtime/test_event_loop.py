"""The loop of a process that runs for long."""

import asyncio
import sys

import pytest
import uvloop

from bot.runtime.event_loop import new_event_loop


def test_the_loop_is_uvloop_s() -> None:
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert isinstance(runner.get_loop(), uvloop.Loop)


def test_without_uvloop_it_is_asyncio_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert isinstance(runner.get_loop(), asyncio.SelectorEventLoop)
        assert not isinstance(runner.get_loop(), uvloop.Loop)
