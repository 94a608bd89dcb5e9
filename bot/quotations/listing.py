"""Lists of what a person said, page by page, each wording once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.quotations import QuotationList
from bot.questions.finding import Scope
from bot.questions.language import language_of
from bot.quotations.persons import Person, prominent
from bot.quotations.quoting import words_of
from bot.quotations.search import Statement, StatementSearch
from bot.quotations.speakers import MAX_PERSONS, NamedPersons, Prepare, SpeakerDirectory
from bot.quotations.wordings import distinct
from bot.storage.quotation_lists import QuotationListStore
from index.types import ANY_ARTICLE, Filters, Language

PAGE_SIZE = 5
MAX_NAME_WORDS = 5
"""Words at the beginning of what follows the command that may be a name."""


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """A statement, and how many other articles or places have the same words."""

    statement: Statement
    others: int


@dataclass(frozen=True, slots=True)
class QuotationPage:
    """A page of a list: statements from ``start`` on, of ``total``; none if nothing was said.

    ``corrected`` is the name as it was read if it was misspelt, else "". ``others`` are persons of
    the same name, who are quoted far less.
    """

    listed: QuotationList
    person: Person
    statements: tuple[ListedStatement, ...]
    start: int
    total: int
    corrected: str = ""
    others: "tuple[PersonChoice, ...]" = ()


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A person whose list can be opened."""

    person: Person
    listed: QuotationList


@dataclass(frozen=True, slots=True)
class PersonsOffered:
    """Several persons of a name, or the nearest ones if nobody ``is_known`` by it.

    ``is_reading`` if that may be because articles are still to be read for quotations.
    """

    name: str
    choices: tuple[PersonChoice, ...]
    is_known: bool
    is_reading: bool = False


class QuotationLister:
    """Makes lists of quotations."""

    def __init__(
        self,
        directory: SpeakerDirectory,
        search: StatementSearch,
        lists: QuotationListStore,
    ) -> None:
        self._directory = directory
        self._search = search
        self._lists = lists

    def prepare_by(self, prepare: Prepare) -> None:
        """Await ``prepare`` before persons are looked up, for answers too."""
        self._directory.prepare = prepare

    async def named(
        self,
        name: str,
        topic: str,
        language: Language,
        filters: Filters = ANY_ARTICLE,
    ) -> QuotationPage | PersonsOffered:
        """Return the first page of what whom ``name`` means said; raises StorageError."""
        return await self._listed(name, await self._directory.find(name), topic, language, filters)

    async def written(self, text: str, language: Language) -> QuotationPage | PersonsOffered:
        """Return the same of a name and perhaps a topic, with nothing between them."""
        words = text.split()
        most = min(len(words), MAX_NAME_WORDS)
        for as_typed in (True, False):
            for count in range(most, 0, -1):
                name = " ".join(words[:count])
                found = await self._directory.find(name, as_typed=as_typed)
                if found.persons:
                    topic = " ".join(words[count:])
                    return await self._listed(name, found, topic, language, ANY_ARTICLE)
        return await self.named(" ".join(words[:most]), "", language)

    async def page(self, number: int, start: int, language: Language) -> QuotationPage | None:
        """Return a page of a stored list; None if it is not stored any more, or the person gone."""
        listed = await self._lists.get(number)
        person = await self._directory.person(listed.speaker_key) if listed else None
        if listed is None or person is None:
            return None
        return await self._page(await self._lists.add(listed), person, start, language)

    async def newest_speaker(self) -> str:
        """Return the name of somebody whom a new article quotes; "" if nobody is quoted."""
        return await self._directory.newest()

    async def _listed(
        self, name: str, found: NamedPersons, topic: str, language: Language, filters: Filters
    ) -> QuotationPage | PersonsOffered:
        persons = found.persons or found.nearest
        lists = [
            PersonChoice(each, await self._lists.add(QuotationList(each.key, topic, filters)))
            for each in persons[:MAX_PERSONS]
        ]
        meant = prominent(found.persons)
        if meant is None:
            is_known = bool(found.persons)
            is_reading = not is_known and await self._directory.is_reading()
            return PersonsOffered(name, tuple(lists), is_known, is_reading)
        page = await self._page(lists[0].listed, meant, 0, language)
        return replace(page, corrected=found.corrected, others=tuple(lists[1:]))

    async def _page(
        self, listed: QuotationList, person: Person, start: int, language: Language
    ) -> QuotationPage:
        spoken = language_of(listed.topic) or language
        scope = Scope(listed.filters)
        said = await self._search.of_person(person, listed.topic, spoken, scope)
        once = _each_once(said)
        first = start if start < len(once) else 0
        first -= first % PAGE_SIZE
        shown = tuple(once[first : first + PAGE_SIZE])
        return QuotationPage(listed, person, shown, first, len(once))


def _each_once(said: Sequence[Statement]) -> list[ListedStatement]:
    found = distinct(said, lambda each: words_of(each.quotation, each.article))
    return [ListedStatement(statement, others) for statement, others in found]
