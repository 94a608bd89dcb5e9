"""Choose an article's section from the names that its source states."""

import html
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from index.sources.field_values import clean_line
from index.sources.html_text import headline
from index.text.sections import (
    MAX_NAME,
    is_section_name,
    section_of,
    section_of_tag,
    usual_part,
)

MAX_NAMES = 50
"""Names of one article that are read."""
_MAX_READ = 2000
"""Characters of a text that lists names."""
_MAX_SECTIONS = 2
"""Names that an article's sections may have, one within the other."""
_LIST_SIGN = re.compile(r"[,;|]")
_MAX_LABELS = 20
"""Lines above an article's body that are read."""
_MAX_LABEL = 120
_CRUMB_SIGN = re.compile(r"[>/|»›]")
_WIDE = frozenset({"national", "regional", "world"})
"""Sections of a place, which an article may be of beside that of its subject."""


def stated_section(names: Iterable[object], tags: Iterable[object] = ()) -> str:
    """Return the name of the usual section among ``names``, else among ``tags``, else the only one.

    *Politik* rather than *Nasional*. More than ``_MAX_SECTIONS`` names are tags as well, among
    which *mobil* and *Bali* are no sections.
    """
    cleaned = _cleaned(names)
    usual = [name for name in (*cleaned, *_cleaned(tags)) if section_of_tag(name)]
    if not usual and len(cleaned) <= _MAX_SECTIONS:
        usual = [name for name in cleaned if section_of(name)]
    if not usual:
        return cleaned[0] if len(cleaned) == 1 else ""
    return next((name for name in usual if section_of(name) not in _WIDE), usual[0])


def section_name(value: object) -> str:
    """Return what a source calls a section as one short line; "" if it is none."""
    if not isinstance(value, str) or not value:
        return ""
    name = clean_line(value, 5 * MAX_NAME)
    name = headline(name) if "<" in name or "&" in name else name
    if part := usual_part(name):
        return name if len(name) <= MAX_NAME else clean_line(part, MAX_NAME)
    return name if len(name) <= MAX_NAME and is_section_name(name) else ""


def section_above(head: str) -> str:
    """Return the first line, or part of a line of breadcrumbs, that is a usual section's name.

    ``head`` is what stands above an article's body: the labels that a page leaves there.
    """
    for line in head.splitlines()[:_MAX_LABELS]:
        if len(line) <= _MAX_LABEL:
            for part in _CRUMB_SIGN.split(line):
                if section_of_tag(part):
                    return section_name(part)
    return ""


def listed_names(value: object) -> Sequence[object]:
    """Return the names in a value: text, a list, or a list as text, *[Bola, Liga]*."""
    if isinstance(value, str) and value[:1] == "[" and value[-1:] == "]":
        return [each.strip(" \"'") for each in value[1:-1].split(",")]
    return value if isinstance(value, list) else [value]


def _cleaned(values: Iterable[object]) -> list[str]:
    """Return the distinct names in values, each of which may be a list of them as text."""
    texts = [value for value, _ in zip(values, range(MAX_NAMES), strict=False)]
    read = (html.unescape(text[:_MAX_READ]) for text in texts if isinstance(text, str))
    parts = map(_LIST_SIGN.split, read)
    return list(dict.fromkeys(filter(None, map(section_name, chain.from_iterable(parts)))))
