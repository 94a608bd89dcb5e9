"""A topic with its buttons, and lists of topics."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.alerts.subscriptions import TOPICS_PER_PAGE, TopicPage
from bot.alerts.topic_description import canonical_text, describe
from bot.model.schedule import Frequency, Schedule
from bot.model.suspensions import Suspension, SuspensionReason
from bot.model.topics import TopicState
from bot.texts import Texts
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import (
    ChooseFrequency,
    ChooseSnooze,
    DeleteAllTopics,
    DeleteTopic,
    EditTopic,
    ListToDelete,
    ListTopics,
    PauseTopic,
    ReplaceTopic,
    RestoreTopic,
    ResumeTopic,
    ShowTopic,
)
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, code, joined, plain
from handlers.render.pager import ListSlice, page_buttons, slice_range
from handlers.render.reply import Reply

MAX_LISTED_TITLE = 120
MAX_LABEL = 40
MAX_CHANNEL = 120
NUMBERS_PER_ROW = 4
FREQUENCIES = tuple(Frequency)


@dataclass(frozen=True, slots=True)
class TopicView:
    """The view of a chat's topics: its time zone, the time, and the channel managed from elsewhere.

    ``thread_id`` is the forum topic in which they are viewed, 0 for the general one.
    ``suspensions`` are those of the chat, by thread id.
    """

    zone: ZoneInfo
    now: datetime
    channel: int = 0
    title: str = ""
    thread_id: int = 0
    suspensions: Mapping[int, Suspension] = field(default_factory=dict)
    unreachable: bool = False


def render_topic(topic: TopicState, view: TopicView, texts: Texts, news: str = "") -> Reply:
    """A topic, its schedule and buttons; ``news`` is what has just become of it."""
    lines = [
        topic_meaning(topic.text, texts),
        plain(describe_schedule(topic.schedule, texts)),
        *map(plain, _states(topic, view, texts)),
    ]
    parts = [plain(news), topic_head(topic.text, view, texts), joined("\n", lines)]
    return Reply(joined("\n\n", parts), _changes(topic, view, texts))


def topic_head(text: str, view: TopicView, texts: Texts) -> Markup:
    """The topic, and the channel that it is for if that is not this chat."""
    return joined("\n", [plain("🔔 ") + topic_name(text, texts), channel_line(view, texts)])


def topic_meaning(text: str, texts: Texts) -> Markup:
    """How a topic was understood; empty if it says so itself."""
    meaning = describe(text, texts)
    return plain(texts.format("topic_means", words=meaning)) if meaning != text else Markup()


def topic_name(text: str, texts: Texts, longest: int | None = None) -> Markup:
    """A topic as code, which a tap copies."""
    words = one_line(canonical_text(text, texts))
    return code(plain(words if longest is None else shortened(words, longest)))


def channel_line(view: TopicView, texts: Texts) -> Markup:
    """The channel whose topics are managed; empty if they are this chat's."""
    if not view.channel:
        return Markup()
    title = shortened(one_line(view.title), MAX_CHANNEL)
    return plain(texts.format("topic_in_channel", title=title))


def describe_schedule(schedule: Schedule, texts: Texts) -> str:
    """A schedule in words."""
    time = texts.time(schedule.minute or 0)
    match schedule.frequency:
        case Frequency.AT_ONCE:
            return texts.when_at_once
        case Frequency.HOURLY:
            return texts.when_hourly
        case Frequency.DAILY:
            return texts.format("when_daily_at", time=time)
        case Frequency.WEEKLY:
            day = texts.weekday(schedule.weekday or 0)
            return texts.format("when_weekly_at", day=day, time=time)


def _states(topic: TopicState, view: TopicView, texts: Texts) -> Iterator[str]:
    """Why alerts of a topic do not come, and when a digest is due."""
    if (suspension := view.suspensions.get(topic.thread_id)) is not None:
        yield _suspended(suspension, view, texts)
    if topic.paused:
        yield texts.topic_paused
    for key, until in (
        ("topic_snoozed", topic.snoozed_until),
        ("topic_muted", topic.muted_until),
        ("topic_due", topic.due),
    ):
        if until is not None and until > view.now:
            yield texts.format(key, moment=texts.moment(until.astimezone(view.zone)))


def _all_suspended(view: TopicView, texts: Texts) -> Markup:
    """Why nothing is sent to the chat or to forum topics in it, each reason once."""
    first = {each.reason: each for each in view.suspensions.values()}
    reasons = [_suspended(each, view, texts) for each in first.values()]
    if view.unreachable:
        reasons.append(texts.delivery.topics_unreachable)
    return joined("\n", map(plain, reasons))


def _suspended(suspension: Suspension, view: TopicView, texts: Texts) -> str:
    if suspension.reason is SuspensionReason.CLOSED:
        return texts.delivery.topics_closed
    retry_at = max(suspension.retry_at, view.now)
    return texts.delivery.format(
        "topics_no_rights", moment=texts.moment(retry_at.astimezone(view.zone))
    )


def _is_silent(topic: TopicState, now: datetime) -> bool:
    ends = (topic.snoozed_until, topic.muted_until)
    return topic.paused or any(end is not None and end > now for end in ends)


def _changes(topic: TopicState, view: TopicView, texts: Texts) -> Keyboard:
    here = (topic.id, view.channel)
    silent = _is_silent(topic, view.now)
    stop = Button(texts.topic_pause, PauseTopic(*here))
    speak = Button(texts.topic_resume, ResumeTopic(*here))
    return (
        (
            Button(texts.topic_schedule, ChooseFrequency(*here)),
            Button(texts.topic_snooze, ChooseSnooze(*here)),
        ),
        (speak if silent else stop, Button(texts.topic_edit, EditTopic(*here))),
        (
            Button(texts.topic_delete, DeleteTopic(*here)),
            Button(texts.topic_all, ListTopics(0, view.channel)),
        ),
    )


