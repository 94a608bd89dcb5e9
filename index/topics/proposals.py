"""Suggest topics: one for a subject, and narrower and wider ones."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.analysis.tokenizer import Token, tokenize
from index.errors import BadTopic
from index.topics.conditions import condition_for, positive_keys
from index.topics.grammar import (
    All,
    Field,
    Node,
    Phrase,
    Topic,
    Within,
    Without,
    Word,
    all_of,
    asks_for_something,
    either_of,
)
from index.topics.parsing import parse
from index.topics.words import stems_in, stems_of
from index.types import Article, Language

_ORDINAL = re.compile(r"(?:ke-?)?(\d+)")
_ORDINAL_NOUNS = frozenset({"gaji", "hut", "putaran", "seri"})
"""Nouns whose number is written as an ordinal, too."""
_TITLE_FACTOR = 2.0
"""How much more a word of the title counts."""
_MAX_NARROWINGS = 3


def topic_about(subject: Iterable[str]) -> Topic | None:
    """Return the topic of articles that have all of ``subject``, words and names; None if invalid.

    A noun with its number is a phrase, of an ordinal too where it may be one: *gaji ke-13*. Of a
    name each word counts, wherever it stands.
    """
    nodes = [node for each in subject for node in _nodes(each)]
    return _valid(all_of(nodes)) if nodes else None


def _nodes(words: str) -> list[Node]:
    *names, last = words.split()
    number = _ORDINAL.fullmatch(last)
    if not names or number is None:
        return [Word(word) for word in words.split()]
    phrases = [Phrase((*names, number[1]))]
    if number[0] != number[1] or names[-1].lower() in _ORDINAL_NOUNS:
        phrases.append(Phrase((*names, f"ke-{number[1]}")))
    return [either_of([*phrases])]


def widened(topic: Topic) -> tuple[Topic, ...]:
    """Return topics that ask for one part of ``topic`` alone; none if it has only one."""
    if not isinstance(topic.root, All):
        return ()
    parts = [part for part in topic.root.parts if asks_for_something(part)]
    return _without_gaps(_valid(part) for part in parts) if len(topic.root.parts) > 1 else ()


def in_title(topic: Topic) -> Topic | None:
    """Return the topic of articles that say it in their titles; None if it names a field itself."""
    named = _valid(Within(Field.TITLE, topic.root))
    return None if f"{Field.TITLE.value}:" in str(topic) else named


@dataclass(frozen=True, slots=True)
class Narrowings:
    """Narrower topics: those that require one more word, and those that exclude one."""

    requiring: tuple[Topic, ...]
    excluding: tuple[Topic, ...]


def narrowed(topic: Topic, article: Article, idf: Callable[[str], float]) -> Narrowings:
    """Return topics that add one of the heaviest words of ``article``, at most 3 of each kind.

    ``requiring`` ones still match the article, ``excluding`` ones do not.
    """
    words = [Word(word) for word in _relevant_words(topic, article, idf)]
    requiring = (_valid(all_of([topic.root, word])) for word in words)
    excluding = (_valid(all_of([topic.root, Without(word)])) for word in words)
    return Narrowings(_without_gaps(requiring), _without_gaps(excluding))


def _relevant_words(topic: Topic, article: Article, idf: Callable[[str], float]) -> list[str]:
    """Return the article's heaviest words that the topic lacks: frequent, rare, in the title."""
    known = _stems(topic, article.language)
    in_title = [_stem(token, article.language) for token in tokenize(article.title)]
    texts = [article.title, *(article.text[start:end] for start, end in article.body)]
    spellings: dict[str, Counter[str]] = {}
    for text in texts:
        for token in tokenize(text):
            stem = _stem(token, article.language)
            if stem and stem not in known:
                spellings.setdefault(stem, Counter())[token.text] += 1
    weights = {
        stem: idf(stem) * (1 + math.log(words.total())) * (_TITLE_FACTOR if stem in in_title else 1)
        for stem, words in spellings.items()
    }
    heaviest = sorted(weights, key=lambda stem: -weights[stem])[:_MAX_NARROWINGS]
    return [spellings[stem].most_common(1)[0][0] for stem in heaviest]


def _stems(topic: Topic, language: Language) -> frozenset[str]:
    """Return the stems that a topic looks for in any field."""
    condition = condition_for(topic, language)
    keys = () if condition is None else positive_keys(condition)
    return frozenset(stem for key in keys for stem in stems_in(key))


def _stem(token: Token, language: Language) -> str:
    """Return the stem of a word of letters, else ""."""
    return "".join(stems_of(token.text, language)) if token.text.isalpha() else ""


def _valid(node: Node) -> Topic | None:
    """Return the node as a topic, or None if that is invalid: too long, or of too many words."""
    try:
        return parse(str(Topic(node)))
    except BadTopic:
        return None


def _without_gaps(topics: Iterable[Topic | None]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic is not None)
