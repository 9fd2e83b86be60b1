"""What is computed at load from a notice and the registry: ``graph/derived``."""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocab
from kg.emit.terms import Quad
from kg.model import Notice, Project, Task

_INVOLVED = f"<{vocab.kg('involvedUnit')}>"


def derived(notice: Notice, base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield ``involvedUnit``: every Unit named directly or by a group whose members are known, once."""
    graph = f"<{base}graph/derived>"
    items: tuple[Task | Project, ...] = (*notice.tasks, *notice.projects)
    for item in items:
        involved: dict[str, None] = {}
        for responsibility in item.responsibilities:
            group = notice.groups.get(responsibility.body)
            involved.update(dict.fromkeys(group.members if group else (responsibility.body,)))
        for unit in involved:
            yield f"<{base}{item.iri}>", _INVOLVED, f"<{base}{unit}>", graph
