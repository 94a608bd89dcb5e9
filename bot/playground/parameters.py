"""The parameters of a request, from its query, form, multipart or JSON body.

As on Telegram each value is text until a method parses it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground.errors import bad_request

TEXT_PARAMETERS = frozenset(
    {"text", "caption", "title", "name", "description", "short_description", "callback_query_id"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values as text and files, by the name of their field."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the value, "" if absent."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """Return the value as an integer; 0 if it is none, as on Telegram."""
        value = self.values.get(name, "").strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            return 0

    def boolean(self, name: str) -> bool:
        """Return whether the value is true, yes or 1."""
        return self.values.get(name, "").strip().lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """Return the value parsed as JSON, None if absent; raises ApiError."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def decoded(self) -> dict[str, Any]:
        """Return all values, parsed if they are JSON and no text; files as their names."""
        values = {name: _decode(name, value) for name, value in self.values.items()}
        return values | {name: upload.name for name, upload in self.files.items()}


def _decode(name: str, value: str) -> Any:
    if name in TEXT_PARAMETERS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read_parameters(request: web.Request) -> Parameters:
    """Read the parameters; a value in the body overrides one in the query."""
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
