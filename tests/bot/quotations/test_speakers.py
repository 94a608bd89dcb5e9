"""A written name leads to the persons that articles quote under it, or to the nearest ones."""

import pytest

from bot.quotations.speakers import SpeakerDirectory
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.quotations import QuotationStore
from tests.bot.samples import make_article
from tests.bot.storage.test_articles import store
from tests.bot.storage.test_quotations import found_in

SPEAKERS = (
    "Antony Blinken", "Blinken", "Sergei Lavrov", "Prabowo Subianto", "Prabowo",
    "Helen Marsh", "Marsh", "Peter Marsh", "Yusuf Kalla",
)  # fmt: skip


@pytest.fixture
async def directory(database: Database, article_store: ArticleStore) -> SpeakerDirectory:
    quotations = QuotationStore(database)
    await store(article_store, make_article("a.txt", "x " * 50))
    article = (await article_store.many([1]))[1]
    await quotations.write([1], [found_in(article, *SPEAKERS)])
    return SpeakerDirectory(quotations)


@pytest.mark.parametrize(
    ("written", "persons"),
    [
        ("Blinken", ["Antony Blinken"]),
        ("antony blinken", ["Antony Blinken"]),
        ("ANTONY", ["Antony Blinken"]),
        ("Menlu AS Antony Blinken", ["Antony Blinken"]),
        ("presiden prabowo", ["Prabowo Subianto"]),
        ("Marsh", ["Helen Marsh", "Marsh", "Peter Marsh"]),
        ("Helen Marsh", ["Helen Marsh"]),
        ("presiden", []),
        ("Evan Blinken", []),
        ("", []),
        ("%", []),
        ("a " * 40, []),
    ],
)
async def test_a_name_finds_persons(
    directory: SpeakerDirectory, written: str, persons: list[str]
) -> None:
    assert [each.name for each in (await directory.find(written)).persons] == persons


async def test_a_person_has_the_quotations_of_all_names_that_are_only_theirs(
    directory: SpeakerDirectory,
) -> None:
    for written in ("Antony", "Blinken", "Antony Blinken"):
        (person,) = (await directory.find(written)).persons
        assert sorted(person.keys) == ["antony blinken", "blinken"]
        assert person.quotations == 2
        assert await directory.person(person.key) == person


@pytest.mark.parametrize(
    ("written", "name", "corrected"),
    [
        ("Blinkin", "Antony Blinken", "blinken"),
        ("antony blinkn", "Antony Blinken", "antony blinken"),
        ("sergey lavrov", "Sergei Lavrov", "sergei lavrov"),
    ],
)
async def test_a_misspelt_name_is_corrected(
    directory: SpeakerDirectory, written: str, name: str, corrected: str
) -> None:
    found = await directory.find(written)
    assert [each.name for each in found.persons] == [name]
    assert found.corrected == corrected
    assert (await directory.find(written, as_typed=True)).persons == ()


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Evan Blinken", ["Antony Blinken"]),
        ("Lavrenko", ["Sergei Lavrov"]),
        ("Zzyzx", []),
    ],
)
async def test_of_an_unknown_name_the_nearest_are_named(
    directory: SpeakerDirectory, written: str, nearest: list[str]
) -> None:
    found = await directory.find(written)
    assert (found.persons, [each.name for each in found.nearest]) == ((), nearest)


async def test_a_key_that_nobody_has_is_nobody(directory: SpeakerDirectory) -> None:
    assert await directory.person("budi") is None
