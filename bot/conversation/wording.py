"""The sentences about the days, sources and sections that a message asks for."""

from collections.abc import Sequence

from bot.conversation.intents import FilterLabel, Impossible
from bot.conversation.responses import Answered, DaysRefused, NewsListed
from bot.texts import Texts

_IMPOSSIBLE = {
    Impossible.FUTURE: "days_future",
    Impossible.NO_SUCH_DAY: "days_no_such_day",
    Impossible.REVERSED: "days_reversed",
}


def news_head(listed: NewsListed, texts: Texts) -> str:
    """Return what a list is of; if nothing meets the conditions, of when the newest is."""
    own, said = texts.conversation, conditions_said(listed.conditions)
    if not listed.is_instead:
        return own.format("news_of", conditions=said) if said else own.news_title
    day = listed.articles[0].date
    if day is None:
        return own.format("news_instead_undated", conditions=said)
    return own.format("news_instead", conditions=said, day=texts.day(day))


def answer_note(answered: Answered, texts: Texts) -> str:
    """Return what is said of an answer that does not meet the conditions; "" if it does."""
    if not answered.conditions or (answered.answer.answered and not answered.is_instead):
        return ""
    key = "answered_instead" if answered.is_instead else "refused_of"
    return texts.conversation.format(key, conditions=conditions_said(answered.conditions))


def days_text(refused: DaysRefused, texts: Texts) -> str:
    """Return why there can be no article of the days that were asked for."""
    return texts.conversation.format(_IMPOSSIBLE[refused.reason], words=refused.words)


def conditions_said(conditions: Sequence[FilterLabel]) -> str:
    """Return the conditions as they were written, one after the other."""
    return ", ".join(each.label for each in conditions)
