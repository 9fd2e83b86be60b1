"""An id for each request, and who asks: the outermost layer makes the ``Mark``.

The id stands in the log, in problems and in ``X-Request-ID``. An answer from memory keeps the id of
the request that it was made for: that one's line in the log tells what it cost.
"""

from __future__ import annotations

import ipaddress
import itertools
import os
from collections.abc import Callable
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.middleware.mark import Mark

_IPV6_PREFIX = 64  # what one line or machine is given: one client, whatever address it takes below it


@lru_cache(maxsize=4096)
def client_of(address: str) -> str:
    """Return whom an address belongs to.

    >>> client_of("192.0.2.7"), client_of("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '2001:db8:1:2::/64')
    """
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((found, _IPV6_PREFIX), strict=False))


class Identity:
    """Gives each request its notes."""

    def __init__(self, app: ASGIApp, state: Callable[[], str | None]) -> None:
        self.app, self.state = app, state
        self._prefix = os.urandom(4).hex()
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the notes."""
        if scope["type"] == "http":
            address = (scope.get("client") or ("local", 0))[0]
            name = f"{self._prefix}-{next(self._numbers)}"
            scope["kg"] = Mark(name, scope["method"], client_of(address), self.state())
        await self.app(scope, receive, send)
