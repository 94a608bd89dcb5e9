"""The steps of a Dockerfile, carried out in a sandbox: what `docker build` would do, for one file.

Its stages share one root, so that `COPY --from` has to name the path that it copies to; the base
image is this machine with its Python in /usr/local.
"""

import json
import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from tests.install.release import registry_environment
from tests.install.system.sandbox import CHECKOUT, Sandbox

_CACHE = re.compile(r"--mount=type=cache,\S+ +")
_VARIABLE = re.compile(r"\$(\w+)")


@dataclass
class Image:
    """What a container is started with."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0"
    volumes: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def expanded(self, value: str) -> str:
        """Return a value with the variables put in."""
        return _VARIABLE.sub(lambda found: self.environment.get(found[1], ""), value)


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile with their arguments."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines).splitlines()
    pairs = (line.partition(" ") for line in joined if line)
    return [(name, rest.strip()) for name, _, rest in pairs]


def build(sandbox: Sandbox, file: Path, **arguments: str) -> Image:
    """Carry out the steps; returns the image of the last stage."""
    image = Image()
    for name, rest in instructions(file.read_text("utf-8")):
        match name:
            case "FROM":
                image = Image({"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"})
            case "ARG":
                key, _, default = rest.partition("=")
                image.environment[key] = arguments.get(key, default)
            case "ENV":
                for key, _, value in (word.partition("=") for word in shlex.split(rest)):
                    image.environment[key] = image.expanded(value)
            case "RUN":
                step = _CACHE.sub("", rest)
                environment = registry_environment() | image.environment
                sandbox.run("sh", "-ec", step, folder=image.folder, **environment)
            case "COPY":
                _copy(sandbox, image, rest.split())
            case _:
                _configure(sandbox, image, name, rest)
    return image


def _copy(sandbox: Sandbox, image: Image, words: list[str]) -> None:
    *sources, target = (word for word in words if not word.startswith("--"))
    if len(sources) < len(words) - 1:  # --from: it is there already
        assert sources == [target]
        return
    target = os.path.normpath(Path(image.folder, target))
    for source in sources:
        is_folder = sandbox.path(CHECKOUT / source).is_dir()
        sandbox.run("mkdir", "--parents", target)
        content = f"{CHECKOUT / source}{'/.' if is_folder else ''}"
        sandbox.run("cp", "--recursive", content, target)


def _configure(sandbox: Sandbox, image: Image, name: str, rest: str) -> None:
    match name:
        case "WORKDIR":
            image.folder = rest
            sandbox.run("mkdir", "--parents", rest)
        case "USER":
            image.user = rest
        case "VOLUME":
            image.volumes.append(rest)
        case "ENTRYPOINT":
            image.entrypoint = json.loads(rest)
        case "CMD":
            image.command = json.loads(rest)
        case "HEALTHCHECK":
            image.health = json.loads(rest.partition("CMD ")[2])
        case "LABEL":
            pass
        case _:
            raise ValueError(f"{name} is not known here")
