"""Texts about statistics and unanswered questions."""

from bot.texts.catalog import Catalog


class StatisticsTexts(Catalog):
    """Titles and labels of the report and its charts."""

    command_stats: str
    command_gaps: str
    stats_title: str
    stats_period: str
    stats_range: str
    stats_questions: str
    stats_answered: str
    stats_refused: str
    stats_alerts: str
    stats_articles: str
    stats_topics: str
    stats_replies: str
    stats_half: str
    stats_nearly_all: str
    stats_tile_questions: str
    stats_tile_answered: str
    stats_tile_alerts: str
    stats_tile_replies: str
    stats_seconds: str
    stats_instant: str
    stats_unknown: str
    stats_nothing: str
    stats_others: str
    stats_no_source: str
    stats_said_questions: str
    stats_said_no_questions: str
    stats_said_replies: str
    stats_said_alerts: str
    stats_said_articles: str
    stats_said_topics: str
    stats_said_item: str
    stats_how: str
    gaps_how: str
    gaps_title: str
    gaps_none: str
    gaps_item: str
    gaps_range: str
    gaps_whose: str
