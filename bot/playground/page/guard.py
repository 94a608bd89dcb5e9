"""The checks of every request to the page, and what its responses forbid the browser.

Nothing but the page itself gets in: its address holds a secret, which becomes a cookie; ``Host``
has to be loopback's (a name that a stranger resolved to it is refused), and what changes anything
has to come from the page's own origin.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from aiohttp import web

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
NAMES = ("127.0.0.1", "localhost")
SAFE_METHODS = frozenset({"GET", "HEAD"})
SECRET_PARAMETER = "secret"  # noqa: S105  # nosec B105 # a name


class Guard:
    """Lets in whoever has the secret, and asks each request where it comes from."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @web.middleware
    async def check(self, request: web.Request, handler: Respond) -> web.StreamResponse:
        """Answer by ``handler`` if the request may be answered; all responses get ``HEADERS``."""
        try:
            response = self._refusal(request) or await handler(request)
        except web.HTTPException as error:
            response = refuse(error.status, error.text or "")
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def _refusal(self, request: web.Request) -> web.StreamResponse | None:
        """Return the response to a request that gets no further, None to go on."""
        port = _port(request)
        if request.host not in {f"{name}:{port}" for name in NAMES}:
            return refuse(HTTPStatus.MISDIRECTED_REQUEST, "This page is on loopback only.")
        if self._is_secret(request.query.get(SECRET_PARAMETER, "")) and request.path == "/":
            return self._login(port)
        if not self._is_secret(request.cookies.get(cookie_name(port), "")):
            return refuse(HTTPStatus.FORBIDDEN, "Open the address that kutip printed.")
        if not _is_from_the_page(request):
            return refuse(HTTPStatus.FORBIDDEN, "Another page may not ask this.")
        return None

    def _is_secret(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._secret)

    def _login(self, port: int) -> web.Response:
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/"})
        response.set_cookie(
            cookie_name(port), self._secret.decode(), httponly=True, samesite="Strict", path="/"
        )
        return response


def cookie_name(port: int) -> str:
    """Return the name of the cookie; a browser shares cookies between ports."""
    return f"kutip-{port}"


def refuse(status: int, reason: str) -> web.Response:
    """Return a response of one line."""
    return web.Response(status=status, text=f"{reason}\n")


def _port(request: web.Request) -> int:
    """Return the port of this side of the connection, 0 if it is closed."""
    address = request.transport.get_extra_info("sockname") if request.transport else None
    return int(address[1]) if address else 0


def _is_from_the_page(request: web.Request) -> bool:
    """Return whether the page itself asks, or a person for the page.

    Other ports of loopback are the same site to a browser, but not the same origin.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in SAFE_METHODS:
        is_opened = request.path == "/" and request.headers.get("Sec-Fetch-Dest") == "document"
        return is_opened or site in {None, "none", "same-origin"}
    own = f"http://{request.host}"
    return site in {None, "same-origin"} and request.headers.get("Origin") == own
