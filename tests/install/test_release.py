"""What is released: nothing missing, nothing of the tests, the same bytes each time."""

import json
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.install import release
from tests.install.release import CHECKSUMS, ROOT, SBOM, SDIST, VERSION, WHEEL
from tests.test_requirements import pins

pytestmark = pytest.mark.xdist_group("released")

PACKAGES = ("bot", "handlers", "index")
SETTINGS = "bot/.env.example"
"""What ``kutip settings`` prints."""


@pytest.fixture(scope="session")
def names(released: Path) -> set[str]:
    """The files of the wheel."""
    with zipfile.ZipFile(released / WHEEL) as wheel:
        return set(wheel.namelist())


def files_below(folder: Path) -> set[str]:
    """The files of a folder of the checkout, without what Python writes."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_has_every_file_of_the_packages(names: set[str]) -> None:
    """The sentences, the word lists, the models, the page's files, the migrations."""
    expected = set().union(*(files_below(ROOT / package) for package in PACKAGES))
    assert len({Path(name).suffix for name in expected}) >= 8
    assert expected <= names


def test_the_wheel_has_the_articles_to_try_on_and_the_settings(names: set[str]) -> None:
    samples = {
        name.replace("articles/", "bot/samples/", 1) for name in files_below(ROOT / "articles")
    }
    assert {name for name in names if name.startswith("bot/samples/")} == samples
    assert SETTINGS in names


def test_the_wheel_has_nothing_else(names: set[str]) -> None:
    own = f"kutip-{VERSION}.dist-info"
    assert {name.split("/")[0] for name in names} == {*PACKAGES, own}
    packaged = {name for name in names if not name.startswith((own, "bot/samples/", SETTINGS))}
    assert packaged == set().union(*(files_below(ROOT / package) for package in PACKAGES))
    described = {name.removeprefix(f"{own}/") for name in names if name.startswith(own)}
    assert described == {
        *("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"),
    }


def test_the_sdist_builds_installs_and_tests(released: Path) -> None:
    """The wheel is built from it; it has what `make` and deploy/ read, too."""
    with tarfile.open(released / SDIST) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("articles", "deploy", "docs", "requirements", "tests"):
        assert files_below(ROOT / folder) <= names
    needed = {"Makefile", "constraints.txt", "CHANGELOG.md", "LICENSE", ".env.example"}
    assert needed <= names


def test_the_same_sources_give_the_same_bytes(released: Path, tmp_path: Path) -> None:
    release.build(tmp_path)
    assert release.checksums(tmp_path) == release.checksums(released)
    assert {path.name for path in tmp_path.iterdir()} == {SDIST, WHEEL}


def test_the_sbom_names_what_is_installed(environment: Path, tmp_path: Path) -> None:
    release.describe(environment, tmp_path / SBOM, "--no-validate")
    sbom = json.loads((tmp_path / SBOM).read_text("utf-8"))
    assert sbom["bomFormat"] == "CycloneDX"
    root = sbom["metadata"]["component"]
    assert (root["name"], root["version"], root["type"]) == ("kutip", VERSION, "application")
    listed = "".join(f"{each['name']}=={each['version']}\n" for each in sbom["components"])
    assert pins(listed) == pins(release.RUNTIME.read_text("utf-8"))
    direct = {each["ref"]: each for each in sbom["dependencies"]}[root["bom-ref"]]["dependsOn"]
    assert any(ref.startswith("python-telegram-bot==") for ref in direct)
    assert str(ROOT) not in (tmp_path / SBOM).read_text("utf-8")


def test_the_checksums_are_read_by_sha256sum(released: Path, tmp_path: Path) -> None:
    for path in released.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / CHECKSUMS).write_text(release.checksums(tmp_path), "ascii")
    check = ["sha256sum", "--strict", "--check", CHECKSUMS]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout == f"{WHEEL}: OK\n{SDIST}: OK\n"
    (tmp_path / WHEEL).write_bytes(b"another")
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 1
