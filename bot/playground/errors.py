"""What the Bot API answers when it will not do what was asked; worded as Telegram words it.

It does not decide when to refuse: the methods and checks do.
"""

from typing import Any

JSON = dict[str, Any]


class ApiError(Exception):
    """A refusal: HTTP status ``code``, ``description`` and, for some, response parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> JSON:
        """The body of the answer."""
        body: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """400 with ``reason``, which comes without the prefix "Bad Request: "."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 with ``reason``, which comes without the prefix "Forbidden: "."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: nothing is accepted for ``retry_after`` seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, retry_after=retry_after)


def unauthorized() -> ApiError:
    """401: a well-formed token that belongs to no bot, or to no bot any more."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """404: a path that is none of the Bot API's, or a token that cannot be one."""
    return ApiError(404, "Not Found")


def no_such_method() -> ApiError:
    """404: the Bot API, or this one, knows no such method."""
    return ApiError(404, "Not Found: method not found")


def conflict() -> ApiError:
    """409: a second getUpdates began while this one waited."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


def migrated(to: int) -> ApiError:
    """400 that names the supergroup ``to`` which a group has become."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=to,
    )
