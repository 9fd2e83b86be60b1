"""What takes long to make of a large store is made before somebody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kg.store.base import Backend, Store

T = TypeVar("T")


class OfState(Generic[T]):
    """Something made of a store once for each state; who comes second waits for who makes it."""

    def __init__(self, make: Callable[[Store], T]) -> None:
        self._make = make
        self._making = threading.Lock()
        self._known: tuple[str, T] | None = None

    def get(self, backend: Backend) -> T:
        """Return it, of the present state; where nobody knows the state it is made each time."""
        with self._making:
            state = backend.state
            if self._known is not None and self._known[0] == state:
                return self._known[1]
            made = self._make(backend.store)
            self._known = (state, made) if state is not None else None
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
