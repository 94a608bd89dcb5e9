"""The payload of the buttons of lists of quotations."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("qt")
class TurnQuotations(NumberPayload):
    """Show another page of a stored list in the same message, or begin one.

    ``start`` counts its statements from 0.
    """

    list_id: int
    start: int
