"""Texts for people whose messages were left out: too many at once or in a while, or too old."""

from bot.texts.catalog import Catalog


class WaitingTexts(Catalog):
    """Messages that were left out."""

    flood: str
    backlog: str
    limit_person: str
    limit_group: str
    limit_uploads: str