def render_topics(page: TopicPage, view: TopicView, texts: Texts) -> Reply:
    """A page of the topics, each with a numbered button that opens it."""
    if not page.total:
        return _none(view, texts)
    numbered = list(enumerate(page.topics, page.number * TOPICS_PER_PAGE + 1))
    listed = [_listed(number, topic, view, texts) for number, topic in numbered]
    openers = [Button(str(number), ShowTopic(topic.id, view.channel)) for number, topic in numbered]
    head = joined("\n", [_counted(page, texts), channel_line(view, texts)])
    paused = _all_suspended(view, texts)
    markup = joined("\n\n", [head, paused, joined("\n", listed), plain(texts.topics_how)])
    turning = page_buttons(
        page.number, page.pages, lambda number: ListTopics(number, view.channel), texts
    )
    return Reply(markup, stacked(*rows(openers, NUMBERS_PER_ROW), turning))


def render_topics_to_delete(page: TopicPage, view: TopicView, texts: Texts) -> Reply:
    """A page of the topics, each with a button that deletes it."""
    if not page.total:
        return _none(view, texts)
    buttons = [
        (Button(label(topic.text, texts), DeleteTopic(topic.id, view.channel)),)
        for topic in page.topics
    ]
    turning = page_buttons(
        page.number, page.pages, lambda number: ListToDelete(number, view.channel), texts
    )
    head = joined("\n", [plain(texts.unsubscribe_ask), channel_line(view, texts)])
    return Reply(head, stacked(*buttons, turning))


def render_deleted_topic(topic: TopicState, view: TopicView, texts: Texts) -> Reply:
    """A topic that was deleted, with the button that restores it."""
    words = plain(f"{texts.topic_deleted} ") + topic_name(topic.text, texts)
    timing = (topic.schedule.weekday or 0, topic.schedule.minute or 0)
    back = RestoreTopic(FREQUENCIES.index(topic.schedule.frequency), *timing, view.channel)
    return Reply(words, ((Button(texts.topic_restore, back),),))


def render_delete_all(page: TopicPage, view: TopicView, texts: Texts) -> Reply:
    """Ask whether to delete all topics."""
    if not page.total:
        return _none(view, texts)
    ask = plain(texts.format("unsubscribe_all_ask", count=page.total))
    yes = Button(texts.unsubscribe_all, DeleteAllTopics(page.total, view.channel))
    no = Button(texts.topic_all, ListTopics(0, view.channel))
    return Reply(joined("\n", [ask, channel_line(view, texts)]), ((yes, no),))


def render_nearest(topic: TopicState, view: TopicView, texts: Texts) -> Reply:
    """Ask whether this is the topic that was misspelt."""
    button = Button(texts.topic_delete, DeleteTopic(topic.id, view.channel))
    return Reply(plain(f"{texts.topic_nearest} ") + topic_name(topic.text, texts), ((button,),))


def render_edit_question(topic: TopicState, command: str, texts: Texts) -> Reply:
    """The question for a topic's other text; ``command`` names the topic, also for the reply."""
    ask = plain(texts.format("topic_edit_ask", command=command))
    now = plain(f"{texts.topic_edit_now} ") + topic_name(topic.text, texts)
    return Reply(joined("\n\n", [ask, now]), asks=True)


def render_narrowings(topic: TopicState, proposals: Sequence[str], texts: Texts) -> Reply:
    """Topics that may replace another, each on a button with its whole text."""
    if not proposals:
        return Reply(plain(texts.narrow_none))
    buttons = [
        (Button(text, ReplaceTopic(topic.id, number)),) for number, text in enumerate(proposals)
    ]
    return Reply(plain(f"{texts.narrow_ask} ") + topic_name(topic.text, texts), tuple(buttons))


def render_topic_choice(
    topics: Sequence[TopicState], payload: Callable[[int], ButtonPayload], texts: Texts
) -> Reply:
    """The question which of some topics is meant."""
    buttons = [(Button(label(topic.text, texts), payload(topic.id)),) for topic in topics]
    return Reply(plain(texts.which_topic), tuple(buttons))


def label(text: str, texts: Texts) -> str:
    """A topic as a button's label."""
    return shortened(one_line(canonical_text(text, texts)), MAX_LABEL)


def _none(view: TopicView, texts: Texts) -> Reply:
    return Reply(joined("\n", [channel_line(view, texts), plain(texts.topics_none)]))


def _counted(page: TopicPage, texts: Texts) -> Markup:
    title = bold(plain(texts.topics_title))
    if page.pages == 1:
        return title
    shown = ListSlice(page.number * TOPICS_PER_PAGE, TOPICS_PER_PAGE, page.total)
    return title + plain(f" · {slice_range('latest_range', shown, texts)}")


def _listed(number: int, topic: TopicState, view: TopicView, texts: Texts) -> Markup:
    suspended = topic.thread_id in view.suspensions
    silent = " · ⏸" if suspended or _is_silent(topic, view.now) else ""
    room = f" · {texts.topic_elsewhere}" if topic.thread_id != view.thread_id else ""
    when = plain(f" · {describe_schedule(topic.schedule, texts)}{room}{silent}")
    name = topic_name(topic.text, texts, MAX_LISTED_TITLE)
    return bold(plain(str(number))) + plain("  ") + name + when
