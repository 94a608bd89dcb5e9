"""The index of topics finds what trying every topic finds."""

import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from index.topics import Topic, TopicIndex, matches, parse
from index.types import Article, Language
from tests.index.builders import build_article, thorough
from tests.index.topics.strategies import articles, topics

ENGLISH = Language.ENGLISH


def any_idf(stem: str) -> float:
    """An arbitrary idf; it decides where a topic is indexed and must change nothing else."""
    return zlib.crc32(stem.encode()) % 7


def index_of(*written: str) -> TopicIndex:
    index = TopicIndex(any_idf)
    for number, text in enumerate(written, start=1):
        index.add(number, parse(text))
    return index


def test_an_article_finds_its_topics_in_the_order_of_their_ids() -> None:
    index = index_of("rudal kyiv", "banjir", "kyiv OR banjir", '"rudal kyiv"', "rudal -kyiv")
    assert index.match(build_article("Kyiv dihantam rudal.")) == [1, 3]
    assert index.match(build_article("Rudal Kyiv.")) == [1, 3, 4]
    assert index.match(build_article("Gempa.")) == []


def test_an_empty_index_finds_nothing() -> None:
    assert TopicIndex(any_idf).match(build_article("Rudal.")) == []


def test_a_topic_that_both_sides_of_an_or_match_is_found_once() -> None:
    assert index_of("rudal OR kyiv").match(build_article("Rudal, Kyiv.")) == [1]


def test_more_words_than_a_row_holds_are_all_needed() -> None:
    index = index_of("satu dua tiga empat lima enam")
    assert index.match(build_article("Satu dua tiga empat lima.")) == []
    assert index.match(build_article("Enam lima empat tiga dua satu.")) == [1]


def test_a_topic_is_found_in_the_language_that_it_is_understood_in() -> None:
    index = index_of("running", "menyerang", "nato")
    assert index.match(build_article("NATO runs, serang.", language=ENGLISH)) == [1, 3]
    assert index.match(build_article("NATO runs, serang.")) == [2, 3]


def test_a_removed_topic_is_found_no_more_and_its_place_is_used_again() -> None:
    index = index_of("rudal", "rudal OR kyiv", '"rudal kyiv"')
    for number in (2, 3, 3, 99):
        index.remove(number)
    assert len(index) == 1
    assert index.match(build_article("Rudal Kyiv.")) == [1]
    index.add(2, parse("kyiv"))
    assert index.match(build_article("Rudal Kyiv.")) == [1, 2]


def test_a_topic_added_again_replaces_the_one_before() -> None:
    index = index_of('"rudal kyiv" OR banjir')
    index.add(1, parse("gempa"))
    assert len(index) == 1
    assert index.match(build_article("Rudal Kyiv, banjir.")) == []
    assert index.match(build_article("Gempa.")) == [1]


def test_a_topic_is_filed_under_its_rarest_word_and_never_under_a_source() -> None:
    looked_up: list[str] = []

    def idf(stem: str) -> float:
        looked_up.append(stem)
        return 9.0 if stem == "antara" else 1.0

    index = TopicIndex(idf)
    index.add(1, parse("judul:kyiv sumber:antara"))
    assert set(looked_up) == {"kyiv", "antara"}
    assert index.match(build_article("Rudal.", title="Kyiv", source="Antara")) == [1]
    assert index.match(build_article("Rudal.", title="Kyiv", source="Tempo")) == []
    assert index.match(build_article("Kyiv.", source="Antara")) == []


def expected(held: dict[int, Topic], article: Article) -> list[int]:
    return sorted(number for number, topic in held.items() if matches(topic, article))


@thorough
@given(st.lists(topics, max_size=8), st.lists(articles(), min_size=1, max_size=4))
def test_the_index_finds_exactly_what_each_topic_alone_matches(
    drawn: list[Topic], read: list[Article]
) -> None:
    index = TopicIndex(any_idf)
    for number, topic in enumerate(drawn):
        index.add(number, topic)
    for article in read:
        assert index.match(article) == expected(dict(enumerate(drawn)), article)


class Changing(RuleBasedStateMachine):
    """Topics are added, removed and replaced; the index equals a new one."""

    def __init__(self) -> None:
        super().__init__()
        self.index = TopicIndex(any_idf)
        self.held: dict[int, Topic] = {}

    @rule(number=st.integers(1, 4), topic=topics)
    def add(self, number: int, topic: Topic) -> None:
        self.index.add(number, topic)
        self.held[number] = topic

    @rule(number=st.integers(1, 4))
    def remove(self, number: int) -> None:
        self.index.remove(number)
        self.held.pop(number, None)

    @rule(article=articles())
    def match(self, article: Article) -> None:
        assert self.index.match(article) == expected(self.held, article)

    @invariant()
    def counts(self) -> None:
        assert len(self.index) == len(self.held)


TestChanging = Changing.TestCase
TestChanging.settings = settings(max_examples=20, stateful_step_count=15)
