"""A line of the terminal as a message, and the response to it as styled text."""

from rich.text import Text

from bot.cli.console import answer_text
from bot.conversation.responses import Answered, Response, Talked
from bot.conversation.service import ReaderMessage
from bot.model.schedule import time_zone
from bot.services.core import Services
from bot.texts import texts_for
from index.types import Language


def reader_message(text: str, services: Services, language: Language) -> ReaderMessage:
    """Return a line typed at the terminal as a message."""
    return ReaderMessage(text=text, language=language, zone=time_zone(services.settings.time_zone))


def response_text(response: Response, *, numbered: bool = False) -> Text:
    """Return the response in its language; ``numbered`` adds the chat's command for an article."""
    match response:
        case Answered(answer):
            return answer_text(answer, numbered=numbered)
        case Talked(kind, language):
            return Text(texts_for(language).conversation.format(kind))
