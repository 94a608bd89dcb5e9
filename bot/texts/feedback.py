"""Texts about whether answers helped."""

from bot.texts.catalog import Catalog


class FeedbackTexts(Catalog):
    """Notices after a rating, and lines of its export."""

    feedback_thanks: str
    feedback_noted: str
    feedback_taken_back: str
    feedback_only_asker: str
    gaps_unhelpful: str
    feedback_exported: str
    feedback_left_out: str
    feedback_none: str
