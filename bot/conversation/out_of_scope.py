"""Tell what news cannot answer: opinions, advice, translations, the weather, forecasts, tasks.

The beginnings of such messages are ``out_of_scope.tsv``. The weather and forecasts are recognised
by their words, if they are all of the message: *cuaca ekstrem* and *prediksi BMKG* are news.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.conversation.intents import SmallTalk, Talk
from bot.conversation.phrases import PhraseAutomaton, word_class
from bot.conversation.words import table_rows, words_of
from index.analysis import english, indonesian

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_ANYWHERE = "-any"
_PREPOSITIONS = frozenset("di in at for untuk dekat near around ke".split())
_MAX_PLACE_WORDS = 2
_MAX_FORECAST_WORDS = 10
"""A longer message about the weather or a match is a headline, or says more."""
_REASONS = frozenset(
    """kenapa why siapa who kapan when bagaimana how apa what mana which where dimana kok
    pengaruh dampak akibat""".split()
)
_MARKET_REASONS = frozenset("kenapa why siapa who kapan when pengaruh dampak akibat".split())
_MATCH = frozenset("vs versus lawan melawan kontra against".split())
_WEATHER_REASONS = frozenset("kenapa why siapa who kok".split())
_TIMES = "dibagi|dikali|kali|ditambah|tambah|dikurangi|kurang|plus|minus|times"
_SUM = re.compile(
    rf"(?:berapa|hitung|what is|what's|hasil)?\s*\d[\d.,]*"
    rf"(?:\s*(?:[-+*/x×:÷^]|{_TIMES})\s*\d[\d.,]*)+\s*"
    r"(?:=|berapa|=\s*berapa|equals?)?\s*\??",
    re.IGNORECASE,
)


def off_topic(message: str, _: "Situation") -> Talk | None:
    """Return what ``message`` asks for that is not news; None if it may be a question."""
    kind = out_of_scope(message)
    return Talk(kind) if kind else None


def out_of_scope(message: str) -> SmallTalk | None:
    """Return the kind of what ``message`` asks for that is not news; None if it may be news."""
    texts = [word.text for word in words_of(message)]
    if _SUM.fullmatch(message.strip()) and not re.fullmatch(r"[\d\s-]+|[\d\s/:.]+", message):
        return SmallTalk.TASK
    if label := _begins(texts) or _holds(texts):
        is_headline = label == SmallTalk.FORECAST and len(texts) > _MAX_FORECAST_WORDS
        return None if is_headline else SmallTalk(label)
    if len(texts) > _MAX_FORECAST_WORDS:
        return None
    if _is_weather(texts):
        return SmallTalk.WEATHER
    return SmallTalk.FORECAST if _is_forecast(texts) else None


def _begins(texts: Sequence[str]) -> str:
    """Return the label of the beginning; "" if none is out of scope."""
    found = _beginnings().longest(texts, 0, word_class("particle"))
    return found.label if found and found.label != "keep" else ""


def _holds(texts: Sequence[str]) -> str:
    found = (_parts().longest(texts, at) for at in range(len(texts)))
    return next((each.label.removesuffix(_ANYWHERE) for each in found if each), "")


def _is_weather(texts: Sequence[str]) -> bool:
    sky, rain, moment = word_class("sky"), word_class("rain"), word_class("moment")
    said = set(texts)
    if said.isdisjoint(sky | rain) or said & _WEATHER_REASONS:
        return False
    known = sky | rain | moment | word_class("weather-also") | _common() | places()
    rest = _without_places(texts, known)
    timed = said & (moment - {"ini", "hari", "this"}) or said >= {"hari", "ini"}
    placed = len(rest) < len(texts) or said & places()
    asked = {"bagaimana", "berapa", "how", "how's", "what's", "what"} & said
    if said.isdisjoint(sky):
        now = said & {"raining", "snowing"} or (placed and said & {"ga", "kah", "apakah"})
        return known.issuperset(rest) and bool(timed or now)
    return known.issuperset(rest) and bool(timed or placed or asked or said <= sky | _common())


def _without_places(texts: Sequence[str], known: frozenset[str]) -> list[str]:
    """Return ``texts`` without unknown words that follow a preposition."""
    rest, left = list[str](), 0
    for text in texts:
        if left and text not in known:
            left -= 1
            continue
        left = _MAX_PLACE_WORDS if text in _PREPOSITIONS else 0
        rest.append(text)
    return rest


def _is_forecast(texts: Sequence[str]) -> bool:
    said = set(texts)
    if texts and texts[0] in {"prediksi", "prediction", "ramalan"} and said & _MATCH:
        return True
    if said.isdisjoint(word_class("future") | word_class("bet")):
        return False
    if said & word_class("outcome") and not said & _REASONS:
        asked = {"ga", "kah", "apakah", "will", "or", "atau", "kira-kira"} & said
        return bool(asked and said & word_class("bet"))
    if said & _MARKET_REASONS:
        return False
    if said.isdisjoint(word_class("future")) or said.isdisjoint(word_class("market")):
        return False
    known = word_class("market") | word_class("direction") | word_class("moment") | _common()
    return all(text in known or text[0].isdigit() for text in texts)


@cache
def _beginnings() -> PhraseAutomaton:
    rows = list(table_rows("out_of_scope.tsv"))
    return PhraseAutomaton(row for row in rows if not row[0].endswith(_ANYWHERE))


@cache
def _parts() -> PhraseAutomaton:
    rows = list(table_rows("out_of_scope.tsv"))
    return PhraseAutomaton(row for row in rows if row[0].endswith(_ANYWHERE))


@cache
def _common() -> frozenset[str]:
    stops = indonesian.STOP_WORDS | english.STOP_WORDS | word_class("question")
    fillers = (word_class(name) for name in ("particle", "vocative", "address", "also"))
    return stops.union(*fillers) | {"ga", "aku", "kamu", "tolong"}


@cache
def places() -> frozenset[str]:
    """Return the places of ``places.txt``."""
    text = resources.files("bot.conversation").joinpath("places.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(" ".join(lines).split())
