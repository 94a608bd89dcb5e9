"""A topic is proposed, changed and confirmed; only the last of these stores it."""

from bot.alerts.subscriptions import AT_ONCE
from bot.alerts.topic_suggestions import titles_only
from bot.errors import TopicKnown, TopicNotFound
from bot.model.schedule import Schedule
from bot.texts import LANGUAGES
from handlers.callback_data.proposals import ConfirmTopic, ProposeAnother, ProposeSchedule
from handlers.callback_data.topics import Follow
from handlers.context import Context
from handlers.render.proposal import render_proposal
from handlers.render.reply import Reply
from handlers.render.topics import render_topic
from handlers.telegram.button_press import ButtonPress
from handlers.topics.commands import add_topic, known_topic
from handlers.topics.request import TopicRequest, open_request, shown_topic, topic_press
from handlers.topics.schedule import schedule_of
from handlers.topics.targets import this_chat


async def proposal(subject: str, schedule: Schedule | None, context: Context) -> Reply:
    """The preview of a topic about ``subject``, whose buttons confirm, change and schedule it.

    Stores nothing. Raises NotAllowed, TopicUnclear or TopicTooBroad.
    """
    request = await open_request(await this_chat(context), context)
    suggestions = request.alerts.suggestions
    text = await suggestions.of_question(subject, request.texts.language.content) or subject
    return await _proposed(text, schedule or AT_ONCE, request)


@topic_press
async def follow(press: ButtonPress[Follow], request: TopicRequest) -> Reply:
    """Propose the topic of a question."""
    return await _proposed(press.payload.topic, AT_ONCE, request)


@topic_press
async def propose_another(
    press: ButtonPress[ProposeAnother], request: TopicRequest
) -> Reply | None:
    """Propose the topic on the button; None if the message no longer has it."""
    numbers, text = press.payload, press.label
    schedule = schedule_of(numbers.frequency, numbers.day, numbers.minute)
    if text in {texts.conversation.proposal_in_title for texts in LANGUAGES.values()}:
        text = titles_only(shown_topic(press.message))
    return await _proposed(text, schedule, request) if text else None


@topic_press
async def propose_schedule(
    press: ButtonPress[ProposeSchedule], request: TopicRequest
) -> Reply | None:
    """Propose another schedule for the topic that the message shows; None if it shows none."""
    text, numbers = shown_topic(press.message), press.payload
    schedule = schedule_of(numbers.frequency, numbers.day, numbers.minute)
    return await _proposed(text, schedule, request) if text else None


@topic_press
async def confirm(press: ButtonPress[ConfirmTopic], request: TopicRequest) -> Reply | None:
    """Subscribe to the topic that the message shows; None if it shows none."""
    text, numbers = shown_topic(press.message), press.payload
    schedule = schedule_of(numbers.frequency, numbers.day, numbers.minute)
    if not text:
        return None
    try:
        added = await add_topic(text, schedule, request)
    except TopicKnown as error:
        return await known_topic(error, request)
    texts = request.texts
    return render_topic(added.topic, request.view, texts, texts.conversation.proposal_done)


async def _proposed(text: str, schedule: Schedule, request: TopicRequest) -> Reply:
    """The preview of a topic; of one that exists, the topic. Raises as ``proposal`` does."""
    alerts = request.alerts
    try:
        known = await alerts.subscriptions.named(request.target, text)
        return await known_topic(TopicKnown(known.id, known.text), request)
    except TopicNotFound:
        pass
    preview = await alerts.subscriptions.preview(text)
    newest = preview.newest[0].id if preview.newest else None
    variants = await alerts.suggestions.variants(preview.text, newest)
    return render_proposal(preview, schedule, variants, request.view, request.texts)
