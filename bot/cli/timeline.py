"""The order of events in the terminal."""

from rich.text import Text

from bot.cli.console import printable
from bot.questions.timeline import Timeline
from bot.texts import Texts


def timeline_text(timeline: Timeline, texts: Texts) -> Text:
    """Return every event with its day and source, oldest first."""
    own = texts.timeline
    if not timeline.events:
        return Text(printable(own.format("timeline_none", subject=timeline.subject)))
    blocks = [own.format("timeline_title", subject=timeline.subject)]
    for event in timeline.events:
        source = " · ".join(filter(None, (event.article.title, event.article.source)))
        blocks.append(f"{texts.day(event.day)}\n{' '.join(event.text.split())}\n— {source}")
    return Text(printable("\n\n".join(blocks)))
