"""Who runs the bot, what each of them did, and what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType

from bot.model.roles import Role
from bot.runtime.error_reports import ErrorReport
from bot.texts import Texts
from bot.users.staff import AUDIT_PAGE_SIZE, AuditEntry, StaffMember
from handlers.callback_data import Button, ListAudit
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, code, joined, plain
from handlers.render.reply import Reply, text_reply

ROLE_KEYS: Mapping[Role, str] = MappingProxyType(
    {Role.OWNER: "role_owner", Role.ADMIN: "role_admin", Role.EDITOR: "role_editor"}
)
MAX_NAME = 60
MAX_SUBJECT = 120
MAX_STAFF = 30  # more would not fit, with names as long as they may be


def render_staff(people: Sequence[StaffMember], texts: Texts) -> Reply:
    """Everybody with a role, with the number by which they are appointed and dismissed."""
    lines = [_person(person, texts) for person in people[:MAX_STAFF]]
    if (more := len(people) - MAX_STAFF) > 0:
        lines.append(plain(f"… +{texts.number(more)}"))
    head, tail = bold(plain(texts.staff.people_title)), plain(texts.staff.people_how)
    return Reply(joined("\n\n", [head, joined("\n", lines), tail]))


def render_audit(
    audit_entries: Sequence[AuditEntry], offset: int, total: int, zone: tzinfo, texts: Texts
) -> Reply:
    """A page of what was done, newest first, with buttons to those before and after it."""
    if not audit_entries:
        return text_reply(texts.staff.audit_none)
    last = offset + len(audit_entries)
    shown = {"first": offset + 1, "last": last, "total": total}
    counts = {name: texts.number(number) for name, number in shown.items()}
    head = bold(plain(texts.staff.audit_title))
    lines = joined("\n", (_deed(deed, zone, texts) for deed in audit_entries))
    turns = []
    if offset:
        turns.append(Button(texts.newer, ListAudit(max(0, offset - AUDIT_PAGE_SIZE))))
    if last < total:
        turns.append(Button(texts.older, ListAudit(last)))
    parts = [head, lines, plain(texts.staff.format("audit_range", **counts))]
    return Reply(joined("\n\n", parts), (tuple(turns),) if turns else ())


def render_error_report(error_report: ErrorReport, texts: Texts) -> Reply:
    """What went wrong where, and how often more than was said."""
    cause, again = error_report.cause, error_report.unreported
    first = texts.staff.format("error_report", kind=cause.kind, place=cause.location)
    count = texts.number(again)
    return text_reply(
        "\n".join([first, *([texts.staff.format("error_report_again", count=count)] * bool(again))])
    )


def _person(person: StaffMember, texts: Texts) -> Markup:
    role = bold(plain(texts.format(ROLE_KEYS[person.role])))
    since = person.since and texts.staff.format("person_since", day=texts.day(person.since.date()))
    name = plain(shortened(one_line(person.name), MAX_NAME))
    return joined(" · ", [role, name, code(plain(str(person.user_id))), plain(since or "")])


def _deed(deed: AuditEntry, zone: tzinfo, texts: Texts) -> Markup:
    when = texts.moment(deed.at.astimezone(zone))
    who = shortened(one_line(deed.name), MAX_NAME) or str(deed.user_id)
    subject = shortened(one_line(deed.subject), MAX_SUBJECT)
    what = f"{_action(deed, texts)}: {subject}" if subject else _action(deed, texts)
    return plain(f"{when} · ") + bold(plain(who)) + plain(f" {what}")


def _action(deed: AuditEntry, texts: Texts) -> str:
    """The deed in words; one that only another version knows goes by its key."""
    try:
        return texts.format(deed.action)
    except AttributeError:
        return deed.action
