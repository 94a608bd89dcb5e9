"""Errors of the Bot API, with Telegram's own descriptions."""

from typing import Any

JSON = dict[str, Any]


class ApiError(Exception):
    """An error response: HTTP status, description and, for some, response parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> JSON:
        """Return the body of the response."""
        body: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """Return a 400; ``reason`` is without the prefix "Bad Request: "."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return a 403; ``reason`` is without the prefix "Forbidden: "."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429, to be repeated after so many seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, retry_after=retry_after)


def unauthorized() -> ApiError:
    """Return a 401, for a well-formed token of no bot."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """Return a 404, for an unknown path or a malformed token."""
    return ApiError(404, "Not Found")


def no_such_method() -> ApiError:
    """Return a 404, for an unknown method."""
    return ApiError(404, "Not Found: method not found")


def conflict() -> ApiError:
    """Return a 409, for a getUpdates that another one replaced."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


def webhook_active() -> ApiError:
    """Return a 409, for a getUpdates while there is a webhook."""
    return ApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )


def migrated(to: int) -> ApiError:
    """Return a 400, for a group that became the supergroup ``to``."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=to,
    )
