"""A request's parameters, however they were sent: query, form, multipart or JSON.

As on Telegram each value is text until a method asks for more. Which ones a method needs, and
within which limits, is not decided here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground.errors import bad_request

PROSE = frozenset(
    {"text", "caption", "title", "name", "description", "short_description", "callback_query_id"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """Named values as text, and files under the field's name."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value, "" where there is none."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a whole number; Telegram takes what is none for 0."""
        value = self.values.get(name, "").strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            return 0

    def boolean(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.values.get(name, "").strip().lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """The value decoded, None where there is none; raises ApiError where it is not JSON."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def decoded(self) -> dict[str, Any]:
        """All values, decoded where they are JSON and not prose; files as their names."""
        values = {name: _decode(name, value) for name, value in self.values.items()}
        return values | {name: upload.name for name, upload in self.files.items()}


def _decode(name: str, value: str) -> Any:
    if name in PROSE:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read_parameters(request: web.Request) -> Parameters:
    """What came with ``request``; a value in the body goes before one in the query."""
    values: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _read_json(request)
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
            elif isinstance(value, str):
                values[name] = value
            else:
                values[name] = value.decode(errors="replace")
    return Parameters(values, files)


async def _read_json(request: web.Request) -> dict[str, str]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("request body must be a JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if value is not None
    }
