"""Ask for the order of events: *urutan kejadian gempa cianjur*, *timeline of Ebola*. Pure."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.conversation.continuing import last_exchange
from bot.conversation.following import FOLLOW_UP_LIMIT, exchange_before, subjects
from bot.conversation.intents import AskSubject, ShowTimeline
from bot.questions.candidates import title_subjects
from index.query.subject_words import WordKind, read_word
from index.types import Article, Idf, Language

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_MAX_WORDS, _MAX_CHARACTERS = 14, 120
_MAX_SUBJECT_WORDS = 6


def _any(words: str) -> str:
    return rf"(?:{'|'.join(words.split())})"


_ORDER = (
    r"(?:(?:(?:urut-?)?urutan|runtutan|rentetan|rangkaian|alur)(?:nya)?"
    r"\s+(?:waktu|kejadian|peristiwa)(?:nya)?|kronologis?(?:nya)?"
    r"|linimasa(?:nya)?|lini\s+masa(?:nya)?|time\s?line(?:-?nya)?|chronology"
    r"|(?:sequence|order|chain|course)\s+of\s+events)"
)
_BEFORE = _any(
    r"""gimana gmn bagaimana apa mana lihat liat lihatin kasih kasi tampilkan tunjukkan tunjukin
    minta mau coba buatkan bikin bikinin susun ceritakan ceritain terus trus lalu dan tolong dong
    secara yang the a an full complete lengkap show me give what what['’]?s is was and please can
    you i want need see get berita boleh bisa ada nih sih kak min"""
)
_AFTER = _any(
    r"""gimana gmn bagaimana apa mana sih dong ya nih kak min gan bro please pls lengkap lengkapnya
    then again dari\s+awal from\s+the\s+start from\s+the\s+beginning tadi itu ini aja saja deh"""
)
_LINK = _any(
    "dari soal tentang mengenai perihal pada untuk of for on about in to regarding berita :"
)
_HEAD = _any("kasus kejadian peristiwa perkara berita the events event case")
_BEGINS, _ENDS = rf"(?:{_BEFORE}\s+)*", rf"(?:\s+{_AFTER})*[\s?!.]*"
_BARE = re.compile(rf"{_BEGINS}(?:{_ORDER}|(?:urut-?)?urutannya){_ENDS}", re.IGNORECASE)
_OF = re.compile(
    rf"{_BEGINS}{_ORDER}:?\s+(?:{_LINK}\s+)*(?:{_HEAD}\s+)*(?P<subject>\S.*?){_ENDS}",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?P<subject>\S.*?)\s+(?:timeline|urutan\s+kejadiannya|kronologinya|linimasanya|urutannya)"
    rf"{_ENDS}",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:itu|ini|tadi|tersebut|nya|dia|that|this|it|them|those|him|her)[\s?!.]*", re.IGNORECASE
)
_ASKS = re.compile(
    r"\b(?:apa|siapa\w*|kapan|berapa\w*|mana|di ?mana|kenapa|mengapa|bagaimana|what|who|when"
    r"|where|why|how|which|does|did|is|are|was|were)\b",
    re.IGNORECASE,
)
"""In a subject these ask something else: *timeline siapa yang*."""


def show_timeline(message: str, situation: "Situation") -> ShowTimeline | AskSubject | None:
    """Return the order of events that ``message`` asks for; None if it asks for anything else.

    AskSubject if it does not say of what, and nothing went before.
    """
    if len(message) > _MAX_CHARACTERS or len(message.split()) > _MAX_WORDS:
        return None
    text = message.strip()
    if asks_order(text):
        before = exchange_before(situation)
        subject = before.subject if before else ""
        if not subject:
            return AskSubject(message, subjects(situation.history))
        return ShowTimeline(subject, before.articles if before else ())
    found = _OF.fullmatch(text) or _ENDING.fullmatch(text)
    if found is not None:
        subject = found["subject"].strip(" ?!.,:;\"'“”")
        is_subject = 0 < len(subject.split()) <= _MAX_SUBJECT_WORDS and not _ASKS.search(subject)
        return ShowTimeline(subject) if is_subject else None
    return _completed(text, situation)


def asks_order(message: str) -> bool:
    """Whether a message asks for the order of events, and does not say of what."""
    text = message.strip()
    if len(text) > _MAX_CHARACTERS:
        return False
    if _BARE.fullmatch(text):
        return True
    found = _OF.fullmatch(text)
    return found is not None and _REFERS.fullmatch(found["subject"]) is not None


def _completed(text: str, situation: "Situation") -> ShowTimeline | None:
    """Return the order of events of the subject that a message names after it was asked for."""
    before = last_exchange(situation)
    if before is None or before.subject or situation.now - before.at > FOLLOW_UP_LIMIT:
        return None
    is_subject = len(text.split()) <= _MAX_SUBJECT_WORDS and not _ASKS.search(text)
    return ShowTimeline(text.strip(" ?!.")) if is_subject and asks_order(before.question) else None


def subjects_of_answer(subject: str, articles: Sequence[Article], idf: Idf) -> list[str]:
    """Return the subjects that an answer quoting ``articles`` may be about, likeliest first.

    The question's ``subject``, the names in it, and names in headlines that it says a part of, or
    that several headlines have. A single word that is only asked of something, *korban*, says too
    little: a name comes before it.
    """
    names = dict.fromkeys(name for each in articles for name in title_subjects(each, idf))
    said = subject.lower().split()
    found = [
        name
        for name in names
        if not name.islower()
        and (not set(said).isdisjoint(name.lower().split()) or _is_headed(name, articles))
    ]
    named = [word for word in subject.split() if any(_is_named(word, each) for each in articles)]
    is_vague = not named and len(said) <= 1 and _is_attribute(subject)
    ordered = [*found, subject] if is_vague else [subject, " ".join(named), *found]
    return list(dict.fromkeys(filter(None, ordered)))


def _is_attribute(word: str) -> bool:
    kinds = {read_word(word.lower(), language)[2] for language in Language}
    return not word or WordKind.ATTRIBUTE in kinds


def _is_headed(name: str, articles: Sequence[Article]) -> bool:
    """Whether several headlines have a name."""
    return sum(name.lower() in each.title.lower() for each in articles) > 1


def _is_named(word: str, article: Article) -> bool:
    """Whether an article writes a word with a capital within a sentence."""
    inside = rf"(?<=[a-z,] ){re.escape(word.capitalize())}\b|\b{re.escape(word.upper())}\b"
    return bool(word) and re.search(inside, article.text) is not None
