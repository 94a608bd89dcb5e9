"""The whole chain: what a text and a question have in common, and what yields no term."""

import unicodedata
from collections import Counter
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import ANALYSIS_VERSION, Analyzer, Term, analyzer_for
from index.analysis import english as english_rules
from index.analysis import indonesian as indonesian_rules
from index.types import Language

INDONESIAN = analyzer_for(Language.INDONESIAN)
ENGLISH = analyzer_for(Language.ENGLISH)
BOTH = pytest.mark.parametrize("analyzer", [INDONESIAN, ENGLISH], ids=["id", "en"])

# Letters of the scripts that the two languages and the names in them are written in.
# Three of them (ŉ, ŀ, Ŀ) hold punctuation in their compatible form, which is another text then.
LATIN = st.characters(categories=["L"], max_codepoint=0x24F, exclude_characters="ŉŀĿ")
PROSE = st.text(alphabet=st.one_of(LATIN, st.sampled_from(" .,:-'’\n0123456789")))
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD", "NFKC", "NFKD")


@BOTH
@pytest.mark.parametrize("number", ["100.000", "14.000", "3,5", "10:30", "1945", "1.234.567,89"])
def test_a_number_is_indexed_as_written(analyzer: Analyzer, number: str) -> None:
    assert analyzer.terms(f"{number} ({number}) {number}.") == [number] * 3


def test_an_amount_of_money_is_found_by_its_number() -> None:
    assert "3.000" in INDONESIAN.terms("Harganya Rp3.000 per kilogram")


@BOTH
def test_a_hyphened_word_is_found_whole_and_in_parts(analyzer: Analyzer) -> None:
    assert analyzer.terms("anti-tank") == ["anti-tank", "anti", "tank"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("kupu-kupu", ["kupu-kupu", "kupu"]),
        ("ke-17", ["ke-17", "17"]),
        ("F-16", ["f-16", "f", "16"]),
        ("2004-2009", ["2004-2009", "2004", "2009"]),
        ("undang-undang", ["undang-undang", "undang"]),
    ],
)
def test_parts_that_repeat_or_yield_no_term_are_left_out(text: str, terms: list[str]) -> None:
    assert INDONESIAN.terms(text) == terms


@pytest.mark.parametrize("doubled", ["anak-anak", "buku-buku", "gunung-gunung", "negara-negara"])
def test_a_doubled_noun_is_found_by_the_noun(doubled: str) -> None:
    noun = doubled.partition("-")[0]
    assert set(INDONESIAN.terms(noun)) <= set(INDONESIAN.terms(doubled))


@BOTH
@pytest.mark.parametrize("kind", "’‘ʼ＇")
def test_curly_and_straight_quotes_are_alike(analyzer: Analyzer, kind: str) -> None:
    straight = "O'Brien said 'go' don't Jum'at"
    assert analyzer.terms(straight.replace("'", kind)) == analyzer.terms(straight)


@BOTH
@pytest.mark.parametrize("kind", "‐‑")
def test_hyphens_are_alike(analyzer: Analyzer, kind: str) -> None:
    assert analyzer.terms(f"anti{kind}tank F{kind}16") == analyzer.terms("anti-tank F-16")


@BOTH
def test_a_soft_hyphen_is_not_there(analyzer: Analyzer) -> None:
    assert analyzer.terms("inter\u00adnasional") == analyzer.terms("internasional")


@BOTH
@pytest.mark.parametrize(
    ("one", "other"), [("Mbappé", "Mbappe"), ("Erdoğan", "Erdogan"), ("São Paulo", "sao paulo")]
)
def test_accents_make_no_difference(analyzer: Analyzer, one: str, other: str) -> None:
    assert analyzer.terms(one) == analyzer.terms(other)


@BOTH
@given(PROSE)
def test_unicode_forms_of_a_text_give_the_same_terms(analyzer: Analyzer, text: str) -> None:
    found = [analyzer.terms(unicodedata.normalize(form, text)) for form in FORMS]
    assert found == [analyzer.terms(text)] * len(FORMS)


@BOTH
@given(PROSE)
def test_a_capital_at_the_start_of_a_word_makes_no_difference(
    analyzer: Analyzer, text: str
) -> None:
    lower = text.lower().replace("ı", "i")  # whose capital is that of another letter
    words = [word for word in lower.split() if len(word) > 1]
    assert analyzer.terms(" ".join(map(str.title, words))) == analyzer.terms(" ".join(words))


