"""The payloads of a proposed topic's buttons; nothing is stored until the last of them is pressed.

The numbers are those of ``SetSchedule``. The topic is the one that the message shows, or the
button's label.
"""

from handlers.callback_data.payload import NumberPayload, payload


@payload("fa")
class ProposeAnother(NumberPayload):
    """Propose the topic on the button instead; ``number`` tells the buttons apart."""

    number: int
    frequency: int
    day: int
    minute: int


@payload("fs")
class ProposeSchedule(NumberPayload):
    """Propose another schedule for the same topic."""

    frequency: int
    day: int
    minute: int


@payload("fy")
class ConfirmTopic(NumberPayload):
    """Subscribe to the proposed topic on this schedule."""

    frequency: int
    day: int
    minute: int
