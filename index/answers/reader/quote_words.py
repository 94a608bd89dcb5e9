"""The words of a quote, with where each stands and what it is."""

from typing import NamedTuple

from index.analysis.tokenizer import tokenize
from index.answers.reader.words import word_reader
from index.text.sentences import split_sentences
from index.types import Language


class QuoteWord(NamedTuple):
    """A word of a text: where it stands, what it says and is, and the signs before it."""

    start: int
    end: int
    written: str
    text: str  # in lower case
    terms: tuple[int, ...]
    bits: int
    gap: str
    begins: bool  # a sentence


def read_words(text: str, language: Language) -> list[QuoteWord]:
    """Return the words of ``text`` in order."""
    reader = word_reader(language)
    begins = {start for start, _ in split_sentences(text)}
    words: list[QuoteWord] = []
    reached, first = 0, True
    for word, start, end in tokenize(text):
        read = reader.read(word)
        gap = text[reached:start]
        first = first or any(place in begins for place in range(reached, start + 1))
        words.append(QuoteWord(start, end, word, word.lower(), read.terms, read.bits, gap, first))
        reached, first = end, False
    return words
