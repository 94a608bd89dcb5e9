"""Owners of an installation, as the monitor of its faults meets them."""

from bot.status.telling import FaultNews


class Owners:
    """Owners who are told, if they can be reached; ``error`` is what sending raises."""

    def __init__(self) -> None:
        self.told: list[FaultNews] = []
        self.attempts = 0
        self.are_reachable = True
        self.error: Exception | None = None

    async def tell(self, news: FaultNews) -> bool:
        self.attempts += 1
        if self.error is not None:
            raise self.error
        if self.are_reachable:
            self.told.append(news)
        return self.are_reachable

    @property
    def begun(self) -> list[str]:
        """The texts of the faults that they were told of."""
        return [fault.wording.key for news in self.told for fault, _ in news.begun]

    @property
    def ended(self) -> list[str]:
        """The causes that they were told to be well again."""
        return [fault.cause for news in self.told for fault in news.ended]
