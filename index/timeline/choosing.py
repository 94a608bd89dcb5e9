"""Choose for each day the sentence that tells what happened, and none twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.answers.quotes import lead_length
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable
from index.timeline.candidates import TellingSentence, ToldArticle
from index.timeline.telling import (
    byline_length,
    explains,
    inside_quotation,
    of_other_day,
    recalls,
    tells,
)
from index.types import Article, Event

MAX_DAYS = 60
"""Days of a timeline; of more, those with the most articles about the subject."""
MAX_PER_DAY, _MAX_COMPARED = 6, 40
"""Articles of a day that are read, and that are compared to choose these."""
_HEADED = 0.4
"""Worth of a headline that names the subject."""
_ALSO, _MAX_ALSO = 0.2, 3
"""Worth of each other article of the day that tells the same, up to so many."""
_SAME_HEADLINE = 0.25
"""Terms in common (Jaccard) from which two headlines of a day tell the same."""
_OTHER_DAY = 0.8
"""Cost of naming another day."""
_RECALLS = 0.3
"""Cost of telling what was before, or what something is."""
_EXPLAINS = 0.5
"""Cost of a headline that explains, lists or advises."""
_REPEATED = 0.55
"""Share of the fewer terms, without the subject's, from which a sentence repeats another one."""
_MIN_TERMS = 4
_SAME_PLAIN = 0.5
"""The same of the terms that are neither names nor numbers."""
_LEAST_WORTH = 0.25


@dataclass(frozen=True, slots=True)
class _Choice:
    event: Event
    worth: float
    said: TellingSentence


def considered(told: Iterable[ToldArticle]) -> dict[int, list[ToldArticle]]:
    """Return the articles that are to be read, by day; the best of each, of the fullest days."""
    days = defaultdict[int, list[ToldArticle]](list)
    for each in told:
        days[each.day].append(each)
    fullest = sorted(days, key=lambda day: (-sum(1 + each.is_headed for each in days[day]), -day))
    return {day: _best_articles(days[day][:_MAX_COMPARED]) for day in sorted(fullest[:MAX_DAYS])}


def choose_events(
    asked: Asked,
    table: SentenceTable,
    days: Mapping[int, Sequence[ToldArticle]],
    articles: Mapping[int, Article],
) -> tuple[Event, ...]:
    """Return an event for each day that has one that was not told before, oldest first.

    ``articles`` by id; those that are gone or have changed are left out.
    """
    subject = frozenset(asked.terms.tolist())
    chosen: list[_Choice] = []
    for _, told in sorted(days.items()):
        choices = sorted(_choices(table, told, articles), key=lambda each: -each.worth)
        new = (each for each in choices if not _is_told(each, chosen, subject))
        if (best := next(new, None)) is not None:
            chosen.append(best)
    return tuple(each.event for each in chosen)


def _best_articles(told: Sequence[ToldArticle]) -> list[ToldArticle]:
    worth = {each.article: _article_worth(each, told) for each in told}
    order = sorted(told, key=lambda each: (-worth[each.article], each.article))
    return order[:MAX_PER_DAY]


def _article_worth(told: ToldArticle, others: Sequence[ToldArticle]) -> float:
    also = sum(_overlap(told.headline, each.headline) >= _SAME_HEADLINE for each in others) - 1
    return _HEADED * told.is_headed + _ALSO * min(also, _MAX_ALSO)


def _choices(
    table: SentenceTable, told: Sequence[ToldArticle], articles: Mapping[int, Article]
) -> Iterator[_Choice]:
    for each in told:
        article = articles.get(int(table.ids[each.article]))
        if article is None:
            continue
        worth = _article_worth(each, told) - _EXPLAINS * explains(article.title, article.language)
        for candidate in each.candidates:
            event = _event(candidate, table, article, date.fromordinal(each.day))
            if event is not None:
                total = worth + candidate.worth - _cost(event)
                if total >= _LEAST_WORTH:
                    yield _Choice(event, total, candidate)


def _cost(event: Event) -> float:
    text, language = event.text, event.article.language
    return _OTHER_DAY * of_other_day(text, event.day) + _RECALLS * recalls(text, language)


def _event(
    candidate: TellingSentence, table: SentenceTable, article: Article, day: date
) -> Event | None:
    """Return the sentence without its dateline; None if it tells nothing by itself."""
    start, end = int(table.starts[candidate.sentence]), int(table.ends[candidate.sentence])
    if not table.is_current(candidate.sentence, article.text):
        return None
    if inside_quotation(article.text, start):
        return None
    start += lead_length(article, start, end)
    start += byline_length(article.text[start:end])
    event = Event(article, day, start, end)
    return event if tells(event.text, article.language) else None


def _is_told(choice: _Choice, chosen: Sequence[_Choice], subject: Collection[int]) -> bool:
    return any(_repeats(choice.said, each.said, subject) for each in chosen)


def _repeats(one: TellingSentence, other: TellingSentence, subject: Collection[int]) -> bool:
    """Whether two sentences tell the same: of the same names other things may be told every day,
    and the same with other numbers.
    """
    own, its = one.terms.difference(subject), other.terms.difference(subject)
    if len(own & its) < _REPEATED * max(min(len(own), len(its)), _MIN_TERMS):
        return False
    if len(one.plain & other.plain) < _SAME_PLAIN * min(len(one.plain), len(other.plain)):
        return False
    fewer = min(len(one.numbers), len(other.numbers))
    return 2 * len(one.numbers & other.numbers) >= fewer


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(len(one | other), 1)
