"""Make a text showable, and measure and shorten it in Telegram's UTF-16 code units."""

import re

ELLIPSIS = "…"

# A changed direction of writing would reach beyond the quoted words. Telegram's server drops the
# first five of these itself; the isolates must not be closed from within either.
DIRECTION_CONTROLS = "\u202a-\u202e\u2066-\u2069"

_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BLANK = re.compile(r"[\t\x1c-\x1f]")
_UNSHOWABLE = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff{DIRECTION_CONTROLS}]")


def units(text: str) -> int:
    """The length in UTF-16 code units; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def showable(text: str) -> str:
    """The text without lone surrogates, control characters and direction overrides.

    Every kind of line end becomes a newline.
    """
    if text.isprintable():  # nearly always, and much faster
        return text
    return _UNSHOWABLE.sub("", _BLANK.sub(" ", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """The showable text with every run of white space as one space."""
    return " ".join(showable(text).split())


def fitting(text: str, limit: int) -> int:
    """How many leading characters of the text take at most ``limit`` units."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return len(text)
    taken = 0
    for index, character in enumerate(text):
        taken += 1 + (character > "\uffff")
        if taken > limit:
            return index
    return len(text)


def shortened(text: str, limit: int) -> str:
    """The text in at most ``limit`` units, cut at a word's end and then marked with an ellipsis."""
    if fitting(text, limit) == len(text):
        return text
    cut = text[: fitting(text, limit - 1)]
    return (cut.rsplit(None, 1)[0] if " " in cut.strip() else cut).rstrip() + ELLIPSIS
