"""Who runs the bot: the list, appointments, dismissals, and what each of them did.

Who somebody is, Telegram says: by a number, a forwarded message, a contact or a mention.
"""

import re
from typing import NamedTuple

from telegram import Message, MessageEntity, MessageOriginUser, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.errors import AppointmentError
from bot.model.roles import Role
from bot.texts import Texts, texts_for
from bot.users.permissions import Command, Permission, decide
from bot.users.staff import StaffMember
from handlers.admin.command_menu import publish_commands_for
from handlers.callback_data import ListAudit
from handlers.context import Context, reader_of
from handlers.render import ROLE_KEYS, Reply, render_audit, render_staff, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.messenger import ReplyTarget
from handlers.telegram.rate_limiter import AT_ONCE

USER_ID = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
NUMBER_LINK = re.compile(r"^/start(@\w+)? id$")
ROLES = {"editor": Role.EDITOR, "admin": Role.ADMIN}


class Appointee(NamedTuple):
    """The person that a command is about, and the role that it names, if any."""

    user_id: int
    name: str
    role: Role | None


async def admins(update: Update, context: Context) -> None:
    """List everybody with a role."""
    if not await context.allowed(update, Command.ADMINS):
        return
    people = await context.services.staff.all()
    named = [each._replace(name=each.name or await _name(each.user_id, context)) for each in people]
    await context.reply(update, render_staff(named, await context.texts(update)))


async def promote(update: Update, context: Context) -> None:
    """Make somebody an editor or admin, tell them, and show them their commands."""
    if not await context.allowed(update, Command.PROMOTE):
        return
    people = context.services.staff
    try:
        whom = await _whom(update, context)
        role = whom.role or Role.EDITOR
        person = await people.appoint(await context.role(update), whom.user_id, whom.name, role)
    except AppointmentError as error:
        await _refuse(error, update, context)
    else:
        await _changed(person, update, context)


async def demote(update: Update, context: Context) -> None:
    """Make somebody a reader again, tell them, and take the commands back."""
    if not await context.allowed(update, Command.DEMOTE):
        return
    people = context.services.staff
    try:
        whom = await _whom(update, context)
        person = await people.dismiss(await context.role(update), whom.user_id)
    except AppointmentError as error:
        await _refuse(error, update, context)
    else:
        await _changed(person, update, context)


async def number(update: Update, context: Context) -> None:
    """Tell whoever opened the link which number Telegram has for them."""
    if reader := reader_of(update):
        texts = await context.texts(update)
        await context.reply(update, text_reply(texts.format("person_number", id=reader.id)))


async def audit(update: Update, context: Context) -> None:
    """Show what was done, newest first."""
    if await context.allowed(update, Command.AUDIT):
        texts = await context.texts(update)
        await context.reply(update, await _audit_page(0, update, context, texts))


async def press_audit(
    action: ListAudit, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """Another page, if whoever pressed still may see it."""
    texts = texts_for(press.language)
    private = press.message.chat.type == ChatType.PRIVATE
    verdict = decide(await context.role(update), Command.AUDIT, private=private)
    if verdict is not Permission.ALLOWED:
        return ButtonResult(notice=texts.staff.admins_only)
    return ButtonResult(await _audit_page(action.offset, update, context, texts), in_place=True)


async def _audit_page(offset: int, update: Update, context: Context, texts: Texts) -> Reply:
    services = context.services
    audit_entries, total = await services.staff.audit_entries(offset)
    chat_id = update.effective_chat.id if update.effective_chat else 0
    zone = (await services.alerts.chats.state(chat_id)).zone
    return render_audit(audit_entries, offset, total, zone, texts)


async def _whom(update: Update, context: Context) -> Appointee:
    """The person that is meant; raises AppointmentError where Telegram does not say who that is."""
    message = update.effective_message
    words = [word.lower() for word in context.args or []]
    role = next((ROLES[word] for word in words if word in ROLES), None)
    others = [word for word in words if word not in ROLES]
    if message is None:
        raise _unknown("person_how", context)
    if mentioned := _mentioned(message):
        return Appointee(mentioned.id, mentioned.full_name, role)
    if others and others[0].startswith("@"):
        raise _unknown("person_username", context)
    if others:
        return await _numbered(others, role, context)
    if message.reply_to_message is None:
        raise _unknown("person_how", context)
    return _shown_by(message.reply_to_message, role, context)


async def _numbered(words: list[str], role: Role | None, context: Context) -> Appointee:
    if len(words) > 1 or not USER_ID.fullmatch(words[0]):
        raise _unknown("person_how", context)
    user_id = int(words[0])
    return Appointee(user_id, await _name(user_id, context), role)


def _mentioned(message: Message) -> User | None:
    """Somebody without a @name whom the admin picked from Telegram's list."""
    mentions = message.parse_entities([MessageEntity.TEXT_MENTION])
    people = (entity.user for entity in mentions if entity.user and not entity.user.is_bot)
    return next(people, None)


def _shown_by(message: Message, role: Role | None, context: Context) -> Appointee:
    """Who wrote a forwarded message, or whose contact it is."""
    origin, contact = message.forward_origin, message.contact
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        return Appointee(origin.sender_user.id, origin.sender_user.full_name, role)
    if contact is not None and contact.user_id is not None:
        name = " ".join(filter(None, [contact.first_name, contact.last_name]))
        return Appointee(contact.user_id, name, role)
    raise _unknown("person_hidden", context)


def _unknown(key: str, context: Context) -> AppointmentError:
    return AppointmentError(key, link=create_deep_linked_url(context.bot.username, "id"))


async def _name(user_id: int, context: Context) -> str:
    """What Telegram calls them, if they have ever written to the bot."""
    try:
        chat = await context.bot.get_chat(user_id, rate_limit_args=AT_ONCE)
    except TelegramError:
        return ""
    return chat.full_name or ""


async def _refuse(error: AppointmentError, update: Update, context: Context) -> None:
    texts = await context.texts(update)
    await context.reply(update, text_reply(texts.format(error.key, **error.arguments)))


async def _changed(person: StaffMember, update: Update, context: Context) -> None:
    """Note it, give or take the menu, tell both."""
    texts = await context.texts(update)
    appointed = person.role > Role.READER
    name = person.name or str(person.user_id)
    role = texts.format(ROLE_KEYS[person.role]) if appointed else ""
    subject = ", ".join(filter(None, [f"{name} ({person.user_id})", role]))
    await context.note(update, "did_promote" if appointed else "did_demote", subject)
    default = context.services.settings.language
    await publish_commands_for(context.bot, person.user_id, person.role, default)
    told = await _tell(person, context)
    done = "promoted" if appointed else "demoted"
    words = [texts.format(done, name=name, role=role)]
    words += [] if told else [texts.staff.person_not_told]
    await context.reply(update, text_reply("\n\n".join(words)))


async def _tell(person: StaffMember, context: Context) -> bool:
    """Whether the person could be told what they are now."""
    texts = texts_for(await context.services.preferences.language(person.user_id, None))
    if person.role > Role.READER:
        role = texts.format(ROLE_KEYS[person.role])
        words = texts.format("you_promoted", role=role)
    else:
        words = texts.staff.you_demoted
    return await context.messenger.send(ReplyTarget(person.user_id), text_reply(words)) is not None
