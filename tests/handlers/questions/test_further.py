"""The button for further quotes: in place, back again, to the end; for the asker in groups."""

from typing import Any

import pytest
from telegram import Message

from bot.model.articles import Origin
from bot.model.interface_language import InterfaceLanguage
from bot.services.bot import open_bot_services
from bot.settings import Settings
from bot.storage.shown_answers import ShownAnswerStore
from bot.texts import texts_for
from handlers.callback_data.articles import AskAsTyped, ReadQuote, ShowQuotes
from handlers.callback_data.keyboard import LinkButton
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import Follow
from handlers.render.reply import Reply
from index.types import Article
from tests.handlers.harness import (
    BOT,
    GROUP,
    OTHER,
    READER,
    Harness,
    Outcome,
    chat_of,
    labels,
    payloads,
    text_of,
)
from tests.index.builders import build_article

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN).answers
ENGLISH = texts_for(InterfaceLanguage.ENGLISH).answers
ENDED_INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN).conversation.quotes_ended
ENDED_ENGLISH = texts_for(InterfaceLanguage.ENGLISH).conversation.quotes_ended
QUESTION = "banjir Kalimaya gimana"
TOWNS = "Demak Kudus Pati Jepara Rembang Blora Grobogan Sragen".split()


def reports() -> list[Article]:
    """Articles of different sentences about one flood."""
    causes = "hujan tanggul sungai pompa saluran rob bendungan waduk".split()
    return [
        build_article(
            f"Banjir Kalimaya melanda {town} sejak {number} Mei karena {cause} rusak parah. "
            f"Warga {town} mengungsi ke balai kota.",
            id=number,
            title=f"Banjir Kalimaya di {town}",
        )
        for number, (town, cause) in enumerate(zip(TOWNS, causes, strict=True), 1)
    ]


@pytest.fixture
async def flooded(harness: Harness) -> Harness:
    await harness.services.library.ingest(reports(), Origin.ADDED)
    return harness


def one_of(kind: type[ButtonPayload], reply: Reply) -> Any:
    return next(each for each in payloads(reply) if isinstance(each, kind))


def turning(reply: Reply) -> dict[str, ShowQuotes]:
    return {
        button.label: button.payload
        for row in reply.keyboard
        for button in row
        if isinstance(button.payload, ShowQuotes)
    }


async def opened_all(harness: Harness, answer: Reply) -> list[Reply]:
    """The pages from the answer to the last one."""
    pages, more = [answer], INDONESIAN.more_quotes
    while more in turning(pages[-1]):
        turned = await harness.presses(turning(pages[-1])[more], under=pages[-1])
        assert not turned.sent
        pages.append(turned.edited[0])
    return pages


async def test_further_quotes_take_the_place_of_the_answer_until_there_are_no_more(
    flooded: Harness,
) -> None:
    answer = (await flooded.says(QUESTION)).reply
    pages = await opened_all(flooded, answer)
    assert len(pages) > 2
    quoted = [each for page in pages for each in payloads(page) if isinstance(each, ReadQuote)]
    assert len(set(quoted)) == len(quoted) > 5
    for page in pages[1:]:
        assert text_of(page).startswith(INDONESIAN.quotes_title)
        assert INDONESIAN.quotes_back in labels(page)
    assert [ENDED_INDONESIAN in text_of(page) for page in pages] == [False] * (len(pages) - 1) + [
        True
    ]


async def test_the_way_back_leads_to_the_answer_with_all_its_buttons(flooded: Harness) -> None:
    answer = (await flooded.says(QUESTION)).reply
    second = (await opened_all(flooded, answer))[2]
    first = (await flooded.presses(turning(second)[INDONESIAN.quotes_back], under=second)).reply
    back = (await flooded.presses(turning(first)[INDONESIAN.quotes_back], under=first)).reply
    assert back == answer
    assert one_of(Follow, back)


async def test_what_stood_above_the_answer_comes_back_with_it(flooded: Harness) -> None:
    above: Message = flooded.message("banjir Kalimayaa gimana")
    answer = (await flooded.update(message=above)).reply
    assert "banjir Kalimaya" in text_of(answer).splitlines()[0]
    assert AskAsTyped() in payloads(answer)
    more = await flooded.presses(one_of(ShowQuotes, answer), under=answer, reply_to_message=above)
    back = turning(more.reply)[INDONESIAN.quotes_back]
    assert (await flooded.presses(back, under=more.reply, reply_to_message=above)).reply == answer


