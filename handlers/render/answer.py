"""An answer as one message: quotes with their neighbours folded and their source, or a refusal.

What doesn't fit is left out in this order: highlights beyond Telegram's limit of entities, the
neighbours, then whole quotes from the last.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.conversation.refusals import text_without_quotes
from bot.questions.answer import Answer
from bot.texts import Texts
from handlers.render.answer_buttons import NO_BUTTONS, AnswerButtons, answer_rows, refusal_rows
from handlers.render.article import source_line
from handlers.render.characters import ELLIPSIS, fitting, one_line, shortened
from handlers.render.markup import (
    MAX_ENTITIES,
    Markup,
    bold,
    expandable,
    italic,
    joined,
    plain,
    quotation,
)
from handlers.render.reply import Reply
from index.types import Quote, Span, is_last_of_article, merge_spans

MAX_QUOTE = 2000  # units; quotes are some 400, but what comes from an article may be anything
MAX_QUESTION = 200
MIN_CONTEXT = 40  # characters around a quote; fewer are not worth unfolding
ENTITIES_BESIDE_HIGHLIGHTS = 4  # of a quote: two quotations, a link, and one to spare


def render_answer(
    answer: Answer,
    texts: Texts,
    *,
    repeat_question: bool = False,
    buttons: AnswerButtons = NO_BUTTONS,
    note: str = "",
) -> Reply:
    """The reply to a question; ``repeat_question`` puts the question above it.

    Such a reply quotes no message, so that there is none to ask again as it was typed. ``note``
    says of which days the quotes are not, or takes the place of a refusal.
    """
    buttons = replace(buttons, as_typed=bool(answer.searched) and not repeat_question)
    head = question_above(answer.question) if repeat_question else Markup()
    head = joined("\n\n", [head, _searched(answer, texts)])
    if answer.quotes:
        above = joined("\n\n", [head, _language(answer, texts), plain(note)])
        markup, shown = fullest(above, answer.quotes, Markup(), texts)
        return Reply(markup, answer_rows(shown, buttons, texts))
    refusal = plain(note or text_without_quotes(answer, texts))
    closest = _blocks([answer.closest], 0, texts) if answer.closest else ()
    rows = refusal_rows(answer.nearest, buttons, texts)
    return Reply(joined("\n\n", [head, refusal, *closest]), rows)


def question_above(question: str) -> Markup:
    """A question that is repeated above its answer; empty if there is none."""
    return bold(plain(shortened(one_line(question), MAX_QUESTION)))


def _searched(answer: Answer, texts: Texts) -> Markup:
    """The corrected question; empty if nothing was corrected."""
    question = shortened(one_line(answer.searched), MAX_QUESTION)
    return plain(texts.format("searched_for", question=question)) if question else Markup()


def _language(answer: Answer, texts: Texts) -> Markup:
    """The language of the articles; empty if one is in that of the reply."""
    said = texts.conversation.other_language_only
    return italic(plain(said)) if answer.is_in_other_language else Markup()


def fullest(
    head: Markup, quotes: Sequence[Quote], tail: Markup, texts: Texts
) -> tuple[Markup, Sequence[Quote]]:
    """The first of ever shorter messages that fits, and its quotes; the shortest always does."""
    for shown, contexts in _reductions(len(quotes)):
        blocks = _blocks(quotes[:shown], contexts, texts)
        markup = joined("\n\n", chain([head], blocks, [tail]))
        if markup.fits:
            break
    return markup, quotes[:shown]


def _reductions(quotes: int) -> Iterator[tuple[int, int]]:
    """How many quotes to show, and how many of them with their context, fullest first."""
    yield quotes, quotes
    yield from ((shown, 0) for shown in range(quotes, 0, -1))


def _blocks(quotes: Sequence[Quote], contexts: int, texts: Texts) -> Iterator[Markup]:
    """The quotes, those of one article in a row above its source.

    The first ``contexts`` of them come with their context.
    """
    budget = MAX_ENTITIES - 1 - ENTITIES_BESIDE_HIGHLIGHTS * len(quotes)
    parts: list[Markup] = []
    first = 0
    is_mixed = len({quote.article.language for quote in quotes}) > 1
    for position, quote in enumerate(quotes):
        runs = highlighted_runs(quote.text, quote.highlights)[:budget]
        budget -= len(runs)
        parts.append(quoted(quote.text, runs, *quote.is_cut))
        parts.append(_context(quote) if position < contexts else Markup())
        if is_last_of_article(quotes, position):
            source = _source(quotes[first], texts, is_mixed)
            yield joined("\n", [*parts, plain("— ") + source])
            parts, first = [], position + 1


def _source(quote: Quote, texts: Texts, is_mixed: bool) -> Markup:
    """The source, and the language if it is another one than that of other quotes."""
    article = quote.article
    is_other = is_mixed and article.language is not texts.language.content
    language = plain(texts.conversation.other_language if is_other else "")
    return joined(" · ", [source_line(article, texts, Span(quote.start, quote.end)), language])


def highlighted_runs(text: str, highlights: Iterable[Span]) -> list[Span]:
    """Sorted spans within the text; those with only white space between are merged."""
    clamped = sorted(Span(max(0, start), min(end, len(text))) for start, end in highlights)
    return merge_spans(text, [span for span in clamped if span.start < span.end])


def quoted(
    text: str, runs: Iterable[Span], cut_before: bool = False, cut_after: bool = False
) -> Markup:
    """A quotation of at most ``MAX_QUOTE`` units with these spans bold, and where it is cut."""
    end = fitting(text, MAX_QUOTE)
    content = plain(ELLIPSIS + " " if cut_before else "")
    reached = 0
    for start, stop in runs:
        content += plain(text[reached : min(start, end)]) + bold(
            plain(text[start : min(stop, end)])
        )
        reached = min(stop, end)
    content += plain(text[reached:end]) + plain(ELLIPSIS if end < len(text) or cut_after else "")
    return quotation(content)


def _context(quote: Quote) -> Markup:
    """The text before and after the quote; empty if it adds too little."""
    parts = [part for part in (quote.before, quote.after) if part]
    if sum(map(len, parts)) < MIN_CONTEXT:
        return Markup()
    return expandable(joined(f"\n{ELLIPSIS}\n", map(plain, parts)))
