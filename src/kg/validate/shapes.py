"""The shapes of ``ontology/shapes/``, as rdflib reads them; neither engine is loaded for it.

A slip that SHACL itself would pass over in silence is an error here: a term that the ontology has not finds
nothing to look at, a shape without a message says nothing of what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg import resources, vocab
from kg.errors import DataError
from kg.meant import near

SHAPES = "https://w3id.org/zeren/shapes#"
_SEVERITIES = (SH.Violation, SH.Warning, SH.Info)
_CODES = frozenset[str]().union(*vocab.CODES.values()) | frozenset(vocab.CODES)


@cache
def shapes_graph() -> Graph:
    """Return all of ``ontology/shapes/*.ttl`` as one graph.

    Raises:
        DataError: a file is no Turtle, or a shape names what the ontology has not, another severity than
            SHACL's, or has no label or message in Chinese and in English.
    """
    return read_shapes(resources.ontology("shapes"))


def read_shapes(folder: Path) -> Graph:
    """Read the shapes of a folder; as ``shapes_graph``."""
    graph = Graph(bind_namespaces="none")
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise DataError("ontology/shapes/ 中没有形状文件。", "There are no shapes in ontology/shapes/.")
    for path in files:
        try:
            graph.parse(path, format="turtle")
        except Exception as error:  # rdflib raises many kinds, none of its own family
            raise _no_turtle(path, error) from error
    for shape, zh, en in _slips(graph):
        name = str(shape).removeprefix(SHAPES)
        where = next((path.name for path in files if f"kgs:{name} " in path.read_text("utf-8")), "")
        where = f"ontology/shapes/{where} kgs:{name}"
        raise DataError(f"{where}：{zh}。", f"{where}: {en}.")
    return graph


def _no_turtle(path: Path, error: Exception) -> DataError:
    line, why = getattr(error, "lines", None), " ".join(str(getattr(error, "_why", error)).split())[:200]
    zh = f" 第 {line + 1} 行附近" if line is not None else ""
    en = f", about line {line + 1}," if line is not None else ""
    return DataError(
        f"ontology/shapes/{path.name}{zh}不是合法的 Turtle：{why}。请看前面一行是否缺了标点。",
        f"ontology/shapes/{path.name}{en} is no Turtle: {why}. See whether the line before lacks its mark.",
    )


def _slips(graph: Graph) -> Iterator[tuple[Node, str, str]]:
    """Find what is wrong in the shapes: each with its sentence in both languages."""
    for subject, predicate, value in graph:
        for term in (predicate, value):
            if (near := _stranger(term)) is not None:
                zh = f"，是否指 {near}" if near else "，词汇见 ontology/kg.ttl"
                en = f"; did you mean {near}" if near else "; ontology/kg.ttl has the terms"
                shown = str(term).rsplit("#", 1)[-1]
                yield _named(graph, subject), f"本体中没有 {shown}{zh}", f"the ontology has no {shown}{en}"
        if predicate == SH.severity and value not in _SEVERITIES:
            known = "sh:Violation、sh:Warning、sh:Info"
            yield subject, f"sh:severity 应为 {known} 之一", f"sh:severity should be one of {known}"
    for shape in sorted(_speaking(graph), key=str):
        for property, name in ((RDFS.label, "rdfs:label"), (SH.message, "sh:message")):
            said = {value.language for value in graph.objects(shape, property) if isinstance(value, Literal)}
            if lost := "、".join(f"@{tag}" for tag in ("zh", "en") if tag not in said):
                yield shape, f"缺少 {name}（{lost}），请补上", f"{name} is missing in {lost}"


def _speaking(graph: Graph) -> set[Node]:
    """Return the shapes that say something of what they find."""
    of_class = set(graph.subjects(RDF.type, SH.PropertyShape))
    return of_class | set(graph.subjects(SH.sparql)) | set(graph.subjects(SH.closed))


def _stranger(term: Node) -> str | None:
    """Return what a term of ours that does not exist may have meant ("" for nothing near); else None."""
    for prefix, start, known in (("kg", vocab.KG, vocab.TERMS), ("kgc", vocab.KGC, _CODES)):
        local = str(term).removeprefix(start)
        if isinstance(term, URIRef) and local != str(term) and local and local not in known:
            return next((f"{prefix}:{one}" for one in near(local, known)), "")
    return None


def _named(graph: Graph, node: Node) -> Node:
    """Return the shape that a node stands in: itself, or what leads to it."""
    while not isinstance(node, URIRef):
        above = next(iter(graph.subjects(None, node)), None)
        if above is None:
            return node
        node = above
    return node
