"""Uses are counted by person, by group and by kind; who goes on too fast is told once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.telegram.limits import MAX_IDLE_KEYS, MINUTE_S, UseLimit, UseLimits
from handlers.telegram.turns import Omission, Turn
from handlers.telegram.uses import Use

ANI, BUDI, GROUP = 7, 8, -5


def limits(**more: int) -> UseLimits:
    return UseLimits(**({"person": 0, "group": 0, "uploads": 0, "typed": 0} | more))


def outcomes(of: UseLimits, turns: list[tuple[float, Turn]]) -> list[str]:
    """``ok``, or the reason of a refusal, with ``!`` if it is to be said."""
    found = [of.take(turn, at) for at, turn in turns]
    return [f"{each.omission}{'!' * each.is_first}" if each else "ok" for each in found]


def test_a_person_is_told_once_and_answered_again_when_there_is_room() -> None:
    asked = [(float(second), Turn(ANI, ANI)) for second in (0, 10, 20, 30, 59, 61, 62, 200)]
    assert outcomes(limits(person=2), asked) == [
        *("ok", "ok", "limit_person!", "limit_person", "limit_person", "ok", "limit_person", "ok")
    ]


def test_who_rests_and_begins_again_is_told_again() -> None:
    asked = [(at, Turn(ANI, ANI)) for at in (0.0, 1.0, 100.0, 101.0)]
    assert outcomes(limits(person=1), asked) == ["ok", "limit_person!", "ok", "limit_person!"]


def test_one_person_uses_up_nobody_elses_share() -> None:
    asked = [(0.0, Turn(GROUP, ANI)), (1.0, Turn(ANI, ANI)), (2.0, Turn(BUDI, BUDI))]
    assert outcomes(limits(person=1), asked) == ["ok", "limit_person!", "ok"]


def test_a_group_has_a_limit_for_all_in_it() -> None:
    asked = [(0.0, Turn(GROUP, ANI)), (1.0, Turn(GROUP, BUDI)), (2.0, Turn(BUDI, BUDI))]
    assert outcomes(limits(group=1), asked) == ["ok", "limit_group!", "ok"]


def test_one_person_in_a_group_leaves_half_of_its_limit_to_the_others() -> None:
    turns = [*[Turn(GROUP, ANI)] * 3, *[Turn(GROUP, BUDI)] * 3, Turn(ANI, ANI)]
    assert outcomes(limits(group=4), [(float(at), turn) for at, turn in enumerate(turns)]) == [
        *("ok", "ok", "limit_person!", "ok", "ok", "limit_person!", "ok")
    ]


def test_files_and_typing_have_limits_of_their_own() -> None:
    file, words = Turn(ANI, ANI, kept=True, use=Use.UPLOAD), Turn(ANI, ANI)
    typed = Turn(ANI + (1 << 56), ANI, use=Use.TYPING)
    asked = [(float(number), turn) for number, turn in enumerate((file, file, words, typed, typed))]
    found = outcomes(limits(uploads=1, typed=1), asked)
    assert found == ["ok", "limit_uploads!", "ok", "ok", "limit_person!"]
    assert outcomes(limits(uploads=1), [(0.0, file), (MINUTE_S * 59, file)])[1] != "ok"
    assert outcomes(limits(uploads=1), [(0.0, file), (MINUTE_S * 60, file)])[1] == "ok"


def test_the_newest_message_after_an_outage_is_no_use() -> None:
    asked = [(0.0, Turn(ANI, ANI)), (0.0, Turn(ANI, ANI, stale=True))]
    assert outcomes(limits(person=1), asked) == ["ok", "ok"]


def test_no_limit_is_none() -> None:
    assert set(outcomes(limits(), [(0.0, Turn(GROUP, ANI))] * 5000)) == {"ok"}


@given(st.lists(st.floats(0.0, 30.0), max_size=80), st.integers(1, 9))
def test_no_minute_has_more_than_the_limit(pauses: list[float], most: int) -> None:
    limit, now, used = UseLimit(most, MINUTE_S), 0.0, list[float]()
    for pause in pauses:
        now += pause
        if limit.is_used_up(ANI, now):
            assert sum(at > now - MINUTE_S for at in used) == most
        else:
            limit.use(ANI, now)
            used.append(now)
        assert sum(at > now - MINUTE_S for at in used) <= most


def test_who_asks_no_more_is_forgotten() -> None:
    limit = UseLimit(1, MINUTE_S)
    for person in range(3 * MAX_IDLE_KEYS):
        limit.use(person, float(person))
    assert len(limit._uses) <= MAX_IDLE_KEYS + 1
    assert limit.is_used_up(3 * MAX_IDLE_KEYS - 1, 3.0 * MAX_IDLE_KEYS)


@pytest.mark.parametrize("omission", [Omission.PERSON, Omission.GROUP, Omission.UPLOADS])
def test_each_reason_has_its_text(omission: Omission) -> None:

    lines = {texts_for(language).format(omission) for language in InterfaceLanguage}
    assert len(lines) == len(InterfaceLanguage)
