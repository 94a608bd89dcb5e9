"""A window with the page in it, as a person sees it."""

from playwright.async_api import ConsoleMessage, Locator, Page, expect

QUESTION = "siapa yang mengetik naskah proklamasi"
ANSWER = "Sayuti Melik"
PHONE = 390
EARTHQUAKE = """\
Title: Gempa Mengguncang Ternate
Date: {date}
Source: Kutip

Gempa bermagnitudo 6,1 mengguncang Ternate pada pagi hari.

Warga Ternate berlari ke luar rumah, dan tidak ada yang terluka dalam gempa itu.
"""


class Screen:
    """What a person sees and does; in the end nothing may have gone wrong in the browser.

    ``expected`` are parts of messages on the browser's console that the test provokes.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.expected: list[str] = []
        self._wrong: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._wrong.append(str(error)))
        page.on("dialog", lambda dialog: self._wrong.append(dialog.message))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._wrong.append(message.text)

    async def close(self) -> None:
        """Close the window; fails for what the browser complained about."""
        wrong = [each for each in self._wrong if not any(one in each for one in self.expected)]
        await self.page.context.close()
        assert wrong == []

    async def go_to(self, address: str) -> None:
        """Open an address, and wait for the chats."""
        await self.page.goto(address)
        await expect(self.page.locator("#chats button").first).to_be_attached()

    @property
    def text(self) -> Locator:
        """The field to write in."""
        return self.page.locator("#text")

    @property
    def log(self) -> Locator:
        """The messages of the chat."""
        return self.page.get_by_role("log")

    @property
    def status(self) -> Locator:
        """The line below the chat's name."""
        return self.page.locator("#status")

    @property
    def toast(self) -> Locator:
        """The notice that comes and goes."""
        return self.page.locator("#toast")

    @property
    def menu(self) -> Locator:
        """The commands."""
        return self.page.locator("#menu [role=option]")

    @property
    def messages(self) -> Locator:
        """All messages."""
        return self.log.locator(".message")

    @property
    def replies(self) -> Locator:
        """The messages of the bot and of other people."""
        return self.log.locator(".message:not(.own)")

    @property
    def last(self) -> Locator:
        """The last of these."""
        return self.replies.last

    def chat(self, name: str) -> Locator:
        """The button of a chat in the list."""
        return self.page.locator("#chats button").filter(
            has=self.page.locator(".name", has_text=name)
        )

    def unread(self, name: str) -> Locator:
        """How much in a chat is not read yet."""
        return self.chat(name).locator(".unread")

    def key(self, label: str) -> Locator:
        """The newest button with this in its label below a message."""
        return self.log.locator(".key", has_text=label).last

    async def say(self, words: str) -> None:
        """Write, and send it by Enter."""
        await self.text.fill(words)
        await self.text.press("Enter")

    async def ask(self, words: str) -> Locator:
        """Write, and return the answer once it is there."""
        before = await self.replies.count()
        await self.say(words)
        await expect(self.replies).to_have_count(before + 1)
        return self.last

    async def press(self, label: str) -> None:
        """Press the newest button with this in its label."""
        await self.key(label).click()

    async def choose(self, name: str) -> None:
        """Open a chat of the list."""
        await self.chat(name).click()
        await expect(self.chat(name)).to_have_attribute("aria-current", "true")
