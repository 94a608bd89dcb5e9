"""The choices of a topic's schedule, of quiet hours and of time zones."""

from datetime import datetime, timedelta

from bot.model.schedule import MINUTES_PER_DAY, Frequency, QuietHours
from bot.model.topics import ChatState, TopicState
from bot.model.zone_names import ZONE_ALIASES, zone_label
from bot.texts import Texts
from handlers.callback_data.keyboard import Button, Keyboard, rows
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import (
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
    ShowTopic,
    SnoozeTopic,
)
from handlers.render.markup import joined, plain
from handlers.render.reply import Reply
from handlers.render.topics import FREQUENCIES, TopicView, channel_line, topic_head

HOURS_PER_ROW = 6
DAYS_PER_ROW = 2
EVERY_DAY = 7
TIME_ZONES = tuple(ZONE_ALIASES.values())
QUIET = (QuietHours(21 * 60, 5 * 60), QuietHours(22 * 60, 6 * 60), QuietHours(23 * 60, 7 * 60))
SNOOZE_HOURS = (3, 24, 72, 168)
"""Hours."""


def frequency_buttons(topic: TopicState, view: TopicView, texts: Texts) -> Keyboard:
    """Buttons for how often alerts come; the current choice is marked."""
    names = {
        Frequency.AT_ONCE: texts.when_at_once,
        Frequency.HOURLY: texts.when_hourly,
        Frequency.DAILY: texts.when_daily,
        Frequency.WEEKLY: texts.when_weekly,
    }
    actions: dict[Frequency, ButtonPayload] = {
        Frequency.DAILY: ChooseHour(topic.id, EVERY_DAY, view.channel),
        Frequency.WEEKLY: ChooseDay(topic.id, view.channel),
    }
    buttons = [
        Button(
            texts.format("chosen", name=names[frequency])
            if frequency is topic.schedule.frequency
            else names[frequency],
            actions.get(frequency)
            or SetSchedule(topic.id, FREQUENCIES.index(frequency), channel=view.channel),
        )
        for frequency in FREQUENCIES
    ]
    return rows(buttons, 2)


def render_frequencies(topic: TopicState, view: TopicView, texts: Texts) -> Reply:
    """The choice of how often alerts come."""
    back = (Button(texts.back, ShowTopic(topic.id, view.channel)),)
    return _choice(
        topic, view, texts.when_ask, (*frequency_buttons(topic, view, texts), back), texts
    )


def render_day_choice(topic: TopicState, view: TopicView, texts: Texts) -> Reply:
    """The choice of the day of the week."""
    buttons = [
        Button(texts.weekday(day), ChooseHour(topic.id, day, view.channel)) for day in range(7)
    ]
    keyboard = (*rows(buttons, DAYS_PER_ROW), _to_frequencies(topic, view, texts))
    return _choice(topic, view, texts.when_day_ask, keyboard, texts)


def render_hour_choice(topic: TopicState, day: int, view: TopicView, texts: Texts) -> Reply:
    """The choice of the hour of a day of the week, or of every day."""
    frequency = FREQUENCIES.index(Frequency.DAILY if day == EVERY_DAY else Frequency.WEEKLY)
    weekday = 0 if day == EVERY_DAY else day
    buttons = [
        Button(f"{hour:02}", SetSchedule(topic.id, frequency, weekday, hour * 60, view.channel))
        for hour in range(24)
    ]
    keyboard = (*rows(buttons, HOURS_PER_ROW), _to_frequencies(topic, view, texts))
    ask = texts.format("when_hour_ask", zone=zone_label(view.zone.key))
    return _choice(topic, view, ask, keyboard, texts)


def render_snooze_choice(topic: TopicState, view: TopicView, texts: Texts) -> Reply:
    """The choice of how long to snooze."""
    buttons = [
        Button(texts.span(timedelta(hours=hours)), SnoozeTopic(topic.id, hours, view.channel))
        for hours in SNOOZE_HOURS
    ]
    back = (Button(texts.back, ShowTopic(topic.id, view.channel)),)
    return _choice(topic, view, texts.snooze_ask, (*rows(buttons, 2), back), texts)


def render_quiet_hours(chat: ChatState, view: TopicView, texts: Texts) -> Reply:
    """The quiet hours, with buttons for usual ones."""
    now = texts.quiet_none
    if chat.quiet:
        start, end = texts.time(chat.quiet.start), texts.time(chat.quiet.end)
        now = texts.format("quiet_now", start=start, end=end, zone=zone_label(chat.zone.key))
    buttons = [
        Button(
            f"{hours.start // 60:02}–{hours.end // 60:02}",
            SetQuietHours(hours.start, hours.end, view.channel),
        )
        for hours in QUIET
    ]
    off = ((Button(texts.quiet_off, SetQuietHours(0, 0, view.channel)),),) if chat.quiet else ()
    return _setting([now, texts.quiet_how], view, (tuple(buttons), *off), texts)


def render_time_zone(chat: ChatState, view: TopicView, texts: Texts) -> Reply:
    """The time zone and the time there, with buttons for Indonesia's three."""
    local = view.now.astimezone(chat.zone)
    now = texts.format("zone_now", zone=zone_label(chat.zone.key), time=texts.time(_minute(local)))
    buttons = tuple(
        Button(
            texts.format("chosen", name=zone_label(zone))
            if zone == chat.zone.key
            else zone_label(zone),
            SetTimeZone(number, view.channel),
        )
        for number, zone in enumerate(TIME_ZONES)
    )
    return _setting([now, texts.zone_how], view, (buttons,), texts)


def _setting(paragraphs: list[str], view: TopicView, keyboard: Keyboard, texts: Texts) -> Reply:
    parts = [channel_line(view, texts), *map(plain, paragraphs)]
    return Reply(joined("\n\n", parts), keyboard)


def _choice(
    topic: TopicState, view: TopicView, ask: str, keyboard: Keyboard, texts: Texts
) -> Reply:
    return Reply(joined("\n\n", [topic_head(topic.text, view, texts), plain(ask)]), keyboard)


def _to_frequencies(topic: TopicState, view: TopicView, texts: Texts) -> tuple[Button, ...]:
    return (Button(texts.back, ChooseFrequency(topic.id, view.channel)),)


def _minute(moment: datetime) -> int:
    return (moment.hour * 60 + moment.minute) % MINUTES_PER_DAY
