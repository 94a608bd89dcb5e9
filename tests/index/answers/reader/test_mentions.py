"""Which articles are about a name, and which only mention it."""

import pytest

from index.analysis import analyzer_for
from index.answers.reader.mentions import about_any
from index.answers.reader.words import hashed
from index.inverted.local_engine import LocalEngine
from index.types import Language
from tests.index.builders import build_article, build_index

FILLING = "Warga menanam padi di sawah. Hujan turun sejak pagi hari. Pasar tetap ramai. " * 2

ARTICLES = [
    build_article(FILLING, id=1, title="Gempa mengguncang kota"),
    build_article("Gempa terasa sampai pantai. " + FILLING, id=2, title="Kabar pagi"),
    build_article(
        FILLING + "Gempa terasa. Warga keluar. Gempa berhenti.", id=3, title="Kabar sore"
    ),
    build_article(FILLING + "Gempa terasa sekali saja.", id=4, title="Kabar malam"),
]


@pytest.mark.parametrize(
    ("in_headline", "forms", "about"),
    [
        (False, [["gempa"]], [1, 2, 3]),
        (True, [["gempa"]], [1]),
        (False, [["gempa", "pantai"]], [2]),
        (False, [["tsunami"], ["gempa"]], [1, 2, 3]),
        (False, [["tsunami"]], []),
        (False, [[]], []),
        (False, [], []),
    ],
)
async def test_an_article_is_about_what_its_beginning_says_or_it_repeats(
    in_headline: bool, forms: list[list[str]], about: list[int]
) -> None:
    engine = LocalEngine()
    engine.serve(build_index(ARTICLES))
    table = await engine.sentences([article.id for article in ARTICLES])
    stem = analyzer_for(Language.INDONESIAN).terms
    rows = [[hashed(term) for word in form for term in stem(word)] for form in forms]
    found = about_any(table, rows, in_headline=in_headline)
    assert table.ids[found].tolist() == about
