"""Flip single bits of a database and an index, and count quotes that no article says.

``python -m tests.bench.bit_flips [FLIPS] [SEED]`` prints what came of every flip; a wrong quote is
one that does not stand in an article as it was loaded, or bears another title, source, date or
address.
"""

import asyncio
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from bot.errors import KutipError, ReloadFailed
from bot.services.addresses import DATABASE
from bot.services.core import Services, open_services
from bot.settings import Settings
from index.types import Article, Language, Quote

FLIPS, SEED = 200, 20260301

TOWNS = ("Ambon", "Bogor", "Cirebon", "Demak", "Ende", "Fakfak", "Garut", "Jepara")
STORY = """\
Title: Pasar {town} dibuka
Date: 2026-02-{day:02}
Source: Warta {town}
URL: https://example.org/{town}

{town} - Pasar ikan {town} dibuka pada Senin dengan {kiosks}.000 kios baru, kata wali kota.

Pembangunan pasar {town} menghabiskan {cost},5 miliar rupiah dan memakan waktu {months} bulan.
"""
QUESTIONS = ("berapa kios di pasar {town}?", "berapa biaya pembangunan pasar {town}?")


class FlipOutcome(StrEnum):
    """What came of a flipped bit, the worst first."""

    WRONG = "a wrong quote"
    CRASHED = "an unexpected error"
    TOLD = "an error that is told"
    FEWER = "fewer answers until a reload"
    SAME = "the same answers"


def write_articles(folder: Path) -> Path:
    """Write an article for each town."""
    folder.mkdir()
    for number, town in enumerate(TOWNS):
        text = STORY.format(town=town, day=number + 1, kiosks=5, cost=number + 3, months=number + 7)
        (folder / f"{town}.txt").write_text(text, "utf-8")
    return folder


async def prepare(home: Path) -> tuple[Settings, Sequence[Article]]:
    """Load the articles into ``home / "data"`` and return them."""
    settings = Settings(articles=write_articles(home / "articles"), data=home / "data")
    async with open_services(settings) as services:
        await services.library.reload()
        articles = [article async for article in services.library.all()]
    return settings, articles


def flip(data: Path, random_: random.Random) -> str:
    """Flip a bit of the database, or as often of a file of the index; return which."""
    index = sorted(file for file in data.glob("index-*/*") if file.is_file())
    file = random_.choice([data / DATABASE, random_.choice(index)])
    content = bytearray(file.read_bytes())
    written = [place for place, byte in enumerate(content) if byte]  # most of a new database is 0
    place, bit = random_.choice(written), random_.randrange(8)
    content[place] ^= 1 << bit
    file.write_bytes(content)
    return f"{file.name} byte {place} bit {bit}"


def is_wrong(quote: Quote, articles: Sequence[Article]) -> bool:
    """Return whether no article says this under its title, source, date and address."""

    def source(article: Article) -> tuple[object, ...]:
        return article.title, article.source, article.date, article.url

    return not any(
        source(article) == source(quote.article) and quote.text in article.text
        for article in articles
    )


async def quotes_of(services: Services) -> list[Quote]:
    """Ask every question."""
    asked = [question.format(town=town) for town in TOWNS for question in QUESTIONS]
    answers = [
        await services.answerer.ask(question, reader_language=Language.INDONESIAN)
        for question in asked
    ]
    return [quote for answer in answers for quote in answer.quotes]


async def outcome_of(settings: Settings, articles: Sequence[Article]) -> FlipOutcome:
    """Ask, reload, and ask again."""
    found: list[list[Quote]] = []
    told = False
    try:
        async with open_services(settings) as services:
            found.append(await quotes_of(services))
            try:
                await services.library.reload()
            except ReloadFailed:
                told = True
            found.append(await quotes_of(services))
            told = told or bool(services.error_reporter.take_notices())
    except KutipError:
        told = True
    except Exception:
        logging.exception("unexpected")
        return FlipOutcome.CRASHED
    if any(is_wrong(quote, articles) for quotes in found for quote in quotes):
        return FlipOutcome.WRONG
    counts = [len(quotes) for quotes in found]
    if told:
        return FlipOutcome.TOLD
    if counts[0] < counts[1]:
        return FlipOutcome.FEWER
    return FlipOutcome.SAME


async def run(flips: int, seed: int, home: Path) -> list[tuple[str, FlipOutcome]]:
    """Flip as many bits, each of a fresh copy; return which bit led to what."""
    settings, articles = await prepare(home)
    random_ = random.Random(seed)
    outcomes = []
    for number in range(flips):
        copy = settings.model_copy(update={"data": home / f"data-{number}"})
        shutil.copytree(settings.data, copy.data)
        outcomes.append((flip(copy.data, random_), await outcome_of(copy, articles)))
        shutil.rmtree(copy.data)
    return outcomes


def main() -> None:
    """Print the figures, and each flip that led to something wrong or unexpected."""
    flips = int(sys.argv[1]) if len(sys.argv) > 1 else FLIPS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as home:
        outcomes = asyncio.run(run(flips, seed, Path(home)))
    for place, outcome in outcomes:
        if outcome in {FlipOutcome.WRONG, FlipOutcome.CRASHED}:
            print(f"{outcome}: {place}")
    for outcome, count in Counter(outcome for _, outcome in outcomes).most_common():
        print(f"{count:4} {outcome}")


if __name__ == "__main__":
    main()
