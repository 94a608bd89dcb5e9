"""For every test: hypothesis' profile, one certificate authority, the longest test first."""

import asyncio
import gc
import os
import shutil
from pathlib import Path

import certifi
import pytest
from hypothesis import HealthCheck, settings

from bot.services.addresses import DATABASE
from bot.storage.database import open_database
from tests.pauses import Pauses

# Examples have no deadline: a busy machine makes single ones slow, and speed is not what they
# prove. They are the same in every run of CI and new ones in every run elsewhere.
settings.register_profile(
    "kutip",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kutip")

LONGEST = "test_killing.py"  # a minute, most of it waiting
FOLDERS = {
    "cluster": "servers",
    "page": "a browser",
    "faults": "a minute, and disks to mount",
    "install": "a registry to install from",
}
"""Folders of tests that need what not everybody has."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for the tests that need servers or a browser."""
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="what the tests' databases are; postgresql needs the extra packages of kutip[cluster]",
    )
    for name, needed in FOLDERS.items():
        text = f"collect tests/{name}, too, which need {needed} (see: make test-{name})"
        parser.addoption(f"--{name}", action="store_true", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Use PostgreSQL for the tests' databases, if that is asked for."""
    if config.getoption("database") == "postgresql":
        from tests import on_postgresql  # imports packages that a newcomer does not have

        config.pluginmanager.register(on_postgresql)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the tests that need servers or a browser, unless they are asked for."""
    here = (collection_path, *collection_path.parents)
    inside = [name for name in FOLDERS if Path(__file__).parent / name in here]
    return True if inside and not config.getoption(inside[0]) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the longest test first, so that no worker is alone with it in the end."""
    items.sort(key=lambda item: item.path.name != LONGEST)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking through the collected tests: 700,000 objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Trust one certificate authority: reading all 140 takes 23 ms for each HTTP client.

    No test leaves loopback, where no certificate is asked for.
    """
    end = "-----END CERTIFICATE-----\n"
    bundle = Path(certifi.where()).read_text("ascii")
    path = tmp_path_factory.mktemp("certificates") / "one.pem"
    path.write_text(bundle.partition(end)[0] + end, "ascii")
    os.environ["SSL_CERT_FILE"] = str(path)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows: the migrations take 40 ms, and a copy of their result none."""

    async def migrate(path: Path) -> None:
        async with open_database(path):
            pass

    path = tmp_path_factory.mktemp("migrated") / DATABASE
    asyncio.run(migrate(path))
    return path


@pytest.fixture
def data_folder(tmp_path: Path, migrated: Path) -> Path:
    """``tmp_path / "data"`` with a database without rows."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(migrated, folder / DATABASE)
    return folder


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """The long pauses of everything in the test."""
    pauses = Pauses()
    monkeypatch.setattr(asyncio, "sleep", pauses.sleep)
    return pauses
