"""What the bot says by itself, as Telegram reads it."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.digests import page_of
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import Alert, Digest, DigestGroup, StoryLine, TopicName
from bot.texts import texts_for
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.codec import MAX_BYTES, encode
from handlers.callback_data.topics import MuteTopics, NarrowTopics, ShowSources, TurnDigest
from handlers.render.alerts import render_alert, render_digest, render_sources
from handlers.render.reply import Reply
from tests.handlers.samples import any_text, make_article, urls
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)

stories = st.builds(
    StoryLine,
    story_id=st.integers(1, 10**9),
    article_id=st.integers(1, 10**9),
    title=any_text,
    source=any_text,
    date=st.none() | st.dates(),
    url=urls,
    others=st.integers(0, 2000),
)
names = st.builds(TopicName, st.integers(1, 10**9), any_text)


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    quote = draw(any_text)
    step = draw(st.integers(1, 9))
    spans = [(at, at + 1) for at in range(0, len(quote), 2 * step)]
    topics = draw(st.lists(names, min_size=1, max_size=60))
    return Alert(draw(stories), tuple(topics), quote, tuple(spans))


groups = st.builds(DigestGroup, names, st.lists(stories, min_size=1, max_size=25).map(tuple))
digests = st.builds(
    Digest, st.lists(groups, min_size=1, max_size=6).map(tuple), st.integers(0, 9999)
)


def read(reply: Reply) -> tuple[str, list[tuple[str, str]]]:
    shown, entities = tdlib_parse(reply.html, "HTML")
    encoded = shown.encode("utf-16-le")
    return shown, [
        (one["type"], encoded[one["offset"] * 2 :][: one["length"] * 2].decode("utf-16-le"))
        for one in entities
    ]


def check(reply: Reply) -> None:
    """Telegram takes it as one message, and every button of it."""
    shown, entities = tdlib_parse(reply.html, "HTML")
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100
    buttons = [button for row in reply.keyboard for button in row]
    assert all(button.label.strip() for button in buttons)
    assert all(len(encode(button.payload).encode()) <= MAX_BYTES for button in buttons)


@given(alerts(), st.sampled_from(InterfaceLanguage))
def test_whatever_an_alert_holds_telegram_takes_it(
    alert: Alert, language: InterfaceLanguage
) -> None:
    texts = texts_for(language)
    check(render_alert(alert, texts))


@given(digests, st.integers(0, 20))
def test_whatever_a_digest_holds_telegram_takes_each_page(digest: Digest, number: int) -> None:
    check(render_digest(page_of(digest, number), partial(TurnDigest, 10**9), INDONESIAN))


def story(number: int = 1, others: int = 0, **more: str) -> StoryLine:
    title = more.get("title", f"Judul <{number}>")
    day = date(2026, 3, 5)
    return StoryLine(number, 100 + number, title, "Warta & Rekan", day, "", others)


def test_an_alert_has_title_source_date_quote_and_topic() -> None:
    alert = Alert(story(), (TopicName(7, 'nato "rudal <x>"'),), "Rudal <b> jatuh.", ((0, 5),))
    shown, entities = read(render_alert(alert, INDONESIAN))
    assert shown == (
        'Judul <1>\nWarta & Rekan · 5 Maret 2026\n\nRudal <b> jatuh.\n\nTopik: nato "rudal <x>"'
    )
    assert ("bold", "Rudal") in entities
    assert ("blockquote", "Rudal <b> jatuh.") in entities
    assert ("code", 'nato "rudal <x>"') in entities


def test_the_buttons_of_an_alert() -> None:
    alert = Alert(story(3, others=2), (TopicName(7, "nato"), TopicName(8, "rudal")))
    keyboard = render_alert(alert, ENGLISH).keyboard
    assert [[button.label for button in row] for row in keyboard] == [
        [ENGLISH.read, "+2 sources"],
        [ENGLISH.alert_mute, ENGLISH.alert_narrow, ENGLISH.alert_unsubscribe],
    ]
    actions = [button.payload for row in keyboard for button in row]
    assert actions[:4] == [
        ReadArticle(103),
        ShowSources(3),
        MuteTopics((7, 8)),
        NarrowTopics(103, (7, 8)),
    ]


def test_an_alert_without_quote_or_title_says_what_there_is() -> None:
    bare = StoryLine(1, 9, "", "", None, "")
    shown, _ = read(render_alert(Alert(bare, (TopicName(1, "nato"),)), INDONESIAN))
    assert shown == "#9\n\nTopik: nato"


def test_many_topics_are_counted() -> None:
    topics = tuple(TopicName(number, f"t{number}") for number in range(8))
    shown, _ = read(render_alert(Alert(story(), topics), INDONESIAN))
    assert shown.endswith("Topik: t0, t1, t2, t3, t4 +3")


def digest_of(*counts: int, left_out: int = 0) -> Digest:
    groups, first = [], 0
    for number, count in enumerate(counts):
        lines = tuple(story(first + place) for place in range(count))
        groups.append(DigestGroup(TopicName(number, f"topik{number}"), lines))
        first += count
    return Digest(tuple(groups), left_out)


def test_a_digest_is_grouped_by_topic_and_numbered_through() -> None:
    shown, entities = read(
        render_digest(page_of(digest_of(2, 1), 0), partial(TurnDigest, 5), INDONESIAN)
    )
    assert shown.splitlines() == [
        "Rangkuman: 3 berita",
        "",
        "topik0",
        "1  Judul <0> · Warta & Rekan · 5 Maret 2026",
        "2  Judul <1> · Warta & Rekan · 5 Maret 2026",
        "",
        "topik1",
        "3  Judul <2> · Warta & Rekan · 5 Maret 2026",
    ]
    assert ("code", "topik1") in entities


@pytest.mark.parametrize(
    ("number", "first", "turns"),
    [
        (0, "1", [("13 lagi »", TurnDigest(5, 1))]),
        (1, "11", [("« 1", TurnDigest(5, 0)), ("3 lagi »", TurnDigest(5, 2))]),
        (2, "21", [("« 2", TurnDigest(5, 1))]),
    ],
)
def test_what_does_not_fit_is_behind_a_button(
    number: int, first: str, turns: list[tuple[str, TurnDigest]]
) -> None:
    reply = render_digest(
        page_of(digest_of(15, 8, left_out=4), number), partial(TurnDigest, 5), INDONESIAN
    )
    assert reply.keyboard[0][0].label == first
    assert [(button.label, button.payload) for button in reply.keyboard[-1]] == turns
    shown, _ = read(reply)
    assert shown.startswith("Rangkuman: 27 berita")
    assert ("4 lagi yang tidak muat" in shown) is (number == 2)


def test_sources_are_listed_with_what_opens_them() -> None:
    articles = [make_article(id=number, title=f"Judul {number}") for number in range(1, 14)]
    reply = render_sources(articles, INDONESIAN)
    shown, _ = read(reply)
    assert shown.startswith(INDONESIAN.others_title)
    assert "1  Judul 1 · Harian Contoh · 21 Januari 2022" in shown
    assert len([button for row in reply.keyboard for button in row]) == 10
