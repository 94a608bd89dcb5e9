"""The staff, the audit log, and error reports."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType

from bot.model.roles import Role
from bot.model.staff import AuditEntry, StaffMember
from bot.runtime.error_reports import ErrorReport
from bot.texts import Texts
from bot.users.permissions import Command, min_role
from bot.users.staff import AUDIT_PAGE_SIZE
from handlers.callback_data.announcements import AppointUnknown, ListAudit
from handlers.callback_data.keyboard import Button, stacked
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, code, joined, plain
from handlers.render.pager import BY_AGE, ListSlice, slice_buttons, slice_range
from handlers.render.reply import Reply, text_reply

ROLE_KEYS: Mapping[Role, str] = MappingProxyType(
    {Role.OWNER: "role_owner", Role.ADMIN: "role_admin", Role.EDITOR: "role_editor"}
)
ROLES_KEYS: Mapping[Role, str] = MappingProxyType(
    {Role.OWNER: "roles_owner", Role.ADMIN: "roles_admin", Role.EDITOR: "roles_editor"}
)
"""All that may do what needs a role."""
AS_KEYS: Mapping[Role, str] = MappingProxyType(
    {Role.OWNER: "as_owner", Role.ADMIN: "as_admin", Role.EDITOR: "as_editor"}
)
"""The roles as one says that somebody is "an admin"."""
MAX_NAME = 60
MAX_SUBJECT = 120
MAX_STAFF = 30  # more would not fit, with names as long as they may be


def role_needed(command: Command, texts: Texts) -> str:
    """Why somebody may not use a command: the roles that may."""
    roles = texts.format(ROLES_KEYS[min_role(command)])
    return texts.format("role_needed", roles=roles, command=command)


def render_staff(people: Sequence[StaffMember], texts: Texts) -> Reply:
    """Everybody with a role, with the number by which they are appointed and dismissed."""
    lines = [_person(person, texts) for person in people[:MAX_STAFF]]
    if (more := len(people) - MAX_STAFF) > 0:
        lines.append(plain(f"… +{texts.number(more)}"))
    head, tail = bold(plain(texts.staff.people_title)), plain(texts.staff.people_how)
    return Reply(joined("\n\n", [head, joined("\n", lines), tail]))


def render_unknown_appointee(user_id: int, role: Role, texts: Texts) -> Reply:
    """The question whether to appoint somebody that Telegram does not know."""
    own = texts.staff
    asked = own.format("person_unknown", id=user_id, role=texts.format(AS_KEYS[role]))
    yes = Button(own.format("person_unknown_yes", id=user_id), AppointUnknown(user_id, role))
    no = Button(own.person_unknown_no, AppointUnknown(user_id, Role.READER))
    return text_reply(asked, ((yes, no),))


def render_audit(
    entries: Sequence[AuditEntry], offset: int, total: int, zone: tzinfo, texts: Texts
) -> Reply:
    """A page of the audit log, newest first."""
    if not entries:
        return text_reply(texts.staff.audit_none)
    head = bold(plain(texts.staff.audit_title))
    lines = joined("\n", (_audit_entry(entry, zone, texts) for entry in entries))
    page = ListSlice(offset, AUDIT_PAGE_SIZE, total)
    parts = [head, lines, plain(slice_range("audit_range", page, texts))]
    turning = slice_buttons(page, ListAudit, texts, BY_AGE)
    return Reply(joined("\n\n", parts), stacked(turning))


def render_error_report(error_report: ErrorReport, texts: Texts) -> Reply:
    """A failure and its place, or the notice's words; and how often it went unreported."""
    cause, again = error_report.cause, error_report.unreported
    lines = [texts.staff.format("error_report", kind=cause.kind, place=cause.location)]
    if notice := error_report.notice:
        lines = [texts.format(notice.key, **notice.arguments)]
    if again:
        lines.append(texts.staff.format("error_report_again", count=again))
    return text_reply("\n".join(lines))


def _person(person: StaffMember, texts: Texts) -> Markup:
    role = bold(plain(texts.format(ROLE_KEYS[person.role])))
    since = person.since and texts.staff.format("person_since", day=texts.day(person.since.date()))
    name = plain(shortened(one_line(person.name), MAX_NAME))
    return joined(" · ", [role, name, code(plain(str(person.user_id))), plain(since or "")])


def _audit_entry(entry: AuditEntry, zone: tzinfo, texts: Texts) -> Markup:
    when = texts.moment(entry.at.astimezone(zone))
    who = shortened(one_line(entry.name), MAX_NAME) or str(entry.user_id)
    subject = shortened(one_line(entry.subject), MAX_SUBJECT)
    what = f"{_action(entry, texts)}: {subject}" if subject else _action(entry, texts)
    return plain(f"{when} · ") + bold(plain(who)) + plain(f" {what}")


def _action(entry: AuditEntry, texts: Texts) -> str:
    """The action in words; one that only another version knows goes by its key."""
    try:
        return texts.format(entry.action)
    except AttributeError:
        return entry.action
