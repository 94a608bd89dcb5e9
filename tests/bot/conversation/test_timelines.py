"""The subjects whose order of events an answer may lead to."""

from bot.conversation.timelines import subjects_of_answer
from tests.index.builders import build_article

RUPIAH = build_article(
    "Nilai rupiah melemah. Kurs dolar AS naik, kata Bank Indonesia. Harga dolar AS naik lagi.",
    title="Kurs Dolar AS Naik",
    id=1,
)
HARBOUR = build_article(
    "Korban luka di dermaga Elang bertambah. Warga mendatangi dermaga Elang sejak pagi.",
    title="Korban Dermaga Elang Bertambah",
    id=2,
)
AGAIN = build_article(
    "Dermaga Elang ditutup. Polisi menjaga dermaga Elang.", title="Dermaga Elang Ditutup", id=3
)


def idf(_: str) -> float:
    return 6.0


def test_what_was_asked_comes_before_the_names_of_headlines() -> None:
    assert subjects_of_answer("rupiah", [RUPIAH, RUPIAH], idf)[0] == "rupiah"


def test_a_word_that_is_asked_of_something_comes_after_what_it_is_of() -> None:
    first, *others = subjects_of_answer("korban", [HARBOUR, AGAIN], idf)
    assert "Elang" in first
    assert others[-1] == "korban"


def test_the_names_in_the_subject_are_tried_after_all_of_it() -> None:
    found = subjects_of_answer("tersangka dermaga elang", [HARBOUR], idf)
    assert found[:2] == ["tersangka dermaga elang", "elang"]
