"""Answers to pressed buttons."""

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.world import CALLBACK_SECONDS, CallbackAnswer, ServerState

TEXT_LIMIT = 200


async def answer_callback_query(world: ServerState, parameters: Parameters) -> bool:
    """Answer a press, once and in time."""
    number = parameters.text("callback_query_id")
    query = world.callbacks.get(number)
    if query is None or query.answered or world.clock() - query.date > CALLBACK_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = parameters.text("text")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    show_alert = parameters.boolean("show_alert")
    world.callback_answers.put(CallbackAnswer(number, text, show_alert, parameters.text("url")))
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
