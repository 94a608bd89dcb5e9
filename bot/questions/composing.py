"""Make the answer of a question from what was retrieved for it. Pure."""

from dataclasses import replace

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.retrieval import Retrieval
from index.answers.correction import CorrectedQuery, corrected_question
from index.answers.reader.reading import said_beside
from index.types import Quote


def answered_by(
    question: str, corrected: CorrectedQuery, retrieval: Retrieval, quotes: tuple[Quote, ...]
) -> Answer:
    """Return the answer with its quotes, and the question as it was corrected."""
    quoted = {quote.article.id: quote.article for quote in quotes}
    searched = corrected_question(corrected, quoted.values())
    answer = answer_of(question, AnswerOutcome.ANSWERED, retrieval)
    answer = replace(answer, quotes=quotes, searched=searched, days=retrieval.days)
    return replace(answer, has_more=retrieval.has_more(len(quotes)))


def answer_of(question: str, outcome: AnswerOutcome, retrieval: Retrieval) -> Answer:
    """Return an answer without quotes."""
    language, confidence = retrieval.query.language, retrieval.confidence
    return Answer(question, language, outcome, confidence=confidence)


def is_supported(corrected: CorrectedQuery, retrieval: Retrieval) -> bool:
    """Whether nothing was corrected, or the best passage speaks of what was typed too."""
    if not corrected.corrections or retrieval.reading is None:
        return True
    said = said_beside(retrieval.asked, retrieval.table, retrieval.reading)
    return corrected.is_supported_by(said)
