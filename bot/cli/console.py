"""Output in the terminal: answers, articles and reports as styled text.

Into a pipe or a file the text is plain.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.text import Text

from bot.articles.progress import OnProgress, ReloadPhase, ReloadProgress
from bot.conversation.refusals import text_without_quotes
from bot.model.articles import ReloadReport
from bot.model.interface_language import InterfaceLanguage
from bot.questions.answer import Answer
from bot.texts import Texts, texts_for
from bot.texts.sections import section_text
from bot.texts.terminal import TerminalTexts
from index.errors import LoadError
from index.types import Article, Quote, Span, is_last_of_article

Printable = str | Text

PHASES = {
    ReloadPhase.READING: "reload_reading",
    ReloadPhase.INDEXING: "reload_indexing",
    ReloadPhase.SAVING: "reload_saving",
}

CONTROL_CODES = {
    code: " "
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}
"""Escape sequences and bidirectional overrides, which a terminal obeys instead of showing."""


def printable(text: str) -> str:
    """Replace each control character by a space, so that offsets into the text stay right."""
    return text.translate(CONTROL_CODES)


class Output:
    """The consoles of a command: results go to ``out``, warnings and progress to ``err``."""

    def __init__(self, out: Console, err: Console) -> None:
        self.out = out
        self.err = err

    @classmethod
    def standard(cls) -> Self:
        """Return the output on the process's standard streams."""
        return cls(Console(highlight=False), Console(stderr=True, highlight=False))

    def print(self, text: Printable) -> None:
        """Print to ``out``."""
        _print(self.out, text)

    def warn(self, text: Printable) -> None:
        """Print to ``err``."""
        _print(self.err, text)

    @contextmanager
    def reload_progress(self, texts: Texts) -> Iterator[OnProgress]:
        """Show a bar with a reload's phase, erased in the end, if ``err`` is a terminal."""
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

            def update(step: ReloadProgress) -> None:
                counts: dict[str, str | int] = {
                    "done": texts.number(step.done),
                    "total": step.total or 0,
                }
                progress.update(task, description=texts.format(PHASES[step.phase], **counts))

            yield update

    @contextmanager
    def progress_bar(self, total: int) -> Iterator[Callable[[], None]]:
        """Show a bar of ``total`` steps if ``err`` is a terminal; yield what advances it by one."""
        from rich.progress import Progress  # no answer needs it

        hidden = not self.err.is_terminal
        with Progress(console=self.err, transient=True, disable=hidden) as progress:
            task = progress.add_task("", total=total)
            yield lambda: progress.advance(task)


def _print(console: Console, text: Printable) -> None:
    """Wrap lines for a person at a terminal, break none in a pipe."""
    styled = text if isinstance(text, Text) else Text(printable(text))
    console.print(styled, soft_wrap=not console.is_terminal)


def answer_text(answer: Answer, texts: Texts, *, numbered: bool = False, note: str = "") -> Text:
    """Return the quotes with their sources, or a refusal.

    ``numbered`` adds the chat's command that shows a quote's article, and numbers headlines.
    ``note`` stands before the quotes, or in place of the refusal.
    """
    if not answer.quotes:
        why = Text(printable(note or text_without_quotes(answer, texts)))
        nearest = _headlines(answer.nearest, texts, numbered=numbered)
        refusal = Text("\n").join([why, *nearest])
        closest = _quote_texts([answer.closest], texts, numbered=False) if answer.closest else ()
        return Text("\n\n").join([*_searched_text(answer, texts), refusal, *closest])
    quotes = _quote_texts(answer.quotes, texts, numbered=numbered)
    notes = [Text(printable(note))] if note else []
    above = [*_searched_text(answer, texts), *_language_text(answer, texts), *notes]
    return Text("\n\n").join([*above, *quotes])


def _searched_text(answer: Answer, texts: Texts) -> Iterator[Text]:
    """Yield a line with the question as corrected, if it was."""
    if answer.searched:
        question = " ".join(printable(answer.searched).split())
        yield Text(texts.format("searched_for", question=question), style="dim")


def _language_text(answer: Answer, texts: Texts) -> Iterator[Text]:
    """Yield a line with the language of the articles, if it is not that of the reply."""
    if answer.is_in_other_language:
        yield Text(texts.conversation.other_language_only, style="dim")


