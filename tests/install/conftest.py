"""One release of the session, and the program installed from it."""

from pathlib import Path

import pytest

from tests.install import needs, release


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what needs root and systemd; `make test-install` says where they are missing."""
    return True if collection_path.name == "system" and needs.missing() else None


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sdist and wheel."""
    folder = tmp_path_factory.mktemp("dist")
    release.build(folder)
    return folder


@pytest.fixture(scope="session")
def environment(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel, and all else by its hash."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    release.install(folder, released / release.WHEEL)
    return folder


@pytest.fixture(scope="session")
def program(environment: Path) -> Path:
    """The installed program."""
    return environment / "bin" / "kutip"
