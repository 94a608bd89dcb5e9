"""Check the values of single fields: lines of text."""

import unicodedata

MAX_TITLE = 300
MAX_SOURCE = 100

_INVISIBLE = ("Cc", "Cf", "Cs")  # controls, formatting such as bidi overrides, surrogates


def clean_line(value: str, limit: int) -> str:
    """Return ``value`` as one line of at most ``limit`` characters, cut at a word's end.

    Without invisible characters; white space is collapsed.
    """
    line = " ".join(value[: 4 * limit].split())
    if not line.isprintable():
        line = "".join(sign for sign in line if unicodedata.category(sign) not in _INVISIBLE)
        line = " ".join(line.split())
    if len(line) <= limit:
        return line
    head, space, _ = line[:limit].rpartition(" ")
    return (head if space else line[: limit - 1]) + "…"
