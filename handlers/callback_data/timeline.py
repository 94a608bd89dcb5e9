"""The payloads of the buttons that show the order of events."""

import re
from collections.abc import Sequence

from handlers.callback_data.payload import ButtonPayload, NumberPayload, payload
from index.types import Language

_PARTS = re.compile(r"([0-9]{1,4}):(id|en):(.+)", re.ASCII | re.DOTALL)


@payload("uo")
class OpenTimeline(NumberPayload):
    """Show the order of events of what a stored answer is about, in a new message."""

    answer_id: int


@payload("ut")
class TurnTimeline(ButtonPayload):
    """Show another page of the order of events in the same message; page 0 has the newest.

    The ``subject`` is in the button, so that it needs nothing stored.
    """

    page: int
    language: Language
    subject: str

    def parts(self) -> Sequence[str | int]:
        """Return the page, the language and the subject, which may have colons."""
        return [self.page, self.language, self.subject]

    @classmethod
    def parse(cls, rest: str | None) -> "TurnTimeline | None":
        """Return the payload with any subject."""
        found = _PARTS.fullmatch(rest or "")
        return cls(int(found[1]), Language(found[2]), found[3]) if found else None
