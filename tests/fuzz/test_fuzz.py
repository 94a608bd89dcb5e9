"""Every target survives every seed and what hypothesis generates."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import NAMES, SEEDS
from tests.fuzz.targets import TARGETS

pytestmark = pytest.mark.no_cover  # runs often what the tests of the sources cover

SIGNS = "ab1 \n\r\t\0\"',;|<>&#[](){}*_`~-=+:/\\.!\ufeff\u2028\u202e\u200b\ud800😀é“"
PIECES = (
    *("<p>", "</p>", "<article>", "<h1>", "<script>", "<!--", "<![CDATA[", "&#0;", "&lt;"),
    *("---\n", "Title: ", "Date: ", "text,title\n", '"text"\t', "```\n", "> ", "- ", "1. "),
    *('{"text": "', '", "id": "', '"}\n', "\\u0000", "\\ud800", "<rss><channel><item>"),
    *("<opml><body><outline xmlUrl=", "JAKARTA - ", "Baca juga: ", "\n\n", "2022-01-21"),
)

signs = st.text(st.sampled_from(SIGNS) | st.characters(), max_size=60)
pieces = st.lists(st.sampled_from(PIECES) | signs, max_size=12).map("".join)
repeated = st.builds(lambda text, times: text * times, pieces, st.sampled_from([2, 30, 500]))
words = (pieces | repeated).map(lambda text: text.encode("utf-8", "surrogatepass"))
wide = words.map(lambda data: data.decode("utf-8", "replace").encode("utf-16"))
hostile = st.binary(max_size=200) | words | wide
rows = st.dictionaries(
    st.sampled_from(["id", "key", "title", "text", "date", "source", "url", "lang", "x"]),
    signs | st.integers() | st.none() | st.lists(signs, max_size=2),
)


def seeds() -> list[tuple[str, Path]]:
    return [(name, path) for name in NAMES for path in sorted((SEEDS / name).iterdir())]


def test_every_target_can_be_named() -> None:
    assert set(NAMES) == set(TARGETS)


@pytest.mark.parametrize(("name", "path"), seeds(), ids=lambda value: getattr(value, "name", value))
@pytest.mark.timeout(20)
def test_a_seed_is_survived(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_survived(name: str) -> None:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(hostile)
    def survives(data: bytes) -> None:
        TARGETS[name](data)

    survives()


@settings(max_examples=25)
@given(st.lists(rows, min_size=1, max_size=4))
def test_any_row_is_survived(made: list[dict[str, object]]) -> None:
    TARGETS["jsonl"]("\n".join(map(json.dumps, made)).encode())
