"""What is computed at load: ``graph/derived``. It repeats nothing that another graph says.

derived(notice, base)      of one notice and what it adds to the registry and to ``graph/meta``
derived_registry(base)     of ``data/registry``, loaded once
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import vocab
from kg.emit.entailment import entailed
from kg.emit.graph import quads
from kg.emit.meta import meta
from kg.emit.registry import registry_quads
from kg.emit.terms import Quad, Triple
from kg.model import Notice, Project, Task

_INVOLVED = f"<{vocab.kg('involvedUnit')}>"


def derived(notice: Notice, base: str = vocab.BASE, *, said: Iterable[Quad] | None = None) -> Iterator[Quad]:
    """Yield ``involvedUnit`` of every commitment, and the super-classes and super-properties.

    Args:
        notice: The notice.
        base: Base of instance IRIs.
        said: The notice's quads of all graphs, where they are made already.
    """
    graph = f"<{base}graph/derived>"
    for s, p, o in _involved(notice, base):
        yield s, p, o, graph
    if said is None:
        said = [*quads(notice, base), *meta(notice, base)]
    for s, p, o in entailed((s, p, o) for s, p, o, _ in said):
        yield s, p, o, graph


def derived_registry(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield the super-classes and super-properties of the registry."""
    graph = f"<{base}graph/derived>"
    for s, p, o in entailed((s, p, o) for s, p, o, _ in registry_quads(base)):
        yield s, p, o, graph


def _involved(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield every Unit that a commitment names directly or by a group whose members are known, once."""
    items: tuple[Task | Project, ...] = (*notice.tasks, *notice.projects)
    for item in items:
        involved: dict[str, None] = {}
        for responsibility in item.responsibilities:
            group = notice.groups.get(responsibility.body)
            involved.update(dict.fromkeys(group.members if group else (responsibility.body,)))
        for unit in involved:
            yield f"<{base}{item.iri}>", _INVOLVED, f"<{base}{unit}>"
