"""An announcement as it is sent, the question before, and its progress."""

from dataclasses import replace
from itertools import pairwise

from bot.model.announcements import Announcement, AnnouncementProgress, EntityType, FormattedText
from bot.texts import LANGUAGES, Texts
from handlers.callback_data.announcements import (
    CancelBroadcast,
    ChooseAudience,
    SendBroadcast,
    StopBroadcast,
)
from handlers.callback_data.keyboard import Button, Keyboard
from handlers.render.characters import shortened
from handlers.render.markup import MAX_UNITS, Markup, bold, code, italic, link, plain
from handlers.render.reply import Reply, titled_reply
from index.types import Language


def render_formatted_text(content: FormattedText) -> Reply:
    """An admin's text with its formatting; plain if it has more entities than Telegram takes."""
    # Telegram drops carriage returns; a blank keeps the offsets of the entities.
    content = replace(content, text=content.text.replace("\r", " "))
    ends = (end for entity in content.entities for end in (entity.start, entity.end))
    cuts = sorted({0, len(content.text), *ends})
    formatted = sum((_run(content, *run) for run in pairwise(cuts)), Markup())
    return Reply(formatted if formatted.fits else plain(shortened(content.text, MAX_UNITS)))


def _run(content: FormattedText, start: int, end: int) -> Markup:
    """A part of the text in which no entity begins or ends."""
    run = plain(content.text[start:end])
    over = {each.type: each for each in content.entities if each.start <= start and end <= each.end}
    if EntityType.CODE in over:  # Telegram allows nothing in it or around it
        return code(run)
    run = italic(run) if EntityType.ITALIC in over else run
    run = bold(run) if EntityType.BOLD in over else run
    return link(run, over[EntityType.LINK].url) if EntityType.LINK in over else run


def render_announcement_draft(announcement: Announcement, chats: int, texts: Texts) -> Reply:
    """The question whether to send it to so many chats, and buttons that change the audience."""
    own = texts.announcements
    audience = _audience(announcement, texts)
    to_whom = (
        own.format("broadcast_chats", count=chats, audience=audience)
        if chats
        else own.format("broadcast_nobody", audience=audience)
    )
    paragraphs = [own.broadcast_exactly, to_whom]
    send = Button(
        own.format("broadcast_send", count=texts.number(chats)), SendBroadcast(announcement.number)
    )
    cancel = Button(own.broadcast_cancel, CancelBroadcast(announcement.number))
    last = (send, cancel) if chats else (cancel,)
    return titled_reply(own.broadcast_ask, paragraphs, (_languages(announcement, texts), last))


def render_announcement_progress(
    announcement: Announcement, progress: AnnouncementProgress, texts: Texts
) -> Reply:
    """How many chats it has reached, with a button to stop it while it goes on."""
    own, going = texts.announcements, progress.waiting > 0 and not announcement.stopped
    title = own.broadcast_stopped if announcement.stopped else own.broadcast_done
    stop: Keyboard = ((Button(own.broadcast_stop, StopBroadcast(announcement.number)),),)
    total = texts.number(announcement.recipients or 0)
    rest = {
        "broadcast_blocked": progress.blocked,
        "broadcast_failed": progress.failed,
        "broadcast_waiting": progress.waiting,
        "broadcast_paused": progress.paused,
        "broadcast_unsent": progress.unsent,
    }
    lines = [
        own.format("broadcast_sent", count=texts.number(progress.sent), total=total),
        *(own.format(key, count=texts.number(count)) for key, count in rest.items() if count),
    ]
    shown = own.broadcast_going if going else title
    return titled_reply(shown, ["\n".join(lines)], stop if going else ())


def _audience(announcement: Announcement, texts: Texts) -> str:
    audience, own = announcement.audience, texts.announcements
    parts = []
    if audience.language is not None:
        name = LANGUAGES[audience.language].language_name
        parts.append(own.format("audience_language", language=name))
    if audience.topic:
        parts.append(own.format("audience_topic", topic=audience.topic))
    return ", ".join(parts) or own.audience_all


def _languages(announcement: Announcement, texts: Texts) -> tuple[Button, ...]:
    """A button for all chats and one for each language; the chosen one is marked."""
    names: list[tuple[Language | None, str]] = [(None, texts.announcements.broadcast_everyone)]
    names += [(language, spoken.language_name) for language, spoken in LANGUAGES.items()]
    chosen = announcement.audience.language
    return tuple(
        Button(
            texts.format("language_current", name=name) if language is chosen else name,
            ChooseAudience(announcement.number, index),
        )
        for index, (language, name) in enumerate(names)
    )
