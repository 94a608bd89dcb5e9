"""The responses to messages that ask nothing of the articles. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.intents import (
    AskSubject,
    ImpossibleDays,
    Intent,
    ManageTopics,
    Subscribe,
    Talk,
)
from bot.conversation.responses import (
    AlertsAsked,
    DaysRefused,
    Response,
    SubjectAsked,
    Talked,
    TopicsAsked,
)
from bot.model.conversation import Exchange
from index.types import Language


def response_without_search(
    intent: Intent, history: Sequence[Exchange], language: Language, now: datetime
) -> Response:
    """Return the response to what asks nothing of the articles."""
    match intent:
        case Talk(kind):
            return Talked(kind, language)
        case Subscribe(subject, schedule):
            about = Exchange(subject, subject, language, (), now) if subject else None
            return AlertsAsked(subject, schedule, language, about)
        case ManageTopics():
            return TopicsAsked(language)
        case AskSubject(question, subjects):
            asked_for = Exchange(question, "", language, (), now)
            return SubjectAsked(_with_subjects(history, subjects), language, asked_for)
        case ImpossibleDays(reason, words):
            return DaysRefused(reason, words, language)
        case other:
            raise NotImplementedError(other)


def _with_subjects(history: Sequence[Exchange], subjects: Sequence[str]) -> tuple[Exchange, ...]:
    """Return the newest exchange of each subject."""
    newest = {each.subject: each for each in reversed(history)}
    return tuple(newest[subject] for subject in subjects)
