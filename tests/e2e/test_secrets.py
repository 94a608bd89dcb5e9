"""The real program shows no secret: not in its log, not among its arguments, not in a check."""

import asyncio
import os
import sys
from pathlib import Path

from bot.playground.botapi import BotApiServer
from tests.proxies import Proxy, open_proxy

ROOT = Path(__file__).parents[2]
TOKEN, PASSWORD, SECRET = "4242:SECRET-of-the-test", "kata@sandi-4711", "kait_rahasia_4711"
FORMS = (TOKEN, TOKEN.partition(":")[2], PASSWORD, "kata%40sandi-4711", SECRET)


async def started(folder: Path, proxy: Proxy, *arguments: str) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KUTIP_TOKEN": TOKEN,
        "KUTIP_API_URL": "http://telegram.example/bot",
        "KUTIP_PROXY": proxy.url_with("budi", PASSWORD),
        "KUTIP_WEBHOOK_SECRET": SECRET,
        "KUTIP_ARTICLES": str(folder / "articles"),
        "KUTIP_DATA": str(folder / "data"),
        "KUTIP_LOG_LEVEL": "DEBUG",
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def test_no_secret_is_in_what_the_program_shows(folder: Path) -> None:
    """While a proxy refuses its password, which fails the first request of all."""
    async with BotApiServer(TOKEN) as server:
        names = {"telegram.example": ("127.0.0.1", int(server.url.rpartition(":")[2][:-4]))}
        async with open_proxy("socks5", names, user="budi", password="another") as proxy:
            run = await started(folder.parent, proxy, "run")
            assert run.stdout is not None
            shown = b""
            async with asyncio.timeout(60):
                while b"out of reach" not in shown:
                    shown += await run.stdout.readline()
            arguments = await asyncio.to_thread(Path(f"/proc/{run.pid}/cmdline").read_text)
            run.terminate()
            shown += (await run.communicate())[0]
            check = await started(folder.parent, proxy, "check")
            checked, _ = await check.communicate()
    text = f"{shown.decode()} {checked.decode()} {arguments}"
    assert "Invalid username/password" in text
    assert f"socks5://127.0.0.1:{proxy.port} (KUTIP_PROXY)" in text
    assert [form for form in FORMS if form in text] == []
