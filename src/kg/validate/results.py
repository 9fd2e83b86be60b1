"""What an engine found, whichever it was: one value for each result of the W3C report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import SH

from kg.validate.terms import token


@dataclass(frozen=True, slots=True)
class Result:
    """One result. Terms are N-Quads tokens.

    ``messages`` are the templates as the judge filled them; an engine of ours gives the ``values``
    of their variables instead.
    """

    shape: str  # IRI
    focus: str
    value: str | None
    path: str | None  # IRI of the property; None where the path is more than one
    component: str  # IRI
    messages: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None


def results_of(report: Graph) -> Iterator[Result]:
    """Yield the results of a W3C report graph."""
    for result in report.objects(None, SH.result):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        path = report.value(result, SH.resultPath)
        assert focus is not None
        yield Result(
            shape=str(report.value(result, SH.sourceShape)),
            focus=token(focus),
            value=None if value is None else token(value),
            path=str(path) if isinstance(path, URIRef) else None,
            component=str(report.value(result, SH.sourceConstraintComponent)),
            messages=tuple(sorted(str(message) for message in report.objects(result, SH.resultMessage))),
        )
