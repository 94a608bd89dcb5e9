"""Questions that mean the same are one, and others are not."""

from bot.statistics.unanswered import UnansweredGroup, group_unanswered
from index.types import Language

INDONESIAN = Language.INDONESIAN


def test_questions_with_the_same_stems_are_one_with_the_words_used_most() -> None:
    asked = [
        "Berapakah harga tiket konser Coldplay?",
        "harga tiket konser coldplay",
        "harga tiket konser coldplay",
        "kapan gerhana bulan",
        "tiket konsernya coldplay di jakarta harganya?",
    ]
    assert group_unanswered(asked, INDONESIAN) == (
        UnansweredGroup("harga tiket konser coldplay", 4),
        UnansweredGroup("kapan gerhana bulan", 1),
    )


def test_one_shared_word_is_not_enough() -> None:
    asked = ["harga beras medan", "harga emas antam hari ini", "siapa gubernur medan sekarang"]
    assert [group.count for group in group_unanswered(asked, INDONESIAN)] == [1, 1, 1]


def test_likenesses_do_not_chain() -> None:
    """Each is like the next; the first and the last have nothing in common."""
    asked = ["gempa tsunami", "gempa tsunami banjir longsor", "banjir longsor"]
    assert sorted(group.count for group in group_unanswered(asked, INDONESIAN)) == [1, 2]


def test_of_words_used_as_often_the_newest_are_shown() -> None:
    asked = ["Harga beras naik?", "harga beras naik"]
    assert group_unanswered(asked, INDONESIAN) == (UnansweredGroup("Harga beras naik?", 2),)


def test_questions_of_stop_words_alone_are_one_where_they_are_the_same() -> None:
    asked = ["siapa dia?", "apa itu", "Siapa dia?"]
    assert [group.count for group in group_unanswered(asked, INDONESIAN)] == [2, 1]


def test_english_questions_are_read_as_english() -> None:
    asked = ["what are the prices of telephones?", "What is the price of a telephone"]
    assert len(group_unanswered(asked, INDONESIAN)) == 1


def test_answers_that_did_not_help_are_counted_apart() -> None:
    unanswered = ["harga tiket konser coldplay", "kapan gerhana bulan"]
    bad = ["berapa harga tiket konser coldplay", "siapa juara liga", "siapa juara liga"]
    assert group_unanswered(unanswered, INDONESIAN, bad) == (
        UnansweredGroup("harga tiket konser coldplay", 1, 1),
        UnansweredGroup("siapa juara liga", 0, 2),
        UnansweredGroup("kapan gerhana bulan", 1),
    )