def _quote_texts(quotes: Sequence[Quote], texts: Texts, *, numbered: bool) -> Iterator[Text]:
    """Yield the quotes, those of one article in a row above its source."""
    lines: list[Text] = []
    is_mixed = len({quote.article.language for quote in quotes}) > 1
    for position, quote in enumerate(quotes):
        lines.append(_quote_text(quote))
        article = quote.article
        if is_last_of_article(quotes, position):
            is_other = is_mixed and article.language is not texts.language.content
            source = article_source_lines(article, texts, numbered=numbered, is_other=is_other)
            yield Text("\n").join([*lines, *source])
            lines = []


def _quote_text(quote: Quote) -> Text:
    quoted = Text(printable(quote.text))
    for start, end in quote.highlights:
        quoted.stylize("bold", start, end)
    before, after = ("…" if is_cut else "" for is_cut in quote.is_cut)
    return Text.assemble(f"“{before}", quoted, f"{after}”")


def article_source_lines(
    article: Article, texts: Texts, *, numbered: bool, is_other: bool
) -> Iterator[Text]:
    """Yield the source of an article, and its address if there is one."""
    opener = [f"/article {article.id}"] if numbered else []
    language = [texts.conversation.other_language] if is_other else []
    yield Text("— " + " · ".join([_source(article, texts), *language, *opener]), style="dim")
    if article.url:
        yield Text(printable(article.url), style="dim")


def _source(article: Article, texts: Texts) -> str:
    """Return title, source and date; the key if there is neither title nor source."""
    day = texts.day(article.date) if article.date else ""
    title = article.title or ("" if article.source else article.key)
    parts = (" ".join(printable(part).split()) for part in (title, article.source, day))
    return " · ".join(part for part in parts if part)


def article_text(article: Article, texts: Texts, place: Span | None = None) -> Text:
    """Return the whole article: title, source, date and section; paragraphs; credits.

    What stands at ``place`` is bold.
    """
    spans = article.body or (Span(0, len(article.text)),)
    paragraphs = [_marked(article.text, each, place) for each in spans]
    ending = [article.credits] if article.credits else []
    section = " ".join(printable(section_text(article, texts.language.content)).split())
    head = Text(" · ".join(filter(None, (_source(article, texts), section))), style="bold")
    ending += [article.url] if article.url else []
    parts = (Text(printable(part)) for part in ending)
    return Text("\n\n").join([head, *paragraphs, *parts])


def _marked(text: str, paragraph: Span, place: Span | None) -> Text:
    shown = Text(printable(text[paragraph.start : paragraph.end]))
    if place is not None and place.start < paragraph.end and paragraph.start < place.end:
        first = max(place.start - paragraph.start, 0)
        shown.stylize("bold", first, place.end - paragraph.start)
    return shown


def headlines_text(articles: Iterable[Article], head: str, texts: Texts, *, numbered: bool) -> Text:
    """Return a list of articles below a head; ``numbered`` puts each one's number before it."""
    listed = _headlines(articles, texts, numbered=numbered)
    return Text("\n").join([Text(printable(head), style="bold"), *listed])


def _headlines(articles: Iterable[Article], texts: Texts, *, numbered: bool) -> Iterator[Text]:
    sources = [_source(article, texts) for article in articles]
    return map(Text, listed(sources) if numbered else (f"  {source}" for source in sources))


def listed(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, each behind its number, from 1; in the chat the number chooses it."""
    yield from (f"{number:>3}  {line}" for number, line in enumerate(lines, start=1))


def latest_text(articles: Sequence[Article], language: InterfaceLanguage) -> Text:
    """Return a numbered list of articles."""
    texts = texts_for(language)
    if not articles:
        return Text(texts.no_articles)
    how = Text(TerminalTexts(language).terminal_latest_how, style="dim")
    listing = headlines_text(articles, texts.latest_title, texts, numbered=True)
    return Text("\n").join([listing, how])


def report_text(report: ReloadReport, texts: Texts, title: str = "") -> str:
    """Return the counts of a reload, and each unreadable item with its reason."""
    lines = [title or texts.reload_done]
    for name in ("added", "changed", "removed", "unchanged", "duplicates"):
        count = texts.number(getattr(report, name))
        lines.append(texts.format(f"reload_{name}", count=count))
    if report.failures:
        lines.append(texts.format("reload_unreadable", count=texts.number(len(report.failures))))
        lines += [f"  {_failure(failure, texts)}" for failure in report.failures]
    if report.mojibake:
        lines.append(texts.format("reload_mojibake", count=report.mojibake))
    lines.append(texts.format("reload_took", seconds=report.seconds))
    return "\n".join(lines)


def _failure(failure: LoadError, texts: Texts) -> str:
    reason = texts.format(failure.reason, **failure.arguments)
    return texts.format("reload_unreadable_item", where=failure.where, reason=reason)
