"""The payload of the buttons that rate an answer."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("fb")
class RateAnswer(NumberPayload):
    """Say whether the stored answer of this number helped: 1 if it did, 0 if not."""

    answer_id: int
    helpful: int