async def test_a_message_of_no_question_repeats_it_on_every_page(flooded: Harness) -> None:
    above = flooded.message("banjir Kalimayaa gimana")
    typed = (await flooded.update(message=above)).reply
    asked = await flooded.presses(AskAsTyped(), under=typed, reply_to_message=above)
    if more := turning(asked.reply).get(INDONESIAN.more_quotes):
        page = await flooded.presses(more, under=asked.reply)
        assert page.text.startswith("banjir Kalimayaa gimana")


async def test_an_answer_that_is_no_longer_stored_says_so(flooded: Harness) -> None:
    assert (await flooded.presses(ShowQuotes(12, 1))).notice == ENGLISH.answer_gone


@pytest.mark.parametrize("page", [9, 10**15 - 1])
async def test_a_page_beyond_the_last_says_that_there_are_no_more(
    flooded: Harness, page: int
) -> None:
    answer_id = one_of(ShowQuotes, (await flooded.says(QUESTION)).reply).answer_id
    outcome = await flooded.presses(ShowQuotes(answer_id, page))
    assert (outcome.notice, outcome.edited) == (
        ENDED_ENGLISH,
        [],
    )


async def test_quotes_of_articles_that_are_gone_are_left_out(flooded: Harness) -> None:
    answer = (await flooded.says(QUESTION)).reply
    before = [each for each in payloads(answer) if isinstance(each, ReadQuote)]
    for article in await flooded.services.library.latest(limit=20):
        if "Kalimaya" in article.title:
            await flooded.services.editor.delete(article.id)
    more = await flooded.presses(one_of(ShowQuotes, answer), under=answer)
    assert more.notice == ENDED_ENGLISH
    assert (await flooded.presses(before[0], under=answer)).notice == ENGLISH.article_gone


async def asked_in_group(harness: Harness) -> tuple[Message, Reply]:
    question = harness.message(f"/ask {QUESTION}", chat=GROUP)
    return question, (await harness.update(message=question)).reply


async def test_in_a_group_the_asker_sees_more_and_others_are_told_how(flooded: Harness) -> None:
    question, answer = await asked_in_group(flooded)
    more = one_of(ShowQuotes, answer)

    async def pressed(by: Any, payload: ButtonPayload = more, **fields: Any) -> Outcome:
        return await flooded.presses(payload, by, answer, **({"chat": GROUP} | fields))

    assert (await pressed(READER, reply_to_message=question)).edited
    refused = await pressed(OTHER, reply_to_message=question)
    assert (refused.edited, refused.notice) == ([], INDONESIAN.asker_only)
    reading = one_of(ReadQuote, answer)
    assert (await pressed(OTHER, reading, reply_to_message=question)).sent


async def test_who_asked_is_known_where_the_question_was_deleted(flooded: Harness) -> None:
    _, answer = await asked_in_group(flooded)
    fields = {"chat": GROUP, "message_id": flooded.messenger.sent_ids[-1]}
    more = one_of(ShowQuotes, answer)
    assert not (await flooded.presses(more, OTHER, answer, **fields)).edited
    assert (await flooded.presses(more, READER, answer, **fields)).edited


async def test_nobody_is_kept_out_where_nobody_knows_who_asked(flooded: Harness) -> None:
    _, answer = await asked_in_group(flooded)
    fields: dict[str, Any] = {"chat": GROUP, "message_id": 77_777}
    assert (await flooded.presses(one_of(ShowQuotes, answer), OTHER, answer, **fields)).edited


async def test_others_do_not_take_back_the_conditions_of_who_asked(flooded: Harness) -> None:
    question = flooded.message("/ask banjir Kalimaya sejak 1 Januari 2020", chat=GROUP)
    answer = (await flooded.update(message=question)).reply
    taking = payloads(answer)[-1]
    fields: dict[str, Any] = {"chat": GROUP, "reply_to_message": question}
    refused = await flooded.presses(taking, OTHER, answer, **fields)
    assert (refused.edited, refused.notice) == ([], ENGLISH.asker_only)
    assert (await flooded.presses(taking, READER, answer, **fields)).edited


async def test_in_private_a_reply_to_the_bot_itself_bars_nobody(flooded: Harness) -> None:
    answer = (await flooded.says(QUESTION)).reply
    above = flooded.message("?", BOT, chat=chat_of(READER))
    more = one_of(ShowQuotes, answer)
    assert (await flooded.presses(more, under=answer, reply_to_message=above)).edited


async def test_more_can_be_written_instead_until_there_is_no_more(flooded: Harness) -> None:
    messages = [(await flooded.says(QUESTION)).reply]
    for words in ("ada lagi?", "kutipan lain dong", "more quotes", "lagi"):
        outcome = await flooded.says(words)
        if not payloads(outcome.reply):
            break
        messages.append(outcome.reply)
    assert outcome.text in {ENDED_INDONESIAN, ENDED_ENGLISH}
    quoted = [each for page in messages for each in payloads(page) if isinstance(each, ReadQuote)]
    assert len(set(quoted)) == len(quoted) > 5
    assert [INDONESIAN.quotes_back in labels(page) for page in messages] == [False] * len(messages)


