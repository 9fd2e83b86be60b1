"""What a task says is to be done with its matter: research, start, push on, complete …

    actions("研究制定政策，6月底前启动试点") -> ("research", "draft", "start")

The concepts and their words are data: ``data/patterns/actions.yml``; codes of the scheme of actions.
"""

from __future__ import annotations

from functools import cache

from kg.registry import patterns


@cache
def names() -> tuple[str, ...]:
    """Return the codes, in the order of the file."""
    return tuple(patterns.load("actions").patterns)


def actions(text: str) -> tuple[str, ...]:
    """Return the actions of some words, each once, in the order in which the words name them."""
    found: list[tuple[int, int, str]] = []
    for order, (name, pattern) in enumerate(patterns.load("actions").patterns.items()):
        if match := pattern.search(text):
            found.append((match.end(), order, name))
    return tuple(name for _, _, name in sorted(found))
