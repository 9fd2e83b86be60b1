"""A reader that takes nothing for so long is gone."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SEND_TIMEOUT_S = 60.0


class ReadsTooSlowly(Exception):
    """The client takes no more."""


class Patience:
    """Gives slow readers up, so that what they were to be sent is let go of."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a bound for each piece.

        Raises:
            ReadsTooSlowly: the client took nothing for so long.
        """

        async def sent(message: Message) -> None:
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await send(message)
            except TimeoutError:
                raise ReadsTooSlowly from None

        await self.app(scope, receive, sent if scope["type"] == "http" else send)
