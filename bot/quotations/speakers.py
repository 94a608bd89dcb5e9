"""Look up the persons whom a written name means, misspelt or with a title before it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import dropwhile

from rapidfuzz import fuzz, process

from bot.quotations.persons import Person, named_in, persons_of
from bot.storage.quotations import MAX_WORDS, QuotationStore
from index.query.spelling import likeliest, near
from index.quotations.types import name_key

MAX_PERSONS = 6
"""Persons of one name who are offered."""
_NEAREST = 3
"""Persons who are named where nobody has the name."""
_WORDS_COMPARED = 5000
"""Words of names with the same first letter: so many of 200,000 articles' speakers have."""
_NEAR_SCORE = 70.0
"""Similarity, up to 100, from which on another word is named as near."""


@dataclass(frozen=True, slots=True)
class NamedPersons:
    """The persons who have a written name, the most quoted first.

    ``corrected`` is the name as it was read if it was misspelt, else "". If nobody has it,
    ``nearest`` are the persons whose names come near.
    """

    persons: tuple[Person, ...] = ()
    corrected: str = ""
    nearest: tuple[Person, ...] = ()


Prepare = Callable[[], Awaitable[object]]


async def _nothing() -> None:
    pass


class SpeakerDirectory:
    """Looks up persons; ``prepare`` is awaited before, which may read articles for quotations."""

    def __init__(self, store: QuotationStore) -> None:
        self._store = store
        self.prepare: Prepare = _nothing

    async def find(self, name: str, *, as_typed: bool = False) -> NamedPersons:
        """Return the persons whom ``name`` means; raises StorageError."""
        await self.prepare()
        words = _distinct(name)
        for tried in _readings(words):
            if persons := await self._having(tried):
                return NamedPersons(await self._whole(persons))
        own = _without_roles(words) or words
        corrected = own if as_typed else await self._corrected(own)
        if corrected != own and (persons := await self._having(corrected)):
            return NamedPersons(await self._whole(persons), " ".join(corrected))
        return NamedPersons(nearest=await self._nearest(own))

    async def person(self, key: str) -> Person | None:
        """Return the person with this key of the fullest name; None if nobody has it any more."""
        found = await self._having(key.split()[:MAX_WORDS])
        persons = [each for each in found if key in each.keys]
        return (await self._whole(persons))[0] if persons else None

    async def is_reading(self) -> bool:
        """Return whether articles are still to be read for quotations."""
        return bool(await self._store.waiting(1))

    async def newest(self) -> str:
        """Return the name of somebody whom the newest article quotes; "" if nobody is quoted."""
        return await self._store.newest_speaker()

    async def _having(self, words: Sequence[str]) -> list[Person]:
        return persons_of(await self._store.speakers(words)) if words else []

    async def _whole(self, persons: Sequence[Person]) -> tuple[Person, ...]:
        """Return the persons; a single one with what others of its words are quoted of them."""
        if len(persons) != 1:
            return tuple(persons)
        return (await self._with_short_names(persons[0]),)

    async def _with_short_names(self, person: Person) -> Person:
        """Return the person with those names of one word that can be nobody else's."""
        keys, quotations = dict.fromkeys(person.keys), person.quotations
        for word in person.key.split()[:MAX_WORDS]:
            speakers = await self._store.speakers([word])
            same = named_in(person, persons_of(speakers))
            counts = {each.key: each.quotations for each in speakers}
            for key in same.keys if same else ():
                if key not in keys:
                    keys[key] = None
                    quotations += counts[key]
        return Person(person.key, person.name, tuple(keys), quotations)

    async def _corrected(self, words: Sequence[str]) -> list[str]:
        """Return ``words`` with those that are in no name replaced by the likeliest ones."""
        known = await self._store.known_words(words)
        return [word if word in known else await self._likeliest(word) for word in words]

    async def _likeliest(self, word: str) -> str:
        known = await self._store.words_like(word[:1], _WORDS_COMPARED)
        spelt = await asyncio.to_thread(near, word, known)
        return likeliest(word, ((each, 1) for each in spelt)) or word

    async def _nearest(self, words: Sequence[str]) -> tuple[Person, ...]:
        """Return persons of whose names a word is one of ``words``, or comes near one."""
        found: dict[str, Person] = {}
        for word in reversed(words):
            for person in await self._having([word]):
                found.setdefault(person.key, person)
        for word in reversed(words) if not found else ():
            for like in await self._words_near(word):
                for person in (await self._having([like]))[:1]:
                    found.setdefault(person.key, person)
        return tuple(found.values())[:_NEAREST]

    async def _words_near(self, word: str) -> list[str]:
        known = await self._store.words_like(word[:1], _WORDS_COMPARED)
        found = process.extract(
            word, known, scorer=fuzz.ratio, score_cutoff=_NEAR_SCORE, limit=_NEAREST
        )
        return [each[0] for each in found]


def _distinct(name: str) -> list[str]:
    return list(dict.fromkeys(name_key(name).split()))[:MAX_WORDS]


def _readings(words: Sequence[str]) -> list[list[str]]:
    """Return the words, then those without titles, if there are any."""
    own = _without_roles(words)
    return [list(words), own] if own and own != list(words) else [list(words)]


def _without_roles(words: Sequence[str]) -> list[str]:
    """Return the words without titles before them."""
    return list(dropwhile(role_words().__contains__, words))


@cache
def role_words() -> frozenset[str]:
    """Return the words that stand before a name and are no part of it."""
    text = resources.files("bot.quotations").joinpath("role_words.txt").read_text("utf-8")
    return frozenset(text.split())
