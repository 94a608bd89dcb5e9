"""requirements/: what is installed is what was tested, down to the bytes of each file."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HASHES = r"(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
PIN = re.compile(rf"^([\w.-]+)==(\S+?)(?: ; (.+?))? \\\n({HASHES})", re.MULTILINE)
DIRECT = {
    "runtime": PROJECT["project"]["dependencies"],
    "cluster": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["cluster"],
    ],
    "build": [*PROJECT["build-system"]["requires"], "uv"],
}


def pins(text: str) -> dict[str, str]:
    """The version of each package."""
    lines = (line.partition(";")[0].split("==") for line in text.splitlines() if "==" in line)
    return {canonicalize_name(name): version.strip(" \\") for name, version in lines}


CONSTRAINTS = pins((ROOT / "constraints.txt").read_text("utf-8"))


def required(requirements: list[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """What is needed here by these requirements, directly or not."""
    for each in map(Requirement, requirements):
        if each.marker is None or any(each.marker.evaluate({"extra": x}) for x in {"", *extras}):
            yield canonicalize_name(each.name)
            yield from required(requires(each.name) or [], frozenset(each.extras))


@pytest.mark.parametrize("name", ["runtime", "cluster"])
def test_all_that_is_needed_is_pinned_and_nothing_else(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    everywhere = {canonicalize_name(found[1]) for found in PIN.finditer(text) if not found[3]}
    assert everywhere <= set(required(DIRECT[name])) <= set(pins(text))


def test_what_builds_is_pinned() -> None:
    text = (ROOT / "requirements" / "build.txt").read_text("utf-8")
    assert {Requirement(each).name for each in DIRECT["build"]} <= set(pins(text))


@pytest.mark.parametrize("name", DIRECT)
def test_the_versions_are_those_of_the_constraints(name: str) -> None:
    """`make requirements` writes them anew."""
    pinned = pins((ROOT / "requirements" / f"{name}.txt").read_text("utf-8"))
    assert pinned
    assert pinned == {package: CONSTRAINTS[package] for package in pinned}


@pytest.mark.parametrize("name", DIRECT)
def test_nothing_is_installed_without_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert PIN.sub("", "".join(line for line in text.splitlines(True) if line[0] != "#")) == ""


@pytest.mark.parametrize("name", DIRECT)
def test_the_project_asks_for_what_is_pinned(name: str) -> None:
    """A pin that pyproject.toml does not allow would be refused by pip."""
    for each in map(Requirement, DIRECT[name]):
        assert each.specifier.contains(CONSTRAINTS[canonicalize_name(each.name)])
