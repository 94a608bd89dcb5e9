"""Quotations of persons as they are stored, and the persons they are of."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from index.types import ANY_ARTICLE, Filters


class StoredQuotation(NamedTuple):
    """Words that an article quotes: ``article.text[start:end]``, and who said them."""

    article_id: int
    start: int
    end: int
    speaker: str
    speaker_key: str


class SpeakerCount(NamedTuple):
    """A speaker by the key and the name that articles give, and how often they are quoted."""

    key: str
    name: str
    quotations: int


class FoundQuotations(NamedTuple):
    """The quotations of an article as it was when it was read for them.

    ``fingerprint`` is that of the article then; ``date`` its date.
    """

    article_id: int
    fingerprint: str
    date: datetime.date | None
    quotations: tuple[StoredQuotation, ...]


@dataclass(frozen=True, slots=True)
class QuotationList:
    """A list of what a person said, about ``topic`` or, if that is "", about anything.

    Only that in articles which match ``filters``. ``id`` is 0 for one that is not stored.
    """

    speaker_key: str
    topic: str = ""
    filters: Filters = ANY_ARTICLE
    id: int = 0
