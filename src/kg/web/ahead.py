"""What takes long to make of a large store is made before somebody asks."""

from __future__ import annotations

from collections.abc import Callable

from kg.store.base import Store


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
