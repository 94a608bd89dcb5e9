"""deploy/systemd: installed as docs/systemd.md says, and used under all that the unit restricts."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from tests.hostile_documents import word
from tests.install.release import ROOT
from tests.install.system.dockerfile import Image
from tests.install.system.sandbox import CHECKOUT, Sandbox
from tests.install.test_program import ANSWER, QUESTION

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.long]

UNIT = "/etc/systemd/system/kutip.service"
PAGE = (ROOT / "docs" / "systemd.md").read_text("utf-8")
MAX_EXPOSURE = 15  # tenths; without any restriction it is 96
OWNER = 900_001
SENTENCE = "Mercusuar Tanjung Layar menjulang setinggi empat puluh meter di tepi pantai Banten."
DOCUMENT = word(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>")
PATIENT = 60  # seconds for a reply: a busy machine is slow


def steps(heading: str) -> list[list[str]]:
    """The commands of the page below a heading, block by block."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [block.replace("sudo -u kutip", "runuser -u kutip --").splitlines() for block in blocks]


@pytest.fixture(scope="session")
def installed(sandbox: Sandbox, image: Image) -> Sandbox:
    """A machine with the service, not started; the program is that of the image."""
    sandbox.run("userdel", "kutip")
    program, service, _, _ = steps("Install")
    assert all("/opt/kutip" in line for line in program)
    for line in service:
        sandbox.run("sh", "-ec", line.removeprefix("sudo "), folder=str(CHECKOUT))
    return sandbox


def test_the_unit_is_as_systemd_wants_it(installed: Sandbox) -> None:
    assert installed.run("systemd-analyze", "verify", "--man=no", UNIT) == ""


def test_the_unit_leaves_little_to_who_breaks_in(installed: Sandbox) -> None:
    options = ("--offline=yes", "--no-pager", f"--threshold={MAX_EXPOSURE}")
    report = installed.run("systemd-analyze", "security", *options, UNIT)
    exposure = re.search(r"Overall exposure level for kutip.service: ([\d.]+)", report)
    assert exposure is not None
    assert f"gives it {exposure[1]} of 10" in PAGE


class Service:
    """The running service, and the chat of its owner."""

    def __init__(self, sandbox: Sandbox, server: BotApiServer) -> None:
        self.sandbox, self._server = sandbox, server
        self.owner = server.user("Owner", id=OWNER, language_code="en")
        self.chat: Chat = server.private_chat(self.owner, started=True)

    async def run(self, *command: str) -> str:
        """Return what a command on that machine prints."""
        return await asyncio.to_thread(self.sandbox.run, *command)

    async def shown(self, name: str) -> str:
        """Return a property of the unit."""
        shown = await self.run("systemctl", "show", f"--property={name}", "--value", "kutip")
        return shown.strip()

    async def asked(self, text: str) -> str:
        """Return the reply to a message of the owner."""
        self.chat.says(self.owner, text)
        return (await self.chat.next_message(timeout=PATIENT)).text

    async def log(self) -> str:
        return await self.run("journalctl", "--unit=kutip", "--no-pager")


@pytest.fixture
async def service(installed: Sandbox) -> AsyncIterator[Service]:
    """The service, as the page starts it; stopped in the end."""
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        settings = installed.path("/etc/kutip/.env")
        written = (CHECKOUT / "deploy/systemd/.env.example").as_posix()
        text = installed.path(written).read_text("utf-8").replace("TOKEN=", f"TOKEN={server.token}")
        text = text.replace("OWNERS=", f"OWNERS={OWNER}") + f"\nKUTIP_API_URL={server.url}\n"
        settings.write_text(text, "utf-8")
        for article in (ROOT / "articles").iterdir():
            (installed.path("/srv/kutip") / article.name).write_bytes(article.read_bytes())
        running = Service(installed, server)
        for line in steps("Install")[2]:
            await running.run("sh", "-ec", line.removeprefix("sudo "))
        yield running
        await running.run("systemctl", "stop", "kutip")


async def test_the_service_does_all_that_it_is_for(service: Service) -> None:
    """What starts processes, maps files, draws, parses documents or watches folders.

    systemd logs of its main process only if that was ended or ended with an error.
    """
    assert await service.shown("ActiveState") == "active"
    assert await service.shown("StatusText")
    assert ANSWER in await service.asked(QUESTION)

    service.chat.says(service.owner, "/stats")
    assert (await service.chat.next_message(timeout=PATIENT)).media

    service.chat.sends_document(service.owner, "mercusuar.docx", DOCUMENT())
    shown = (await service.chat.next_message(timeout=PATIENT)).text
    while "has been read" not in shown:
        shown = (await service.chat.next_edit(timeout=PATIENT)).text
    assert "empat puluh" in await service.asked("berapa tinggi mercusuar tanjung layar?")

    for line in steps("Install")[3]:
        await service.run("sh", "-ec", f"cd /etc/kutip && {line}")

    await service.run("systemctl", "stop", "kutip")
    log = await service.log()
    assert "Stopped kutip.service" in log
    signs = ("Main process exited", "Traceback", '"warning"', '"error"', "Read-only", "ermission")
    for sign in (*signs, "not permitted"):
        assert sign not in log, log


async def test_a_service_that_hangs_is_started_again(service: Service) -> None:
    """With a watchdog of 2 s instead of a minute."""
    drop_in = service.sandbox.path(f"{UNIT}.d/watchdog.conf")
    drop_in.parent.mkdir(exist_ok=True)
    drop_in.write_text("[Service]\nWatchdogSec=2s\nTimeoutAbortSec=1s\nRestartSec=0\n")
    await service.run("systemctl", "daemon-reload")
    await service.run("systemctl", "restart", "kutip")
    await service.run("systemctl", "kill", "--signal=STOP", "--kill-whom=main", "kutip")
    assert ANSWER in await service.asked(QUESTION)
    assert await service.shown("NRestarts") == "1"


async def test_wrong_settings_are_not_tried_again(installed: Sandbox) -> None:
    installed.path("/etc/kutip/.env").write_text("KUTIP_TOKEN=none\nKUTIP_DATA=/var/lib/kutip\n")
    assert installed.attempt("systemctl", "start", "kutip").returncode == 1
    show = ("systemctl", "show", "--value", "kutip")
    assert installed.run(*show, "--property=ExecMainStatus").strip() == "2"
    assert installed.run(*show, "--property=SubState").strip() == "failed"
    assert installed.run(*show, "--property=NRestarts").strip() == "0"
