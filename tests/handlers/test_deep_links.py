"""Links from a channel into the private chat."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import ReadArticle, ReadQuote
from handlers.callback_data.codec import encode
from handlers.callback_data.topics import ShowSources, ShowTopic
from handlers.deep_links import linked
from tests.handlers.harness import CHANNEL, Harness, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


@pytest.mark.parametrize(
    ("args", "payload"),
    [
        (None, None),
        ([], None),
        (["r_7"], ReadArticle(7)),
        (["rq_7_10_13_16"], ReadQuote(7, 10, 13, 16)),
        (["s_5"], ShowSources(5)),
        (["o_3_1001234"], ShowTopic(3, 1001234)),
        (["d_1_0"], None),  # no link deletes a topic
        (["anything"], None),
    ],
)
def test_a_link_opens_only_what_can_be_looked_at(args: list[str] | None, payload: object) -> None:
    assert linked(args) == payload


async def test_under_a_post_of_a_channel_an_article_opens_in_private(harness: Harness) -> None:
    outcome = await harness.presses(ReadArticle(7), chat=CHANNEL)
    assert [notice.url for notice in outcome.notices] == ["https://t.me/kutip_bot?start=r_7"]
    assert not outcome.sent


async def test_a_story_without_articles_begins_as_usual(harness: Harness) -> None:
    assert (await harness.says("/start s_99")).text.startswith(ENGLISH.start_title)


async def test_a_link_to_a_quote_opens_its_article_there(harness: Harness) -> None:
    answer = (await harness.says("Siapa yang meresmikan Jembatan Sungai Lestari?")).reply
    quotes = [each for each in payloads(answer) if isinstance(each, ReadQuote)]
    opened = await harness.says("/start " + encode(quotes[0]).replace(":", "_"))
    assert "Ratna Dewi" in opened.text
    assert opened.text == (await harness.presses(quotes[0])).text
