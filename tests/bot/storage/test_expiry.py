"""Records of persons go when the settings say so, not before; and every table is documented."""

import re
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import BigInteger, Table, insert, select

from bot.model.messages import AnnouncementMessage
from bot.model.topics import ChatTarget
from bot.services.retention import periods_of
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.expiry import ExpiryStore, RetentionPeriods
from bot.storage.outbox import OutboxStore, outbox_row
from bot.storage.tables.chats import chats, topics
from bot.storage.tables.outbox import OutboxState, outbox
from bot.storage.tables.readers import replies
from bot.storage.tables.schema import metadata
from bot.storage.tables.staff import audit
from bot.storage.tables.statistics import counters, unanswered
from bot.storage.traces import PERSONAL_COLUMNS, WORDED_TABLES, personal_tables
from tests.bot.samples import Clock

PAGE = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text("utf-8")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PERIODS = RetentionPeriods(audit=3, inactive=5, messages=4, statistics=40, unanswered=6)

IMPERSONAL_NUMBERS = re.compile(
    r"(article|story|topic|feed|update|message|question|reply|answer|thread)_id|id|address|number"
    r"|recipients|quiet_start|quiet_end|hour_alerts|failures|reload|attempts|version|start|end"
    r"|added|changed|removed|unchanged|duplicates|mojibake|band|refusals|value|minute|weekday"
)
"""Columns of whole numbers that are of no person and no chat."""


def documented(heading: str) -> dict[str, str]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:3] == "| `"]
    return {name.strip("`"): kept for name, _, kept in rows}


def test_every_table_with_a_person_or_a_chat_is_documented_with_how_long_it_is_kept() -> None:
    kept = documented("Records with the number of a person or a chat")
    assert sorted(kept) == sorted(table.name for table in personal_tables())
    assert all(kept.values())


def test_every_table_with_words_of_questions_is_documented() -> None:
    kept = documented("Records of what was asked, without whose")
    assert {table.name for table in WORDED_TABLES} <= kept.keys() <= metadata.tables.keys()


def test_no_column_of_numbers_is_overlooked() -> None:
    """A new table's column has to be counted among those of persons or of things."""
    whole = [
        column.name
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, BigInteger) and column.name not in PERSONAL_COLUMNS
    ]
    assert [name for name in whole if not IMPERSONAL_NUMBERS.fullmatch(name)] == []


def test_every_period_is_a_setting_of_which_the_page_tells() -> None:
    named = set(re.findall(r"KUTIP_(\w+)_DAYS", PAGE)) - {"STORY"}
    assert named == {name.upper() for name in RetentionPeriods.__dataclass_fields__}
    given = {f"{name.lower()}_days": 31 + number for number, name in enumerate(sorted(named))}
    periods = periods_of(Settings().model_copy(update=given))
    assert {f"{name}_days": value for name, value in asdict(periods).items()} == given
    assert periods_of(Settings()) == RetentionPeriods()


def _reply(at: datetime) -> dict[str, Any]:
    numbers = {"chat_id": 7, "question_id": int(at.timestamp()), "reply_id": 2, "reader_id": 7}
    return numbers | {"created_at": at}


def _message(at: datetime, state: str = OutboxState.DONE) -> dict[str, Any]:
    row = dict.fromkeys(("thread_id", "attempts"), 0) | {"chat_id": 7, "kind": "alert"}
    times = {"created_at": at, "next_try": at, "key": f"{at}{state}"}
    return row | times | {"payload": {}, "state": state, "reason": ""}


def _deed(at: datetime) -> dict[str, Any]:
    return {"at": at, "user_id": 7, "name": "Ani", "action": "did_backup", "subject": ""}


def _count(at: datetime) -> dict[str, Any]:
    return {"day": at.date(), "name": "alerts", "label": "alert", "value": 1}


@pytest.mark.parametrize(
    ("table", "row", "days"),
    [
        (replies, _reply, 2),
        (audit, _deed, PERIODS.audit),
        (outbox, _message, PERIODS.messages),
        (counters, _count, PERIODS.statistics),
        (unanswered, lambda at: {"day": at.date(), "question": "?"}, PERIODS.unanswered),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else "",
)
async def test_what_is_older_goes_and_the_rest_stays(
    database: Database, clock: Clock, table: Table, row: Any, days: int
) -> None:
    ages = (timedelta(days=days), timedelta(days=days + 1))
    for age in ages:
        await database.execute(insert(table).values(row(clock() - age)))
    expiry = ExpiryStore(database, PERIODS)
    await expiry.prune(clock())
    assert len(await database.rows(select(table))) == 1
    await expiry.prune(clock() + DAY)
    assert await database.rows(select(table)) == []


async def test_a_message_that_waits_is_kept_however_old_it_is(
    database: Database, clock: Clock
) -> None:
    for state in OutboxState:
        await database.execute(insert(outbox).values(_message(clock() - 99 * DAY, state)))
    await ExpiryStore(database, PERIODS).prune(clock())
    left = await database.rows(select(outbox.c.state))
    assert {row.state for row in left} == {OutboxState.QUEUED, OutboxState.CLAIMED}


@pytest.mark.parametrize("end", ["sent", "refused", "unreachable"])
async def test_messages_are_kept_from_their_end_on_however_long_they_waited(
    database: Database, clock: Clock, end: str
) -> None:
    lease = timedelta(minutes=1)
    keys = ("first", "second") if end == "unreachable" else ("first",)
    for key in keys:
        row = outbox_row(ChatTarget(7), key, AnnouncementMessage(1), clock())
        await database.execute(insert(outbox).values(row))
    clock.advance(99 * DAY)
    store = OutboxStore(database, ZoneInfo("Asia/Jakarta"))
    (message,) = await store.claim(clock(), clock() + lease, 9)
    if end == "sent":
        await store.done([message])
    elif end == "refused":
        await store.dead_letter(message, "refused")
    else:
        await store.deactivate(message, "blocked", clock())
    expiry = ExpiryStore(database, PERIODS)
    clock.advance(PERIODS.messages * DAY)
    await expiry.prune(clock())
    assert len(await database.rows(select(outbox))) == len(keys)
    clock.advance(lease + SECOND)
    await expiry.prune(clock())
    assert await database.rows(select(outbox)) == []


async def test_a_chat_that_can_not_be_reached_for_long_is_deleted_with_its_topics(
    database: Database, clock: Clock
) -> None:
    unset = dict.fromkeys(("minute", "weekday", "snoozed_until", "muted_until", "due"))
    for chat_id, asleep_at in ((1, None), (2, clock()), (3, clock() - SECOND)):
        chat = {"chat_id": chat_id, "hour_alerts": 0, "asleep_at": asleep_at}
        await database.execute(insert(chats).values(chat))
        topic = {"chat_id": chat_id, "thread_id": 0, "text": "banjir", "rhythm": "now"}
        topic |= unset | {"paused": False, "created_at": clock()}
        await database.execute(insert(topics).values(topic))
    await ExpiryStore(database, PERIODS).prune(clock() + PERIODS.inactive * DAY)
    assert [row.chat_id for row in await database.rows(select(topics.c.chat_id))] == [1, 2]
    assert [row.chat_id for row in await database.rows(select(chats.c.chat_id))] == [1, 2]