@BOTH
@given(st.text())
def test_terms_with_and_without_offsets_are_the_same(analyzer: Analyzer, text: str) -> None:
    assert [term.text for term in analyzer.located_terms(text)] == analyzer.terms(text)


@BOTH
@given(st.one_of(st.text(), PROSE))
def test_the_words_at_the_offsets_give_the_terms(analyzer: Analyzer, text: str) -> None:
    """The words at the offsets, joined, have the terms of the text."""
    found = analyzer.located_terms(text)
    places = dict.fromkeys((term.start, term.end) for term in found)
    assert [t for start, end in places for t in analyzer.terms(text[start:end])] == [
        term.text for term in found
    ]


@BOTH
@given(PROSE, st.sets(st.sampled_from(["a", "b", "0", "10", "z"])))
def test_occurrences_are_the_located_terms_that_are_wanted(
    analyzer: Analyzer, text: str, wanted: set[str]
) -> None:
    everything = analyzer.located_terms(text)
    assert analyzer.occurrences(text, wanted) == [t for t in everything if t.text in wanted]


def test_offsets_are_those_of_the_word_as_written() -> None:
    assert INDONESIAN.located_terms("Ia “mengirim” F-16.") == [
        Term("kirim", 4, 12),
        Term("f-16", 14, 18),
        Term("f", 14, 18),
        Term("16", 14, 18),
    ]


@pytest.mark.parametrize(
    ("analyzer", "words"),
    [
        (INDONESIAN, indonesian_rules.QUESTION_WORDS | indonesian_rules.STOP_WORDS),
        (ENGLISH, english_rules.QUESTION_WORDS | english_rules.STOP_WORDS),
    ],
    ids=["id", "en"],
)
def test_question_words_and_stop_words_yield_no_term(
    analyzer: Analyzer, words: frozenset[str]
) -> None:
    assert analyzer.terms(" ".join(sorted(words))) == []
    assert analyzer.terms(" ".join(word.capitalize() for word in sorted(words))) == []


@pytest.mark.parametrize(
    ("analyzer", "question"),
    [
        (INDONESIAN, "Siapakah yang ...?"),
        (INDONESIAN, "Kapan dan di mana itu?"),
        (INDONESIAN, "Apa yang telah dia ... ?"),
        (ENGLISH, "Who was it?"),
        (ENGLISH, "When and where did they?"),
        (ENGLISH, "How many are there?"),
    ],
)
def test_a_question_of_such_words_only_has_no_terms(analyzer: Analyzer, question: str) -> None:
    assert analyzer.terms(question) == []


def test_the_country_us_is_not_the_pronoun() -> None:
    assert ENGLISH.terms("Tell us") == ENGLISH.terms("Tell")
    assert ENGLISH.terms("Tell Us") == ENGLISH.terms("Tell")
    assert ENGLISH.terms("the US said") == ["us", "said"]
    assert ENGLISH.terms("the U.S. said") == ["us", "said"]
    assert ENGLISH.terms("IT workers")[0] == "it"


def test_a_single_capital_letter_is_no_name() -> None:
    assert ENGLISH.terms("A storm") == ["storm"]
    assert ENGLISH.terms("I left")[0] != "i"


@BOTH
def test_a_word_without_end_is_cut(analyzer: Analyzer) -> None:
    """A hash or a link is no word that anyone asks for; it must not fill the cache."""
    (term,) = analyzer.terms("x" * 100_000)
    assert len(term) < 100


@BOTH
def test_repetitions_are_kept(analyzer: Analyzer) -> None:
    assert Counter(analyzer.terms("Aceh, aceh; ACEH")).total() == 3


def test_there_is_one_analyzer_of_a_language_with_one_cache() -> None:
    assert analyzer_for(Language.INDONESIAN) is INDONESIAN
    assert INDONESIAN is not ENGLISH


def test_a_word_is_stemmed_once_and_the_cache_is_bounded() -> None:
    stemmed = Counter({"gempa": 0})

    def stem(word: str) -> str:
        if word in stemmed:
            stemmed[word] += 1
        return word

    analyzer = Analyzer(frozenset(), stem)
    analyzer.terms("gempa gempa")
    assert stemmed["gempa"] == 1
    for number in range(0, 1_000_000, 10_000):
        analyzer.terms(" ".join(map(str, range(number, number + 10_000))))
        analyzer.terms("gempa")
        if stemmed["gempa"] > 1:
            return
    pytest.fail("a million words are still remembered")


def test_the_version_is_a_number_that_can_be_raised() -> None:
    assert ANALYSIS_VERSION >= 1
