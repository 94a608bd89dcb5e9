"""Articles, quotes and answers made by hand, and strategies that make any."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from bot.questions.answer import Answer, AnswerOutcome
from index.types import Article, Language, Quote, Span

TEXT = (
    "Jakarta - Menteri Budi meresmikan jembatan baru pada Jumat. "
    "Jembatan itu panjangnya 1.200 meter. Warga senang.\n\n"
    "Pembangunan memakan waktu tiga tahun."
)


def make_article(text: str = TEXT, **more: Any) -> Article:
    """An article whose paragraphs are those between empty lines."""
    fields: dict[str, Any] = {
        "key": "jembatan.txt",
        "title": "Jembatan Baru",
        "text": text,
        "body": paragraphs(text),
        "language": Language.INDONESIAN,
        "digest": "0",
        "id": 7,
        "date": date(2022, 1, 21),
        "source": "Harian Contoh",
    }
    return Article(**(fields | more))


def paragraphs(text: str) -> tuple[Span, ...]:
    spans = []
    start = 0
    for paragraph in text.split("\n\n"):
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return tuple(spans)


def make_quote(
    words: str = "Jembatan itu panjangnya 1.200 meter.",
    *highlighted: str,
    article: Article | None = None,
    context: Span | None = None,
) -> Quote:
    """The words where they stand in the article, with the first of each highlighted word."""
    article = article or make_article()
    start = article.text.index(words)
    spans = tuple(Span(words.index(word), words.index(word) + len(word)) for word in highlighted)
    own = Span(start, start + len(words))
    return Quote(article, *own, spans, context or own, 1.0)


def make_answer(*quotes: Quote, **more: Any) -> Answer:
    outcome = AnswerOutcome.ANSWERED if quotes else AnswerOutcome.REFUSED
    fields: dict[str, Any] = {
        "question": "Berapa panjang jembatan itu?",
        "language": Language.INDONESIAN,
        "outcome": outcome,
        "quotes": quotes,
    }
    return Answer(**(fields | more))


# What comes from outside may hold anything that Python can hold in a string.
HOSTILE = "<>&\"'\x00\x07\r\n\t\x85\u2028\u202e\u2067\u2069\u200b\ud800\U0001f600\u0301ab1. "
anything = st.text(st.characters() | st.sampled_from(HOSTILE), max_size=30)
surrogates = st.text(st.characters(categories=["Cs"]) | st.sampled_from(HOSTILE), max_size=10)
long_text = st.builds(lambda text, times: text * times, anything, st.sampled_from([3, 200]))
any_text = anything | surrogates | long_text
urls = st.just('https://example.org/a?b=1&c="2"') | anything


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, length)))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(any_text)
    return Article(
        key=draw(anything),
        title=draw(any_text),
        text=text,
        body=tuple(sorted(draw(st.lists(spans(len(text)), max_size=6)))),
        language=draw(st.sampled_from(Language)),
        digest="",
        id=draw(st.integers(1, 10**15 - 1)),
        date=draw(st.none() | st.dates()),
        place=draw(any_text),
        credits=draw(any_text),
        source=draw(any_text),
        url=draw(urls),
        section=draw(any_text),
    )


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    """Sometimes with more highlights than Telegram can mark."""
    article = draw(articles())
    start, end = draw(spans(len(article.text)))
    length = end - start
    few = draw(st.lists(spans(length), max_size=8))
    many = [Span(at, at + 1) for at in range(0, length, 2)] if draw(st.booleans()) else []
    context = Span(draw(st.integers(0, start)), draw(st.integers(end, len(article.text))))
    whole = draw(st.none() | st.just(context))
    return Quote(article, start, end, tuple(sorted([*few, *many])), context, 1.0, whole)


answers = st.builds(
    Answer,
    question=any_text,
    language=st.sampled_from(Language),
    outcome=st.sampled_from(AnswerOutcome),
    quotes=st.lists(quotes(), max_size=3).map(tuple),
    searched=any_text,
    nearest=st.lists(articles(), max_size=3).map(tuple),
    missing=st.lists(any_text, max_size=2).map(tuple),
    about=any_text,
)
