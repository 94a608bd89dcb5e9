"""The payloads of the buttons of announcements and of the audit log."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("yl")
class ChooseAudience(NumberPayload):
    """Send only to chats of a language, which counts in ``InterfaceLanguage`` from 1; 0: to all."""

    number: int
    language: int


@payload("yt")
class ChooseTopic(NumberPayload):
    """Send only to the subscribers of a topic; ``topic_id`` 0 means all that were written of."""

    number: int
    topic_id: int


@payload("yw")
class ShowAudiences(NumberPayload):
    """Show to whom a draft can be sent."""

    number: int


@payload("yd")
class ShowDraft(NumberPayload):
    """Ask whether to send a draft."""

    number: int


@payload("ys")
class SendBroadcast(NumberPayload):
    """Send a draft."""

    number: int


@payload("yc")
class CancelBroadcast(NumberPayload):
    """Discard a draft."""

    number: int


@payload("yx")
class StopBroadcast(NumberPayload):
    """Send no more of an announcement."""

    number: int


@payload("ya")
class ListAudit(NumberPayload):
    """Show the audit entries after the newest ``offset``."""

    offset: int


@payload("yp")
class AppointUnknown(NumberPayload):
    """Appoint a person that Telegram does not know; a ``role`` of READER appoints nobody."""

    user_id: int
    role: int
