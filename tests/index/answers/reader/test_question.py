"""A question becomes terms, what else may say them, the kind of answer asked for, and cues."""

import numpy as np
import pytest

from index.analysis.tokenizer import words
from index.answers.reader.question import MAX_TERMS, Asked, Asks, asks_for, read_question
from index.answers.reader.words import hashed, word_reader
from index.query.parser import parse_question
from index.query.synonyms import Synonym
from index.types import Language


def asked(text: str, language: Language = Language.INDONESIAN, *synonyms: Synonym) -> Asked:
    query = parse_question(text, language)
    return read_question(query, dict.fromkeys(query.terms, 2.0), synonyms)


def row(text: str, language: Language = Language.INDONESIAN) -> tuple[int, ...]:
    reader = word_reader(language)
    return tuple(term for word in words(text) for term in reader.read(word).terms)


def focus(found: Asked) -> list[str]:
    return [text for text, is_focus in zip(found.texts, found.focus, strict=True) if is_focus]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("siapa yang menang?", Asks.WHO),
        ("who won?", Asks.WHO),
        ("kapan gempa itu terjadi?", Asks.WHEN),
        ("tahun berapa krakatau meletus?", Asks.WHEN),
        ("berapa korban tewas?", Asks.HOW_MANY),
        ("how many people died?", Asks.HOW_MANY),
        ("dimana rapat diadakan?", Asks.WHERE),
        ("kenapa harga cabai naik?", Asks.WHY),
        ("how come prices rose?", Asks.WHY),
        ("apa kata menteri soal banjir?", Asks.SAID),
        ("what did the coach say about the match?", Asks.SAID),
        ("bagaimana cara mendaftar?", Asks.HOW),
        ("apakah jalan tol sudah dibuka?", Asks.YES_NO),
        ("sekolah sudah buka belum?", Asks.YES_NO),
        ("did the bridge open?", Asks.YES_NO),
        ("apa nama kapal itu?", Asks.WHAT),
        ("what is the name of the ship?", Asks.WHAT),
    ],
)
def test_the_kind_of_answer_asked_for(text: str, kind: Asks) -> None:
    assert asks_for(text) is kind


def test_terms_are_the_querys_with_their_idf() -> None:
    query = parse_question("berapa korban longsor?", Language.INDONESIAN)
    found = read_question(query, {"korban": 1.5, "longsor": 4.0})
    assert found.texts == ("korban", "longsor")
    assert found.terms.tolist() == [hashed("korban"), hashed("longsor")]
    assert found.idf.tolist() == [1.5, 4.0]


def test_a_pasted_text_is_read_up_to_a_limit() -> None:
    found = asked(" ".join(f"kata{number}x" for number in range(MAX_TERMS + 10)))
    assert len(found.terms) == MAX_TERMS


def test_names_and_numbers_are_known_as_such() -> None:
    found = asked("apakah Wiranto hadir pada 2019?")
    by_text = dict(zip(found.texts, zip(found.names, found.numbers, strict=True), strict=True))
    assert by_text["wiranto"] == (True, False)
    assert by_text["2019"] == (True, True)
    assert by_text["hadir"] == (False, False)


def test_the_word_as_written_is_kept_beside_its_stem() -> None:
    one, other = asked("siapa membangun?"), asked("siapa dibangun?")
    assert one.terms.tolist() == other.terms.tolist()
    assert one.forms.tolist() != other.forms.tolist()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("berapa korban tewas akibat longsor?", "korban"),
        ("longsor tewaskan berapa?", "tewas"),
    ],
)
def test_the_focus_is_next_to_the_question_word(text: str, word: str) -> None:
    assert focus(asked(text)) == [word]


def test_without_a_question_word_there_is_no_focus() -> None:
    assert focus(asked("korban longsor")) == []


def test_words_for_the_same_thing_say_the_term_to_a_degree() -> None:
    found = asked("berapa orang tewas?")
    place = found.texts.index("tewas")
    patterns = [one for one in found.patterns if one.row == row("meninggal dunia")]
    assert {one.says for one in patterns} >= {(place,)}
    assert all(0 < one.degree < 1 for one in patterns)


def test_an_expression_of_several_words_leads_to_one() -> None:
    found = asked("siapa yang meninggal dunia?")
    both = tuple(range(len(found.texts)))
    assert (row("tewas"), both) in {(one.row, one.says) for one in found.patterns}


def test_a_synonym_says_nearly_as_much_as_the_words_themselves() -> None:
    synonym = Synonym(("bi",), ("bank", "indonesia"), "Bank Indonesia")
    found = asked("siapa gubernur BI?", Language.INDONESIAN, synonym)
    first = found.patterns[0]
    assert first.row == (hashed("bank"), hashed("indonesia"))
    assert first.says == (found.texts.index("bi"),)
    assert first.degree > max(one.degree for one in found.patterns[1:])


def test_the_cues_of_the_longest_expression_are_special() -> None:
    found = asked("berapa lama perjalanan itu?")
    assert found.special
    assert set(found.special) <= set(found.cues)


def test_slang_asks_as_what_it_stands_for() -> None:
    assert asked("brp org tewas?").asks is Asks.HOW_MANY
    assert asked("knp bs banjir?").asks is Asks.WHY


def test_a_question_of_stop_words_has_no_terms() -> None:
    found = asked("apa itu?")
    assert not len(found.terms)
    assert found.idf.dtype == np.float32
