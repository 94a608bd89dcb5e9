"""A text's language is detected by its function words, or undecided."""

import pytest

from index.text.language import detect, named_language
from index.types import Language


@pytest.mark.parametrize(
    "text",
    [
        "Menteri itu mengatakan bahwa harga beras akan turun pada bulan depan.",
        "Siapakah presiden pertama Indonesia?",
        "dimana letak kota Ternate",
        "Kapan film The Matrix dirilis?",
        "Siapa penulis The Lord of the Rings?",
        "Apa itu Academy of Motion Picture Arts and Sciences?",
    ],
)
def test_indonesian_is_detected(text: str) -> None:
    assert detect(text) is Language.INDONESIAN


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that rice would be cheaper next month.",
        "Who was the first president of Indonesia?",
        "when did Mount Tambora erupt",
        "How many islands does Indonesia have?",
    ],
)
def test_english_is_detected(text: str) -> None:
    assert detect(text) is Language.ENGLISH


@pytest.mark.parametrize(
    "text", ["", "42", "Borobudur", "Harga BBM", "東京は日本の首都です", "what apa"]
)
def test_other_texts_are_undecided(text: str) -> None:
    assert detect(text) is None


def test_a_long_text_is_decided_by_its_beginning() -> None:
    beginning = "Dia mengatakan bahwa hal itu tidak akan terjadi dalam waktu dekat. " * 15
    assert detect(beginning + "they said that it was not for us to know. " * 500) is (
        Language.INDONESIAN
    )


@pytest.mark.parametrize(
    "name", ["id", "ID", "id-ID", "in", "ind", "Indonesia", "Bahasa Indonesia"]
)
def test_names_of_indonesian(name: str) -> None:
    assert named_language(name) is Language.INDONESIAN


@pytest.mark.parametrize("name", ["en", "en_US", "EN-gb", "English", "bahasa Inggris", " eng "])
def test_names_of_english(name: str) -> None:
    assert named_language(name) is Language.ENGLISH


@pytest.mark.parametrize("name", ["", "ms", "jv", "melayu"])
def test_names_of_other_languages_are_unknown(name: str) -> None:
    assert named_language(name) is None
