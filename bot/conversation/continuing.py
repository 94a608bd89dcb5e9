"""Go on with the last answer or list: *kepanjangan*, *selengkapnya*, *yang kedua*. Pure."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.intents import Continuation, Continue
from bot.conversation.requests import request_in
from bot.model.conversation import Exchange
from bot.questions.answer import Answer
from index.text.sentences import split_sentences
from index.types import Quote, Span

_OF_ONE = re.compile(
    r"""lengkap|\bdeta?il|jelas|rinci|cerita|panjang|\bbaca|\bread|elaborat|expand|further|\binfo
    |\btell\b|\b(?:it|that|this|itu|ini)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that ask for more of what an article says."""
_OTHERS = re.compile(r"\b(?:lagi|lain(?:nya)?|more|else|others?|another)\b", re.IGNORECASE)
"""Words for others of the same kind; *lanjut* and *terus* go on with the article of an answer."""
_QUOTES = re.compile(r"kutip|petik|quot", re.IGNORECASE)

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation


def go_on(message: str, _: "Situation") -> Continue | None:
    """Return what ``message`` asks to do with the last answer; None if it asks anything else."""
    how, *number = request_in(message).split() or [""]
    if how not in set(Continuation):
        return None
    is_further = how == Continuation.MORE and _asks_further(message)
    return Continue(Continuation(how), int(number[0]) if number else 0, is_further)


def asks_of_one(message: str) -> bool:
    """Whether a message that asks for more asks for more of what an article says."""
    return _OF_ONE.search(message) is not None


def _asks_further(message: str) -> bool:
    """Whether a message that asks for more asks for further quotes, not for the article."""
    if _QUOTES.search(message):
        return True
    return _OTHERS.search(message) is not None and not asks_of_one(message)


def last_exchange(situation: "Situation") -> Exchange | None:
    """Return what a message goes on with: what it replies to, else what came last."""
    return situation.replied_to or next(iter(situation.history), None)


def in_one_sentence(answer: Answer) -> Answer:
    """Return ``answer`` with the sentence of its first quote that answers, if it has quotes."""
    return replace(answer, quotes=tuple(map(_sentence, answer.quotes[:1])))


def _sentence(quote: Quote) -> Quote:
    """Return the sentence of the first highlight, of a quote of several; else the first one."""
    sentences = split_sentences(quote.article.text, quote.start, quote.end)
    if len(sentences) < 2:
        return quote
    at = quote.start + (quote.highlights[0].start if quote.highlights else 0)
    start, end = next((each for each in sentences if each.end > at), sentences[0])
    moved = quote.start - start
    inside = (Span(each.start + moved, each.end + moved) for each in quote.highlights)
    highlights = tuple(each for each in inside if each.start >= 0 and each.end <= end - start)
    span = Span(start, end)
    return replace(quote, start=start, end=end, highlights=highlights, context=span, sentences=None)
