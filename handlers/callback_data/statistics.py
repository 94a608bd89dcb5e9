"""The payloads of the buttons of statistics and of unanswered questions."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("if")
class ShowStatistics(NumberPayload):
    """Show the statistics of the last ``days`` days in the same message."""

    days: int


@payload("ig")
class ListUnanswered(NumberPayload):
    """Show the unanswered questions of ``days`` after the first ``offset`` in the same message."""

    offset: int
    days: int = 7
