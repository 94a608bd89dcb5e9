"""What is asked for and what comes of it: kinds of documents, headers, redirects, addresses.

Pure: asks for nothing itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.fetching.errors import AddressRefused, FetchError, Gone

LONGEST_URL = 2000
LONGEST_PAUSE = 86_400
"""Seconds: for so long a host's wish not to be asked again is heeded."""
LONGEST_VALIDATOR = 500

_PERMANENT = (301, 308)
_TEMPORARY = (302, 303, 307)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class ContentKind:
    """What is asked for: the Accept header, and the types that are taken; none said is taken."""

    accept: str
    types: frozenset[str]


PAGE = ContentKind("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1", _HTML)
FEED = ContentKind(
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/html;q=0.5,*/*;q=0.1",
    _HTML
    | {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "application/x-rss+xml",
        "application/feed+json",
        "application/json",
        "application/octet-stream",
        "text/xml",
        "text/rss+xml",
        "text/plain",
    },
)


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """A document; without a body and ``unchanged`` where the host has none that is newer.

    ``url`` is where it was found, ``lasting`` where it is to be looked for from now on: where the
    permanent redirects before any other led. ``charset`` is what the host says, or "".
    """

    url: str
    lasting: str
    body: bytes = b""
    type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The way so far: where to ask next, and where permanent redirects alone have led."""

    here: httpx.URL
    lasting: httpx.URL

    def onward(self, status: int, location: str) -> "Route":
        """The way after a redirect; raises AddressRefused."""
        try:
            there = parse_url(str(self.here.join(location)))
        except (httpx.InvalidURL, ValueError):
            raise AddressRefused("fetch_address") from None
        permanent = status in _PERMANENT and self.here == self.lasting
        return Route(there, there if permanent else self.lasting)


class Headers:
    """The headers of an answer: the first of each name, as text."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in raw:
            self._values.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))

    def get(self, name: str) -> str:
        """The value of a header, "" where it is missing."""
        return self._values.get(name, "").strip()

    def validator(self, name: str) -> str:
        """A value that is sent back as it came, unless it is too long to be kept."""
        value = self.get(name)
        return value if len(value) <= LONGEST_VALIDATOR else ""


def parse_url(url: str) -> httpx.URL:
    """An address of the web without its fragment and credentials; raises AddressRefused."""
    if len(url) > LONGEST_URL:
        raise AddressRefused("fetch_address")
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None, username="", password="")
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused("fetch_address") from None
    if parsed.scheme not in ("http", "https"):
        raise AddressRefused("fetch_scheme")
    if not parsed.host:
        raise AddressRefused("fetch_address")
    return parsed


def conditions(etag: str, last_modified: str) -> Mapping[str, str]:
    """The headers that ask for a document only where it is another than the one of these."""
    asked = {"if-none-match": etag, "if-modified-since": last_modified}
    return {name: value for name, value in asked.items() if value}


def is_redirect(status: int, headers: Headers) -> bool:
    """Whether the answer leads elsewhere."""
    return status in (*_PERMANENT, *_TEMPORARY) and bool(headers.get("location"))


def check(status: int, headers: Headers, kind: ContentKind) -> None:
    """Raises Gone and FetchError where the answer is not what was asked for."""
    if status == 410:
        raise Gone
    if status not in (200, 304):
        pause = retry_after(headers.get("retry-after"), headers.get("date"))
        raise FetchError("fetch_status", retry_after=pause, status=status)
    said = type_of(headers)
    if status == 200 and said and said not in kind.types:
        raise FetchError("fetch_type", type=said[:60])


def type_of(headers: Headers) -> str:
    """The type of a body without its parameters."""
    return headers.get("content-type").partition(";")[0].strip().lower()


def charset_of(headers: Headers) -> str:
    """The encoding that the host says a text is in."""
    found = _CHARSET.search(headers.get("content-type")[:200])
    return found[1] if found else ""


def retry_after(value: str, date: str) -> int:
    """Seconds, out of a number of them or of a date beside the host's own clock."""
    if value.isascii() and value.isdecimal():
        return min(int(value[:9]), LONGEST_PAUSE)
    until, now = _moment(value), _moment(date)
    if until is None or now is None:
        return 0
    return max(0, min(int((until - now).total_seconds()), LONGEST_PAUSE))


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
