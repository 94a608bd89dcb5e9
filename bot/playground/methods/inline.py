"""answerInlineQuery and answerGuestQuery."""

import re
from typing import Any

from bot.playground.errors import JSON, ApiError, bad_request
from bot.playground.formatting import TEXT_LIMIT
from bot.playground.inline_queries import (
    GUEST_TIMEOUT_S,
    INLINE_TIMEOUT_S,
    InlineAnswer,
    InlineResult,
)
from bot.playground.links import normalize_link
from bot.playground.messages import Message
from bot.playground.methods.targets import checked_keyboard
from bot.playground.parameters import Parameters
from bot.playground.server_state import ServerState

MAX_RESULTS = 50
MAX_ID_BYTES = MAX_OFFSET_BYTES = 64
DEFAULT_CACHE_S = 300
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_inline_query(state: ServerState, parameters: Parameters) -> bool:
    """Answer an inline query, once and in time; raises ApiError."""
    query = state.inline.queries.get(parameters.text("inline_query_id"))
    given = parameters.json("results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(given) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = tuple(_result(state, each) for each in given)
    if len({each.id for each in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = parameters.text("next_offset")
    if len(offset.encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = _button(parameters.json("button"))
    if query is None or query.answered or state.clock() - query.date > INLINE_TIMEOUT_S:
        raise bad_request(TOO_OLD)
    answer = InlineAnswer(
        query.id,
        results,
        parameters.integer("cache_time", DEFAULT_CACHE_S),
        parameters.boolean("is_personal"),
        offset,
        button,
    )
    state.inline.cache(query, answer, state.clock())
    state.inline.show(query, answer)
    return True


async def answer_guest_query(state: ServerState, parameters: Parameters) -> JSON:
    """Send the one message with which the bot answers in a chat that it is no member of."""
    query = state.inline.guests.get(parameters.text("guest_query_id"))
    result = _result(state, parameters.json("result"))
    if query is None or query.answered or state.clock() - query.date > GUEST_TIMEOUT_S:
        raise bad_request(TOO_OLD)
    query.answered = True
    chat, asked = state.chats[query.chat_id], query.message
    more = {"guest_bot_caller_user": asked.sender.as_json()}
    message = Message(
        chat.new_message_id(),
        chat.id,
        state.bot,
        state.now,
        reply_to_message_id=asked.message_id,
        message_thread_id=asked.message_thread_id,
        is_topic_message=asked.is_topic_message,
        more=more,
        **result.message,
    )
    chat.send(message)
    return {"inline_message_id": f"guest{query.id}"}


def _result(state: ServerState, given: Any) -> InlineResult:
    """Return a card; raises ApiError for what Telegram refuses."""
    if not isinstance(given, dict):
        raise _result_error("Object expected")
    number = given.get("id")
    if not isinstance(number, str) or not number:
        raise _result_error('Can\'t find field "id"')
    if len(number.encode()) > MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if given.get("type") != "article":
        raise bad_request("RESULT_TYPE_INVALID")  # the bot sends no others
    if not given.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    url = given.get("url", "")
    if url and not normalize_link(url):
        raise bad_request("WEBDOCUMENT_URL_INVALID")
    return InlineResult(
        number, given["title"], given.get("description", ""), _message(state, given), url
    )


def _message(state: ServerState, given: JSON) -> dict[str, Any]:
    """Return the fields of the message that a card sends."""
    content = given.get("input_message_content")
    if not isinstance(content, dict):
        raise _result_error('Can\'t find field "input_message_content"')
    source, parse_mode = content.get("message_text") or "", content.get("parse_mode") or ""
    formatted = state.formatted(source, parse_mode, content.get("entities"), limit=TEXT_LIMIT)
    if not formatted.text:
        raise bad_request("MESSAGE_EMPTY")
    return {
        "text": formatted.text,
        "entities": state.entities_as_json(formatted.text, list(formatted.entities)),
        "raw": source,
        "parse_mode": parse_mode,
        "link_preview_options": content.get("link_preview_options"),
        "reply_markup": checked_keyboard(state, given.get("reply_markup")),
    }


def _button(given: Any) -> JSON | None:
    """Return the button above the cards; raises ApiError."""
    if given is None:
        return None
    if not isinstance(given, dict) or not given.get("text"):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if given.get("web_app"):
        return given
    if not given.get("start_parameter"):
        raise bad_request("START_PARAM_EMPTY")
    if not START_PARAMETER.fullmatch(given["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")
    return given


def _result_error(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")


METHODS = {
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
