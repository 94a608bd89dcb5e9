"""Standard streams that no character can break, whatever the terminal's encoding."""

import codecs
import io
import sys

ERROR_HANDLER = "kutip_ascii"

ASCII_EQUIVALENTS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": "-"}
    | {"✓": "+", "✗": "x"}
)


def tolerate_any_encoding() -> None:
    """Print ASCII for what the terminal's encoding lacks, and read U+FFFD for broken bytes."""
    codecs.register_error(ERROR_HANDLER, replace_with_ascii)
    streams = (sys.stdin, "replace"), (sys.stdout, ERROR_HANDLER), (sys.stderr, ERROR_HANDLER)
    for stream, errors in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def replace_with_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return the nearest ASCII for the characters that an encoding lacks, else ``?``.

    An error handler for ``codecs.register_error``.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(ASCII_EQUIVALENTS)
    return "".join(char if char.isascii() else "?" for char in lacking), error.end
