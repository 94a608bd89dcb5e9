"""Buttons that stand in chats go on working: their bytes stay what they were."""

from typing import Any

import pytest

from handlers.callback_data.codec import decode, encode
from handlers.callback_data.payload import PAYLOADS, ButtonPayload
from index.types import Language

OLD_BUTTONS: list[tuple[str, str, tuple[object, ...]]] = [
    ("t", "AskAsTyped", ()),
    ("tt:2147483647", "AskAbout", (2147483647,)),
    ("tw:1099511627777", "TakeBack", (1099511627777,)),
    ("g:id", "ChooseLanguage", (Language.INDONESIAN,)),
    ("g:en", "ChooseLanguage", (Language.ENGLISH,)),
    ("f:banjir -rob", "Follow", ("banjir -rob",)),
    ("f:judul:banjir", "Follow", ("judul:banjir",)),
    ("fa:7:10:13:16", "ProposeAnother", (7, 10, 13, 16)),
    ("fs:7:10:13", "ProposeSchedule", (7, 10, 13)),
    ("fy:7:10:13", "ConfirmTopic", (7, 10, 13)),
    ("m:7", "MuteTopics", ((7,),)),
    ("m:7:8:9", "MuteTopics", ((7, 8, 9),)),
    ("u:7:8", "Unsubscribe", ((7, 8),)),
    ("n:1:7", "NarrowTopics", (1, (7,))),
    ("n:1:7:8", "NarrowTopics", (1, (7, 8))),
    ("q:7", "AskQuestion", (7,)),
    ("r:7", "ReadArticle", (7,)),
    ("a:7:10", "TurnArticlePage", (7, 10)),
    ("mq:7:10", "ShowQuotes", (7, 10)),
    ("fb:7:1", "RateAnswer", (7, 1)),
    ("rq:7:10:13:16", "ReadQuote", (7, 10, 13, 16)),
    ("rp:7:10:13:16:19", "TurnQuotePage", (7, 10, 13, 16, 19)),
    ("l:7", "ListLatest", (7,)),
    ("uo:999999999999999", "OpenTimeline", (999999999999999,)),
    ("ut:2:id:banjir: demak", "TurnTimeline", (2, Language.INDONESIAN, "banjir: demak")),
    ("qt:7:10", "TurnQuotations", (7, 10)),
    ("o:7:10", "ShowTopic", (7, 10)),
    ("p:7:10", "ListTopics", (7, 10)),
    ("x:7:10", "ListToDelete", (7, 10)),
    ("c:7:10", "ChooseFrequency", (7, 10)),
    ("cd:7:10", "ChooseDay", (7, 10)),
    ("ch:7:10:13", "ChooseHour", (7, 10, 13)),
    ("cp:7:10:13:16:19", "SetSchedule", (7, 10, 13, 16, 19)),
    ("h:7:10", "PauseTopic", (7, 10)),
    ("j:7:10", "ResumeTopic", (7, 10)),
    ("cs:7:10", "ChooseSnooze", (7, 10)),
    ("z:7:10:13", "SnoozeTopic", (7, 10, 13)),
    ("e:7:10", "EditTopic", (7, 10)),
    ("d:7:10", "DeleteTopic", (7, 10)),
    ("da:7:10", "DeleteAllTopics", (7, 10)),
    ("b:7:10:13:16", "RestoreTopic", (7, 10, 13, 16)),
    ("w:7:10", "ReplaceTopic", (7, 10)),
    ("tz:7:10", "SetTimeZone", (7, 10)),
    ("tq:7:10:13", "SetQuietHours", (7, 10, 13)),
    ("s:7", "ShowSources", (7,)),
    ("k:7:10", "TurnDigest", (7, 10)),
    ("kc:7:10:13", "ChannelDigest", (7, 10, 13)),
    ("va:7", "AddPage", (7,)),
    ("vs:7", "SaveDraft", (7,)),
    ("vd:7", "DiscardDraft", (7,)),
    ("vr:7", "RemoveArticle", (7,)),
    ("vu:7", "RestoreArticle", (7,)),
    ("ve:7", "UndoEdit", (7,)),
    ("vf:7", "ReadFolder", (7,)),
    ("fl:7", "ListFeeds", (7,)),
    ("fp:7:10", "PauseFeed", (7, 10)),
    ("fn:7:10", "FetchFeed", (7, 10)),
    ("fd:7:10", "RemoveFeed", (7, 10)),
    ("nl:7", "ListChannels", (7,)),
    ("ns:7:10", "StopChannel", (7, 10)),
    ("nk:7:10", "StopKeeping", (7, 10)),
    ("nx:7:10", "StopDeleting", (7, 10)),
    ("fx:7:10", "DeleteFeed", (7, 10)),
    ("if:7", "ShowStatistics", (7,)),
    ("ig:7:10", "ListUnanswered", (7, 10)),
    ("yl:7:10", "ChooseAudience", (7, 10)),
    ("yt:7:10", "ChooseTopic", (7, 10)),
    ("yw:7", "ShowAudiences", (7,)),
    ("yd:7", "ShowDraft", (7,)),
    ("ys:7", "SendBroadcast", (7,)),
    ("yc:7", "CancelBroadcast", (7,)),
    ("yx:7", "StopBroadcast", (7,)),
    ("ya:7", "ListAudit", (7,)),
    ("yp:7:10", "AppointUnknown", (7, 10)),
]


def made(name: str, values: tuple[object, ...]) -> ButtonPayload:
    kind: Any = next(each for each in PAYLOADS.values() if each.__name__ == name)
    payload: ButtonPayload = kind(*values)
    return payload


@pytest.mark.parametrize(("data", "name", "values"), OLD_BUTTONS)
def test_a_button_that_is_out_in_chats_means_what_it_meant(
    data: str, name: str, values: tuple[object, ...]
) -> None:
    payload = made(name, values)
    assert decode(data) == payload
    assert encode(payload) == data


def test_every_payload_is_in_the_table() -> None:
    """And none that is there was forgotten."""
    assert {name for _, name, _ in OLD_BUTTONS} == {each.__name__ for each in PAYLOADS.values()}
