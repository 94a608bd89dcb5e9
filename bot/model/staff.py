"""Members of the staff, and the audit log of what they do."""

from datetime import datetime
from typing import NamedTuple

from bot.model.roles import Role


class StaffMember(NamedTuple):
    """A person with a role; ``name`` is the one Telegram had when they were appointed."""

    user_id: int
    role: Role
    name: str
    since: datetime | None = None


class AuditEntry(NamedTuple):
    """An action, as a text key, and the ``subject`` that it was done to."""

    at: datetime
    user_id: int
    name: str
    action: str
    subject: str
