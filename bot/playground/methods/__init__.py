"""The methods of the Bot API that this server has, by their names in lower case.

Each takes the server's state and the request's parameters, and returns the ``result`` or raises
ApiError.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.methods import (
    callbacks,
    chats,
    editing,
    inline,
    media,
    polling,
    profile,
    replacing,
    sending,
)
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

Method = Callable[[ServerState, Parameters], Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for module in (polling, sending, editing, media, replacing, callbacks, chats, profile, inline)
    for name, method in module.METHODS.items()
}
