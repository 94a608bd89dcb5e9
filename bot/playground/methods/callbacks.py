"""answerCallbackQuery."""

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.server_state import CALLBACK_TIMEOUT_S, CallbackAnswer, ServerState

TEXT_LIMIT = 200


async def answer_callback_query(state: ServerState, parameters: Parameters) -> bool:
    """Answer a callback query, once and in time."""
    number = parameters.text("callback_query_id")
    query = state.callbacks.get(number)
    if query is None or query.answered or state.clock() - query.date > CALLBACK_TIMEOUT_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = parameters.text("text")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    show_alert = parameters.boolean("show_alert")
    answer = CallbackAnswer(number, text, show_alert, parameters.text("url"))
    state.callback_answers.put(answer)
    state.publish("callback_answer", answer=answer)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
