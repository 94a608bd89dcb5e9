"""Normalise words that differ only in Unicode form, case, accents or kind of apostrophe."""

import unicodedata

from index.analysis.tokenizer import APOSTROPHES, HYPHENS

_PUNCTUATION = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys("\u00ad\u200b")
)


def normalize(word: str) -> str:
    """Return ``word`` in NFKD, case-folded, without accents, with ASCII apostrophes and hyphens.

    Accents are dropped because people on a phone type "Mbappe" and articles write "Mbappé".
    """
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).translate(_PUNCTUATION).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))
