"""Articles: the newest ones, and one to read."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.interface_language import InterfaceLanguage
from bot.model.shown_answers import ShownQuote, checksum
from bot.texts import texts_for
from handlers.callback_data.articles import (
    ListLatest,
    ReadArticle,
    ReadQuote,
    TurnArticlePage,
    TurnQuotePage,
)
from handlers.callback_data.editorial import RemoveArticle
from handlers.render.article import render_article
from index.types import Article
from tests.handlers.harness import OWNER, Harness, labels, payloads
from tests.handlers.samples import make_article

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


async def article(harness: Harness, title: str) -> Article:
    found = await harness.services.library.latest(limit=10)
    return next(each for each in found if title in each.title)


async def test_the_newest_articles_are_listed_with_buttons_to_read_them(harness: Harness) -> None:
    outcome = await harness.says("/latest")
    assert ENGLISH.format("latest_range", first="1", last="4", total="4") in outcome.text
    ids = [each.id for each in await harness.services.library.latest(limit=10)]
    assert payloads(outcome.reply) == [ReadArticle(number) for number in ids]


async def test_an_offset_beyond_the_last_article_begins_anew(harness: Harness) -> None:
    outcome = await harness.presses(ListLatest(800))
    assert outcome.edited
    assert ENGLISH.format("latest_range", first="1", last="4", total="4") in outcome.text


async def test_an_article_is_read_page_by_page(harness: Harness) -> None:
    long = await article(harness, "Kisah panjang")
    first = await harness.says(f"/article {long.id}")
    assert first.text.startswith(long.title)
    assert labels(first.reply) == [ENGLISH.format("next_page", page="2")]
    second = await harness.presses(TurnArticlePage(long.id, 1), under=first.reply)
    assert second.edited
    assert ENGLISH.format("previous_page", page="1") in labels(second.reply)


async def test_a_button_reads_an_article_in_a_new_message(harness: Harness) -> None:
    bridge = await article(harness, "Jembatan")
    assert (await harness.presses(ReadArticle(bridge.id))).sent
    gone = ENGLISH.answers.article_gone
    assert (await harness.presses(ReadArticle(999))).notice == gone
    assert (await harness.presses(TurnArticlePage(999, 0))).notice == gone
    assert (await harness.presses(ReadQuote(999, 0, 5, 1))).notice == gone
    assert (await harness.presses(TurnQuotePage(0, 999, 0, 5, 1))).notice == gone


async def test_an_answer_opens_its_article_at_the_quote(harness: Harness) -> None:
    answer = (await harness.says("Siapa yang meresmikan Jembatan Sungai Lestari?")).reply
    opening = next(each for each in payloads(answer) if isinstance(each, ReadQuote))
    opened = await harness.presses(opening, under=answer)
    assert opened.sent
    bridge = await article(harness, "Jembatan")
    quoted = bridge.text[opening.start : opening.end]
    assert "Ratna Dewi" in quoted
    assert f"<b>{quoted}</b>" in opened.reply.html


async def test_where_an_article_was_changed_a_button_finds_its_quote_or_says_so(
    harness: Harness,
) -> None:
    bridge = await article(harness, "Jembatan")
    words = bridge.text[20:60]
    moved = ReadQuote(*ShownQuote(bridge.id, 15, 55, checksum(words)))
    assert f"<b>{words.strip()}</b>" in (await harness.presses(moved)).reply.html
    gone = await harness.presses(ReadQuote(bridge.id, 20, 60, checksum("Yang lain")))
    assert gone.text.startswith(ENGLISH.answers.quote_moved)
    assert bridge.title in gone.text


@given(st.tuples(*[st.integers(0, 10**15 - 1)] * 4), st.integers(0, 10**15 - 1))
def test_whatever_numbers_are_made_up_an_article_is_shown(
    numbers: tuple[int, int, int, int], page: int
) -> None:
    quote = ShownQuote(*numbers)
    for shown in (None, page):
        assert "Jembatan" in render_article(make_article(), shown, ENGLISH, quote=quote).html


async def test_a_wrong_number_is_explained(harness: Harness) -> None:
    (newest,) = await harness.services.library.latest(limit=1)
    usage = ENGLISH.format("article_how", example=newest.id)
    assert (await harness.says("/article")).text == usage
    assert (await harness.says("/article nine")).text == usage
    assert (await harness.says("/article 999")).text == ENGLISH.format("article_not_found", id=999)


async def test_only_the_staff_is_offered_to_remove_an_article(harness: Harness) -> None:
    bridge = await article(harness, "Jembatan")
    removal = RemoveArticle(bridge.id)
    assert removal not in payloads((await harness.says(f"/article {bridge.id}")).reply)
    assert removal in payloads((await harness.says(f"/article {bridge.id}", OWNER)).reply)
