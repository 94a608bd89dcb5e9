"""Tell owners and admins, in private, of faults of the installation."""

import logging

from bot.model.roles import Role
from bot.services.bot import BotServices
from bot.status.telling import FaultNews
from bot.texts import texts_for
from handlers.render.faults import render_fault_news
from handlers.telegram.messenger import Messenger, ReplyTarget

log = logging.getLogger(__name__)


class FaultTeller:
    """Sends one message for all that is new, to each in their language."""

    def __init__(self, messenger: Messenger, services: BotServices) -> None:
        self._messenger = messenger
        self._services = services

    async def tell(self, news: FaultNews) -> bool:
        """Tell everybody; return whether anybody was reached."""
        roles = await self._services.staff.roles()
        told = [
            await self._tell(user_id, news) for user_id, role in roles.items() if role >= Role.ADMIN
        ]
        return any(told)

    async def _tell(self, user_id: int, news: FaultNews) -> bool:
        try:
            texts = texts_for(await self._services.preferences.language(user_id, None))
            reply = render_fault_news(news, self._services.now(), texts)
            return await self._messenger.send(ReplyTarget(user_id), reply) is not None
        except Exception:  # the others are to be told nevertheless, and once
            log.exception("one of those who are told of faults was not")
            return False
