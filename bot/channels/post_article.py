"""The article of a post: its title from the first line, its text from the rest. Pure."""

import re
import unicodedata
from collections.abc import Sequence
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
_EDGES = " \t|:;,–—-•·_~"
_LEADING = re.compile(rf"\A(?:{_EMOJI.pattern}|[{re.escape(_EDGES)}])+")
_TAGS_ONLY = re.compile(r"(?:[#@]\w+[\s,|•·]*)+")
_MORE = re.compile(
    r"(?:baca|simak|lihat|klik|tonton)?\s*(?:berita|info|artikel|video|foto)?\s*"
    r"(?:selengkapnya|lengkapnya|selanjutnya)\b.{0,40}"
    r"|(?:read|see|watch|full|more)\s+(?:more|the full|full|story|article|video|here)\b.{0,40}",
    re.IGNORECASE,
)
"""Lines that lead to the whole article elsewhere; their addresses are left out already."""


_LABEL = re.compile(
    r"(?:breaking|breaking news|news update|update|terkini|terbaru|berita terkini|kabar terkini"
    r"|sekilas info|live|live update|flash|flash news|urgent|just in)[\s!.:]*",
    re.IGNORECASE,
)
"""Lines above the first that say only how new the news is."""
_INVITATION = re.compile(
    r"(?:ikuti|gabung|bergabung|join|follow|subscribe|langganan)\b.*"
    r"\b(?:kanal|saluran|channel|whatsapp|telegram|instagram|youtube|tiktok|twitter)\b.*",
    re.IGNORECASE,
)
_MAX_INVITATION = 100
"""Characters: a longer line says more than where else the newsroom is."""
_STYLED_LETTERS = re.compile("[\U0001d400-\U0001d7ff]+")
"""Letters that look bold or italic by themselves, which no search finds."""
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*$")
_MIN_WORDS = 4
"""Words below the first line; fewer are its source or its place, and no text of their own."""
_BLANK_LINES = re.compile(r"\n{3,}")


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
    digest = digest_of(spoken, [Span(0, len(spoken))])
    return replace(article, digest=digest, body=_with_first_line(article))


def _with_first_line(article: Article) -> tuple[Span, ...]:
    """Return the body with the first line of the text, if that begins with the title.

    In a page it would be the headline once more.
    """
    line = article.text.partition("\n")[0]
    is_there = _plain(line).startswith(article.title.rstrip("…"))
    if not is_there or article.body[0].start < len(line):
        return article.body
    return Span(0, len(line)), *article.body


def title_and_text(words: str, username: str = "") -> tuple[str, str]:
    """Return title and text of a post's words; "" for both if it says nothing.

    A first line that is a sentence, or has hardly a word below it, is part of the text, and its
    first sentence the title. Left out are lines of tags, of the channel's own name, and those that
    lead elsewhere.
    """
    words = _STYLED_LETTERS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), words)
    lines = _without_signature([" ".join(line.split()) for line in words.splitlines()], username)
    spoken = [number for number, line in enumerate(lines) if has_words(line)]
    if not spoken:
        return "", ""
    first, rest = _plain(lines[spoken[0]]), _joined(lines[spoken[0] + 1 :])
    below = sum(len(line.split()) for line in rest.splitlines() if _is_text(line))
    if len(first) <= MAX_TITLE and below >= _MIN_WORDS and not _SENTENCE_END.search(first):
        return first, rest
    sentence = next(iter(split_sentences(first)), Span(0, len(first)))
    title = clean_line(first[sentence.start : sentence.end], MAX_TITLE)
    return title, _joined([_LEADING.sub("", lines[spoken[0]]), *lines[spoken[0] + 1 :]])


def _joined(lines: Sequence[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_signature(lines: list[str], username: str) -> list[str]:
    """Return the lines without those that say nothing; of a post of nothing else, none."""
    own = f"@{username}".casefold() if username else ""
    return ["" if _says_nothing(line, own) else line for line in lines]


def _says_nothing(line: str, own: str) -> bool:
    plain = _plain(line)
    if not has_words(plain) or _TAGS_ONLY.fullmatch(plain) or _LABEL.fullmatch(plain):
        return True
    if len(plain) <= _MAX_INVITATION and _INVITATION.fullmatch(plain):
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
    return " ".join(_EMOJI.sub(" ", line).replace("*", "").split()).strip(_EDGES)
