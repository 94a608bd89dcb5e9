"""A busy chat waits for the others; of its questions the newest are left, of all else nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.telegram.deferral import (
    MAX_AT_ONCE,
    MAX_TALK,
    SLICE,
    SLICES,
    DeferredUpdates,
    without_flood,
)
from handlers.telegram.turns import CHAT_WAITING, PERSON_WAITING

NAME = "kutip_bot"
MESSAGE = {"message_id": 1, "date": 1_700_000_000}


def raw(number: int, text: str = "halo", chat: int = 7, by: int = 7, **more: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "group"
    message = MESSAGE | {"chat": {"id": chat, "type": kind}, "from": {"id": by}, "text": text}
    return {"update_id": number, "message": message | more}


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def test_of_a_flood_only_the_newest_are_parsed_and_all_of_the_others() -> None:
    flood = [raw(n, by=7) for n in range(90)]
    others = [raw(n, chat=n, by=n) for n in range(90, 100)]
    mixed = flood[:40] + others + flood[40:]
    assert numbers(without_flood(mixed, NAME)) == [*range(90, 100), *range(79, 90)]


@pytest.mark.parametrize(
    "updates",
    [
        pytest.param([raw(n, chat=-5, entities=[]) for n in range(60)], id="perhaps a mention"),
        pytest.param(
            [raw(n, chat=-5, reply_to_message={}) for n in range(60)], id="perhaps a reply to it"
        ),
        pytest.param([raw(n, chat=-5, external_reply={}) for n in range(60)], id="about a quote"),
        pytest.param(
            [{"update_id": n, "message": {"chat": {"id": -5}, "caption": "x"}} for n in range(60)],
            id="pictures",
        ),
        pytest.param([raw(n, "/roll", chat=-5, by=7) for n in range(60)], id="another bot's"),
        pytest.param([raw(n, "/ask@a_bot", chat=-5, by=7) for n in range(60)], id="by its name"),
        pytest.param([raw(n, "/", chat=-5, by=7) for n in range(60)], id="no command"),
        pytest.param([raw(n, "/ask x", chat=-n - 1, by=7) for n in range(60)], id="sixty groups"),
        pytest.param([{"update_id": n, "callback_query": {}} for n in range(60)], id="presses"),
        pytest.param([{"update_id": n, "message": MESSAGE} for n in range(60)], id="no text"),
        pytest.param(
            [{"update_id": n, "edited_message": raw(n)["message"]} for n in range(60)], id="edits"
        ),
        pytest.param(
            [raw(n, "/ask x", chat=-5, by=9, sender_chat={"id": -n}) for n in range(20)],
            id="sixty channels, behind one account of Telegram's",
        ),
    ],
)
def test_what_is_no_flood_or_no_text_is_parsed(updates: list[dict[str, Any]]) -> None:
    assert without_flood(updates, NAME) == updates


@pytest.mark.parametrize("command", ["/ask x", "/ASK", "/list", "/topics@Kutip_Bot 3"])
def test_a_flood_of_commands_in_a_group_is_dropped_by_person_and_by_chat(command: str) -> None:
    flood = [raw(n, command, chat=-5) for n in range(60)]
    assert numbers(without_flood(flood, NAME)) == list(range(60 - PERSON_WAITING - 1, 60))
    crowd = [raw(n, command, chat=-5, by=n) for n in range(60)]
    assert numbers(without_flood(crowd, NAME)) == list(range(60 - CHAT_WAITING - 1, 60))


def test_of_what_people_say_to_each_other_so_much_is_left_that_its_language_can_be_told() -> None:
    talk = [raw(n, chat=-5 - n % 2, by=n) for n in range(120)]
    assert numbers(without_flood(talk, NAME)) == list(range(120 - 2 * MAX_TALK, 120))


FLOODS = [
    pytest.param([raw(n, chat=-5, by=7) for n in range(90)], id="one in a group"),
    pytest.param([raw(n, chat=-5, by=n) for n in range(90)], id="many in a group"),
    pytest.param([raw(n, chat=-n - 1, by=7) for n in range(90)], id="one in many groups"),
    pytest.param([{"update_id": n, "edited_message": raw(n)["message"]} for n in range(90)]),
    pytest.param(
        [
            {"update_id": n, "callback_query": {"from": {"id": 7}, "message": raw(n)["message"]}}
            for n in range(90)
        ],
        id="presses",
    ),
    pytest.param(
        [
            {"update_id": n, "my_chat_member": {"chat": {"id": -5}, "from": {"id": n}}}
            for n in range(90)
        ],
        id="memberships",
    ),
    pytest.param([{"update_id": n, "message": n} for n in range(90)], id="of no shape"),
]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_waits_for_all_others(flood: list[dict[str, Any]]) -> None:
    others = [raw(n, chat=n, by=n) for n in range(90, 100)]
    deferred = DeferredUpdates()
    assert deferred.sort(flood[:40] + others + flood[40:], NAME) == others
    left = sorted(numbers(deferred.take_all()))
    assert left == list(range(90 - len(left), 90))
    assert len(left) in {90, MAX_TALK}
    assert len(deferred) == 0


@pytest.mark.parametrize("flood", FLOODS)
def test_what_is_dropped_of_a_flood_is_named(flood: list[dict[str, Any]]) -> None:
    dropped: list[int] = []
    deferred = DeferredUpdates(lambda updates: dropped.extend(numbers([*updates])))
    deferred.sort(flood[:50], NAME)
    deferred.sort(flood[50:], NAME)
    left = numbers(deferred.take_all())
    assert sorted(dropped + left) == numbers(flood)


def test_nothing_overtakes_what_waits_of_its_chat() -> None:
    deferred = DeferredUpdates()
    deferred.sort([raw(n, chat=-5, by=n) for n in range(SLICE + 1)], NAME)
    assert deferred.sort([raw(50, chat=-5), raw(51, chat=8, by=8)], NAME) == [raw(51, chat=8, by=8)]
    assert numbers(deferred.take()) == list(range(SLICE))
    assert deferred.sort([raw(52, chat=-5)], NAME) == []
    assert numbers(deferred.take()) == [SLICE, 50, 52]
    assert deferred.take() == []
    assert deferred.sort([raw(53, chat=-5)], NAME) == [raw(53, chat=-5)]


def test_a_few_of_a_chat_do_not_wait() -> None:
    few = [raw(n, chat=-5, by=n) for n in range(MAX_AT_ONCE)]
    assert DeferredUpdates().sort(few, NAME) == few


def test_busy_chats_take_turns() -> None:
    deferred = DeferredUpdates()
    deferred.sort([raw(n, chat=-1 - n % 2, by=n) for n in range(4 * SLICE)], NAME)
    taken = [deferred.take() for _ in range(4)]
    assert [update[0]["message"]["chat"]["id"] for update in taken] == [-1, -2, -1, -2]


def test_what_waits_cannot_grow_without_end() -> None:
    deferred = DeferredUpdates()
    deferred.sort([raw(n, "/roll", chat=-5, by=n) for n in range(SLICES * SLICE * 4)], NAME)
    assert len(deferred.take()) == SLICE * 4


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["update_id", "message"]),
            st.recursive(
                st.none() | st.integers() | st.text(max_size=3),
                lambda inner: (
                    st.lists(inner, max_size=2)
                    | st.dictionaries(
                        st.sampled_from(["text", "chat", "from", "id", "type", "sender_chat"]),
                        inner,
                    )
                ),
            ),
        ),
        max_size=5,
    )
)
def test_whatever_telegram_sends_can_be_sorted(updates: list[Any]) -> None:
    assert without_flood(updates, NAME) == updates
    deferred = DeferredUpdates()
    at_once = deferred.sort([*updates, None, [], "x"], NAME)
    assert len(at_once) + len(deferred) == len(updates)


def typed(number: int, by: int, query: str = "beras") -> dict[str, Any]:
    query_of = {"id": str(number), "from": {"id": by}, "query": query, "offset": ""}
    return {"update_id": number, "inline_query": query_of}


def test_of_what_people_type_the_newest_of_each_is_handled_at_once() -> None:
    dropped: list[int] = []
    deferred = DeferredUpdates(lambda updates: dropped.extend(numbers(list(updates))))
    typing = [typed(n, by=n % 10) for n in range(40)]
    assert numbers(deferred.sort(typing, NAME)) == list(range(30, 40))
    assert dropped == list(range(30))
    assert not deferred


def test_what_one_sends_by_cards_makes_no_other_wait() -> None:
    deferred = DeferredUpdates()
    chosen = [{"update_id": n, "chosen_inline_result": {"from": {"id": 7}}} for n in range(20)]
    assert numbers(deferred.sort([*chosen, typed(20, by=8)], NAME)) == [20]
    assert len(deferred) == 20


def test_a_guests_chat_may_have_the_number_of_one_of_the_bots() -> None:
    deferred = DeferredUpdates()
    asked = [{"update_id": n, "guest_message": raw(n, chat=-5, by=n)["message"]} for n in range(9)]
    assert numbers(deferred.sort([*asked, raw(9, chat=-5, by=9)], NAME)) == list(range(10))
