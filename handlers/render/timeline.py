"""The order of events as one message, page by page."""

from collections.abc import Iterable, Sequence

from bot.questions.timeline import Timeline, timeline_subject
from bot.texts import Texts
from handlers.callback_data.articles import ReadArticle
from handlers.callback_data.keyboard import Button, stacked
from handlers.callback_data.timeline import TurnTimeline
from handlers.render.article import name
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, italic, joined, link, plain
from handlers.render.reply import Reply, text_reply
from index.types import Event

PAGE_SIZE = 5
_MAX_TITLE = 90


def render_timeline(timeline: Timeline, texts: Texts, page: int = 0) -> Reply:
    """A page of events, oldest to newest; page 0 has the newest ones, the last one the oldest.

    Pages are counted from the end, so that the first one shown is full.
    """
    own, events = texts.timeline, timeline.events
    if not events:
        return text_reply(own.format("timeline_none", subject=timeline.subject))
    pages = -(-len(events) // PAGE_SIZE)
    page = min(page, pages - 1)
    last = len(events) - page * PAGE_SIZE
    first = max(0, last - PAGE_SIZE)
    shown = events[first:last]
    return Reply(
        joined("\n\n", [_head(timeline, first, last, texts), *_blocks(shown, texts)]),
        stacked(_openers(shown), _turning(timeline, page, pages, texts)),
    )


def _head(timeline: Timeline, first: int, last: int, texts: Texts) -> Markup:
    own, total = texts.timeline, len(timeline.events)
    title = bold(plain(own.format("timeline_title", subject=timeline.subject)))
    range_ = Markup()
    if last - first < total:
        range_ = plain(own.format("timeline_range", first=first + 1, last=last, total=total))
    languages = {event.article.language for event in timeline.events}
    other = (
        texts.conversation.other_language_only if texts.language.content not in languages else ""
    )
    return joined("\n", [joined(" · ", [title, range_]), italic(plain(other))])


def _blocks(events: Sequence[Event], texts: Texts) -> Iterable[Markup]:
    for number, event in enumerate(events, 1):
        day = bold(plain(f"{number}. {texts.day(event.day)}"))
        yield joined("\n", [day, plain(one_line(event.text)), plain("— ") + _source(event)])


def _source(event: Event) -> Markup:
    article = event.article
    title = link(plain(shortened(one_line(name(article)), _MAX_TITLE)), article.url)
    return joined(" · ", [title, plain(one_line(article.source) if article.title else "")])


def _openers(events: Sequence[Event]) -> tuple[Button, ...]:
    """A button for each event that opens its article."""
    return tuple(
        Button(f"📖 {number}", ReadArticle(event.article.id))
        for number, event in enumerate(events, 1)
    )


def _turning(timeline: Timeline, page: int, pages: int, texts: Texts) -> tuple[Button, ...]:
    subject = timeline_subject(timeline.subject)
    labels = ((texts.timeline.timeline_older, page + 1), (texts.timeline.timeline_newer, page - 1))
    return tuple(
        Button(label, TurnTimeline(target, timeline.language, subject))
        for label, target in labels
        if 0 <= target < pages
    )
