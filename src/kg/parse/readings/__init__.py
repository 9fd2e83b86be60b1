"""The readings: one file a layout, each proposes what it sees and knows of no other.

    propose(page) -> Iterator[Reading]      the tables of that layout among the page's lines

A new layout is a file here with ``propose``; nothing else names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from kg.parse.page import Page
from kg.parse.readings.reading import Reading


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [info.name for info in iter_modules(__path__) if info.name != "reading"]
    found = [import_module(f"{__name__}.{name}") for name in names]
    if mute := next((module.__name__ for module in found if not hasattr(module, "propose")), None):
        raise ImportError(f"{mute} has no propose(page), so it would read nothing; name its function so")
    return tuple(found)


def proposals(page: Page) -> Iterator[Reading]:
    """Yield what every reading sees."""
    for module in _modules():
        yield from module.propose(page)


__all__ = ["Reading", "proposals"]
