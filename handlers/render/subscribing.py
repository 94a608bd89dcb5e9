"""How a topic is written, why one cannot be read, and what a new one would have matched."""

from collections.abc import Iterator
from types import MappingProxyType

from bot.alerts.previews import TopicPreview
from bot.alerts.subscriptions import SubscribedTopic
from bot.errors import TopicUnclear
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.keyboard import Button, Keyboard, stacked
from handlers.render.article import name
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, code, joined, plain
from handlers.render.reply import Reply
from handlers.render.timing import frequency_buttons
from handlers.render.topics import TopicView, topic_head, topic_meaning
from index.types import Article

MAX_TITLE = 120
MAX_SOURCE = 40
SEEN_BEFORE, SEEN_AFTER = 60, 40  # characters around a mistake
POINTER = "👉"
EXAMPLES = MappingProxyType(
    {
        "topic_example_words": "subscribe_words",
        "topic_example_phrase": "subscribe_phrase",
        "topic_example_either": "subscribe_either",
        "topic_example_without": "subscribe_without",
        "topic_example_group": "subscribe_group",
        "topic_example_field": "subscribe_field",
    }
)


def render_topic_help(texts: Texts) -> Reply:
    """How a topic is written, with examples that a tap copies."""
    examples = joined("\n\n", (_example(*keys, texts) for keys in EXAMPLES.items()))
    parts = [plain(texts.subscribe_how), examples, plain(texts.subscribe_channel)]
    return Reply(joined("\n\n", [bold(plain(texts.subscribe_title)), *parts]))


def render_unclear_topic(error: TopicUnclear, texts: Texts) -> Reply:
    """Where a topic cannot be read, why, and an example that does it right."""
    text, offset = error.text, min(error.offset, len(error.text))
    before = ("…" if offset > SEEN_BEFORE else "") + text[max(0, offset - SEEN_BEFORE) : offset]
    after = text[offset : offset + SEEN_AFTER]
    marked = plain(before) + plain(POINTER) + bold(plain(after)) if text.strip() else Markup()
    reason = plain(texts.format(error.key, **error.arguments))
    return Reply(joined("\n\n", [marked, reason, _corrected(error.example, texts)]))


def render_subscribed(
    subscribed: SubscribedTopic, view: TopicView, texts: Texts, news: str = ""
) -> Reply:
    """How a topic was understood, what it would have matched, and the choice of its frequency."""
    topic, found = subscribed.topic, subscribed.preview
    parts = [plain(news), *topic_preview(found, view, texts), plain(texts.when_ask)]
    keyboard = (*reading_buttons(found), *frequency_buttons(topic, view, texts))
    return Reply(joined("\n\n", parts), keyboard)


def topic_preview(preview: TopicPreview, view: TopicView, texts: Texts) -> Iterator[Markup]:
    """Yield how a topic was understood, and what it would have matched."""
    yield joined("\n", [topic_head(preview.text, view, texts), topic_meaning(preview.text, texts)])
    count = preview.matching
    matching = texts.format("preview_matching", count=count) if count else texts.preview_none
    yield joined("\n", [plain(matching), *_listed(preview.newest, texts)])


def reading_buttons(preview: TopicPreview) -> Keyboard:
    """The buttons that open the articles of a preview, in one row."""
    newest = enumerate(preview.newest, start=1)
    return stacked([Button(f"📖 {number}", ReadArticle(article.id)) for number, article in newest])


def _listed(articles: tuple[Article, ...], texts: Texts) -> Iterator[Markup]:
    for number, article in enumerate(articles, start=1):
        title = shortened(name(article), MAX_TITLE)
        source = shortened(one_line(article.source), MAX_SOURCE) if article.title else ""
        day = texts.day(article.date) if article.date else ""
        details = " · ".join(filter(None, [title, source, day]))
        yield bold(plain(str(number))) + plain(f"  {details}")


def _example(example: str, meaning: str, texts: Texts) -> Markup:
    written = code(plain(f"/subscribe {texts.format(example)}"))
    return joined("\n", [written, plain(texts.format(meaning))])


def _corrected(example: str, texts: Texts) -> Markup:
    written = code(plain(f"/subscribe {texts.format(example)}"))
    return plain(f"{texts.topic_example} ") + written
