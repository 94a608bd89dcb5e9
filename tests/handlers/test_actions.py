import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.actions import (
    MAX_BYTES,
    Action,
    Ask,
    AskAsTyped,
    ListFrom,
    Read,
    Speak,
    TurnTo,
    decode,
    encode,
)
from index.types import Language

numbers = st.integers(0, 10**15 - 1)
actions = (
    st.builds(Ask, numbers)
    | st.just(AskAsTyped())
    | st.builds(Read, numbers)
    | st.builds(TurnTo, numbers, numbers)
    | st.builds(ListFrom, numbers)
    | st.builds(Speak, st.sampled_from(Language))
)


@given(actions)
def test_an_action_survives_its_callback_data(action: Action) -> None:
    data = encode(action)
    assert decode(data) == action
    assert 1 <= len(data.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    "data",
    [
        *(None, "", ":", "q", "q:", "q:x", "q:-1", "q:1:2", "r:1:", "a:1", "a:1:2:3", "g:xx"),
        *("g:", "l:٣", "r: 1", "r:1_0", "r:" + "9" * 16, "x:1", "t:", "t:1", "q:1\n", "\ud800:1"),
    ],
)
def test_what_is_no_data_of_ours_is_no_action(data: str | None) -> None:
    assert decode(data) is None


@given(st.text())
def test_no_data_is_an_error(data: str) -> None:
    action = decode(data)
    assert action is None or decode(encode(action)) == action
