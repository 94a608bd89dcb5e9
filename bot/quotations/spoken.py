"""Answer questions for what somebody said by their own words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.questions.answer import SpokenWords
from bot.questions.finding import Scope
from bot.questions.statement_questions import StatementQuestion, StatementRequest
from bot.quotations.persons import Person
from bot.quotations.quoting import words_of
from bot.quotations.relevance import AROUND
from bot.quotations.search import Statement, StatementSearch
from bot.quotations.speakers import SpeakerDirectory
from bot.quotations.wordings import distinct
from index.types import Language, Quote

_PERSONS_TRIED = 3
"""Persons of one name whose words are looked for: the most quoted."""


class SpokenAnswers:
    """Finds the words of whom a question names."""

    def __init__(self, directory: SpeakerDirectory, search: StatementSearch) -> None:
        self._directory = directory
        self._search = search

    async def said(
        self,
        asked: StatementQuestion,
        language: Language,
        scope: Scope,
        *,
        as_typed: bool,
        limit: int,
    ) -> SpokenWords | None:
        """Return the words that are asked for; None if nobody is quoted under the name.

        Without quotes if the person is not quoted on the topic. Raises StorageError.
        """
        if asked.request is StatementRequest.WHO:
            return await self._by_anybody(asked.topic, language, scope, limit)
        named = await self._directory.find(asked.person, as_typed=as_typed)
        for person in named.persons[:_PERSONS_TRIED]:
            said = await self._search.of_person(person, asked.topic, language, scope)
            if best := _best(said, asked.topic):
                return SpokenWords(person.name, _quotes(best, limit), named.corrected)
        return SpokenWords(_named(asked, named.persons)) if named.persons else None

    async def may_speak(self, name: str, quotes: Sequence[Quote]) -> bool:
        """Whether words in what is shown of articles may be those of whom ``name`` means.

        Of words that nobody is known to have said that can't be denied.
        """
        named = await self._directory.find(name, as_typed=True)
        return await self._search.may_speak(named.persons, quotes)

    async def _by_anybody(
        self, topic: str, language: Language, scope: Scope, limit: int
    ) -> SpokenWords | None:
        """Return who said something, in the words of the one who says most of it."""
        said = await self._search.of_anybody(topic, language, scope)
        if not said:
            return None
        best = said[0].quotation
        own = [each for each in said if each.quotation.speaker_key == best.speaker_key]
        return SpokenWords(best.speaker, _quotes(own, limit))


def _best(said: Sequence[Statement], topic: str) -> list[Statement]:
    """Return the statements that are most about the topic first, of equal ones the newest.

    None if only what stands around the best one is about a topic of several words.
    """
    best = sorted(said, key=lambda each: -round(each.score, 3))
    is_long = len(topic.split()) > 1
    return [] if best and is_long and best[0].score <= AROUND else best


def _quotes(said: Iterable[Statement], limit: int) -> tuple[Quote, ...]:
    """Return the quotes of the first distinct wordings; several in one sentence are one quote."""
    quotes: list[Quote] = []
    for each, _ in distinct(said, lambda one: words_of(one.quotation, one.article)):
        quote = each.quote
        same = next((n for n, one in enumerate(quotes) if _is_shown(quote, one)), None)
        if same is not None:
            quotes[same] = _with_highlights(quotes[same], quote)
        elif len(quotes) < limit:
            quotes.append(quote)
    return tuple(quotes)


def _is_shown(quote: Quote, other: Quote) -> bool:
    same = quote.article.id == other.article.id
    return same and quote.start < other.end and other.start < quote.end


def _with_highlights(quote: Quote, other: Quote) -> Quote:
    """Return ``quote`` with the words highlighted that ``other`` highlights in it."""
    moved = other.start - quote.start
    size = quote.end - quote.start
    own = {*quote.highlights}
    own |= {
        type(each)(each.start + moved, each.end + moved)
        for each in other.highlights
        if each.start + moved >= 0 and each.end + moved <= size
    }
    ordered = sorted(own)
    apart = [
        each
        for number, each in enumerate(ordered)
        if not number or each.start >= ordered[number - 1].end
    ]
    return replace(quote, highlights=tuple(apart))


def _named(asked: StatementQuestion, persons: Sequence[Person]) -> str:
    """Return the name under which nothing is quoted: the only one's, else as it is written."""
    return persons[0].name if len(persons) == 1 else asked.person
