"""Texts about the order of events of a subject."""

from bot.texts.catalog import Catalog


class TimelineTexts(Catalog):
    """The order of events, and that there is none."""

    command_timeline: str
    timeline_title: str
    timeline_range: str
    timeline_older: str
    timeline_newer: str
    timeline_button: str
    timeline_none: str
    timeline_one_day: str
    timeline_how: str
