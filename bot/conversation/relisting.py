"""Lists of news that go on from the last: *yang politik saja*, *kemarin?*, *selain ebola*. Pure.

They keep the days, the section and the source of that one, unless they name their own.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.continuing import asks_of_one, last_exchange
from bot.conversation.correcting import days_meant
from bot.conversation.dates import Dated, read_dates
from bot.conversation.following import FOLLOW_UP_LIMIT
from bot.conversation.intents import FilterLabel, ListNews
from bot.conversation.sections import SectionRequest, requested_section
from bot.model.conversation import Exchange

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_KEPT_DAYS, _KEPT_SECTION, _EXCEPT = 20, 41, 42
"""Numbers of conditions that are kept, the first one of several days; and of what is left out."""
_EXCEPTING = re.compile(
    r"""(?:^|(?<=\s))(?:(?:yang|yg|kalau|kalo)\s+)?
    (?P<except>(?:selain|kecuali|except(?:\s+for)?|other\s+than|apart\s+from|besides)\s+
    (?:(?:soal|tentang|berita|yang|about|for)\s+)*(?P<named>[^\s?!.,][^?!.,]*?))
    (?:\s+(?:itu\s+)?(?:ada\s+)?(?:apa|what)(?:\s+(?:lagi|saja|aja|else|dong))*|\s+(?:dong|ya|kak|min))*
    [\s?!.]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_REFERRING = frozenset("itu ini tersebut that this it those these dia mereka".split())
_MAX_NAMED = 4


def goes_on_from_list(situation: "Situation") -> bool:
    """Whether what went before, a moment ago, is a list of news."""
    before = last_exchange(situation)
    if before is None or not before.is_list or not before.articles:
        return False
    return before is situation.replied_to or situation.now - before.at <= FOLLOW_UP_LIMIT


def with_days_meant(message: str, situation: "Situation") -> str:
    """Return ``message``; after a list only the days that it means if it corrects days."""
    return days_meant(message) if goes_on_from_list(situation) else message


def excepting(message: str) -> tuple[str, str, str] | None:
    """Return a message before "selain …", those words, and what is left out; None without them."""
    found = _EXCEPTING.search(message)
    named = found["named"].split() if found else []
    if found is None or not named or len(named) > _MAX_NAMED or not _REFERRING.isdisjoint(named):
        return None
    return message[: found.start()].strip(), found["except"], found["named"]


def all_but(listing: ListNews, label: str, named: str, situation: "Situation") -> ListNews:
    """Return the list without articles whose headline has the words ``named``."""
    if _EXCEPT in situation.without:
        return listing
    conditions = (*listing.conditions, FilterLabel(_EXCEPT, label))
    return replace(listing, without=named, conditions=conditions)


def next_of_list(message: str, situation: "Situation") -> ListNews | None:
    """Return what comes after the last list if ``message`` asks to go on; None if of one article.

    "lanjut" goes on with the list, "selengkapnya" with an article of it.
    """
    before = last_exchange(situation)
    if before is None or not before.is_list or not before.articles or asks_of_one(message):
        return None
    beginning = ListNews(count=len(before.articles), after=before.articles[-1])
    listing, said = relisted(beginning, situation), excepting(before.conditions)
    return all_but(listing, said[1], said[2], situation) if said else listing


def relisted(listing: ListNews, situation: "Situation") -> ListNews:
    """Return ``listing`` with the days, section and source of the last list that it leaves out."""
    before = last_exchange(situation)
    if before is None or not before.conditions:
        return listing
    dated, section = _read(before, situation)
    filters, labels = listing.filters, list(listing.conditions)
    if section and not filters.section and _KEPT_SECTION not in situation.without:
        filters = replace(filters, section=section.code)
        labels.insert(0, FilterLabel(_KEPT_SECTION, section.label))
    if not (listing.filters.since or listing.filters.until):
        days = dated.filters
        source = filters.source or days.source
        filters = replace(filters, since=days.since, until=days.until, source=source)
        labels += [replace(each, number=_KEPT_DAYS + each.number) for each in dated.conditions]
    return replace(listing, filters=filters, conditions=tuple(labels))


def _read(before: Exchange, situation: "Situation") -> tuple[Dated, SectionRequest | None]:
    """Return what the conditions of the last list say."""
    at = before.at.astimezone(situation.now.tzinfo)
    taken = {number - _KEPT_DAYS for number in situation.without if number >= _KEPT_DAYS}
    said = excepting(before.conditions)
    dated = read_dates(said[0] if said else before.conditions, at, taken)
    return dated, requested_section(dated.text.strip(" ,"), bare=True)
