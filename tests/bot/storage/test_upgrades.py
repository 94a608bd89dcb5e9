"""From every earlier version, the migrations keep what is stored."""

from pathlib import Path

import pytest

from bot.storage.dialects.dialect import DatabaseAddress
from tests.bot.storage.upgrades import check_upgrade, versions


@pytest.mark.sqlite("on PostgreSQL: tests/cluster/test_storage_schema.py")
@pytest.mark.parametrize("version", versions())
async def test_what_an_earlier_version_has_stored_is_kept(version: str, tmp_path: Path) -> None:
    await check_upgrade(DatabaseAddress(tmp_path / "kutip.db"), version)
