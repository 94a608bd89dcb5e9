"""TDLib, Telegram's own library, as a reference parser: offline, without a database."""

import json
from typing import Any

import tdjson

JSON = dict[str, Any]

KINDS = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
}


class TdlibError(ValueError):
    """TDLib's own error."""


def execute(request: JSON) -> JSON:
    """Execute a request that needs no client; raises TdlibError."""
    _be_quiet()
    answer = tdjson.td_execute(json.dumps(request).encode())
    if answer is None:
        raise TdlibError("no answer")
    decoded: JSON = json.loads(answer)
    if decoded["@type"] == "error":
        raise TdlibError(decoded["message"])
    return decoded


def tdlib_parse(text: str, parse_mode: str) -> tuple[str, list[JSON]]:
    """Return the text and the entities, in the Bot API's JSON; raises TdlibError."""
    if not parse_mode:
        return text, []
    if parse_mode.lower() != "html":
        raise TdlibError(f"no parser for parse mode {parse_mode!r}")
    request = {"@type": "parseTextEntities", "text": text}
    read = execute(request | {"parse_mode": {"@type": "textParseModeHTML"}})
    return read["text"], [_shown(entity) for entity in read["entities"]]


def detected_entities(text: str) -> list[JSON]:
    """Return the entities that TDLib detects in plain text, of the kinds known here."""
    found = execute({"@type": "getTextEntities", "text": text})["entities"]
    return [_shown(entity) for entity in found if entity["type"]["@type"] in KINDS]


def _be_quiet() -> None:
    verbosity = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(verbosity).encode())


def _shown(entity: JSON) -> JSON:
    kind = entity["type"]
    shown: JSON = {
        "type": KINDS[kind["@type"]],
        "offset": entity["offset"],
        "length": entity["length"],
    }
    names = ("url", "language", "custom_emoji_id")
    shown |= {name: kind[name] for name in names if kind.get(name)}
    if "user_id" in kind:
        shown["user"] = {"id": kind["user_id"]}
    return shown
