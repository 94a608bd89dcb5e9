"""How Kutip looks in the terminal: answers, articles and reports as styled text.

Where nobody watches (a pipe, a file), all of it is plain text. Decides nothing about what is said,
and holds no sentence.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.text import Text

from bot.articles.library import LibraryStatus, ReloadPhase, ReloadProgress, ReloadReport
from bot.articles.updater import OnProgress
from bot.questions.answering import Answer
from bot.texts import Texts, texts_for
from bot.texts.terminal import terminal_texts_for
from index.errors import LoadError
from index.types import Article, Language, Quote

Spoken = str | Text

PHASES = {
    ReloadPhase.READING: "reload_reading",
    ReloadPhase.INDEXING: "reload_indexing",
    ReloadPhase.SAVING: "reload_saving",
}

# What a terminal obeys instead of showing: escape sequences and a turned direction of writing.
OBEYED = {
    code: " "
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}


def printable(text: str) -> str:
    """The text with a space for each character that a terminal would obey; same length."""
    return text.translate(OBEYED)


class Terminal:
    """Where words go: what was asked for to ``out``, all else to ``err``."""

    def __init__(self, out: Console, err: Console) -> None:
        self.out = out
        self.err = err

    def say(self, text: Spoken) -> None:
        """Print to ``out``."""
        _print(self.out, text)

    def warn(self, text: Spoken) -> None:
        """Print to ``err``."""
        _print(self.err, text)

    @contextmanager
    def progress(self, texts: Texts) -> Iterator[OnProgress]:
        """A moving bar while a reload runs, if ``err`` is a terminal; nothing of it stays."""
        from rich.progress import (  # no answer needs it
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
        )

        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn()
        hidden = not self.err.is_terminal
        with Progress(*columns, console=self.err, transient=True, disable=hidden) as progress:
            task = progress.add_task("", total=None)

            def advance(step: ReloadProgress) -> None:
                counts = {"done": texts.number(step.done), "total": texts.number(step.total or 0)}
                progress.update(task, description=texts.format(PHASES[step.phase], **counts))

            yield advance

    @contextmanager
    def counting(self, total: int) -> Iterator[Callable[[], None]]:
        """A bar that one call moves by one of ``total``, if ``err`` is a terminal."""
        from rich.progress import Progress  # no answer needs it

        hidden = not self.err.is_terminal
        with Progress(console=self.err, transient=True, disable=hidden) as progress:
            task = progress.add_task("", total=total)
            yield lambda: progress.advance(task)


def make_terminal() -> Terminal:
    """What the process was started at."""
    return Terminal(Console(highlight=False), Console(stderr=True, highlight=False))


def _print(console: Console, text: Spoken) -> None:
    """Wrapped for a person at a terminal, unbroken for a pipe."""
    words = text if isinstance(text, Text) else Text(printable(text))
    console.print(words, soft_wrap=not console.is_terminal)


def answer_text(answer: Answer, *, numbered: bool = False) -> Text:
    """The quotes with their sources, or what is said instead, in the answer's language.

    ``numbered`` adds the command that opens a quote's article.
    """
    texts = texts_for(answer.language)
    if not answer.quotes:
        return Text(texts.format(answer.saying))
    quotes = [_quote_text(quote, texts, numbered=numbered) for quote in answer.quotes]
    return Text("\n\n").join([*_searched_text(answer, texts), *quotes])


def _searched_text(answer: Answer, texts: Texts) -> Iterator[Text]:
    """A line that says what was searched for, where that is not what was typed."""
    if answer.searched:
        question = " ".join(printable(answer.searched).split())
        yield Text(texts.format("searched_for", question=question), style="dim")


def _quote_text(quote: Quote, texts: Texts, *, numbered: bool) -> Text:
    words = Text(printable(quote.text))
    for start, end in quote.highlights:
        words.stylize("bold", start, end)
    article = quote.article
    opener = [f"/article {article.id}"] if numbered else []
    lines = ["— " + " · ".join([_source(article, texts), *opener])]
    lines += [printable(article.url)] if article.url else []
    return Text.assemble("“", words, "”\n", ("\n".join(lines), "dim"))


def _source(article: Article, texts: Texts) -> str:
    """Title, or what else tells the article apart; source; date."""
    day = texts.day(article.date) if article.date else ""
    title = article.title or ("" if article.source else article.key)
    parts = (" ".join(printable(part).split()) for part in (title, article.source, day))
    return " · ".join(part for part in parts if part)


def article_text(article: Article, texts: Texts) -> Text:
    """The whole article: what is known of it, its paragraphs, its credits."""
    paragraphs = [article.text[start:end] for start, end in article.body] or [article.text]
    ending = [article.credits] if article.credits else []
    head = Text(_source(article, texts), style="bold")
    parts = (Text(printable(part)) for part in (*paragraphs, *ending))
    return Text("\n\n").join([head, *parts])


def latest_text(articles: Iterable[Article], language: Language) -> Text:
    """The newest articles, each behind the number that opens it."""
    texts = texts_for(language)
    listed = [Text(f"{article.id:>4}  {_source(article, texts)}") for article in articles]
    if not listed:
        return Text(texts.no_articles)
    head = Text(texts.latest_title, style="bold")
    how = Text(terminal_texts_for(language).latest_how, style="dim")
    return Text("\n").join([head, *listed, how])


def report_text(report: ReloadReport, texts: Texts, title: str = "") -> str:
    """What a reload did, with the reason for each item that could not be read."""
    lines = [title or texts.reload_done]
    for name in ("added", "changed", "removed", "unchanged", "duplicates"):
        count = texts.number(getattr(report, name))
        lines.append(texts.format(f"reload_{name}", count=count))
    if report.failures:
        lines.append(texts.format("reload_unreadable", count=texts.number(len(report.failures))))
        lines += [f"  {_failure(failure, texts)}" for failure in report.failures]
    lines.append(texts.format("reload_took", seconds=texts.number(report.seconds)))
    return "\n".join(lines)


def _failure(failure: LoadError, texts: Texts) -> str:
    reason = texts.format(failure.reason, **failure.arguments)
    return texts.format("reload_unreadable_item", where=failure.where, reason=reason)


def status_text(status: LibraryStatus, now: datetime, version: str, texts: Texts) -> str:
    """How much is loaded, since when, and which Kutip this is."""
    lines = [
        texts.format("status_articles", count=texts.number(status.articles)),
        texts.format("status_passages", count=texts.number(status.passages)),
        texts.status_never_reloaded,
        texts.format("status_version", version=version),
    ]
    if last := status.last_reload:
        lines[2] = texts.format("status_last_reload", ago=texts.ago(now - last.finished_at))
    return "\n".join(lines)
