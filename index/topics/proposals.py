"""Suggest topics: one for a question, and narrower ones for a topic that matches too much."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.analysis.tokenizer import Token, tokenize
from index.errors import BadTopic
from index.topics.conditions import condition_for, positive_keys
from index.topics.grammar import Node, Topic, Without, Word, all_of
from index.topics.parsing import parse
from index.topics.words import stems_in, stems_of
from index.types import Article, Language, Query

_MIN_WORDS, _MAX_WORDS = 2, 3
"""Words of a suggested topic: one is too general, and with each more fewer articles match."""
_MIN_WEIGHT = 0.6
"""The share of the highest weight that a third word must have."""
_NAME_FACTOR = 2.0
"""How much more a name or number counts than another word of the same idf."""
_TITLE_FACTOR = 2.0
"""How much more a word of the title counts."""
_MAX_NARROWINGS = 3


def topic_for(query: Query, idf: Callable[[str], float]) -> Topic | None:
    """Return a topic of the question's heaviest words as they were written, or None.

    ``idf`` returns a stem's idf.
    """
    weighed: dict[str, float] = {}
    for token in tokenize(query.text):
        stems = [stem for stem in stems_of(token.text, query.language) if stem in query.terms]
        if stems:
            named = _NAME_FACTOR if query.names.intersection(stems) else 1.0
            weighed[token.text] = named * max(map(idf, stems))
    heaviest = sorted(weighed, key=lambda word: -weighed[word])[:_MAX_WORDS]
    least = _MIN_WEIGHT * max(weighed.values(), default=0.0)
    worth = {word for word in heaviest[_MIN_WORDS:] if weighed[word] >= least}
    chosen = [word for word in weighed if word in worth.union(heaviest[:_MIN_WORDS])]
    return _valid(all_of([Word(word) for word in chosen])) if chosen else None


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
