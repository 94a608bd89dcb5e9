"""Synonyms of the question's words in texts, read as the question's words."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer_for
from index.query.synonyms import NO_REWORDING, Rewording, Synonym
from index.types import Language

ANALYZER = analyzer_for(Language.INDONESIAN)


def synonym(original: str, replacement: str) -> Synonym:
    return Synonym(tuple(ANALYZER.terms(original)), tuple(ANALYZER.terms(replacement)), replacement)


AS = synonym("AS", "Amerika Serikat")
DPR = synonym("DPR", "Dewan Perwakilan Rakyat")


def read(text: str, rewording: Rewording) -> tuple[list[str], list[str]]:
    """The terms of ``text`` in the question's words, and the characters of the synonyms."""
    terms = ANALYZER.terms(text)
    matches = rewording.find(text, terms, ANALYZER)
    return rewording.apply(terms, matches), [text[place.start : place.end] for place in matches]


def test_a_synonym_is_read_as_what_was_asked() -> None:
    rewording = Rewording(["presiden", "as"], [AS])
    assert read("Presiden Amerika Serikat tiba.", rewording) == (
        ["presiden", "as", "tiba"],
        ["Amerika Serikat"],
    )


def test_words_apart_are_not_the_form() -> None:
    rewording = Rewording(["as"], [AS])
    terms, matches = read("Serikat buruh di Amerika.", rewording)
    assert terms == ["serikat", "buruh", "amerika"]
    assert matches == []


def test_a_lone_word_in_small_letters_is_no_acronym_and_money_no_country() -> None:
    rewording = Rewording(["amerika", "serikat"], [synonym("Amerika Serikat", "AS")])
    assert read("Batang as roda patah.", rewording)[1] == []
    assert read("Harganya AS$ 5.", rewording)[1] == []
    assert read("Tentara AS tiba di kota.", rewording)[1] == ["AS"]


def test_a_longer_form_of_another_thing_is_left() -> None:
    longer = tuple(ANALYZER.terms("Dewan Perwakilan Rakyat Daerah"))
    rewording = Rewording(["dpr"], [DPR], [longer])
    assert read("Dewan Perwakilan Rakyat Daerah rapat.", rewording)[1] == []
    assert read("Dewan Perwakilan Rakyat rapat.", rewording)[1] == ["Dewan Perwakilan Rakyat"]


def test_what_is_asked_for_besides_stays() -> None:
    rewording = Rewording(["bunga", "bi", "indonesia"], [synonym("BI", "Bank Indonesia")])
    assert read("Bank Indonesia rapat.", rewording)[0] == ["bi", "indonesia", "rapat"]


def test_without_synonyms_terms_stay_as_they_are() -> None:
    assert read("Amerika Serikat", NO_REWORDING) == (["amerika", "serikat"], [])
    assert NO_REWORDING.words == frozenset()


def test_the_words_of_a_form_are_known_in_lower_case() -> None:
    assert Rewording(["as"], [AS]).words == {"amerika", "serikat"}


@given(st.lists(st.sampled_from("amerika Amerika Serikat serikat AS as di DPR tiba.".split())))
def test_matches_are_in_order_and_none_overlap(words: list[str]) -> None:
    text = " ".join(words)
    rewording = Rewording(["as", "amerika", "serikat"], [AS, synonym("Amerika Serikat", "AS")])
    matches = rewording.find(text, ANALYZER.terms(text), ANALYZER)
    assert all(one.last <= other.first for one, other in itertools.pairwise(matches))
    assert all(one.end <= other.start for one, other in itertools.pairwise(matches))
    assert all(
        tuple(ANALYZER.terms(text[p.start : p.end])) == p.synonym.replacement for p in matches
    )
