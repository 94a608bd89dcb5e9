"""The databases in ``schemas``, which the program of each schema has made, and what is in them."""

import gzip
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, MetaData, create_engine, text

from bot.model.interface_language import InterfaceLanguage
from bot.model.roles import Role
from bot.model.schedule import QuietHours
from bot.storage.announcements import AnnouncementStore
from bot.storage.articles import ArticleStore
from bot.storage.audit import AuditStore
from bot.storage.channels import ChannelStore
from bot.storage.chats import ChatStore
from bot.storage.database import Database, dialect_of
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.drafts import DraftStore
from bot.storage.edits import EditStore
from bot.storage.feedback import FeedbackStore
from bot.storage.feeds import FeedStore
from bot.storage.quotations import QuotationStore
from bot.storage.readers import ReaderStore
from bot.storage.replies import ReplyStore
from bot.storage.schema_version import upgrade
from bot.storage.staff import StaffStore
from bot.storage.topics import TopicStore
from bot.storage.updates import UpdateStore
from tests.bot.storage.upgrades import Rows, read_rows

SCHEMAS = Path(__file__).parent / "schemas"
ANI, GROUP, CHANNEL = 710_001, -1_000_004_000_001, -1_000_004_000_002
QUESTION = "Siapa yang meresmikan Jembatan Sungai Lestari?"
ZONE = ZoneInfo("Asia/Jakarta")


def stored_versions() -> list[str]:
    return sorted(path.name[:4] for path in SCHEMAS.glob("*.sql.gz"))


def read_sql(version: str) -> str:
    return gzip.decompress((SCHEMAS / f"{version}.sql.gz").read_bytes()).decode()


def make_stored(version: str, path: Path) -> Rows:
    """Make the database file of a version; return its rows."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(read_sql(version))
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection_:
            return read_rows(connection_)
    finally:
        engine.dispose()


async def make_like(address: DatabaseAddress, version: str, rows: Rows) -> None:
    """Make the schema of a version in an empty database, with these rows."""
    dialect = dialect_of(address)
    try:
        await dialect.prepare()
        async with Database(dialect).write() as connection:
            await connection.run_sync(upgrade, version)
            await connection.run_sync(fill_like, rows)
    finally:
        await dialect.close()


def fill_like(connection: Connection, rows: Rows) -> None:
    """Put the rows of a file into the empty tables of the same version, and count on from them."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        if values := rows.get(table.name):
            connection.execute(table.insert(), [dict(row) for row in values])
            if "id" in table.c and connection.dialect.name == "postgresql":
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                last = f"SELECT setval({sequence}, max(id)) FROM {table.name} WHERE {sequence} > ''"  # noqa: S608 - a table's name
                connection.execute(text(last))


def written_at(version: str) -> datetime:
    """Return when Ani asked, by the database itself."""
    found = re.search(rf"\"replies\" VALUES\({ANI},3,4,{ANI},'([^']+)'", read_sql(version))
    assert found is not None
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)


class Contents:
    """What readers and staff have told the programs, read as the bot reads it."""

    def __init__(self, database: Database, version: str) -> None:
        self._database = database
        self._version = version
        self._at = written_at(version)

    def _now(self) -> datetime:
        return self._at

    async def check(self) -> None:
        """Assert what there has been since the version's and each earlier schema."""
        for since, check in CHECKS:
            if self._version >= since:
                await check(self)

    async def articles(self) -> None:
        store = ArticleStore(self._database, self._now)
        assert await store.damaged() == []
        titles = {article.title for article in await store.latest(9)}
        assert titles >= {"Jembatan Sungai Lestari diresmikan", "Banjir melanda Kota Melati"}

    async def choices(self) -> None:
        assert await ReaderStore(self._database).language(ANI) is InterfaceLanguage.ENGLISH
        assert await ReplyStore(self._database).reply_to(ANI, 3) == 4

    async def topics(self) -> None:
        store = TopicStore(self._database, ZONE)
        texts = [topic.text for topic in await store.of_chat(ANI, 9)]
        assert texts == ["banjir", "Kota Melati"]
        assert [topic.text for topic in await store.of_chat(GROUP, 9)] == ["gempa"]
        state = await ChatStore(self._database, ZONE).state(ANI)
        assert state.quiet == QuietHours(22 * 60, 6 * 60)
        assert (state.zone.key, state.unreachable) == ("Asia/Makassar", None)

    async def newsroom(self) -> None:
        assert await StaffStore(self._database).role(ANI) is Role.EDITOR
        done = {entry.action for entry in await AuditStore(self._database, self._now).latest(9)}
        assert done >= {"did_promote", "did_edit", "did_remove"}
        (feed,) = await FeedStore(self._database).page(9)
        assert (feed.title, feed.url.endswith("/feed.xml")) == ("Warta Melati", True)

    async def decisions(self) -> None:
        edits, store = EditStore(self._database), ArticleStore(self._database, self._now)
        removed = await edits.restorable(4)
        assert removed is not None
        assert removed.article.title == "Kisah panjang pelayaran"
        edited = (await store.many([1]))[1]
        assert edited.title == "Badak Wulan lahir"
        assert (await edits.override(edited)).title == edited.title

    async def announcement(self) -> None:
        store = AnnouncementStore(self._database, InterfaceLanguage.INDONESIAN, self._now)
        announcement = await store.get(1)
        assert announcement is not None
        assert announcement.content.text == "Selamat pagi, pembaca."

    async def suspension(self) -> None:
        state = await ChatStore(self._database, ZONE).state(GROUP)
        assert [each.refusals for each in state.suspensions.values()] == [2]

    async def group_language(self) -> None:
        language = await ChatStore(self._database, ZONE).language(GROUP)
        assert language is InterfaceLanguage.ENGLISH

    async def history(self) -> None:
        asked = await ReplyStore(self._database).exchange(ANI, 3, self._at)
        assert asked is not None
        assert asked.question == QUESTION

    async def secret(self) -> None:
        assert await UpdateStore(self._database).secret("webhook", "x") == "a-secret-that-was-made"

    async def draft(self) -> None:
        number = await self._database.scalar(text("SELECT number FROM drafts"))
        article = await DraftStore(self._database, self._now).claim(number)
        assert article is not None
        assert article.title == "Pelabuhan diperluas"

    async def quotations(self) -> None:
        (speaker,) = await QuotationStore(self._database).speakers(["marsh"])
        assert (speaker.name, speaker.quotations) == ("Helen Marsh", 1)

    async def channel(self) -> None:
        (channel,) = await ChannelStore(self._database).page(9)
        assert (channel.chat_id, channel.title) == (CHANNEL, "Warta")

    async def rating(self) -> None:
        (rated,) = [each async for each in FeedbackStore(self._database).all()]
        assert (rated.question, rated.helpful) == (QUESTION, True)


Check = Callable[[Contents], Awaitable[Any]]
CHECKS: list[tuple[str, Check]] = [
    ("0001", Contents.articles),
    ("0001", Contents.choices),
    ("0002", Contents.topics),
    ("0003", Contents.newsroom),
    ("0003", Contents.decisions),
    ("0003", Contents.announcement),
    ("0004", Contents.suspension),
    ("0006", Contents.group_language),
    ("0008", Contents.history),
    ("0011", Contents.secret),
    ("0013", Contents.draft),
    ("0015", Contents.quotations),
    ("0016", Contents.channel),
    ("0017", Contents.rating),
]
