"""A person's own words that say the topic come before those that only stand beside it."""

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.spoken_choice import prefer_spoken
from index.types import Language, Quote, Span
from tests.bot.samples import make_article

QUESTION = "purbaya bilang apa soal pajak"


def quote(words: str, share: float) -> Quote:
    article = make_article(f"{words}.txt", f"“{words},” kata Purbaya.")
    start = article.text.index(words)
    span = Span(start, start + len(words))
    return Quote(article, *span, highlights=(), context=span, score=share)


def test_words_that_say_the_topic_come_first() -> None:
    beside, said = quote("Itu yang utama", 0.6), quote("Pajak tidak naik", 1.0)
    answer = Answer(QUESTION, Language.INDONESIAN, AnswerOutcome.REFUSED)
    spoken = Answer(
        QUESTION,
        Language.INDONESIAN,
        AnswerOutcome.ANSWERED,
        quotes=(beside, said),
        speaker="Purbaya",
        is_spoken=True,
    )
    assert prefer_spoken(spoken, answer, None, 3).quotes == (said, beside)
    assert prefer_spoken(spoken, answer, None, 1).quotes == (said,)
