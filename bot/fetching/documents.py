"""Fetched documents: kinds of content, addresses, redirects, response headers.

Pure: makes no request.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.fetching.errors import AddressRefused, FetchError, Gone

MAX_URL_LENGTH = 2000
MAX_RETRY_AFTER_S = 86_400
"""The longest Retry-After that is honoured."""
MAX_VALIDATOR_LENGTH = 500
"""Longer values of ETag and Last-Modified are not stored."""

_PORTS = range(1, 1 << 16)
_PERMANENT = (httpx.codes.MOVED_PERMANENTLY, httpx.codes.PERMANENT_REDIRECT)
_TEMPORARY = (httpx.codes.FOUND, httpx.codes.SEE_OTHER, httpx.codes.TEMPORARY_REDIRECT)
_BARE_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:[0-9]+)?([/?#]\S*)?")
_FEED_SCHEME = re.compile(r"feed:(//)?(?=\S)", re.IGNORECASE)
_FEED_TYPE = re.compile(r"(application|text)/(x-)?((rss|atom|rdf)(\+xml)?|xml|feed\+json)")
# Bounded, as the host may send anything; httpx's charset_encoding takes names of any length.
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TYPE_END = re.compile(r"[;,\s\"']")
_HTML = re.compile(r"[\w./+-]*html[\w.+-]*")
_FEEDS = re.compile(
    r"(?!(?:audio|font|image|model|multipart|video)/)[\w./+-]*(?:html|xml|rss|rdf|atom|feed|json)[\w.+-]*"
    r"|text/[\w.+-]*|(?:application|binary)/(?:octet-stream|binary|force-download|download)"
    r"|(?:application|unknown)/(?:x-)?unknown|[\w.+-]*"
)
"""Servers send feeds as almost anything; what is no feed is told by its content."""


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of content: its Accept header and media types; a response without a type passes."""

    accept: str
    types: re.Pattern[str]


PAGE = ContentKind("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1", _HTML)
FEED = ContentKind(
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/html;q=0.5,*/*;q=0.1",
    _FEEDS,
)


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """A response; ``not_modified`` and without a body if the host has nothing newer.

    ``url`` is the address after all redirects, ``permanent_url`` the one after the permanent
    redirects that came before any temporary one. ``charset`` is the header's, "" if it has none.
    """

    url: str
    permanent_url: str
    body: bytes = b""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The address to request next, and the one to which permanent redirects alone have led."""

    url: httpx.URL
    permanent_url: httpx.URL

    def redirect(self, status: int, location: str) -> "Route":
        """Return the route after a redirect; raises AddressRefused."""
        try:
            target = parse_url(str(self.url.join(location)))
        except (httpx.InvalidURL, ValueError):
            raise AddressRefused("fetch_address") from None
        permanent = status in _PERMANENT and self.url == self.permanent_url
        return Route(target, target if permanent else self.permanent_url)


def typed_address(typed: str) -> str:
    """Return an address as people type it, ``kompas.com``, with its scheme."""
    typed = _FEED_SCHEME.sub("", typed.strip())
    return f"https://{typed}" if _BARE_ADDRESS.fullmatch(typed) else typed


def is_feed_type(media_type: str) -> bool:
    """Return whether only feeds are sent with this media type."""
    return bool(_FEED_TYPE.fullmatch(media_type))


def parse_url(url: str) -> httpx.URL:
    """Parse an http or https address, without its fragment and credentials.

    Raises AddressRefused.
    """
    if len(url) > MAX_URL_LENGTH:
        raise AddressRefused("fetch_address")
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None, userinfo=b"")
        host, port = parsed.host, parsed.port  # a host that is no name in any script raises here
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused("fetch_address") from None
    if parsed.scheme not in ("http", "https"):
        raise AddressRefused("fetch_scheme" if parsed.scheme else "fetch_address")
    if not host or not (port is None or port in _PORTS):
        raise AddressRefused("fetch_address")
    return parsed


def conditional_headers(etag: str, last_modified: str) -> Mapping[str, str]:
    """Return the request headers that ask for a document only if it has changed."""
    headers = {"if-none-match": etag, "if-modified-since": last_modified}
    return {name: value for name, value in headers.items() if value}


def header(headers: httpx.Headers, name: str) -> str:
    """Return a header's first value, "" if absent.

    ``httpx.Headers.get`` joins repeated headers by commas, which spoils all that are read here.
    """
    return next(iter(headers.get_list(name)), "").strip()


def validator(headers: httpx.Headers, name: str) -> str:
    """Return a value to send back in a conditional request, "" if absent or too long to store."""
    value = header(headers, name)
    return value if len(value) <= MAX_VALIDATOR_LENGTH else ""


def is_redirect(status: int, headers: httpx.Headers) -> bool:
    """Return whether the response leads to another address."""
    return status in (*_PERMANENT, *_TEMPORARY) and bool(header(headers, "location"))


def check_response(status: int, headers: httpx.Headers, kind: ContentKind) -> None:
    """Raise Gone or FetchError for a status other than 200 and 304, or another content type."""
    if status == httpx.codes.GONE:
        raise Gone
    if status == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
        raise FetchError("fetch_proxy_password")
    if status not in (httpx.codes.OK, httpx.codes.NOT_MODIFIED):
        seconds = retry_after(header(headers, "retry-after"), header(headers, "date"))
        raise FetchError("fetch_status", retry_after=seconds, status=status)
    media_type = media_type_of(headers)
    if status == httpx.codes.OK and media_type and not kind.types.fullmatch(media_type):
        raise FetchError("fetch_type", type=media_type[:60])


def media_type_of(headers: httpx.Headers) -> str:
    """Return the Content-Type without its parameters."""
    return _TYPE_END.split(header(headers, "content-type").strip(" \"'"), maxsplit=1)[0].lower()


def charset_of(headers: httpx.Headers) -> str:
    """Return the charset of the Content-Type, "" if it has none."""
    found = _CHARSET.search(header(headers, "content-type")[:200])
    return found[1] if found else ""


def retry_after(value: str, date: str) -> int:
    """Return the seconds that a Retry-After asks for; 0 if it cannot be read.

    A time is relative to ``date``, which is the host's clock.
    """
    if value.isascii() and value.isdecimal():
        return min(int(value[:9]), MAX_RETRY_AFTER_S)
    until, now = _parse_date(value), _parse_date(date)
    if until is None or now is None:
        return 0
    return max(0, min(int((until - now).total_seconds()), MAX_RETRY_AFTER_S))


def _parse_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
