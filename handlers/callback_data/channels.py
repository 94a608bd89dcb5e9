"""The payloads of the buttons of channels; ``number`` is a channel's id without its minus."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("nl")
class ListChannels(NumberPayload):
    """Show a page of the channels; pages count from 0."""

    page: int


@payload("ns")
class StopChannel(NumberPayload):
    """Ask whether to stop a channel."""

    number: int
    page: int


@payload("nk")
class StopKeeping(NumberPayload):
    """Stop a channel and keep its articles."""

    number: int
    page: int


@payload("nx")
class StopDeleting(NumberPayload):
    """Stop a channel and delete its articles."""

    number: int
    page: int
