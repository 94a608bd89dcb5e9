"""Lists of what somebody said, asked for in plain words."""

from datetime import datetime
from typing import Protocol

from bot.conversation.intents import Ask
from bot.conversation.responses import QuotationsShown
from bot.model.conversation import Exchange
from bot.questions.statement_questions import StatementRequest, statement_question
from bot.quotations.listing import PersonsOffered, QuotationPage
from index.types import Filters, Language

_QUESTIONS = {
    Language.INDONESIAN: ("apa kata {name}", "apa kata {name} tentang {topic}"),
    Language.ENGLISH: ("what did {name} say", "what did {name} say about {topic}"),
}
"""Questions that a list answers, without and with a topic: later messages refer to them."""


class QuotationLists(Protocol):
    """Makes lists of what persons said."""

    async def named(
        self, name: str, topic: str, language: Language, filters: Filters = ...
    ) -> QuotationPage | PersonsOffered:
        """Return the first page of what whom ``name`` means said."""


async def list_quotations(
    asked: Ask, lists: QuotationLists, language: Language, now: datetime
) -> QuotationsShown | None:
    """Return the list that a message asks for.

    None if it asks for something else, or for the words of nobody that is known or near.
    """
    named = statement_question(asked.question)
    if named is None or named.request is not StatementRequest.LIST:
        return None
    listed = await lists.named(named.person, named.topic, language, asked.filters)
    is_name = named.person[:1].isupper()
    if isinstance(listed, PersonsOffered) and not (listed.choices or is_name):
        return None
    return shown(listed, language, now, asked)


def shown(
    listed: QuotationPage | PersonsOffered, language: Language, now: datetime, asked: Ask | None
) -> QuotationsShown:
    """Return the response that shows a list, and the exchange that later messages refer to."""
    conditions = asked.conditions if asked else ()
    if isinstance(listed, PersonsOffered):
        return QuotationsShown(listed, language, conditions)
    name, topic = listed.person.name, listed.listed.topic
    question = _QUESTIONS[language][bool(topic)].format(name=name, topic=topic)
    ids = dict.fromkeys(each.statement.article.id for each in listed.statements)
    exchange = Exchange(question, topic or name, language, tuple(ids), now)
    return QuotationsShown(listed, language, conditions, exchange)
