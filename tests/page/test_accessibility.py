"""axe-core finds nothing in either theme, on desktops and phones, whatever is shown."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, expect

from tests.page.axe import axe
from tests.page.conftest import Windows
from tests.page.screen import PHONE, QUESTION, Screen

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def violations(screen: Screen) -> list[str]:
    """Return axe-core's findings; the debugger runs it, whom the page's policy does not bind."""
    await screen.page.evaluate(f"{axe()}; null")
    found: dict[str, Any] = await screen.page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, PHONE], ids=["desktop", "phone"])
async def test_axe_finds_no_violation(windows: Windows, width: int, *, dark: bool) -> None:
    screen = await windows.open(width=width, dark=dark)
    await expect(screen.page.get_by_role("button", name="MULAI")).to_be_visible()
    assert await violations(screen) == []
    await screen.ask("/start")
    await screen.ask(QUESTION)
    await screen.ask("lihat https://example.org dan /help, @kutip_bot")
    document: FilePayload = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
    await screen.page.set_input_files("#file", document)
    await expect(screen.log.locator(".document")).to_be_visible()
    await screen.messages.first.focus()
    assert await violations(screen) == []
    await screen.text.fill("/")
    await expect(screen.menu.first).to_be_visible()
    assert await violations(screen) == []
    await screen.text.fill("")
    await screen.text.press("ArrowUp")
    assert await violations(screen) == []
    await screen.page.evaluate("document.getElementById('toast').hidden = false")
    await screen.page.evaluate("document.getElementById('banner').hidden = false")
    if width == PHONE:
        await screen.page.get_by_role("button", name="Kembali").click()
        assert await violations(screen) == []
    await screen.choose("Warung Kopi")
    await screen.ask(f"/ask {QUESTION}")
    assert await violations(screen) == []
