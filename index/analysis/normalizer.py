"""One spelling for words that differ in Unicode form, case, accents or kind of quote only."""

import unicodedata

from index.analysis.tokenizer import APOSTROPHES, HYPHENS

_PUNCTUATION = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys("\u00ad\u200b")
)


def normalize(word: str) -> str:
    """``word`` compatibility-composed, case-folded, without accents and with plain quotes.

    Accents go because people on a phone type "Mbappe" and articles write "Mbappé".
    """
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).translate(_PUNCTUATION).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))
