"""How long the first answer takes after the page has loaded: ``python -m tests.page.measure``.

Starts the program with the shipped articles, opens the page in Chromium, and asks; each round with
a program of its own. Prints milliseconds from sending the question to the answer's being shown.
"""

import asyncio
import os
import re
import statistics
import sys

from playwright.async_api import Page, expect

from tests.page.conftest import ROOT, WAIT_MS, launched

ROUNDS = 5
TARGET_MS = 300
QUESTIONS = (
    "siapa yang mengetik naskah proklamasi",
    "kapan candi borobudur dipugar",
    "who invented the web",
)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
ASK = """async (question) => {
  const replies = () => document.querySelectorAll(".message:not(.own)").length;
  const before = replies();
  document.getElementById("text").value = question;
  const begin = performance.now();
  document.getElementById("composer").requestSubmit();
  while (replies() === before) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - begin;
}"""


async def measure(page: Page, address: str) -> list[float]:
    """Return the milliseconds of each answer, the first one first."""
    await page.goto(address)
    await page.wait_for_selector(".start")
    await expect(page.locator("#status")).not_to_have_text(re.compile("…$"), timeout=WAIT_MS)
    return [await page.evaluate(ASK, question) for question in QUESTIONS]


async def one_round() -> list[float]:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "playground", "--no-browser"),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("KUTIP_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert program.stdout is not None
        found = ADDRESS.search((await program.stdout.readline()).decode())
        assert found is not None
        async with launched() as browser:
            page = await (await browser.new_context(locale="id-ID")).new_page()
            return await measure(page, found[0])
    finally:
        program.terminate()
        await program.communicate()


async def main() -> None:
    rounds = [await one_round() for _ in range(ROUNDS)]
    firsts, others = [each[0] for each in rounds], [ms for each in rounds for ms in each[1:]]
    for name, values in (("first answer", firsts), ("later answers", others)):
        shown = f"median {statistics.median(values):.0f} ms, longest {max(values):.0f} ms"
        print(f"{name}: {shown} of {len(values)}; load {os.getloadavg()[0]:.1f}")
    sys.exit(statistics.median(firsts) > TARGET_MS)


if __name__ == "__main__":
    asyncio.run(main())
