"""What the layers and routes refuse, told as a response: a page for people, a problem for programs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import KgError
from kg.web.middleware.mark import mark_of
from kg.web.middleware.patience import ReadsTooSlowly
from kg.web.problems import Problem

log = logging.getLogger("kg.web")
DRAINED_TIMEOUT_S = 1.0


class Faults:
    """Answers for the layers within."""

    def __init__(self, app: ASGIApp, respond: Callable[[Scope, KgError], ASGIApp], drain: int) -> None:
        """``drain``: as many bytes of a refused body are read before the answer is sent."""
        self.app, self.respond, self.drain = app, respond, drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell of an error, where no answer has begun; ``Watch``, without, notes that."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        raw_headers, mark = scope["headers"], mark_of(scope)
        try:
            await self.app(scope, receive, send)
            return
        except (ClientDisconnect, ReadsTooSlowly):
            return  # nobody is there to be told
        except KgError as error:
            if mark.status:  # an answer has begun
                raise
            told = error
            if not any(name == b"expect" for name, _ in raw_headers):
                await _drained(receive, self.drain)
        except Exception:
            log.exception("fault in %s", mark.id)
            if mark.status:  # an answer has begun
                raise
            told = Problem(
                500,
                "fault",
                "服务内部出错，已记入日志：请带上请求编号反馈。",
                "The service failed, and logged it: report it with the request's id.",
            )
        await self.respond(scope, told)(scope, receive, send)


async def _drained(receive: Receive, at_most: int) -> None:
    """Read the rest of a refused body: a browser that is still sending sees no answer, only a reset."""
    with contextlib.suppress(TimeoutError):
        while at_most > 0:
            async with asyncio.timeout(DRAINED_TIMEOUT_S):
                message = await receive()
            if message["type"] != "http.request" or not message.get("more_body"):
                return
            at_most -= len(message["body"])
