"""deploy/docker: its steps build an image, which runs read-only and without any right."""

import asyncio
import json
import os
import signal
import socket
import subprocess

import pytest

from bot.playground.botapi import BotApiServer
from tests.install.release import VERSION
from tests.install.system.dockerfile import Image
from tests.install.system.sandbox import CHECKOUT, Sandbox, children_of
from tests.install.test_program import ANSWER, QUESTION

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.long]

CONTAINER = """\
set -eu
mount -t tmpfs -o mode=700,uid=10001,gid=10001 tmpfs /data
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount --bind -o ro "$ARTICLES" /articles
mount -o remount,bind,ro /
cd "$FOLDER"
exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs \
  --bounding-set=-all --inh-caps=-all "$@"
"""
"""As compose.yaml has it: a volume, a tmpfs, all else read-only, no capability, no new right."""


def container(sandbox: Sandbox, image: Image, *command: str, **settings: str) -> list[str]:
    """Return a command in a container of the image."""
    environment = image.environment | settings | {"FOLDER": image.folder}
    environment["ARTICLES"] = str(CHECKOUT / "articles")
    inside = ["unshare", "--mount", "bash", "-c", CONTAINER, "bash", *command]
    return sandbox.command(*inside, **environment)


def test_the_image_has_the_program(sandbox: Sandbox, image: Image) -> None:
    assert image.entrypoint + image.command == ["kutip", "run"]
    assert image.user.split(":")[0] == sandbox.run("id", "--user", "kutip").strip() == "10001"
    version = sandbox.run(*image.entrypoint, "--version", **image.environment)
    assert version.startswith(f"kutip {VERSION}, Python 3.")
    python = "/opt/kutip/bin/python"
    modules = sandbox.run(python, "-c", "import bot, handlers, index; print(bot.__file__)")
    assert modules.startswith("/opt/kutip/lib/")


def test_the_image_has_no_pip_and_nothing_that_builds(sandbox: Sandbox, image: Image) -> None:
    packages = {path.name for path in sandbox.path("/opt/kutip/bin").iterdir()}
    assert "kutip" in packages
    assert not packages & {"pip", "pip3", "uv", "hatchling"}


async def test_the_container_answers_is_healthy_and_ends(sandbox: Sandbox, image: Image) -> None:
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        ani = server.user("Ani", id=900_001, language_code="id")
        chat = server.private_chat(ani, started=True)
        port = {"KUTIP_MONITORING_PORT": str(free_port())}
        settings = {"KUTIP_TOKEN": server.token, "KUTIP_API_URL": server.url} | port
        command = container(
            sandbox, image, *image.entrypoint, *image.command, KUTIP_OWNERS="900001", **settings
        )
        bot = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
        log = asyncio.create_task(bot.communicate())
        chat.says(ani, QUESTION)
        reply = asyncio.create_task(chat.next_message(timeout=60))
        await asyncio.wait([log, reply], return_when=asyncio.FIRST_COMPLETED)
        if not log.done():
            environment = image.environment | port
            healthy = await asyncio.to_thread(sandbox.attempt, *image.health, **environment)
            (program,) = children_of(bot.pid)  # of nsenter, which hands no signal on
            os.kill(program, signal.SIGTERM)
        lines = (await log)[1].decode()
        assert reply.done(), lines
    assert ANSWER in reply.result().text
    assert healthy.returncode == 0
    assert bot.returncode == 0
    assert {json.loads(line)["level"] for line in lines.splitlines()} == {"info"}, lines


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def test_the_container_may_write_its_volume_and_nothing_else(
    sandbox: Sandbox, image: Image
) -> None:
    attempts = "touch /data/x /tmp/x; for f in / /opt/kutip /articles /etc; do touch $f/x; done"
    command = container(
        sandbox, image, "sh", "-c", f"{attempts}; id; grep CapBnd /proc/self/status"
    )
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[0].startswith("uid=10001(kutip)")
    assert done.stdout.split()[-1] == "0" * 16
    assert done.stderr.count("Read-only file system") == len(done.stderr.splitlines()) == 4


def test_it_is_not_healthy_without_a_bot(sandbox: Sandbox, image: Image) -> None:
    environment = image.environment | {"KUTIP_MONITORING_PORT": str(free_port())}
    assert sandbox.attempt(*image.health, **environment).returncode == 1