async def test_what_is_written_goes_on_from_the_page_that_is_shown(flooded: Harness) -> None:
    answer = (await flooded.says(QUESTION)).reply
    page = (await flooded.presses(one_of(ShowQuotes, answer), under=answer)).reply
    written = (await flooded.says("ada lagi?")).reply
    shown = [each for each in payloads(page) if isinstance(each, ReadQuote)]
    assert one_of(ReadQuote, written) not in shown


async def test_of_further_quotes_the_button_goes_on_and_back(flooded: Harness) -> None:
    await flooded.says(QUESTION)
    first = (await flooded.says("ada lagi?")).reply
    second = (await flooded.presses(turning(first)[INDONESIAN.more_quotes], under=first)).reply
    assert one_of(ReadQuote, second) not in payloads(first)
    back = turning(second)[INDONESIAN.quotes_back]
    assert (await flooded.presses(back, under=second)).reply == first


@pytest.mark.parametrize("words", ["konteksnya?", "baca selengkapnya", "show me the context"])
async def test_the_context_can_be_asked_for(flooded: Harness, words: str) -> None:
    answer = (await flooded.says(QUESTION)).reply
    quote = one_of(ReadQuote, answer)
    opened = (await flooded.says(words)).reply
    article = await flooded.services.library.article(quote.article_id)
    assert f"<b>{article.text[quote.start : quote.end]}</b>" in opened.html


@pytest.mark.parametrize("words", ["link sumbernya", "send me the link"])
async def test_the_page_can_be_asked_for(harness: Harness, words: str) -> None:
    answer = (await harness.says("Siapa yang meresmikan Jembatan Sungai Lestari?")).reply
    links = [b for row in answer.keyboard for b in row if isinstance(b, LinkButton)]
    asked = (await harness.says(words)).reply
    assert [b.url for row in asked.keyboard for b in row if isinstance(b, LinkButton)] == [
        links[0].url
    ]
    assert "#:~:text=" in links[0].url


async def test_without_a_page_the_article_is_opened(flooded: Harness) -> None:
    await flooded.says(QUESTION)
    assert "Banjir Kalimaya di" in (await flooded.says("link sumbernya")).text


async def test_in_a_group_anybody_may_write_for_more_in_reply(flooded: Harness) -> None:
    _, answer = await asked_in_group(flooded)
    sent = flooded.message(
        text_of(answer), BOT, chat=GROUP, message_id=flooded.messenger.sent_ids[-1]
    )
    more = await flooded.says("ada lagi?", OTHER, chat=GROUP, reply_to_message=sent)
    assert more.sent and one_of(ReadQuote, more.reply) not in payloads(answer)


async def test_what_is_not_stored_any_more_opens_its_article(
    flooded: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_store: ShownAnswerStore, _id: int) -> None:
        return None

    await flooded.says(QUESTION)
    monkeypatch.setattr(ShownAnswerStore, "get", gone)
    assert "Banjir Kalimaya di" in (await flooded.says("ada lagi?")).text


async def test_buttons_go_on_working_after_a_restart_and_a_reload(settings: Settings) -> None:
    async with open_bot_services(settings) as services:
        await services.library.reload()
        await services.library.ingest(reports(), Origin.ADDED)
        harness = Harness(services)
        async with harness.running():
            above = harness.message(QUESTION)
            answer = (await harness.update(message=above)).reply
    async with open_bot_services(settings) as services:
        await services.library.reload()
        harness = Harness(services)
        async with harness.running():
            quote = one_of(ReadQuote, answer)
            more = await harness.presses(one_of(ShowQuotes, answer), under=answer)
            assert one_of(ReadQuote, more.edited[0]) != quote
            opened = await harness.presses(quote, under=answer)
            assert "Banjir Kalimaya di" in text_of(opened.sent[0])
            asked = await harness.presses(AskAsTyped(), under=answer, reply_to_message=above)
            assert "Kalimaya" in text_of(asked.sent[0])
            for data in (f"r:{quote.article_id}", f"a:{quote.article_id}:0"):  # of earlier versions
                assert "Banjir Kalimaya di" in (await harness.presses_data(data)).text


async def test_forgetting_deletes_what_the_buttons_go_on_with(flooded: Harness) -> None:
    answer = (await flooded.says(QUESTION)).reply
    await flooded.says("/forget")
    outcome = await flooded.presses(one_of(ShowQuotes, answer), under=answer)
    assert outcome.notice == ENGLISH.answer_gone
