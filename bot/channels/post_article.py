"""The article of a post: its title from the first line, its text from the rest. Pure."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.model.channels import ChannelPost, ChannelSource
from index.errors import LoadError
from index.sources.article_builder import digest_of, row_article
from index.sources.bounded_io import has_words
from index.sources.field_values import clean_line
from index.sources.fields import Fields
from index.text.boilerplate import is_boilerplate, is_link_heading
from index.text.sentences import split_sentences
from index.types import Article, Span

MAX_TITLE = 150
"""Characters; a longer first line is a paragraph, whose first sentence is the title."""

_EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u3030\u303d\ufe0e\ufe0f\u20e3\u200d"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
"""Pictures, arrows and their modifiers; not the signs of degrees, rights and currencies."""
_EDGES = " \t|:;,–—-•·*_~"
_TAGS_ONLY = re.compile(r"(?:[#@]\w+[\s,|•·]*)+")
_MORE = re.compile(
    r"(?:baca|simak|lihat|klik|tonton)?\s*(?:berita|info|artikel|video|foto)?\s*"
    r"(?:selengkapnya|lengkapnya|selanjutnya)\b.{0,40}"
    r"|(?:read|see|watch|full|more)\s+(?:more|the full|full|story|article|video|here)\b.{0,40}",
    re.IGNORECASE,
)
"""Lines that lead to the whole article elsewhere; their addresses are left out already."""


def post_article(post: ChannelPost, source: ChannelSource, zone: ZoneInfo) -> Article | None:
    """Return the article of a post; None if it says nothing, or is not to be read."""
    title, text = title_and_text(post.words, source.username)
    if not title:
        return None
    fields = Fields(
        text=text,
        title=title,
        date=post.date.astimezone(zone).date().isoformat(),
        source=source.title,
        url=source.address_of(post.message_id),
    )
    try:
        article = row_article(fields, post.key)
    except LoadError:
        return None
    # Many posts differ by their first lines only: below stands where the whole article is.
    spoken = f"{title}\n{text}"
    return replace(article, digest=digest_of(spoken, [Span(0, len(spoken))]))


def title_and_text(words: str, username: str = "") -> tuple[str, str]:
    """Return title and text of a post's words; "" for both if it says nothing.

    The text of a post of one line is that line, its title the first sentence. Lines of tags, of
    the channel's own name and those that lead elsewhere are left out.
    """
    lines = _without_signature([" ".join(line.split()) for line in words.splitlines()], username)
    spoken = [number for number, line in enumerate(lines) if has_words(line)]
    if not spoken:
        return "", ""
    first, rest = _plain(lines[spoken[0]]), "\n".join(lines[spoken[0] + 1 :]).strip()
    if len(first) <= MAX_TITLE and any(map(_is_text, rest.splitlines())):
        return first, rest
    whole = "\n".join(lines[spoken[0] :]).strip()
    sentence = next(iter(split_sentences(first)), Span(0, len(first)))
    return clean_line(first[sentence.start : sentence.end], MAX_TITLE), whole


def _without_signature(lines: list[str], username: str) -> list[str]:
    """Return the lines without those that say nothing; of a post of nothing else, none."""
    own = f"@{username}".casefold() if username else ""
    return ["" if _says_nothing(line, own) else line for line in lines]


def _says_nothing(line: str, own: str) -> bool:
    plain = _plain(line)
    if not has_words(plain) or _TAGS_ONLY.fullmatch(plain):
        return True
    if own and plain.casefold().endswith(own) and len(plain) <= MAX_TITLE // 2:
        return True
    return bool(_MORE.fullmatch(plain))


def _is_text(line: str) -> bool:
    """Return whether a line below the first can be the text of an article."""
    plain = _plain(line)
    return has_words(plain) and not (is_boilerplate(plain) or is_link_heading(plain))


def _plain(line: str) -> str:
    """Return a line without emoji, and without what separates them from words."""
    return " ".join(_EMOJI.sub(" ", line).split()).strip(_EDGES)
