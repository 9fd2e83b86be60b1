"""W3C SHACL suites: the engine as used here scores no less than pySHACL itself.

KG_SUITES=… .venv/bin/python -m pytest tests/validate/test_w3c.py
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.validate import engine
from tests.conftest import suites_path

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
# Measured of pySHACL 0.40.1, strictly compared (FACTS of the project).
MEASURED = {"core": (95, 98), "sparql": (22, 23)}


def cases(part: str) -> list[tuple[Path, Graph, Node]]:
    """Return file, manifest graph and test node of one suite."""
    found = []
    for path in sorted(suites_path("w3c-shacl", part).rglob("*.ttl")):
        graph = Graph().parse(path, format="turtle", publicID=path.as_uri())
        for test in sorted(graph.subjects(RDF.type, URIRef(SHT + "Validate")), key=str):
            found.append((path, graph, test))
    return found


def results(graph: Graph, report: Node) -> list[tuple[str, ...]]:
    """Return what the suite compares of each result, blank nodes without their names."""
    properties = (
        *(SH.focusNode, SH.resultPath, SH.resultSeverity, SH.sourceConstraintComponent),
        *(SH.sourceShape, SH.value),
    )

    def name(node: Node | None) -> str:
        if isinstance(node, BNode):
            parts = sorted(
                (str(p), name(o)) for p, o in graph.predicate_objects(node) if str(p) != str(SH.detail)
            )
            return f"[{parts}]" if parts else "[]"
        return node.n3() if isinstance(node, (URIRef, Literal)) else ""

    return sorted(
        tuple(name(graph.value(one, p)) for p in properties) for one in graph.objects(report, SH.result)
    )


def passes(path: Path, manifest: Graph, test: Node, *, ours: bool) -> bool:
    action = manifest.value(test, URIRef(MF + "action"))
    expected = manifest.value(test, URIRef(MF + "result"))
    graphs = []
    for kind in ("dataGraph", "shapesGraph"):
        source = manifest.value(action, URIRef(SHT + kind))
        file = Path(str(source).removeprefix("file://"))
        rdflib_bool_patch()  # as pySHACL does while it reads shapes: only "true" is true
        graphs.append(Graph().parse(file, format="turtle", publicID=file.as_uri()))
        rdflib_bool_unpatch()
    data, shapes = graphs
    try:
        if ours:
            quick = engine.DataGraph()
            quick.add_all(data)
            for prefix, namespace in data.namespaces():
                quick.bind(prefix, namespace)
            conforms, report = engine.judge(quick, engine.harvest(shapes))
        else:
            conforms, report, _ = validate(data, shacl_graph=shapes)
    except Exception:  # the suite expects some shapes to be refused, each engine in its own way
        return expected == URIRef(SHT + "Failure")
    if expected == URIRef(SHT + "Failure") or not isinstance(report, Graph):
        return expected == URIRef(SHT + "Failure") and not isinstance(report, Graph)
    node = next(report.subjects(RDF.type, SH.ValidationReport))
    wanted = manifest.value(expected, SH.conforms)
    return conforms == bool(wanted) and _same(report, node, manifest, expected)


def _same(report: Graph, node: Node, manifest: Graph, expected: Node | None) -> bool:
    assert expected is not None
    found, wanted = results(report, node), results(manifest, expected)
    # A result without sh:value in the manifest is matched by one that has none.
    return found == wanted


# The suite holds ill-typed literals on purpose ("none"^^xsd:boolean); rdflib warns of each.
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.parametrize("part", ["core", "sparql"])
def test_engine_scores_no_less_than_pyshacl(part: str) -> None:
    tests = cases(part)
    ours = {str(test) for path, graph, test in tests if passes(path, graph, test, ours=True)}
    theirs = {str(test) for path, graph, test in tests if passes(path, graph, test, ours=False)}
    missed = sorted(str(test).rpartition("/")[2] for _, _, test in tests if str(test) not in ours)
    print(f"{part}: {len(ours)} of {len(tests)}, pySHACL {len(theirs)}; missed {missed}")
    assert len(tests) == MEASURED[part][1]
    assert theirs <= ours, sorted(theirs - ours)
    assert len(ours) >= MEASURED[part][0]
