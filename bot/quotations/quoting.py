"""Show a quotation as a quote of its article: its sentences, with the words said highlighted."""

from collections.abc import Iterable

from bot.model.quotations import StoredQuotation
from index.quotations.marks import find_quoted
from index.text.sentences import split_sentences
from index.types import Article, Quote, Span

MAX_QUOTE = 600
"""Characters; a longer statement is cut after a word."""
_MARKS = "\"“”„«»‘’'"
_MAX_CONTEXT = 300
_MIN_WORDS = 4
"""Words in marks that may be what somebody said; fewer are a title or a term."""


def is_current(quotation: StoredQuotation, article: Article) -> bool:
    """Whether the article still has words in quotation marks there."""
    text, start, end = article.text, quotation.start, quotation.end
    if not 0 < start < end <= len(text):
        return False
    return text[start - 1] in _MARKS or text[end : end + 1] in tuple(_MARKS)


def words_of(quotation: StoredQuotation, article: Article) -> str:
    """Return the words said, on one line, without the comma before the speaker."""
    words = " ".join(article.text[quotation.start : quotation.end].split())
    return words.rstrip(",;") or words


def quote_of(quotation: StoredQuotation, article: Article, score: float) -> Quote:
    """Return the quote of the sentences in which the words are said."""
    paragraph = _paragraph(quotation, article)
    sentences = split_sentences(article.text, *paragraph)
    inside = [n for n, each in enumerate(sentences) if _touches(each, quotation)]
    if not inside:
        whole = Span(quotation.start, quotation.end)
        context = whole
    else:
        first, last = inside[0], inside[-1]
        whole = Span(sentences[first].start, sentences[last].end)
        context = _context(sentences, first, last)
    start, end = _within(whole, quotation, article.text)
    said = Span(max(quotation.start, start) - start, min(quotation.end, end) - start)
    return Quote(
        article=article,
        start=start,
        end=end,
        highlights=(said,) if said.start < said.end else (),
        context=context,
        score=score,
        sentences=whole if (start, end) != whole else None,
    )


def has_words_beside(quote: Quote, known: Iterable[StoredQuotation]) -> bool:
    """Whether a quote or what is unfolded around it has words in marks that are none of these."""
    article, shown = quote.article, Span(quote.start, quote.end)
    around = quote.context or shown
    start, end = min(shown.start, around.start), max(shown.end, around.end)
    own = [each for each in known if each.article_id == article.id]
    return any(
        _is_long(article.text[slice(*found.inner)])
        and not any(_touches(found.inner, each) for each in own)
        for found in find_quoted(article.text, [Span(start, end)])
    )


def _is_long(words: str) -> bool:
    return len(words.split(None, _MIN_WORDS)) >= _MIN_WORDS


def _paragraph(quotation: StoredQuotation, article: Article) -> Span:
    """Return the paragraphs that the words are in; the text if they are in none."""
    touched = [each for each in article.body if _touches(each, quotation)]
    if not touched:
        return Span(quotation.start, quotation.end)
    return Span(touched[0].start, touched[-1].end)


def _touches(span: Span, quotation: StoredQuotation) -> bool:
    return span.start < quotation.end and quotation.start < span.end


def _context(sentences: list[Span], first: int, last: int) -> Span:
    start, end = sentences[first].start, sentences[last].end
    if first and start - sentences[first - 1].start <= _MAX_CONTEXT:
        start = sentences[first - 1].start
    if last + 1 < len(sentences) and sentences[last + 1].end - end <= _MAX_CONTEXT:
        end = sentences[last + 1].end
    return Span(start, end)


def _within(whole: Span, quotation: StoredQuotation, text: str) -> Span:
    """Return the sentences, or of too long ones the words said, cut after a word."""
    if whole.end - whole.start <= MAX_QUOTE:
        return whole
    start = quotation.start - 1 if text[quotation.start - 1] in _MARKS else quotation.start
    if quotation.end - start <= MAX_QUOTE:
        return Span(start, min(whole.end, quotation.end + 1))
    cut = text.rfind(" ", start + 1, start + MAX_QUOTE)
    return Span(start, cut if cut > start else start + MAX_QUOTE)
