"""Articles and a clock for tests: the clock stands still until it is moved."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.types import Article, Language, Span


@dataclass
class Clock:
    """Called for the time; only a test moves it."""

    moment: datetime = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, step: timedelta) -> None:
        self.moment += step


def make_article(key: str = "a.txt", content: str = "Isi berita.", title: str = "Judul") -> Article:
    """An article as a loader makes it: without an id, its digest by its content alone."""
    return Article(
        key=key,
        title=title,
        text=f"{title}\n\n{content}",
        body=(Span(len(title) + 2, len(title) + 2 + len(content)),),
        language=Language.INDONESIAN,
        digest=f"digest of {content}",
    )
