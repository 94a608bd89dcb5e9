"""The staff: the list, appointments and dismissals, and the audit log of what each of them did."""

import re

from bot.errors import AppointmentError
from bot.model.roles import Role
from bot.model.staff import StaffMember
from bot.texts import texts_for
from bot.users.permissions import may_appoint
from bot.users.staff import AUDIT_PAGE_SIZE
from handlers.admin.appointee import appointee_of, name_of
from handlers.admin.command_menu import publish_commands_for
from handlers.callback_data.announcements import AppointUnknown, ListAudit
from handlers.context import Context
from handlers.render.reply import Reply, text_reply
from handlers.render.staff import (
    AS_KEYS,
    ROLE_KEYS,
    render_audit,
    render_staff,
    render_unknown_appointee,
)
from handlers.telegram.button_press import ButtonPress
from handlers.telegram.messenger import ReplyTarget

NUMBER_LINK = re.compile(r"^/start(@\w+)? id$")
"""The deep link by which somebody learns their own number."""
PAGE = re.compile("[1-9][0-9]{0,8}", re.ASCII)


async def admins(context: Context) -> Reply:
    """List everybody with a role."""
    staff = await context.services.staff.all()
    named = [
        each._replace(name=each.name or await name_of(each.user_id, context)) for each in staff
    ]
    return render_staff(named, context.texts)


async def promote(context: Context) -> Reply:
    """Make somebody an editor or admin, tell them, and show them their commands."""
    whom = await appointee_of(context)
    role = whom.role or Role.EDITOR
    if not whom.name and await context.services.staff.role(whom.user_id) is Role.READER:
        if not may_appoint(await context.role(), Role.READER, role):
            raise AppointmentError("person_above")
        return render_unknown_appointee(whom.user_id, role, context.texts)
    return await _appointed(whom.user_id, whom.name, role, context)


async def appoint_unknown(press: ButtonPress[AppointUnknown], context: Context) -> Reply | None:
    """Appoint somebody that Telegram does not know, or nobody."""
    user_id, role = press.payload.user_id, press.payload.role
    if role == Role.READER:
        return text_reply(context.texts.staff.person_unknown_left)
    if role not in (Role.EDITOR, Role.ADMIN):
        return None
    return await _appointed(user_id, await name_of(user_id, context), Role(role), context)


async def _appointed(user_id: int, name: str, role: Role, context: Context) -> Reply:
    """Appoint a person; raises AppointmentError."""
    member = await context.services.staff.appoint(await context.role(), user_id, name, role)
    subject = f"{_name(member)} ({user_id}), {context.texts.format(ROLE_KEYS[role])}"
    await context.audit("did_promote", subject)
    return await _changed(member, role, context)


async def demote(context: Context) -> Reply:
    """Make somebody a reader again, tell them, and take the commands back."""
    whom = await appointee_of(context, "person_dismiss_how")
    before = await context.services.staff.dismiss(await context.role(), whom.user_id)
    member = before._replace(role=Role.READER)
    await context.audit("did_demote", f"{_name(member)} ({member.user_id})")
    return await _changed(member, before.role, context)


async def number(context: Context) -> Reply | None:
    """Tell whoever opened the link their number."""
    if context.reader is None:
        return None
    return text_reply(context.texts.format("person_number", id=context.reader.id))


async def audit(context: Context) -> Reply:
    """Show the audit log, newest first, or the page of it that follows the command."""
    written = "".join(context.args or ())
    if written and not PAGE.fullmatch(written):
        return text_reply(context.texts.staff.audit_how)
    return await _audit_page(AUDIT_PAGE_SIZE * (int(written or 1) - 1), context)


async def list_audit(press: ButtonPress[ListAudit], context: Context) -> Reply:
    """Show another page of the audit log."""
    return await _audit_page(press.payload.offset, context)


async def _audit_page(offset: int, context: Context) -> Reply:
    entries, total = await context.services.staff.audit_entries(offset)
    if total and not entries:
        pages = -(-total // AUDIT_PAGE_SIZE)
        return text_reply(context.texts.format("audit_pages", pages=pages))
    zone = (await context.services.alerts.chats.state(context.message.chat_id)).zone
    return render_audit(entries, offset, total, zone, context.texts)


async def _changed(member: StaffMember, role: Role, context: Context) -> Reply:
    """Tell the person, and give or take the menu in the background; the reply to whoever did it.

    ``role`` is the one that they have now or, if they have none, had before.
    """
    default = context.services.settings.language
    menu = publish_commands_for(context.bot, member.user_id, member.role, default)
    context.shared.in_background(menu)
    texts, key = context.texts, "promoted" if member.role > Role.READER else "demoted"
    paragraphs = [texts.format(key, name=_name(member), role=texts.format(AS_KEYS[role]))]
    if not await _notify(member, role, context):
        paragraphs.append(texts.staff.person_not_told)
    return text_reply("\n\n".join(paragraphs))


async def _notify(member: StaffMember, role: Role, context: Context) -> bool:
    """Tell the person their role in their own language; whether that has arrived."""
    texts = texts_for(await context.services.preferences.language(member.user_id, None))
    key = "you_promoted" if member.role > Role.READER else "you_demoted"
    notice = texts.format(key, role=texts.format(AS_KEYS[role]))
    target = ReplyTarget(member.user_id)
    return await context.messenger.send(target, text_reply(notice)) is not None


def _name(member: StaffMember) -> str:
    return member.name or str(member.user_id)
