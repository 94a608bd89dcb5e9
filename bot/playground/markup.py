"""A parser of Telegram's HTML, as strict as Telegram's and with its errors; no ``<tg-time>``."""

import re
import string
from dataclasses import dataclass, replace
from typing import NoReturn

from bot.playground.entities import MarkedRange, ordered, utf16_length
from bot.playground.links import mentioned_user, normalize_link

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
# The attribute that gives a tag its argument, and what its value must begin with.
ARGUMENTS = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
MAX_REFERENCE_LENGTH = 9  # characters, without the semicolon
END = "\0"  # appended to the source; a space, as in TDLib

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")
_SPACES = re.compile(r"[ \t\r\n\v]*")
_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\v\0=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class MarkupError(Exception):
    """Malformed markup; the message follows "can't parse entities: " in the API error."""


def parse_html(source: str) -> tuple[str, list[MarkedRange]]:
    """Return the text and its entities in order; raises MarkupError."""
    return _Parser(source).read()


@dataclass(slots=True)
class _Tag:
    name: str
    start: int  # of the tag, in the source
    offset: int  # of its content, in UTF-16 units of the result
    content: int  # of its content, in pieces of the result
    argument: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source + END
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Tag] = []
        self.entities: list[MarkedRange] = []

    @property
    def next(self) -> str:
        return self.source[self.at]

    def read(self) -> tuple[str, list[MarkedRange]]:
        while self.at < len(self.source) - 1:
            if self.next != "<":
                self._write(self._character())
            elif self.source[self.at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            name = self.open[-1].name
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self._text(), ordered(map(_without_code_language, self.entities))

    def _text(self) -> str:
        text = "".join(self.pieces)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text

    def _write(self, character: str) -> None:
        self.pieces.append(character)
        self.offset += utf16_length(character)

    def _character(self) -> str:
        character = self.next
        if character == "&" and (referred := self._reference()):
            return referred
        self.at += 1
        return character

    def _reference(self) -> str:
        """Consume a character reference; return "" and consume nothing if it is none."""
        match = _REFERENCE.match(self.source, self.at)
        if match is None or not (character := _decode_reference(match)):
            return ""
        self.at = match.end() + (self.source[match.end()] == ";")
        return character

    def _start_tag(self) -> None:
        start = self.at
        self.at += 1
        name = self._take(_NAME).translate(_LOWER)
        if self.next == END:
            self._fail("Unclosed start tag", start)
        if name not in KINDS:
            self._fail(f'Unsupported start tag "{name}"', start)
        tag = _Tag(name, start, self.offset, len(self.pieces))
        while self._another_attribute():
            self._attribute(tag)
        if name == "span" and tag.argument != "spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', start)
        self.at += 1
        self.open.append(tag)

    def _another_attribute(self) -> bool:
        self._take(_SPACES)
        return self.next != ">"

    def _attribute(self, tag: _Tag) -> None:
        name = self._take(_ATTRIBUTE)
        if not name:
            self._fail(f'Empty attribute name in the tag "{tag.name}"', tag.start)
        self._take(_SPACES)
        value = ""
        if self.next == "=":
            self.at += 1
            self._take(_SPACES)
            self._expect_more(f'Unclosed start tag "{tag.name}"', tag)
            value = self._quoted() if self.next in "\"'" else self._token()
            self._expect_more("Unclosed start tag", tag)
        self._expect_more(f'Unclosed start tag "{tag.name}"', tag)
        _set_argument(tag, name, value)

    def _expect_more(self, message: str, tag: _Tag) -> None:
        if self.next == END:
            self._fail(message, tag.start)

    def _token(self) -> str:
        start = self.at
        token = self._take(_TOKEN).translate(_LOWER)
        if self.next not in " \t\r\n\v\0>":
            self._fail("Unexpected end of name token", start)
        return token

    def _quoted(self) -> str:
        quote = self.next
        self.at += 1
        value = []
        while self.next not in (quote, END):
            value.append(self._character())
        self.at += self.next == quote
        return "".join(value)

    def _end_tag(self) -> None:
        start = self.at
        if not self.open:
            self._fail("Unexpected end tag", start)
        self.at += 2
        name = self._take(_NAME).translate(_LOWER)
        self._take(_SPACES)
        if self.next != ">":
            self._fail("Unclosed end tag", start)
        tag = self.open.pop()
        if name not in ("", tag.name):
            offset = _bytes(self.source[:start])
            raise MarkupError(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        self.at += 1
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity = MarkedRange(KINDS[tag.name], tag.offset, self.offset - tag.offset, tag.argument)
        if tag.name == "a":
            self._close_link(tag, entity)
        elif tag.name in {"pre", "code"} and (merged := self._merged_code(entity)):
            self.entities[-1] = merged
        elif tag.name == "blockquote" and tag.argument:
            self.entities.append(replace(entity, type="expandable_blockquote", argument=""))
        elif tag.name == "tg-emoji" and not _is_emoji_id(tag.argument):
            raise MarkupError("Invalid custom emoji identifier specified")
        else:
            argument = "" if tag.name == "span" else entity.argument
            self.entities.append(replace(entity, argument=argument))

    def _close_link(self, tag: _Tag, entity: MarkedRange) -> None:
        address = tag.argument or "".join(self.pieces[tag.content :])
        if user := mentioned_user(address):
            self.entities.append(replace(entity, type="text_mention", argument=str(user)))
        elif link := normalize_link(address):
            self.entities.append(replace(entity, argument=link))

    def _merged_code(self, entity: MarkedRange) -> MarkedRange | None:
        """Return the one entity of a <pre> and a <code class="language-…"> over the same range."""
        last = self.entities[-1] if self.entities else None
        if last is None or (last.offset, last.length) != (entity.offset, entity.length):
            return None
        if {last.type, entity.type} != {"pre", "code"} or (last.type == "pre" and last.argument):
            return None
        language = last.argument or entity.argument
        return replace(entity, type="pre", argument=language) if language else None

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        taken = match[0] if match else ""
        self.at += len(taken)
        return taken

    def _fail(self, message: str, start: int) -> NoReturn:
        raise MarkupError(f"{message} at byte offset {_bytes(self.source[:start])}")


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _decode_reference(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, "")
    if len(match[0]) > MAX_REFERENCE_LENGTH:
        return ""
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    return chr(code) if 0 < code < 0x10FFFF else ""


def _set_argument(tag: _Tag, name: str, value: str) -> None:
    if (tag.name, name) == ("blockquote", "expandable"):
        tag.argument = "1"
    prefix = ARGUMENTS.get((tag.name, name))
    if prefix is not None and value.startswith(prefix):
        tag.argument = value.removeprefix(prefix)


def _without_code_language(entity: MarkedRange) -> MarkedRange:
    return replace(entity, argument="") if entity.type == "code" else entity


def _is_emoji_id(argument: str) -> bool:
    digits = argument.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and 0 < int(digits) < 1 << 63
