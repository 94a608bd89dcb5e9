"""An announcement as it is sent, the question before, and its progress."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.model.announcements import (
    Announcement,
    AnnouncementProgress,
    AudienceReach,
    EntityType,
    FormattedText,
)
from bot.model.interface_language import InterfaceLanguage
from bot.texts import LANGUAGES, Texts
from handlers.callback_data.announcements import (
    CancelBroadcast,
    ChooseAudience,
    ChooseTopic,
    SendBroadcast,
    ShowAudiences,
    ShowDraft,
    StopBroadcast,
)
from handlers.callback_data.keyboard import Button, Keyboard, stacked
from handlers.render.characters import one_line, shortened
from handlers.render.markup import MAX_UNITS, Markup, bold, code, italic, link, plain
from handlers.render.reply import Reply, text_reply, titled_reply

MAX_OFFERED = 10
"""Topics that are listed, and buttons for them."""
MAX_LABEL = 40
MAX_TOPIC = 200
"""Units of a topic in a text; ten with the sentences around them fit into a message."""


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


def render_announcement_draft(
    announcement: Announcement, reach: AudienceReach, texts: Texts
) -> Reply:
    """The question whether to send it to so many chats, and the way to choose others."""
    own, number = texts.announcements, announcement.number
    paragraphs = [own.broadcast_exactly, *_recipients(announcement, reach, texts)]
    send = Button(
        own.format("broadcast_send", count=texts.number(reach.chats)), SendBroadcast(number)
    )
    cancel = Button(own.broadcast_cancel, CancelBroadcast(number))
    choose = Button(own.audience_choose, ShowAudiences(number))
    buttons = stacked([choose], [send, cancel] if reach.chats else [cancel])
    return titled_reply(own.broadcast_ask, paragraphs, buttons)


def render_audiences(announcement: Announcement, reach: AudienceReach, texts: Texts) -> Reply:
    """Buttons that choose the language and the topic of the recipients; those chosen are marked."""
    own = texts.announcements
    keyboard = stacked(
        _languages(announcement, texts),
        *([each] for each in _topics(announcement, reach, texts)),
        [Button(own.audience_back, ShowDraft(announcement.number))],
    )
    paragraphs = _recipients(announcement, reach, texts)[:1]
    return titled_reply(own.audience_title, paragraphs, keyboard)


def render_announcement_topics(topic: str, reach: AudienceReach, texts: Texts) -> Reply:
    """The topics that an announcement can be sent to, and how it is written."""
    own = texts.announcements
    said = reach.said or not topic
    nobody = "" if said else own.format("broadcast_topic_nobody", topic=_shown(topic))
    paragraphs = filter(None, [nobody, _offered(topic, reach, texts), own.broadcast_how])
    return text_reply("\n\n".join(paragraphs))


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


def _recipients(announcement: Announcement, reach: AudienceReach, texts: Texts) -> list[str]:
    """How many chats get it, and the topics that were written of, or else those there are."""
    own, topic = texts.announcements, announcement.audience.topic
    audience = _audience(announcement, texts)
    key = "broadcast_chats" if reach.chats else "broadcast_nobody"
    lines = [own.format(key, count=reach.chats, audience=audience)]
    if topic and not reach.said and not announcement.audience.only:
        lines = [own.format("broadcast_topic_nobody", topic=_shown(topic))]
    return [*lines, *filter(None, [_offered(topic, reach, texts)])]


def _offered(topic: str, reach: AudienceReach, texts: Texts) -> str:
    """The topics with their counts, as many as are offered; "" if there are none."""
    own, shown = texts.announcements, reach.topics[:MAX_OFFERED]
    if not shown:
        return ""
    key = "broadcast_topics_said" if reach.said else "broadcast_topics"
    lines = [own.format(key, topic=_shown(topic))]
    lines += [
        own.format("broadcast_topic", topic=_shown(each.text), count=each.chats) for each in shown
    ]
    if left := len(reach.topics) - len(shown):
        lines.append(own.format("broadcast_topics_left", count=left))
    return "\n".join(lines)


def _shown(topic: str) -> str:
    return shortened(one_line(topic), MAX_TOPIC)


def _audience(announcement: Announcement, texts: Texts) -> str:
    audience, own = announcement.audience, texts.announcements
    parts = []
    if audience.language is not None:
        name = LANGUAGES[audience.language].language_name
        parts.append(own.format("audience_language", language=name))
    if audience.only:
        parts.append(own.format("audience_only", topic=_shown(audience.only)))
    elif audience.topic:
        parts.append(own.format("audience_topic", topic=_shown(audience.topic)))
    return ", ".join(parts) or own.audience_all


def _topics(announcement: Announcement, reach: AudienceReach, texts: Texts) -> Iterator[Button]:
    """A button for all topics that say what was written, and one for each that is offered."""
    own, audience = texts.announcements, announcement.audience
    if not reach.topics:
        return
    every = own.format("audience_topic", topic=shortened(audience.topic, MAX_LABEL))
    names = [(0, "", every)]
    names += [
        (each.id, each.text, own.format("audience_topic_count", topic=name, count=each.chats))
        for each in reach.topics[:MAX_OFFERED]
        for name in [shortened(one_line(each.text), MAX_LABEL)]
    ]
    for topic_id, text, name in names:
        chosen = text.lower() == audience.only.lower()
        label = texts.format("chosen", name=name) if chosen else name
        yield Button(label, ChooseTopic(announcement.number, topic_id))


def _languages(announcement: Announcement, texts: Texts) -> tuple[Button, ...]:
    """A button for all chats and one for each language; the chosen one is marked."""
    names: list[tuple[InterfaceLanguage | None, str]] = [
        (None, texts.announcements.broadcast_everyone)
    ]
    names += [(language, spoken.language_name) for language, spoken in LANGUAGES.items()]
    chosen = announcement.audience.language
    return tuple(
        Button(
            texts.format("language_current", name=name) if language is chosen else name,
            ChooseAudience(announcement.number, index),
        )
        for index, (language, name) in enumerate(names)
    )
