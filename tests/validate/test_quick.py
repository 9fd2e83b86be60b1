"""The quick engine says what the judge says, on all gold; planted faults: ``test_planted``."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SH

from kg import emit, pipeline
from kg.errors import DataError
from kg.tokens import Triples
from kg.validate import checking, core, quick
from kg.validate.results import Result
from kg.validate.shapes import shapes_graph
from tests.conftest import ROOT
from tests.validate import faults

GOLD = sorted(
    path
    for path in (ROOT / "tests/gold").glob("*/*")
    if path.suffix in (".txt", ".md", ".html") and path.stem.lower() != "readme"
)


def differs(path: Path) -> str:
    """Return what the two engines say differently of a notice."""
    notice = pipeline.convert(path)
    try:
        faults.by_both(list(emit.quads(notice)), notice.text.content, path.name)
    except AssertionError as error:
        return f"{path.name}: {error}"
    return ""


def test_both_engines_say_the_same_of_all_gold() -> None:
    assert len(GOLD) > 200
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert [wrong for wrong in pool.map(differs, GOLD, chunksize=8) if wrong] == []


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("sh:targetClass kg:Task ; sh:path kg:text ; sh:hasValue 1", id="a constraint"),
        pytest.param(
            "sh:targetClass kg:Task ; sh:path [ sh:inversePath kg:text ] ; sh:minCount 1", id="a path"
        ),
        pytest.param("sh:targetClass kg:Task ; sh:path kg:text ; sh:datatype xsd:float", id="a datatype"),
        pytest.param(
            "sh:targetClass kg:Task ; sh:path kg:text ; sh:nodeKind sh:BlankNode", id="a kind of node"
        ),
    ],
)
def test_a_shape_that_it_does_not_know_is_an_error(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "shapes_graph", lambda: _graph(f"kgs:one a sh:PropertyShape ; {shape} ."))
    core._shapes.cache_clear()
    try:
        with pytest.raises(DataError, match="#one"):
            list(core.core_results(Triples([])))
    finally:
        core._shapes.cache_clear()


def test_a_sparql_constraint_of_another_target_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "kgs:one a sh:NodeShape ; sh:targetClass kg:Task ; sh:sparql kgs:two . kgs:two sh:select 'SELECT' ."
    )
    monkeypatch.setattr(quick, "shapes_graph", lambda: _graph(text))
    quick._constraints.cache_clear()
    try:
        with pytest.raises(DataError, match="kg:Notice"):
            quick._constraints()
    finally:
        quick._constraints.cache_clear()


def test_a_notice_needs_no_judge_and_a_graph_of_others_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(_triples: object) -> list[Result]:
        raise AssertionError("pySHACL")

    monkeypatch.setattr(checking, "_judged", asked)
    assert pipeline.validate(faults.NOTICE).entries
    with pytest.raises(AssertionError, match="pySHACL"):
        pipeline.validate(b"<https://a.example/n> a <https://w3id.org/zeren/ontology#Notice> .", name="n.ttl")


def test_every_constraint_is_asked() -> None:
    stated = list(shapes_graph().subject_objects(SH.sparql))
    assert len(quick._constraints()) == len(stated) > 30


def _graph(text: str) -> Graph:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    return Graph().parse(data=prefixes + text, format="turtle")


_PREFIXES = faults._PREFIXES | {
    "sh": "http://www.w3.org/ns/shacl#",
    "kgs": "https://w3id.org/zeren/shapes#",
}
