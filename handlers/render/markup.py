"""HTML that is valid by construction, with its size as Telegram counts it.

The only module that spells a tag.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from handlers.render.characters import showable, units

MAX_UNITS = 4096
MAX_ENTITIES = 100
MAX_URL = 2000  # browsers and Telegram's clients follow no longer ones reliably

_USUAL_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]{2,4})?", re.IGNORECASE | re.ASCII)
_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class Markup:
    """Escaped HTML; ``units`` are UTF-16 code units after parsing, ``entities`` at most so many."""

    html: str = ""
    units: int = 0
    entities: int = 0

    def __add__(self, other: "Markup") -> "Markup":
        return Markup(
            self.html + other.html, self.units + other.units, self.entities + other.entities
        )

    def __bool__(self) -> bool:
        return self.units > 0

    @property
    def fits(self) -> bool:
        """Whether Telegram takes this as one message."""
        return self.units <= MAX_UNITS and self.entities <= MAX_ENTITIES


def plain(text: str) -> Markup:
    """A text, escaped, without what can't be shown."""
    shown = showable(text)
    return Markup(html.escape(shown, quote=False), units(shown))


def joined(separator: str, parts: Iterable[Markup]) -> Markup:
    """The parts that are not empty, with ``separator`` between them."""
    between = plain(separator)
    whole = Markup()
    for part in parts:
        if part:
            whole += between + part if whole else part
    return whole


def bold(content: Markup) -> Markup:
    """Bold."""
    return _within("b", content)


def italic(content: Markup) -> Markup:
    """Italic."""
    return _within("i", content)


def code(content: Markup) -> Markup:
    """Code, which a tap copies."""
    return _within("code", content)


def quotation(content: Markup) -> Markup:
    """A block quotation."""
    return _within("blockquote", content)


def expandable(content: Markup) -> Markup:
    """A block quotation of which three lines are shown until it is opened."""
    return _within("blockquote", content, " expandable")


def link(content: Markup, url: str) -> Markup:
    """The content linked to ``url``, or as it is if that is no plain web address."""
    if not is_web_address(url):
        return content
    return _within("a", content, f' href="{html.escape(url, quote=True)}"')


def without_tags(content: Markup) -> str:
    """The text without its markup."""
    return html.unescape(_TAG.sub("", content.html))


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address that is safe to link as it stands."""
    if not url.isprintable() or " " in url or len(url) > MAX_URL or showable(url) != url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_button_address(url: str) -> bool:
    """Whether Telegram takes this as the address of a button, for which it refuses the message.

    It is strict with them, so that only hosts with names of the usual form are taken.
    """
    host = urlsplit(url).netloc if is_web_address(url) else ""
    return _USUAL_HOST.fullmatch(host) is not None


def _within(tag: str, content: Markup, attributes: str = "") -> Markup:
    if not content:
        return content
    return Markup(f"<{tag}{attributes}>{content.html}</{tag}>", content.units, content.entities + 1)
