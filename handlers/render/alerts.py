"""What the bot says by itself: an alert, a page of a digest, an admin's words to everybody."""

from bot.messages import Alert, Broadcast, DigestGroup, StoryLine
from bot.subscriptions import DigestPage
from bot.texts import Texts
from handlers.actions import Button, Read
from handlers.render.answer import highlighted_runs, quoted
from handlers.render.article import LONGEST_DETAIL, LONGEST_TITLE
from handlers.render.characters import one_line, shortened
from handlers.render.markup import MAX_UNITS, Markup, bold, joined, link, plain
from handlers.render.reply import Reply, say
from index.types import Span

LONGEST_TOPIC = 120
MOST_TOPICS = 5
MOST_HIGHLIGHTS = 80


def render_alert(alert: Alert, texts: Texts) -> Reply:
    """One story: the topics that it is for, the quote that says why, its source."""
    names = [_foreign(topic.text, LONGEST_TOPIC) for topic in alert.topics[:MOST_TOPICS]]
    runs = highlighted_runs(alert.quote, (Span(*span) for span in alert.highlights))
    parts = [
        plain("🔔 ") + joined(" · ", names),
        quoted(alert.quote, runs[:MOST_HIGHLIGHTS]),
        _told(alert.story, texts),
    ]
    button = Button(texts.read, Read(alert.story.article_id))
    return Reply(joined("\n\n", parts), ((button,),))


def render_digest(page: DigestPage, message_id: int, texts: Texts) -> Reply:  # noqa: ARG001 - the number that its buttons name
    """A page of a digest, grouped by topic."""
    return Reply(joined("\n\n", (_group(group, texts) for group in page.digest.groups)))


def render_broadcast(broadcast: Broadcast) -> Reply:
    """The words as they are."""
    return say(shortened(broadcast.text, MAX_UNITS))


def _group(group: DigestGroup, texts: Texts) -> Markup:
    head = bold(plain("🔔 ") + _foreign(group.topic.text, LONGEST_TOPIC))
    return joined("\n", [head, *(plain("• ") + _told(story, texts) for story in group.stories)])


def _told(story: StoryLine, texts: Texts) -> Markup:
    """Title, linked where there is an address; source; date."""
    title = _foreign(story.title or story.source or f"#{story.article_id}", LONGEST_TITLE)
    source = _foreign(story.source if story.title else "", LONGEST_DETAIL)
    day = plain(texts.day(story.date) if story.date else "")
    return joined(" · ", [link(title, story.url), source, day])


def _foreign(text: str, limit: int) -> Markup:
    return plain(shortened(one_line(text), limit))
