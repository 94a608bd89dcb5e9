"""Standard streams that no character can break, whatever the terminal's encoding.

Changes no text that the terminal can show.
"""

import codecs
import io
import sys

PLAINLY = "kutip_plainly"

NEAREST = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": "-"}
    | {"✓": "+", "✗": "x"}
)


def tolerate_any_encoding() -> None:
    """Let what the terminal lacks be spelt plainly, and what can't be read be shown as such."""
    codecs.register_error(PLAINLY, spell_plainly)
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, PLAINLY), (sys.stderr, PLAINLY)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def spell_plainly(error: UnicodeError) -> tuple[str, int]:
    """A codec error handler: the nearest in ASCII to what an encoding lacks, or ``?``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(NEAREST)
    return "".join(char if char.isascii() else "?" for char in lacking), error.end
