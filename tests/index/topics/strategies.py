"""Topics and articles of few words, so that they often match."""

from hypothesis import strategies as st

from index.topics.grammar import Field, Node, Phrase, Topic, Within, Without, Word
from index.topics.grammar import all_of as all_parts
from index.topics.grammar import either_of as either_part
from index.types import Article, Language
from tests.index.builders import build_article

WORDS = ("nato", "rusia", "menyerang", "serangan", "di", "the", "F-16", "attacks", "3,5", "OR")

words = st.sampled_from(WORDS)
leaves = words.map(Word) | st.lists(words, min_size=2, max_size=3).map(
    lambda chosen: Phrase(tuple(chosen))
)


def _larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=3)
    return (
        several.map(all_parts)
        | several.map(either_part)
        | nodes.map(Without)
        | st.builds(Within, st.sampled_from(Field), nodes)
    )


nodes: st.SearchStrategy[Node] = st.recursive(leaves, _larger, max_leaves=6)
topics: st.SearchStrategy[Topic] = nodes.map(Topic)

texts = st.lists(words, max_size=8).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of up to two paragraphs in either language."""
    return build_article(
        *draw(st.lists(texts, min_size=1, max_size=2)),
        title=draw(texts),
        source=draw(texts),
        language=draw(st.sampled_from(Language)),
    )
