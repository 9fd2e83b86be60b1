"""The core constraints of our shapes over tokens: a table made once, walked once a notice.

It knows the constraints that ``ontology/shapes`` uses and no others: an unknown one is an error
when the shapes are read, not a rule that is silently never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Any

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import DataError
from kg.meant import near
from kg.tokens import Triples, language, literal, words
from kg.validate.results import Result
from kg.validate.shapes import SHAPES, shapes_graph
from kg.validate.terms import token

TYPE = f"<{RDF.type}>"
XSD = "http://www.w3.org/2001/XMLSchema#"
Values = Sequence[str]
Offence = tuple[str | None, str | None]  # value, and path where it is not the shape's own
Check = Callable[["Triples", str, Values], Iterator[Offence]]

_IGNORED = frozenset(
    str(term)
    for term in (
        *(RDF.type, RDFS.label, RDFS.comment, SH.path, SH.targetClass, SH.severity, SH.message, SH.sparql),
        *(URIRef(SHAPES + name) for name in ("scans", "concerns", "at", "judges", "disagrees", "of")),
        SH.ignoredProperties,
    )
)


@dataclass(frozen=True, slots=True)
class CoreShape:
    """One shape: whose things it looks at, which of their values, and what it asks of them."""

    iri: str
    classes: tuple[str, ...]  # tokens
    paths: tuple[str, ...]  # tokens; alternatives; none of a node shape
    path: str | None  # IRI, where there is one
    checks: tuple[tuple[str, Check], ...] = field(repr=False)  # IRI of the component


def core_results(data: Triples) -> Iterator[Result]:
    """Yield what the core constraints find, shape by shape."""
    for shape in _shapes():
        for name in shape.classes:
            for focus in data.subjects(TYPE, name):
                values: Values = (focus,)
                if shape.paths:
                    values = data.objects(focus, shape.paths[0])
                    if len(shape.paths) > 1:
                        values = list(dict.fromkeys(v for p in shape.paths for v in data.objects(focus, p)))
                for component, check in shape.checks:
                    for value, path in check(data, focus, values):
                        yield Result(shape.iri, focus, value, path or shape.path, component)


# --- reading the shapes --------------------------------------------------------------------------


@cache
def _shapes() -> tuple[CoreShape, ...]:
    graph = shapes_graph()
    found = []
    for shape in sorted(set(graph.subjects(SH.targetClass)), key=str):
        classes = tuple(sorted(token(name) for name in graph.objects(shape, SH.targetClass)))
        paths = _paths(graph, shape)
        checks = tuple(_checks(graph, shape))
        if checks:
            one = paths[0][1:-1] if len(paths) == 1 else None
            found.append(CoreShape(str(shape), classes, paths, one, checks))
    return tuple(found)


def _paths(graph: Graph, shape: Node) -> tuple[str, ...]:
    path = graph.value(shape, SH.path)
    if path is None:
        return ()
    if isinstance(path, BNode):
        alternatives = graph.value(path, SH.alternativePath)
        if alternatives is None:
            raise _unknown(shape, "sh:path")
        return tuple(token(one) for one in Collection(graph, alternatives))
    return (token(path),)


def _checks(graph: Graph, shape: Node) -> Iterator[tuple[str, Check]]:
    for name, wanted in sorted(graph.predicate_objects(shape)):
        if str(name) in _IGNORED:
            continue
        local = str(name).removeprefix(str(SH))
        made = _MAKERS.get(local)
        if made is None:
            meant = near(local, _MAKERS)
            raise _misspelt(shape, local, meant[0]) if meant else _unknown(shape, str(name))
        component, maker = made
        try:
            check = maker(graph, shape, wanted)
        except (ValueError, TypeError, InvalidOperation, re.error) as error:
            raise DataError(
                f"形状 kgs:{_local(shape)} 的 sh:{local} 不能是“{wanted}”，请改正它的值。",
                f"Shape kgs:{_local(shape)}: sh:{local} cannot be {wanted}; correct its value.",
            ) from error
        yield f"{SH}{component}ConstraintComponent", check


def _local(shape: Node) -> str:
    return str(shape).removeprefix(SHAPES)


def _misspelt(shape: Node, name: str, near: str) -> DataError:
    return DataError(
        f"形状 kgs:{_local(shape)}：没有 sh:{name}，是否指 sh:{near}？",
        f"Shape kgs:{_local(shape)}: there is no sh:{name}; did you mean sh:{near}?",
    )


def _unknown(shape: Node, what: str) -> DataError:
    return DataError(
        f"形状 {shape} 用了快速校验不认识的 {what}；请在 kg/validate/core.py 中加上。",
        f"Shape {shape} uses {what}, which quick validation does not know; add it in kg/validate/core.py.",
    )


# --- the constraints -----------------------------------------------------------------------------


def _min_count(least: int, _data: Triples, _focus: str, values: Values) -> Iterator[Offence]:
    if len(values) < least:
        yield None, None


def _max_count(most: int, _data: Triples, _focus: str, values: Values) -> Iterator[Offence]:
    if len(values) > most:
        yield None, None


def _each(good: Callable[[str], bool], _data: Triples, _focus: str, values: Values) -> Iterator[Offence]:
    for value in values:
        if not good(value):
            yield value, None


def _less_than(other: str, data: Triples, focus: str, values: Values) -> Iterator[Offence]:
    for value in values:
        for beyond in data.objects(focus, other):
            first, second = _number(value), _number(beyond)
            if first is None or second is None or not first < second:
                yield value, None


def _unique_language(_data: Triples, _focus: str, values: Values) -> Iterator[Offence]:
    languages = [found for value in values if (found := language(value)) is not None]
    for one in dict.fromkeys(languages):
        if languages.count(one) > 1:
            yield None, None


def _closed(known: frozenset[str], data: Triples, focus: str, _values: Values) -> Iterator[Offence]:
    for predicate, values in data.said(focus).items():
        if predicate not in known:
            for value in values:
                yield value, predicate[1:-1]


def _not_a(name: str, data: Triples, focus: str, _values: Values) -> Iterator[Offence]:
    if name in data.objects(focus, TYPE):
        yield focus, None


def _number(value: str) -> Decimal | None:
    if value[0] != '"':
        return None
    text, _, datatype = literal(value)
    if datatype is None or datatype.removeprefix(XSD) not in ("integer", "decimal", "nonNegativeInteger"):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _bounded(holds: Callable[[Decimal, Decimal], bool], bound: Decimal, value: str) -> bool:
    number = _number(value)
    return number is not None and holds(number, bound)


def _of_datatype(datatype: str, value: str) -> bool:
    if value[0] != '"':
        return False
    text, _, given = literal(value)
    return given == datatype and _LEXICAL[datatype.removeprefix(XSD)](text)


def _is_date(text: str) -> bool:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", text)
    try:
        return found is not None and bool(date.fromisoformat(found[1]))
    except ValueError:
        return False


_LEXICAL: dict[str, Callable[[str], bool]] = {
    "integer": lambda text: re.fullmatch(r"[+-]?\d+", text) is not None,
    "decimal": lambda text: re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text) is not None,
    "gYear": lambda text: re.fullmatch(r"-?\d{4,}(Z|[+-]\d\d:\d\d)?", text) is not None,
    "date": _is_date,
}


def _counted(check: Callable[..., Iterator[Offence]]) -> Any:
    return lambda _graph, _shape, wanted: partial(check, int(wanted))


def _number_of(holds: Callable[[Decimal, Decimal], bool]) -> Any:
    return lambda _graph, _shape, wanted: partial(_each, partial(_bounded, holds, Decimal(str(wanted))))


def _made_datatype(_graph: Graph, shape: Node, wanted: Node) -> Check:
    if str(wanted).removeprefix(XSD) not in _LEXICAL:
        raise _unknown(shape, str(wanted))
    return partial(_each, partial(_of_datatype, str(wanted)))


def _made_kind(_graph: Graph, shape: Node, wanted: Node) -> Check:
    if wanted != SH.IRI:
        raise _unknown(shape, str(wanted))
    return partial(_each, lambda value: value[0] == "<")


def _made_in(graph: Graph, _shape: Node, wanted: Node) -> Check:
    known = frozenset(token(one) for one in Collection(graph, wanted))
    return partial(_each, lambda value: value in known)


def _made_length(_graph: Graph, _shape: Node, wanted: Node) -> Check:
    least = int(str(wanted))
    return partial(_each, lambda value: value[0] != "_" and len(words(value)) >= least)


def _made_pattern(_graph: Graph, _shape: Node, wanted: Node) -> Check:
    pattern = re.compile(str(wanted))
    return partial(_each, lambda value: value[0] != "_" and pattern.search(words(value)) is not None)


def _made_closed(graph: Graph, shape: Node, _wanted: Node) -> Check:
    listed = graph.value(shape, SH.ignoredProperties)
    assert listed is not None
    return partial(_closed, frozenset(token(one) for one in Collection(graph, listed)))


def _made_not(graph: Graph, shape: Node, wanted: Node) -> Check:
    name = graph.value(wanted, SH["class"])
    if name is None:
        raise _unknown(shape, "sh:not")
    return partial(_not_a, token(name))


_MAKERS: dict[str, tuple[str, Any]] = {
    "minCount": ("MinCount", _counted(_min_count)),
    "maxCount": ("MaxCount", _counted(_max_count)),
    "datatype": ("Datatype", _made_datatype),
    "nodeKind": ("NodeKind", _made_kind),
    "in": ("In", _made_in),
    "minLength": ("MinLength", _made_length),
    "pattern": ("Pattern", _made_pattern),
    "minInclusive": ("MinInclusive", _number_of(lambda number, bound: number >= bound)),
    "maxInclusive": ("MaxInclusive", _number_of(lambda number, bound: number <= bound)),
    "minExclusive": ("MinExclusive", _number_of(lambda number, bound: number > bound)),
    "lessThan": ("LessThan", lambda _graph, _shape, wanted: partial(_less_than, token(wanted))),
    "uniqueLang": ("UniqueLang", lambda _graph, _shape, _wanted: _unique_language),
    "closed": ("Closed", _made_closed),
    "not": ("Not", _made_not),
}
