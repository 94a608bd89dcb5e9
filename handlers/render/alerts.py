"""Alerts and digests, and the articles of a story."""

from collections.abc import Callable, Sequence

from bot.alerts.digests import STORIES_PER_PAGE, DigestPage
from bot.model.messages import Alert, DigestGroup, StoryLine, TopicName
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.codec import for_topics
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import (
    MuteTopics,
    NarrowTopics,
    ShowSources,
    Unsubscribe,
)
from handlers.render.answer import highlighted_runs, quoted
from handlers.render.article import name
from handlers.render.characters import one_line, shortened
from handlers.render.markup import MAX_ENTITIES, Markup, bold, joined, link, plain
from handlers.render.pager import page_buttons
from handlers.render.reply import Reply
from handlers.render.topics import topic_name
from index.types import Article, Span

PageTurner = Callable[[int], ButtonPayload]
"""Makes the payload that shows a page, counting from 0."""

MAX_TITLE = 300
MAX_LISTED_TITLE = 140
MAX_SOURCE = 60
MAX_TOPIC = 80
MAX_TOPICS = 5  # in an alert; more are counted
MAX_SOURCES = 10
NUMBERS_PER_ROW = 5
ENTITIES_BESIDE_HIGHLIGHTS = 4 + MAX_TOPICS  # bold and link of the title, quotation, one to spare


def render_alert(alert: Alert, texts: Texts, *, in_channel: bool = False) -> Reply:
    """A story: its title and source, the quote with the matched words bold, and its topics.

    In a channel, whose readers may change nothing, it has only the buttons for reading.
    """
    spans = [Span(start, end) for start, end in alert.highlights]
    runs = highlighted_runs(alert.quote, spans)[: MAX_ENTITIES - ENTITIES_BESIDE_HIGHLIGHTS]
    parts = [
        joined("\n", [_title(alert.story), plain(_details(alert.story, texts))]),
        quoted(alert.quote, runs),
        _for_topics(alert.topics, texts),
    ]
    buttons = _alert_buttons(alert, texts)
    return Reply(joined("\n\n", parts), buttons[:1] if in_channel else buttons)


def render_digest(page: DigestPage, turn: PageTurner, texts: Texts) -> Reply:
    """A page of a digest, grouped by topic; ``turn`` makes what buttons to other pages carry."""
    digest = page.digest
    head = bold(plain(texts.format("digest_title", count=page.total + digest.left_out)))
    left_out = digest.left_out if page.number == page.pages - 1 else 0
    tail = texts.format("digest_left_out", count=texts.number(left_out)) if left_out else ""
    first = page.number * STORIES_PER_PAGE + 1
    markup = joined("\n\n", [head, *_groups(digest.groups, first, texts), plain(tail)])
    return Reply(markup, _digest_buttons(page, turn, texts))


def render_sources(articles: Sequence[Article], texts: Texts) -> Reply:
    """The articles of a story, each with a numbered button that opens it."""
    shown = articles[:MAX_SOURCES]
    lines = (
        bold(plain(str(number))) + plain("  ") + _source(article, texts)
        for number, article in enumerate(shown, start=1)
    )
    buttons = [Button(str(number), ReadArticle(each.id)) for number, each in enumerate(shown, 1)]
    head = bold(plain(texts.others_title))
    return Reply(joined("\n\n", [head, joined("\n", lines)]), rows(buttons, NUMBERS_PER_ROW))


def _title(story: StoryLine) -> Markup:
    return bold(link(plain(shortened(_name(story), MAX_TITLE)), story.url))


def _name(story: StoryLine) -> str:
    return one_line(story.title) or one_line(story.source) or f"#{story.article_id}"


def _details(story: StoryLine, texts: Texts) -> str:
    source = shortened(one_line(story.source), MAX_SOURCE) if one_line(story.title) else ""
    day = texts.day(story.date) if story.date else ""
    return " · ".join(filter(None, [source, day]))


def _for_topics(topics: Sequence[TopicName], texts: Texts) -> Markup:
    names = joined(
        ", ", (topic_name(topic.text, texts, MAX_TOPIC) for topic in topics[:MAX_TOPICS])
    )
    more = f" +{len(topics) - MAX_TOPICS}" if len(topics) > MAX_TOPICS else ""
    return plain(f"{texts.alert_topics} ") + names + plain(more)


def _alert_buttons(alert: Alert, texts: Texts) -> Keyboard:
    """A row for reading, and one for changing the topics."""
    story, ids = alert.story, [topic.id for topic in alert.topics]
    others = texts.format("alert_others", count=story.others)
    more = (Button(others, ShowSources(story.story_id)),) if story.others else ()
    narrow = for_topics(lambda some: NarrowTopics(story.article_id, some), ids)
    return (
        (Button(texts.read, ReadArticle(story.article_id)), *more),
        (
            Button(texts.alert_mute, for_topics(MuteTopics, ids)),
            Button(texts.alert_narrow, narrow),
            Button(texts.alert_unsubscribe, for_topics(Unsubscribe, ids)),
        ),
    )


def _groups(groups: Sequence[DigestGroup], first: int, texts: Texts) -> list[Markup]:
    """Each topic with its stories, numbered from ``first``."""
    blocks = []
    for group in groups:
        lines = [
            _listed(number, story, texts) for number, story in enumerate(group.stories, start=first)
        ]
        first += len(lines)
        blocks.append(joined("\n", [topic_name(group.topic.text, texts, MAX_TOPIC), *lines]))
    return blocks


def _listed(number: int, story: StoryLine, texts: Texts) -> Markup:
    title = link(plain(shortened(_name(story), MAX_LISTED_TITLE)), story.url)
    others = f"+{texts.number(story.others)}" if story.others else ""
    details = plain(" · ".join(filter(None, [_details(story, texts), others])))
    return bold(plain(str(number))) + plain("  ") + joined(" · ", [title, details])


def _digest_buttons(page: DigestPage, turn: PageTurner, texts: Texts) -> Keyboard:
    """A button to read each story, one to the page before and one that counts what is left."""
    number, before = page.number, page.number * STORIES_PER_PAGE
    stories = [story for group in page.digest.groups for story in group.stories]
    readers = [
        Button(str(position), ReadArticle(story.article_id))
        for position, story in enumerate(stories, before + 1)
    ]
    turning = page_buttons(number, number + 1, turn, texts)
    if (rest := page.total - before - len(stories)) > 0:
        label = texts.format("digest_more", count=texts.number(rest))
        turning = (*turning, Button(label, turn(number + 1)))
    return stacked(*rows(readers, NUMBERS_PER_ROW), turning)


def _source(article: Article, texts: Texts) -> Markup:
    title = link(plain(shortened(name(article), MAX_LISTED_TITLE)), article.url)
    source = shortened(one_line(article.source), MAX_SOURCE) if article.title else ""
    day = texts.day(article.date) if article.date else ""
    return joined(" · ", [title, plain(source), plain(day)])
