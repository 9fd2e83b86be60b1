"""Which rules of ``data/patterns`` a conversion uses, and what it would be without one.

    watched("duties.collective", regex)   the regex itself; while rules are watched, one that tells
    holds("non-targets.ordinal")          for a rule that is more than a regex, when it would hold

Nothing is watched, and nothing costs, until ``watch`` is called: in a process of its own, before any
rule is loaded (``kg evaluate --rules``, :mod:`kg.evaluate.rules`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

NEVER = "(?!)"


@dataclass
class RuleUse:
    """What is seen while rules are watched.

    ``held``: rules that held since it was last cleared. ``composed``: rules whose regex went into
    another one, which cannot tell which of them holds. ``without``: the rule that is left out.
    """

    held: set[str] = field(default_factory=set)
    composed: set[str] = field(default_factory=set)
    without: str | None = None


_use: RuleUse | None = None


def watch() -> RuleUse:
    """Watch the rules that are loaded from now on; once in a process."""
    global _use
    _use = _use or RuleUse()
    return _use


def holds(name: str) -> bool:
    """Note that a rule would hold; False where it is left out."""
    if _use is None:
        return True
    if _use.without == name:
        return False
    _use.held.add(name)
    return True


def watched(name: str, regex: re.Pattern[str]) -> re.Pattern[str]:
    """Return the regex, or while rules are watched one that tells of its matches."""
    return regex if _use is None else cast("re.Pattern[str]", _Watched(name, regex, _use))


class _Watched:
    """A compiled regex that notes its matches, and finds nothing while it is left out."""

    __slots__ = ("_name", "_regex", "_use")

    def __init__(self, name: str, regex: re.Pattern[str], use: RuleUse) -> None:
        self._name, self._regex, self._use = name, regex, use

    @property
    def pattern(self) -> str:
        self._use.composed.add(self._name)
        return NEVER if self._out else self._regex.pattern

    @property
    def _out(self) -> bool:
        return self._use.without == self._name

    def _noted(self, match: re.Match[str] | None) -> re.Match[str] | None:
        if match is not None:
            self._use.held.add(self._name)
        return match

    def search(self, *args: Any) -> re.Match[str] | None:
        return None if self._out else self._noted(self._regex.search(*args))

    def match(self, *args: Any) -> re.Match[str] | None:
        return None if self._out else self._noted(self._regex.match(*args))

    def fullmatch(self, *args: Any) -> re.Match[str] | None:
        return None if self._out else self._noted(self._regex.fullmatch(*args))

    def finditer(self, *args: Any) -> Iterator[re.Match[str]]:
        if not self._out:
            for match in self._regex.finditer(*args):
                self._noted(match)
                yield match

    def findall(self, *args: Any) -> list[Any]:
        found = [] if self._out else self._regex.findall(*args)
        if found:
            self._use.held.add(self._name)
        return found

    def split(self, text: str, *args: Any, **more: Any) -> list[Any]:
        return [text] if self.search(text) is None else self._regex.split(text, *args, **more)

    def sub(self, new: Any, text: str, *args: Any, **more: Any) -> str:
        return text if self.search(text) is None else self._regex.sub(new, text, *args, **more)

    def subn(self, new: Any, text: str, *args: Any, **more: Any) -> tuple[str, int]:
        return (text, 0) if self.search(text) is None else self._regex.subn(new, text, *args, **more)

    def __getattr__(self, name: str) -> Any:  # flags, groups, groupindex
        return getattr(self._regex, name)
