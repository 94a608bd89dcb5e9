"""The files of deploy/ are as the Compose Specification and hadolint want them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

from tests.install.release import ROOT, TOOLS, run
from tests.test_deployment import VARIABLE

FOLDERS = [ROOT / "deploy" / name for name in ("docker", "cluster")]


def has_compose() -> bool:
    """Whether Docker is here, with its plugin."""
    docker = shutil.which("docker")
    command = ["docker", "compose", "version"]
    return (
        docker is not None
        and not subprocess.run(  # noqa: S603
            command, capture_output=True, check=False
        ).returncode
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_file_is_one_of_the_specification(folder: Path) -> None:
    text = (folder / "compose.yaml").read_text("utf-8")
    filled = VARIABLE.sub(lambda found: "x" if found[2] == "set it in .env" else found[2], text)
    PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(filled))).validate()
    if has_compose():
        settings = {found[1]: "x" for found in VARIABLE.finditer(text)}
        command = ["docker", "compose", "--file", str(folder / "compose.yaml"), "config", "--quiet"]
        done = subprocess.run(  # noqa: S603
            command, env=os.environ | settings, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        assert done.returncode == 0


def test_what_is_not_of_the_specification_is_refused() -> None:
    with pytest.raises(ValueError, match="restart"):
        PyCompose.from_yaml("services: {kutip: {image: kutip, restart: sometimes}}")


def test_the_image_is_built_as_hadolint_wants_it() -> None:
    assert run(TOOLS / "hadolint", ROOT / "deploy" / "docker" / "Dockerfile") == ""
