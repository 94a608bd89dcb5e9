"""What the buttons of topics, alerts and digests do."""

from telegram import MessageEntity, Update
from telegram.constants import ChatType

from bot.errors import BadSchedule, NotAllowed, SubscriptionError, TopicNotFound
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.texts import texts_for
from handlers.callback_data import (
    Action,
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    ChooseSnooze,
    DeleteTopic,
    EditTopic,
    Follow,
    ListToDelete,
    ListTopics,
    MuteTopics,
    NarrowTopics,
    PauseTopic,
    ReplaceTopic,
    RestoreTopic,
    ResumeTopic,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
    ShowSources,
    ShowTopic,
    SnoozeTopic,
    TurnDigest,
    Unsubscribe,
)
from handlers.context import Context
from handlers.deep_links import link_to
from handlers.render import (
    FREQUENCIES,
    SNOOZE_HOURS,
    TIME_ZONES,
    Reply,
    render_day_choice,
    render_digest,
    render_frequencies,
    render_hour_choice,
    render_snooze_choice,
    render_sources,
)
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.topics.controller import TopicController, controller_for, explained
from handlers.topics.targets import here, numbered

SEEN_BY_ALL = ShowSources | TurnDigest | ListTopics
ANEW = Follow | EditTopic | NarrowTopics | Unsubscribe
"""What these show is a new message; all others change the one with the button."""


async def press_topic(
    action: Action, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """Do what a button says; an empty effect where that is no longer possible."""
    texts = texts_for(press.language)
    try:
        if press.message.chat.type == ChatType.CHANNEL and not isinstance(action, TurnDigest):
            return await _in_channel(action, press, update, context)
        return await _done(action, press, update, context)
    except (NotAllowed, TopicNotFound) as error:
        return ButtonResult(notice=texts.format(error.key, **error.arguments))
    except BadSchedule:
        return ButtonResult()
    except SubscriptionError as error:
        return ButtonResult(explained(error, texts))


async def _in_channel(
    action: Action, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """In a channel nothing is said but alerts: the rest is a link to the private chat."""
    if isinstance(action, ShowSources):
        return ButtonResult(url=link_to(action, context))
    target = await here(update, context)
    desk = await controller_for(target, context, texts_for(press.language))
    match action:
        case MuteTopics(topic_ids):
            return ButtonResult(notice=await desk.mute(topic_ids))
        case NarrowTopics(_, topic_ids) | Unsubscribe(topic_ids):
            card = ShowTopic(topic_ids[0], -target.place.chat_id)
            return ButtonResult(url=link_to(card, context))
    return ButtonResult()


async def _done(
    action: Action, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    if isinstance(action, SEEN_BY_ALL) and not getattr(action, "channel", 0):
        target = await here(update, context, changing=False)
    else:
        target = await numbered(getattr(action, "channel", 0), update, context)
    desk = await controller_for(target, context, texts_for(press.language))
    if isinstance(action, MuteTopics):
        return ButtonResult(notice=await desk.mute(action.topic_ids))
    reply = await _shown(action, press, desk)
    return ButtonResult(reply, in_place=not isinstance(action, ANEW | ShowSources))


async def _shown(action: Action, press: ButtonPress, desk: TopicController) -> Reply | None:  # noqa: PLR0911 - one for each button
    """What the message with the button, or a new one, shows."""
    match action:
        case Follow(topic):
            return await desk.subscribe(topic)
        case Unsubscribe(topic_ids):
            return await desk.unsubscribe(topic_ids)
        case NarrowTopics(article_id, topic_ids):
            return await desk.narrow(article_id, topic_ids)
        case ReplaceTopic(topic_id):
            return await desk.edit(topic_id, press.label) if press.label else None
        case RestoreTopic():
            return await _restored(action, press, desk)
        case ShowSources(story_id):
            articles = await desk.alerts.history.sources(story_id)
            return render_sources(articles, desk.texts) if articles else None
        case TurnDigest(message_id, number):
            page = await desk.alerts.history.digest_page(desk.chat_id, message_id, number)
            return render_digest(page, message_id, desk.texts) if page else None
    return await _managed(action, desk)


async def _managed(action: Action, desk: TopicController) -> Reply | None:  # noqa: PLR0911 - one for each button
    """A list, a topic, or a chat's times."""
    match action:
        case ListTopics(page):
            return await desk.listed(page)
        case ListToDelete(page):
            return await desk.listed_to_delete(page)
        case SetTimeZone(number) if number < len(TIME_ZONES):
            return await desk.set_zone(TIME_ZONES[number])
        case SetQuietHours(start, end):
            return await desk.set_quiet(QuietHours(start, end) if start != end else None)
        case EditTopic(topic_id):
            return await desk.ask_edit(topic_id)
        case DeleteTopic(topic_id):
            return await desk.delete(topic_id)
        case SnoozeTopic(topic_id, hours) if hours in SNOOZE_HOURS:
            return await desk.snooze(topic_id, hours)
    return await _changed(action, desk)


async def _changed(action: Action, desk: TopicController) -> Reply | None:  # noqa: PLR0911 - one for each button
    """A topic after a change, or what there is to choose from for one."""
    subscriptions = desk.alerts.subscriptions
    match action:
        case SetSchedule(topic_id, rhythm, day, minute):
            schedule = schedule_of(rhythm, day, minute)
            return desk.show(await subscriptions.set_schedule(desk.chat_id, topic_id, schedule))
        case PauseTopic(topic_id):
            return desk.show(await subscriptions.pause(desk.chat_id, topic_id))
        case ResumeTopic(topic_id):
            return desk.show(await subscriptions.resume(desk.chat_id, topic_id))
        case ShowTopic(topic_id):
            return desk.show(await desk.topic(topic_id))
        case ChooseFrequency(topic_id):
            return render_frequencies(await desk.topic(topic_id), desk.view, desk.texts)
        case ChooseDay(topic_id):
            return render_day_choice(await desk.topic(topic_id), desk.view, desk.texts)
        case ChooseHour(topic_id, day) if day <= 7:
            return render_hour_choice(await desk.topic(topic_id), day, desk.view, desk.texts)
        case ChooseSnooze(topic_id):
            return render_snooze_choice(await desk.topic(topic_id), desk.view, desk.texts)
    return None


async def _restored(
    action: RestoreTopic, press: ButtonPress, desk: TopicController
) -> Reply | None:
    """The deleted topic stands in the message as words that a tap copies."""
    named = press.message.parse_entities([MessageEntity.CODE]).values()
    text = next(iter(named), "")
    schedule = schedule_of(action.rhythm, action.day, action.minute)
    return await desk.restore(text, schedule) if text else None


def schedule_of(rhythm: int, day: int, minute: int) -> Schedule:
    """The schedule that a button's numbers mean; raises BadSchedule."""
    if rhythm >= len(FREQUENCIES):
        raise BadSchedule
    match FREQUENCIES[rhythm]:
        case Frequency.DAILY:
            return Schedule(Frequency.DAILY, minute)
        case Frequency.WEEKLY:
            return Schedule(Frequency.WEEKLY, minute, day)
        case other:
            return Schedule(other)
