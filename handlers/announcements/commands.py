"""An announcement to many chats: the draft, the question whether to send it, and its buttons.

``handlers.announcements.progress`` shows how the sending goes, since that outlives the update.
"""

from telegram import Message

from bot.announcements.service import stripped
from bot.errors import BroadcastEmpty
from bot.model.announcements import (
    Announcement,
    Audience,
    AudienceReach,
    Entity,
    EntityType,
    FormattedText,
)
from bot.model.interface_language import InterfaceLanguage
from handlers.callback_data.announcements import (
    CancelBroadcast,
    ChooseAudience,
    ChooseTopic,
    SendBroadcast,
    ShowAudiences,
    ShowDraft,
    StopBroadcast,
)
from handlers.context import Context
from handlers.render.announcements import (
    render_announcement_draft,
    render_announcement_topics,
    render_audiences,
    render_formatted_text,
)
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult

MAX_AUDIT_SUBJECT = 120
AUDIENCES: tuple[InterfaceLanguage | None, ...] = (None, *InterfaceLanguage)


async def broadcast(context: Context) -> Reply | None:
    """Show the announcement exactly as it would arrive, then ask whether to send it.

    A draft that Telegram does not take is discarded: nobody would get it either.
    """
    if context.reader is None:
        return None
    announcements = context.services.announcements
    try:
        draft = await announcements.draft(written_in(context.message), context.reader.id)
    except BroadcastEmpty as error:
        return await _how(error, context)
    preview = render_formatted_text(draft.content)
    if await context.messenger.send(context.reply_target, preview) is None:
        await announcements.discard(draft.number)
        return text_reply(context.texts.announcements.broadcast_how)
    return await _question(draft, context)


async def show_audiences(press: ButtonPress[ShowAudiences], context: Context) -> Reply:
    """Show to whom the draft can be sent."""
    return await _audiences(
        await context.services.announcements.get_draft(press.payload.number), context
    )


async def show_draft(press: ButtonPress[ShowDraft], context: Context) -> Reply:
    """Ask again whether to send the draft."""
    return await _question(
        await context.services.announcements.get_draft(press.payload.number), context
    )


async def choose_audience(
    press: ButtonPress[ChooseAudience], context: Context
) -> Reply | ButtonResult:
    """Send the draft only to chats of a language, or to all."""
    number, language = press.payload.number, press.payload.language
    if language >= len(AUDIENCES):
        return ButtonResult()
    draft = await context.services.announcements.choose_language(number, AUDIENCES[language])
    return await _chosen(draft, context)


async def choose_topic(press: ButtonPress[ChooseTopic], context: Context) -> Reply | ButtonResult:
    """Send the draft only to the subscribers of one topic, or of all that were written of."""
    number, topic_id = press.payload.number, press.payload.topic_id
    return await _chosen(
        await context.services.announcements.choose_topic(number, topic_id), context
    )


async def send_broadcast(press: ButtonPress[SendBroadcast], context: Context) -> ButtonResult:
    """Start to send the draft."""
    chat, message = press.message.chat.id, press.message.message_id
    sent = await context.services.announcements.start(
        press.payload.number, chat, message, context.texts.language
    )
    await context.audit("did_broadcast", sent.content.text[:MAX_AUDIT_SUBJECT])
    count = sent.recipients or 0
    return ButtonResult(notice=context.texts.format("broadcast_begun", count=count))


async def stop_broadcast(press: ButtonPress[StopBroadcast], context: Context) -> ButtonResult:
    """Send no more of an announcement."""
    stopped = await context.services.announcements.stop(press.payload.number)
    await context.audit("did_stop_broadcast", stopped.content.text[:MAX_AUDIT_SUBJECT])
    return ButtonResult(notice=context.texts.announcements.broadcast_stopping)


async def cancel_broadcast(press: ButtonPress[CancelBroadcast], context: Context) -> Reply:
    """Discard the draft."""
    await context.services.announcements.discard(press.payload.number)
    return text_reply(context.texts.announcements.broadcast_cancelled)


def written_in(message: Message) -> FormattedText:
    """The text after the command with its formatting.

    Telegram counts an entity's offset in UTF-16 code units, of two bytes each.
    """
    text = message.text or ""
    units = text.encode("utf-16-le", "surrogatepass")

    def characters(offset: int) -> int:
        return len(units[: offset * 2].decode("utf-16-le", "replace"))

    entities = tuple(
        Entity(
            EntityType(each.type),
            characters(each.offset),
            characters(each.offset + each.length),
            each.url or "",
        )
        for each in message.entities
        if each.type in set(EntityType)
    )
    command = len(text.split(None, 1)[0]) if text.split() else 0
    return stripped(FormattedText(text, entities), command)


async def _how(error: BroadcastEmpty, context: Context) -> Reply:
    """Say how to write an announcement, and what topics there are if one was asked for."""
    announcements, topic = context.services.announcements, error.topic
    if topic is None:
        return text_reply(context.texts.announcements.broadcast_how)
    reach = (
        await announcements.reach(Audience(topic=topic))
        if topic
        else AudienceReach(0, await announcements.topics())
    )
    return render_announcement_topics(topic, reach, context.texts)


async def _chosen(draft: Announcement | None, context: Context) -> Reply | ButtonResult:
    if draft is None:
        return ButtonResult(notice=context.texts.announcements.audience_chosen)
    return await _audiences(draft, context)


async def _audiences(draft: Announcement, context: Context) -> Reply:
    reach = await context.services.announcements.reach(draft.audience)
    return render_audiences(draft, reach, context.texts)


async def _question(draft: Announcement, context: Context) -> Reply:
    reach = await context.services.announcements.reach(draft.audience)
    return render_announcement_draft(draft, reach, context.texts)
