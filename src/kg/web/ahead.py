"""What takes long to make of a large store is made before somebody asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from fastapi import Request

from kg.store.base import Backend, Store
from kg.web.middleware.lag import Lag

T = TypeVar("T")


class OfState(Generic[T]):
    """Something made of a store once for each state; what may lag is told by ``kg.web.middleware.lag``.

    Of several who ask for it at once one makes it; the others have what was known before, if anything was.
    """

    def __init__(
        self,
        make: Callable[[Store], T],
        unseen_s: float = 0.0,
        meanwhile: Callable[[Store], T | None] = lambda store: None,
    ) -> None:
        """Say how it is made.

        Args:
            make: Makes it.
            unseen_s: How long what is made of a server stands to which others may write unseen.
            meanwhile: What is told where nothing was made yet and making it would keep everybody waiting.
        """
        self._make, self._unseen_s, self._meanwhile = make, unseen_s, meanwhile
        self._making = threading.Lock()
        self._known: tuple[str | None, T] | None = None
        self._made_at = self._took = 0.0

    def of(self, request: Request) -> T:
        """Return it for a request, whose answer is kept only where it is of the present state."""
        backend: Backend = request.app.state.backend
        known = self._known
        if known is not None and known[0] == backend.state is not None:
            return known[1]
        if known is not None and self._may_be_told(known[0], request.app.state.lag):
            request.scope["kg"].chance = True
            return known[1]
        if (passing := self._meanwhile(backend.store)) is not None:
            request.scope["kg"].chance = True
            return passing
        return self.renew(backend)

    def _may_be_told(self, state: str | None, lag: Lag) -> bool:
        if state is None:
            return time.monotonic() - self._made_at < self._unseen_s
        return self._making.locked() or lag.may_tell(state, self._took)

    def renew(self, backend: Backend) -> T:
        """Return it, of the present state."""
        with self._making:
            state = backend.state
            if self._known is not None and self._known[0] == state is not None:
                return self._known[1]
            began = time.monotonic()
            made = self._make(backend.store)
            self._known, self._made_at = (state, made), time.monotonic()
            self._took = max(self._took, self._made_at - began)
            return made


class Ahead:
    """Makes something of the store's state; see ``kg.store.following.Keeper``."""

    def __init__(
        self,
        name: str,
        *,
        after_each: Callable[[], object] | None = None,
        at_rest: Callable[[], object] | None = None,
    ) -> None:
        self.name = name
        self._after_each, self._at_rest = after_each, at_rest

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Make what each write changes."""
        if self._after_each is not None and going_on():
            self._after_each()

    def settle(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Make what can wait until writes rest."""
        if self._at_rest is not None and going_on():
            self._at_rest()
