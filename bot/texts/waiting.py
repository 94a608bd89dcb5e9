"""Texts for people whose messages were left out: too many at once, or too old."""

from bot.texts.catalog import Catalog


class WaitingTexts(Catalog):
    """Messages that were left out."""

    flood: str
    backlog: str
