"""The shapes of ``ontology/shapes/``, as rdflib reads them; neither engine is loaded for it."""

from __future__ import annotations

from functools import cache

from rdflib import Graph

from kg import resources
from kg.errors import DataError

SHAPES = "https://w3id.org/zeren/shapes#"


@cache
def shapes_graph() -> Graph:
    """Return all of ``ontology/shapes/*.ttl`` as one graph."""
    graph = Graph(bind_namespaces="none")
    files = sorted(resources.ontology("shapes").glob("*.ttl"))
    if not files:
        raise DataError("ontology/shapes/ 中没有形状文件。", "There are no shapes in ontology/shapes/.")
    for path in files:
        try:
            graph.parse(path, format="turtle")
        except Exception as error:  # rdflib raises many kinds, none of its own family
            raise DataError(
                f"{path.name} 无法解析：{error}", f"{path.name} does not parse: {error}"
            ) from error
    return graph
