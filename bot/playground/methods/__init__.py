"""The methods of the Bot API that this server knows, by the name that Telegram gives them.

Each takes the world and the request's parameters, and returns the answer's ``result`` or raises
ApiError. Transport, tokens and faults are ``botapi``'s.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.methods import (
    callbacks,
    chats,
    editing,
    media,
    polling,
    profile,
    replacing,
    sending,
)
from bot.playground.parameters import Parameters
from bot.playground.world import ServerState

Method = Callable[[ServerState, Parameters], Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for room in (polling, sending, editing, media, replacing, callbacks, chats, profile)
    for name, method in room.METHODS.items()
}
