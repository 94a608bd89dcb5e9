"""Remove characters that nobody sees from texts that people type or paste."""

import unicodedata


def remove_invisible(text: str) -> str:
    """Return ``text`` without Unicode's format characters: zero-width, soft hyphens, direction.

    Keyboards and web pages leave them in and between words, where they would split or change them.
    """
    if text.isascii():
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
