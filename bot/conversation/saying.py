"""A question as a person would write it out. Pure."""

import re

from index.query.slang import expand_slang

_PARTICLES = re.compile(
    r"\s+(?:dong|deh|sih|ya|nih|lho|loh|yah|tuh|kak|bang|min|bro)\b", re.IGNORECASE
)
_PERSONS = re.compile(r"\b(?:sapa|sape)\b")


def as_said(question: str) -> str:
    """Return ``question`` without slang and particles: "dmn mainnya sih" is "dimana mainnya"."""
    plain = _PERSONS.sub("siapa", _PARTICLES.sub("", question))
    return " ".join(expand_slang(plain).split())
