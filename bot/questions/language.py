"""The language in which somebody writes. Pure."""

from index.query.parser import MAX_QUESTION
from index.query.slang import expand_slang
from index.text.language import detect
from index.types import Language


def language_of(text: str) -> Language | None:
    """Return the language of a message or question; None if its words do not decide."""
    return detect(text) or detect(expand_slang(text[:MAX_QUESTION]))
