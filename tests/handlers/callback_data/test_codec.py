from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callback_data.articles import AskAsTyped, ChooseLanguage
from handlers.callback_data.codec import (
    MAX_BYTES,
    decode,
    encode,
    follow,
    for_topics,
)
from handlers.callback_data.payload import (
    PAYLOADS,
    ButtonPayload,
    NumberPayload,
    TopicsPayload,
    payload,
)
from handlers.callback_data.topics import Follow, MuteTopics, NarrowTopics, Unsubscribe
from index.types import Language

KINDS = [
    kind
    for kind in PAYLOADS.values()
    if issubclass(kind, NumberPayload) and not issubclass(kind, TopicsPayload)
]
numbers = st.integers(0, 10**12 - 1)
ids = st.lists(numbers, min_size=1, max_size=3).map(tuple)
actions = (
    st.one_of([st.builds(kind, *[numbers] * len(fields(kind))) for kind in KINDS])
    | st.builds(MuteTopics, ids)
    | st.builds(Unsubscribe, ids)
    | st.builds(NarrowTopics, numbers, ids)
    | st.just(AskAsTyped())
    | st.builds(Follow, st.text("abc é", min_size=1, max_size=20))
    | st.builds(ChooseLanguage, st.sampled_from(Language))
)


def subclasses(kind: type) -> set[str]:
    """The names of all types made of it; slots make each of them twice."""
    below: list[type] = kind.__subclasses__()
    return {each.__name__ for each in below}.union(*map(subclasses, below))


def test_every_payload_has_a_code_of_its_own() -> None:
    declared = {kind.__name__ for kind in PAYLOADS.values()}
    assert declared == subclasses(ButtonPayload) - {"NumberPayload", "TopicsPayload"}
    assert len(declared) == len(PAYLOADS) > 40
    with pytest.raises(ValueError, match="two payloads"):
        payload("q")(type("Other", (NumberPayload,), {}))


@given(actions)
def test_an_action_survives_its_callback_data(action: ButtonPayload) -> None:
    data = encode(action)
    assert decode(data) == action
    assert 1 <= len(data.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    "data",
    [
        *(None, "", ":", "q", "q:", "q:x", "q:-1", "q:1:2", "r:1:", "a:1", "a:1:2:3", "g:xx"),
        *(
            "g:",
            "l:٣",
            "r: 1",
            "r:1_0",
            "r:" + "9" * 16,
            "y:1",
            "t:",
            "f:",
            "m",
            "m:",
            "n:1",
            "o:1",
            "cp:1:2:3:4",
            "u:1:",
            "t:1",
            "q:1\n",
            "\ud800:1",
        ),
    ],
)
def test_what_is_no_data_of_ours_is_no_action(data: str | None) -> None:
    assert decode(data) is None


@given(st.text())
def test_no_data_is_an_error(data: str) -> None:
    action = decode(data)
    assert action is None or decode(encode(action)) == action


@given(st.text(min_size=1))
def test_a_topic_is_followed_by_as_many_words_as_a_button_holds(topic: str) -> None:
    action = follow(topic)
    assert action is None or topic.startswith(action.topic)
    if len(topic.encode("utf-8", "replace")) <= MAX_BYTES - 2:
        assert action == Follow(topic)


def test_a_long_topic_loses_its_last_words() -> None:
    assert follow("kata " * 11 + "terakhir") == Follow(("kata " * 11).strip())
    assert follow("é" * 40) is None


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=60), st.integers(1, 10**12))
def test_an_action_on_many_topics_takes_as_many_as_a_button_holds(
    topic_ids: list[int], article_id: int
) -> None:
    action = for_topics(lambda some: NarrowTopics(article_id, some), topic_ids)
    assert isinstance(action, NarrowTopics)
    assert action.topic_ids == tuple(topic_ids[: len(action.topic_ids)])
    assert action.topic_ids
    assert len(encode(action)) <= MAX_BYTES
