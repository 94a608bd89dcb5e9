"""Responses that are no answers, as text."""

from bot.conversation.responses import Talked
from bot.texts import Texts


def talk_text(talked: Talked, texts: Texts) -> str:
    """The line of small talk."""
    return texts.conversation.format(talked.kind)
