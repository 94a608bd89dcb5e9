"""Cards: found once for the same words and articles, in pages, whatever is typed."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.cards import MAX_CACHED, MAX_LATEST, MAX_OF_ARTICLE, PAGE_SIZE, CardFinder
from bot.conversation.headlines import Headlines
from bot.conversation.responses import Response
from bot.conversation.service import Conversation, ReaderMessage
from bot.services.core import Services, open_services
from bot.settings import Settings
from index.types import Language

ZONE = ZoneInfo("Asia/Jakarta")
BODY = (
    "Harga beras naik {n} persen: {w}ga {w}si, {w}tu {w}mo, {w}pe {w}la {w}ri {w}ko. "
    "Warga {w} mengeluhkan cuaca buruk yang merusak jalan menuju {w}."
)
WORDS = "alas bumi cawan danau elang fajar gunung hulu intan jati kapas lontar melur nipah".split()


class Counting(Conversation):
    """Counts what it is asked."""

    asked = 0

    async def respond(self, message: ReaderMessage) -> Response:
        self.asked += 1
        return await super().respond(message)


@pytest.fixture
async def services(tmp_path: Path, data_folder: Path) -> AsyncIterator[Services]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, word in enumerate(WORDS, 1):
        head = f"Title: Kabar {word} nomor {n}\nDate: 2026-05-{n:02}\nSource: Harian {word}\n\n"
        (folder / f"{n}.txt").write_text(head + BODY.format(n=n, w=word) + f" {word * 9}" * 9)
    settings = Settings(token=None, articles=folder, data=data_folder)
    async with open_services(settings, lambda: datetime(2026, 5, 30, tzinfo=UTC)) as services:
        await services.library.reload()
        yield services


@pytest.fixture
def conversation(services: Services) -> Counting:
    headlines, now = Headlines(services.library), services.now
    parts = services.conversation
    return Counting(services.answerer, headlines, parts._passed_on, now)


@pytest.fixture
def finder(services: Services, conversation: Counting) -> CardFinder:
    library = services.library
    return CardFinder(conversation, Headlines(library), lambda: library.generation, services.now)


def typed(text: str) -> ReaderMessage:
    return ReaderMessage(text=text, language=Language.INDONESIAN, zone=ZONE)


async def test_the_latest_come_in_pages_to_the_last(finder: CardFinder) -> None:
    first = await finder.page(typed(""))
    assert [card.article.title for card in first.cards][:2] == [
        "Kabar nipah nomor 14",
        "Kabar melur nomor 13",
    ]
    assert (len(first.cards), first.next_offset) == (PAGE_SIZE, str(PAGE_SIZE))
    second = await finder.page(typed(""), first.next_offset)
    assert (len(second.cards), second.next_offset) == (len(WORDS) - PAGE_SIZE, "")
    ids = [card.id for card in (*first.cards, *second.cards)]
    assert len(set(ids)) == len(ids) <= MAX_LATEST


async def test_the_same_words_are_searched_once_until_articles_change(
    finder: CardFinder, conversation: Counting, services: Services
) -> None:
    first = await finder.page(typed("berapa harga beras naik"))
    assert first.cards
    assert all(card.quote for card in first.cards)
    assert await finder.page(typed("  Berapa  harga beras NAIK ")) == first
    assert conversation.asked == 1
    (services.settings.articles / "1.txt").write_text("Title: Lain\n\nTidak ada apa-apa lagi.")
    await services.library.reload()
    await finder.page(typed("berapa harga beras naik"))
    assert conversation.asked == 2


async def test_more_than_three_quotes_answer(services: Services, finder: CardFinder) -> None:
    shutil.copytree("articles", services.settings.articles, dirs_exist_ok=True)
    await services.library.reload()
    page = await finder.page(typed("tsunami"))
    assert len(page.cards) > 3
    assert max(Counter(card.article.id for card in page.cards).values()) <= MAX_OF_ARTICLE
    texts = [card.quote.text for card in page.cards if card.quote]
    assert len(set(texts)) == len(texts)
    assert all(len(text) <= 200 for text in texts)
    assert all(len(card.id.encode()) <= 64 for card in page.cards)


async def test_so_much_is_kept_and_no_more(finder: CardFinder) -> None:
    for number in range(MAX_CACHED + 9):
        await finder.page(typed(f"halo {number}"))
    assert len(finder._cached) == MAX_CACHED


@pytest.mark.parametrize("text", ["halo", "berhenti", "kabari saya tentang beras", "?", "apa itu"])
async def test_what_neither_quotes_nor_lists_has_no_card(finder: CardFinder, text: str) -> None:
    page = await finder.page(typed(text))
    assert (page.cards, page.next_offset, page.is_first) == ((), "", True)


@pytest.mark.parametrize("offset", ["x", "-1", "9" * 60, "１０", " 10", "10\n"])
async def test_an_offset_that_is_none_shows_nothing(finder: CardFinder, offset: str) -> None:
    page = await finder.page(typed(""), offset)
    assert (page.cards, page.next_offset, page.is_first) == ((), "", False)


async def test_news_that_are_asked_for_are_articles(finder: CardFinder) -> None:
    page = await finder.page(typed("berita terbaru"))
    assert page.cards[0].article.title == "Kabar nipah nomor 14"
    assert page.cards[0].quote is None
