"""The buttons by which a topic's schedule and a chat's quiet hours and time zone are chosen."""

from bot.errors import BadSchedule
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import TopicState
from handlers.callback_data.topics import (
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    ChooseSnooze,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
)
from handlers.render.reply import Reply
from handlers.render.timing import (
    EVERY_DAY,
    TIME_ZONES,
    render_day_choice,
    render_frequencies,
    render_hour_choice,
    render_quiet_hours,
    render_snooze_choice,
    render_time_zone,
)
from handlers.render.topics import FREQUENCIES, render_topic
from handlers.telegram.button_press import ButtonPress
from handlers.topics.request import TopicRequest, topic_press


@topic_press
async def choose_frequency(press: ButtonPress[ChooseFrequency], request: TopicRequest) -> Reply:
    """Offer how often alerts come."""
    topic = await _topic(press.payload.topic_id, request)
    return render_frequencies(topic, request.view, request.texts)


@topic_press
async def choose_day(press: ButtonPress[ChooseDay], request: TopicRequest) -> Reply:
    """Offer the days of the week."""
    topic = await _topic(press.payload.topic_id, request)
    return render_day_choice(topic, request.view, request.texts)


@topic_press
async def choose_hour(press: ButtonPress[ChooseHour], request: TopicRequest) -> Reply | None:
    """Offer the hours of a day of the week or of every day; None for any other day."""
    if press.payload.day > EVERY_DAY:
        return None
    topic = await _topic(press.payload.topic_id, request)
    return render_hour_choice(topic, press.payload.day, request.view, request.texts)


@topic_press
async def set_schedule(press: ButtonPress[SetSchedule], request: TopicRequest) -> Reply:
    """Change a topic's schedule."""
    payload, subscriptions = press.payload, request.alerts.subscriptions
    schedule = schedule_of(payload.frequency, payload.day, payload.minute)
    topic = await subscriptions.set_schedule(request.chat_id, payload.topic_id, schedule)
    return render_topic(topic, request.view, request.texts)


@topic_press
async def choose_snooze(press: ButtonPress[ChooseSnooze], request: TopicRequest) -> Reply:
    """Offer how long to snooze."""
    topic = await _topic(press.payload.topic_id, request)
    return render_snooze_choice(topic, request.view, request.texts)


@topic_press
async def set_quiet_hours(press: ButtonPress[SetQuietHours], request: TopicRequest) -> Reply:
    """Set the chat's quiet hours, or remove them."""
    start, end = press.payload.start, press.payload.end
    hours = QuietHours(start, end) if start != end else None
    chat = await request.alerts.chat_settings.set_quiet(request.chat_id, hours)
    return render_quiet_hours(chat, request.view, request.texts)


@topic_press
async def set_time_zone(press: ButtonPress[SetTimeZone], request: TopicRequest) -> Reply | None:
    """Set the chat's time zone; None if no button offers it."""
    if press.payload.number >= len(TIME_ZONES):
        return None
    zone = TIME_ZONES[press.payload.number]
    chat = await request.alerts.chat_settings.set_zone(request.chat_id, zone)
    return render_time_zone(chat, request.view, request.texts)


def schedule_of(frequency: int, day: int, minute: int) -> Schedule:
    """The schedule that a button's numbers mean; raises BadSchedule."""
    if frequency >= len(FREQUENCIES):
        raise BadSchedule
    match FREQUENCIES[frequency]:
        case Frequency.DAILY:
            return Schedule(Frequency.DAILY, minute)
        case Frequency.WEEKLY:
            return Schedule(Frequency.WEEKLY, minute, day)
        case other:
            return Schedule(other)


async def _topic(topic_id: int, request: TopicRequest) -> TopicState:
    return await request.alerts.subscriptions.topic(request.chat_id, topic_id)
