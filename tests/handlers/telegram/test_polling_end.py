"""Polling ends when Telegram refuses the token or another program uses it."""

import pytest
from telegram.error import Conflict, InvalidToken
from telegram.ext import ExtBot

from bot.playground.botapi import BotApiServer
from bot.playground.faults import ServerError, Unauthorized
from handlers.telegram.polling import PollingEnd, PollingRequest

OTHER_PROGRAM = ServerError(409)


async def poll(server: BotApiServer, request: PollingRequest, times: int = 1) -> None:
    """Ask for updates, whatever comes of it."""
    async with ExtBot(server.token, server.url, get_updates_request=request) as bot:
        for _ in range(times):
            try:
                await bot.get_updates(timeout=0)
            except (Conflict, InvalidToken):
                continue


async def test_a_refused_token_ends_the_polling(server: BotApiServer) -> None:
    request = PollingRequest()
    server.fail("getUpdates", Unauthorized())
    await poll(server, request)
    assert request.ended.is_set()
    assert request.end is PollingEnd.REFUSED


@pytest.mark.parametrize(("conflicts", "ended"), [(1, False), (2, True)])
async def test_only_conflicts_in_a_row_end_the_polling(
    server: BotApiServer, conflicts: int, ended: bool
) -> None:
    request = PollingRequest(max_conflicts=2)
    server.fail("getUpdates", OTHER_PROGRAM, times=conflicts)
    await poll(server, request, times=3)
    assert request.ended.is_set() is ended
    assert request.end is (PollingEnd.CONFLICT if ended else None)
