"""Resolve the links of documents: mended as browsers do, and none rather than a wrong one.

Feeds write placeholders ("N/A"), words and ids where an address belongs; resolved against the
feed's own address they would name pages that do not exist.
"""

import re
from urllib.parse import quote, urljoin, urlsplit

from index.text.web_address import web_address

_LINE_END = re.compile(r"\s*[\t\r\n]\s*")
_AROUND = "\"'<>\ufeff\u200b\u00a0"
_UNSAFE = re.compile(r"[\s\"<>`{}\\]")
_SCHEME = re.compile(r"(?:https?:/+)*(https?)(?::[/\\]*|[/\\]{2,})(?=[^/\\\s])", re.IGNORECASE)
"""Also ``http:/a``, ``https//a``, ``https:\\\\a`` and a scheme that is written twice."""
_HOSTLESS = re.compile(r"https?:/{3}[^/.:]*(?:/|$)", re.IGNORECASE)
"""A host was to be put in, as in ``http:///berita/1``."""
_FEED_SCHEME = re.compile(r"feed:(?://)?(?:(https?)(?::/*|//))?", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+([^\W\d_]{2,})(?::\d{1,5})?(?=[/?#]|$)")
_FILE_ENDINGS = frozenset(
    "asp aspx atom cfm cgi css doc docx gif htm html jpeg jpg js json jsp jspx mp3 mp4 pdf php"
    " png rdf rss shtml svg txt webp xhtml xml".split()
)
"""The endings of file names, which are no hosts."""
_ENDING = re.compile(r"\.\w{2,5}$")
_PLACEHOLDERS = frozenset(
    "na nan nil none null undefined unknown true false tba tbd kosong tidakada belumada"
    " notavailable notapplicable nolink".split()
)


def resolved_address(link: str, base: str) -> str:
    """Return the web address of ``link`` in a document at ``base``, or "" if it is none."""
    link = _tidied(link)
    if link.startswith("//"):
        link = f"{urlsplit(base).scheme or 'https'}:{link}"
    if not is_absolute(link):
        link = f"https://{link}" if _names_host(link) else link
        if not (is_absolute(link) or _is_path(link)):
            return ""
    if not link.partition("//")[2] and is_absolute(link):
        return ""
    try:
        return web_address(urljoin(base, link))
    except ValueError:
        return ""


def feed_address(link: str, base: str = "") -> str:
    """Return the web address of a link to a feed, which may have the scheme ``feed:``."""
    link = link.strip()
    if scheme := _FEED_SCHEME.match(link):
        link = f"{scheme[1] or 'https'}://{link[scheme.end() :].lstrip('/')}"
    return resolved_address(link, base)


def is_absolute(link: str) -> bool:
    """Whether ``link`` has a scheme of the web."""
    return link[:8].lower().startswith(("http://", "https://"))


def _tidied(link: str) -> str:
    link = link.strip().removeprefix("<![CDATA[").removesuffix("]]>")
    link = _LINE_END.sub("", link.strip().strip(_AROUND).strip()).replace("&amp;", "&")
    if _HOSTLESS.match(link):
        return ""
    if scheme := _SCHEME.match(link):
        link = f"{scheme[1].lower()}://{link[scheme.end() :]}"
    return _UNSAFE.sub(_escaped, link)


def _escaped(match: re.Match[str]) -> str:
    return "/" if match[0] == "\\" else quote(match[0])


def _names_host(link: str) -> bool:
    host = _HOST.match(link)
    return host is not None and host[1].lower() not in _FILE_ENDINGS


def _is_path(link: str) -> bool:
    """Whether a link without a host is a path or a query, rather than words or an id."""
    if "".join(filter(str.isalnum, link.lower())) in _PLACEHOLDERS:
        return False
    path, _, _ = link.partition("#")
    looks_so = path.startswith(("/", "?")) or "/" in path or "?" in path
    return looks_so or _ENDING.search(path) is not None
