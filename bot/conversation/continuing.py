"""Tell what goes on with the last answer or list: *kepanjangan*, *selengkapnya*, *yang kedua*."""

from typing import TYPE_CHECKING

from bot.conversation.intents import Continuation, Continue
from bot.conversation.requests import request_in

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation


def go_on(message: str, _: "Situation") -> Continue | None:
    """Return what ``message`` asks to do with the last answer; None if it asks anything else."""
    how, _, number = request_in(message).partition(" ")
    if how not in set(Continuation):
        return None
    return Continue(Continuation(how), int(number or 0))
