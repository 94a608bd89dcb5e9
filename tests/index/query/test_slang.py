"""Chat slang, expanded."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parser import parse_question
from index.query.slang import expand_slang, is_slang
from index.types import AnswerType, Language


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmn cara daftar haji", "bagaimana cara daftar haji"),
        ("Knp banjir?", "kenapa banjir?"),
        ("brp org yg tewas thn 2004", "berapa orang yang tewas tahun 2004"),
        ("kpn gempa di jkt sblm subuh", "kapan gempa di jakarta sebelum subuh"),
        ("sampe mana gempanya kedengeran", "sampai mana gempanya kedengaran"),
        ("apa isi kompas.org-nya", "apa isi kompas.org-nya"),
        ("lapor spt, sdg, plts 100 gw", "lapor spt, sdg, plts 100 gw"),
        ("batrenya brp jam", "baterainya berapa jam"),
        ("hrgnya gak naek kan", "harganya tidak naik kan"),
        ("yg 1 jtan", "yang 1 jutaan"),
        ("surel a@org.id, org-organ", "surel a@org.id, org-organ"),
        ("Apa itu SP dan BLM", "Apa itu SP dan BLM"),
        ("Kapan gempa Aceh?", "Kapan gempa Aceh?"),
        ("", ""),
    ],
)
def test_chat_forms_are_spelt_out_and_nothing_else(typed: str, meant: str) -> None:
    assert expand_slang(typed) == meant


def test_what_a_chat_form_stands_for_is_none_itself() -> None:
    table = resources.files("index.query").joinpath("slang.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    typed = [each for _, others in rows for each in others.split()]
    assert len(set(typed)) == len(typed)
    assert set(typed).isdisjoint(word for written, _ in rows for word in written.split())


@given(st.text())
def test_what_is_spelt_out_stays_as_it_is(text: str) -> None:
    assert expand_slang(expand_slang(text)) == expand_slang(text)


def test_a_chat_form_is_one_whatever_its_first_letter() -> None:
    assert is_slang("gmn")
    assert is_slang("Gmn")
    assert not is_slang("GMN")
    assert not is_slang("gempa")


@pytest.mark.parametrize(
    ("typed", "answer_type"),
    [
        ("sp presiden pertama", AnswerType.PERSON),
        ("kpn gempa aceh", AnswerType.TIME),
        ("thn brp gempa aceh", AnswerType.TIME),
        ("brp korban gempa", AnswerType.NUMBER),
        ("dmn gempa itu", AnswerType.PLACE),
    ],
)
def test_a_question_in_chat_spelling_asks_for_the_same_kind(
    typed: str, answer_type: AnswerType
) -> None:
    assert parse_question(typed, Language.INDONESIAN).answer_type is answer_type


def test_an_english_question_has_no_chat_forms() -> None:
    assert "org" in parse_question("who drew the org chart", Language.ENGLISH).terms
    shouted = parse_question("BRP ORG YG TEWAS", Language.INDONESIAN)
    assert shouted.terms == parse_question("berapa orang yang tewas", Language.INDONESIAN).terms
