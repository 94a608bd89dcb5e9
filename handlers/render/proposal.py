"""A proposed topic, which is stored only when somebody confirms it."""

from collections.abc import Sequence

from bot.alerts.previews import TopicPreview
from bot.alerts.topic_suggestions import titles_only
from bot.model.schedule import Frequency, Schedule
from bot.texts import Texts
from handlers.callback_data.keyboard import Button, Keyboard, rows, stacked
from handlers.callback_data.proposals import ConfirmTopic, ProposeAnother, ProposeSchedule
from handlers.render.markup import joined, plain
from handlers.render.reply import Reply
from handlers.render.subscribing import reading_buttons, topic_preview
from handlers.render.topics import FREQUENCIES, TopicView, describe_schedule, label

_MORNING = 7 * 60
OFFERED = (
    Schedule(),
    Schedule(Frequency.HOURLY),
    Schedule(Frequency.DAILY, _MORNING),
    Schedule(Frequency.WEEKLY, _MORNING, 0),
)
"""Schedules to choose from; others are chosen when the topic is stored."""


def render_proposal(
    preview: TopicPreview,
    schedule: Schedule,
    variants: Sequence[str],
    view: TopicView,
    texts: Texts,
) -> Reply:
    """A topic and what it would have matched, with buttons to confirm, change and schedule it."""
    own = texts.conversation
    parts = [*topic_preview(preview, view, texts), plain(own.proposal_ask)]
    confirm = Button(
        f"{own.proposal_yes} · {describe_schedule(schedule, texts).lower()}",
        ConfirmTopic(*_numbers(schedule)),
    )
    others = [
        (Button(_named(text, preview, texts), ProposeAnother(number, *_numbers(schedule))),)
        for number, text in enumerate(variants)
    ]
    keyboard = stacked(*reading_buttons(preview), [confirm], *_times(schedule, texts), *others)
    return Reply(joined("\n\n", parts), keyboard)


def _named(text: str, preview: TopicPreview, texts: Texts) -> str:
    """Another topic as a label; that of titles only in words."""
    if text == titles_only(preview.text):
        return texts.conversation.proposal_in_title
    return label(text, texts)


def _times(chosen: Schedule, texts: Texts) -> Keyboard:
    offered = [each for each in OFFERED if each != chosen]
    return rows(
        [
            Button(describe_schedule(each, texts), ProposeSchedule(*_numbers(each)))
            for each in offered
        ],
        2,
    )


def _numbers(schedule: Schedule) -> tuple[int, int, int]:
    frequency = FREQUENCIES.index(schedule.frequency)
    return frequency, schedule.weekday or 0, schedule.minute or 0
