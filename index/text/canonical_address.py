"""The canonical form of a page's address: equal for all the shapes in which people pass it on.

Without scheme, credentials and fragment, without labels and parts for phones, without parameters
that say where a reader comes from, and out of the addresses of redirects that wrap it. The rules
are ``address_rules.tsv``. It is for comparing only, never for contacting a page.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from index.text.invisible import remove_invisible
from index.text.web_address import web_address

_TABLE = "address_rules.tsv"
_MAX_WRAPPERS = 3
"""Wrappers within one another."""
_MAX_PARAMETERS = 40
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SLASHES = re.compile("/{2,}")
_SAFE = "!$&'()*+,;=:@~-._"
_WITH_SCHEME = re.compile(r"https?:/+", re.IGNORECASE)


def canonical_address(address: str) -> str:
    """Return the canonical form of a web address with its scheme; "" if it is none."""
    parts = _parts(address)
    for _ in range(_MAX_WRAPPERS):
        inner = _parts(_wrapped(parts)) if parts else None
        if inner is None:
            break
        parts = inner
    if parts is None:
        return ""
    path = _path(parts.path) or _path_in_fragment(parts.fragment)
    query = "&".join(_parameters(parts.query))
    return f"{_site(parts)}{path}{'?' if query else ''}{query}"


def address_key(address: str) -> int | None:
    """Return a signed 64-bit digest of the canonical form, to look it up by; None if there is none.

    Articles that share it are still to be compared by their canonical addresses.
    """
    canonical = canonical_address(address)
    if not canonical:
        return None
    digest = hashlib.blake2b(canonical.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _parts(address: str) -> SplitResult | None:
    """Split what is a web address; None for all else."""
    address = remove_invisible(address.strip())
    scheme = _WITH_SCHEME.match(address)
    if scheme:
        address = f"{scheme[0].rstrip('/').lower()}//{address[scheme.end() :]}"
    return urlsplit(address) if web_address(address) else None


def _site(parts: SplitResult) -> str:
    """Return the host, without labels for versions of the site, and an unusual port."""
    host = _host(parts)
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    while True:
        label, _, rest = host.partition(".")
        if "." not in rest or label not in _rules("prefix"):
            return host + port
        host = rest


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    return host.encode("idna").decode()


def _path(path: str) -> str:
    """Return a path without parts for versions of the page; equal however it is escaped."""
    names = [each for each in _SLASHES.sub("/", unquote(path)).split("/") if each]
    while len(names) > 1 and names[-1].lower() in _rules("ending"):
        names.pop()
    if len(names) > 1 and names[0].lower() in _rules("beginning"):
        names.pop(0)
    if names and names[-1].lower().startswith("index.") and names[-1].lower() in _rules("ending"):
        names.pop()
    return "".join(f"/{quote(name, safe=_SAFE)}" for name in names)


def _path_in_fragment(fragment: str) -> str:
    """Return the path of a site whose pages differ in the fragment only."""
    path = fragment.removeprefix("!")
    return f"/#{_path(path)}" if path.startswith("/") else ""


def _parameters(query: str) -> list[str]:
    """Return the sorted parameters that may say which page it is; of very many, the first."""
    try:
        pairs = parse_qsl(query[:2000], keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
    except ValueError:  # too many
        return [quote(query, safe=_SAFE)]
    kept = ((name, value) for name, value in pairs if not _is_tracking(name.lower(), value.lower()))
    return sorted(f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}" for name, value in kept)


def _is_tracking(name: str, value: str) -> bool:
    names, beginnings = _parameter_rules()
    return name in names or f"{name}={value}" in names or name.startswith(beginnings)


def _wrapped(parts: SplitResult) -> str:
    """Return the address that a redirect's address holds; "" if it is no redirect."""
    for kind, wrapper, parameter in _wrappers(_site(parts)):
        if kind == "path":
            inner = _after(wrapper.partition("/")[2], parts)
        else:
            is_at = f"{_site(parts)}{_path(parts.path)}" == wrapper
            inner = dict(parse_qsl(parts.query[:4000])).get(parameter, "") if is_at else ""
            inner = inner if _WITH_SCHEME.match(inner) else ""
        if inner:
            return inner
    return ""


def _after(prefix: str, parts: SplitResult) -> str:
    """Return the address that follows ``prefix``, whose last name may be any, in a path; or ""."""
    path = parts.path.lstrip("/")
    fixed = prefix.removesuffix("*").rstrip("/")
    if fixed and not path.startswith(f"{fixed}/"):
        return ""
    rest = path[len(fixed) :].lstrip("/")
    rest = rest.partition("/")[2] if prefix.endswith("*") else rest
    if "." not in _WITH_SCHEME.sub("", rest).partition("/")[0]:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return (rest if _WITH_SCHEME.match(rest) else f"https://{rest}") + query


@cache
def _wrapper_rules() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for rule in _table():
        if rule[0] in ("query", "path"):
            found.setdefault(rule[1].partition("/")[0], []).append(rule)
    return found


def _wrappers(site: str) -> list[tuple[str, str, str]]:
    """Return the rules of a site: its own, or those of all hosts below its domain."""
    rules = _wrapper_rules()
    domain = ".".join(site.rsplit(".", 3)[-3:])
    return rules.get(site) or rules.get(domain, [])


@cache
def _rules(kind: str) -> frozenset[str]:
    """Return the values of the rules of a kind."""
    return frozenset(value for found, value, _ in _table() if found == kind)


@cache
def _parameter_rules() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of parameters, some with values, and the beginnings of names."""
    rules = _rules("parameter")
    whole = frozenset(rule for rule in rules if not rule.endswith("*"))
    return whole, tuple(rule[:-1] for rule in rules if rule.endswith("*"))


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    return tuple(_read_table())


def _read_table() -> Iterator[tuple[str, str, str]]:
    text = resources.files("index.text").joinpath(_TABLE).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, value, *rest = line.split("\t")
            yield kind, value, rest[0] if rest else ""
