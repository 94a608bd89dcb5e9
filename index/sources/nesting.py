"""Make HTML shallow enough for parsers, which cut off what lies deeper than some 250 elements.

Pages and feeds leave elements open by the thousand.
"""

import re

MAX_DEPTH = 200
"""Nested elements, some less than the 256 of libxml2."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})(?=[\s/>])")
_EMPTY = frozenset("area base br col embed hr img input link meta param source track".split())
_CLOSED_BY_THEMSELVES = frozenset("li option p td th tr".split())
_INLINE = frozenset("a abbr b big cite em font i ins mark q s small span strike strong u".split())


def flattened(html: str) -> str:
    """Return HTML in which what is nested deeper than ``MAX_DEPTH`` has no tags but line breaks."""
    depth = _Depth()
    return _TAG.sub(depth.tag, html) if html.count("<") > MAX_DEPTH else html


class _Depth:
    """The elements that are open at a place of the document, and those left out, by name."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._left_out: dict[str, int] = {}

    def tag(self, match: re.Match[str]) -> str:
        """Return the beginning of a tag, of an empty element if it is left out."""
        name = match[2].lower()
        if name in _EMPTY:
            return match[0]
        is_left_out = self._closes(name) if match[1] else self._opens(name)
        if not is_left_out:
            return match[0]
        return f"<{match[1]}param" if name in _INLINE else "<br"

    def _opens(self, name: str) -> bool:
        if name in _CLOSED_BY_THEMSELVES and self._open[-1:] == [name]:
            return False
        if len(self._open) < MAX_DEPTH:
            self._open.append(name)
            return False
        self._left_out[name] = self._left_out.get(name, 0) + 1
        return True

    def _closes(self, name: str) -> bool:
        if self._left_out.get(name):
            self._left_out[name] -= 1
            return True
        if name in self._open:
            while self._open.pop() != name:
                pass
        return False
