"""Topics that are proposed: from a question, and narrower than one that brings too much."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.analysis.tokenizer import Token, tokenize
from index.errors import BadTopic
from index.topics.conditions import condition_for, wanted
from index.topics.grammar import Node, Topic, Without, Word, all_of
from index.topics.parsing import parse
from index.topics.words import stems_in, stems_of
from index.types import Article, Language, Query

_FEWEST_WORDS, _MOST_WORDS = 2, 3
"""Of a proposed topic: one alone says too little, and with each more fewer articles match."""
_WEIGHTY = 0.6
"""The share of the weightiest word's idf from which a third one is worth asking for."""
_NAMED = 2.0
"""How much more a name or number counts than another word as rare."""
_TITLED = 2.0
"""How much more a word of the title counts."""
_MOST_PROPOSALS = 3


def topic_for(query: Query, idf: Callable[[str], float]) -> Topic | None:
    """The weightiest words of a question as the person wrote them, or None if it has none.

    ``idf`` gives a stem's idf, such as ``result.idf.__getitem__`` of the answer's search.
    """
    weighed: dict[str, float] = {}
    for token in tokenize(query.text):
        stems = [stem for stem in stems_of(token.text, query.language) if stem in query.terms]
        if stems:
            named = _NAMED if query.names.intersection(stems) else 1.0
            weighed[token.text] = named * max(map(idf, stems))
    heaviest = sorted(weighed, key=lambda word: -weighed[word])[:_MOST_WORDS]
    least = _WEIGHTY * max(weighed.values(), default=0.0)
    worth = {word for word in heaviest[_FEWEST_WORDS:] if weighed[word] >= least}
    chosen = [word for word in weighed if word in worth.union(heaviest[:_FEWEST_WORDS])]
    return _valid(all_of([Word(word) for word in chosen])) if chosen else None


@dataclass(frozen=True, slots=True)
class Narrowings:
    """Narrower topics: those that need one more word, and those that exclude one."""

    needing: tuple[Topic, ...]
    excluding: tuple[Topic, ...]


def narrowed(topic: Topic, article: Article, idf: Callable[[str], float]) -> Narrowings:
    """Topics that add one of the weighty words of ``article``, weightiest first, at most 3 each.

    Those of ``needing`` still match the article, those of ``excluding`` do not.
    """
    words = [Word(word) for word in _telling_words(topic, article, idf)]
    needing = (_valid(all_of([topic.root, word])) for word in words)
    excluding = (_valid(all_of([topic.root, Without(word)])) for word in words)
    return Narrowings(_without_gaps(needing), _without_gaps(excluding))


def _telling_words(topic: Topic, article: Article, idf: Callable[[str], float]) -> list[str]:
    """What the article says often, or in its title, and few others do; in its own spelling."""
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
        stem: idf(stem) * (1 + math.log(words.total())) * (_TITLED if stem in in_title else 1)
        for stem, words in spellings.items()
    }
    heaviest = sorted(weights, key=lambda stem: -weights[stem])[:_MOST_PROPOSALS]
    return [spellings[stem].most_common(1)[0][0] for stem in heaviest]


def _stems(topic: Topic, language: Language) -> frozenset[str]:
    """The stems that a topic looks for, wherever it does."""
    condition = condition_for(topic, language)
    keys = () if condition is None else wanted(condition)
    return frozenset(stem for key in keys for stem in stems_in(key))


def _stem(token: Token, language: Language) -> str:
    """The stem of a plain word; none of a number, or of one with a hyphen."""
    return "".join(stems_of(token.text, language)) if token.text.isalpha() else ""


def _valid(node: Node) -> Topic | None:
    """The node as a topic, or None where it would not be taken: too long, too many words."""
    try:
        return parse(str(Topic(node)))
    except BadTopic:
        return None


def _without_gaps(topics: Iterable[Topic | None]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic is not None)
