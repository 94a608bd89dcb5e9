"""A root with a systemd of its own, and the image of deploy/docker built in it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.install.release import ROOT
from tests.install.system.dockerfile import Image, build
from tests.install.system.sandbox import Sandbox

DOCKERFILE = ROOT / "deploy" / "docker" / "Dockerfile"
CONTROL_GROUPS = Path("/sys/fs/cgroup")
SYSTEMD = ("/lib/systemd/systemd", "--system", "--unit=systemd-journald.service")


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """systemd's control groups are of the machine, and removed in the end."""
    base = tmp_path_factory.mktemp("sandbox") / "base"
    base.mkdir()
    before = set(control_groups())
    with Sandbox(base, *SYSTEMD) as sandbox:
        yield sandbox
    for group in sorted(set(control_groups()) - before, reverse=True):
        with suppress(OSError):
            group.rmdir()


def control_groups() -> Iterator[Path]:
    """The groups, inner ones after outer ones."""
    for path in CONTROL_GROUPS.rglob("*"):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                yield path


@pytest.fixture(scope="session")
def image(sandbox: Sandbox) -> Image:
    """The image; what it has is in /opt/kutip of the sandbox."""
    return build(sandbox, DOCKERFILE)
