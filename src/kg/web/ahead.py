"""What takes seconds to make of a large store is made before somebody asks: once writes rest."""

from __future__ import annotations

from collections.abc import Callable

from kg.store.base import Store


class Ahead:
    """Makes something of the store's state once nobody writes; see ``kg.store.following.Keeper``."""

    def __init__(self, name: str, make: Callable[[], object]) -> None:
        self.name = name
        self._make = make

    def follow(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Leave it until writes rest."""

    def settle(self, store: Store, going_on: Callable[[], bool]) -> None:
        """Make it."""
        if going_on():
            self._make()
