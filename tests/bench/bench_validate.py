"""Validation: how the engine compares with the naive run of the same rules, and with itself in bulk.

    .venv/bin/python tests/bench/bench_validate.py [--naive] [--bulk N]

The naive run is made from the same shapes: property shapes hang below a node shape of their class,
constraints with SPARQL have each thing they scan as focus node, and plain pySHACL runs it all on a
plain rdflib graph. Both must find the same (rule, thing) pairs. Times are CPU seconds of one run.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pyshacl import validate as pyshacl_validate  # noqa: E402
from rdflib import RDF, BNode, Graph, Literal, URIRef  # noqa: E402
from rdflib.namespace import SH  # noqa: E402

from kg import emit, pipeline  # noqa: E402
from kg.validate import engine, validate_many  # noqa: E402
from kg.validate.shapes import SHAPES, shapes_graph  # noqa: E402
from kg.validate.terms import triples  # noqa: E402

NOTICE = ROOT / "tests/gold/shengsi-2024-5/notice.txt"
KG = "https://w3id.org/zeren/ontology#"
LIMIT_ENGINE, LIMIT_BULK, LIMIT_RULE = 0.4, 0.6, 0.1


# Rules that ours groups first, with a query inside the query, as they read for one thing at a time.
NAIVE = {
    "unit-twice": """
SELECT $this ?words ?other WHERE {
  ?item kg:responsibility $this , ?earlier ; kg:inNotice ?notice .
  $this kg:body ?body ; kg:position ?position ; kg:mention ?words .
  ?earlier kg:body ?body ; kg:position ?before ; kg:mention ?other .
  FILTER (?before < ?position)
}""",
    "number-gap": """
SELECT $this ?number ?before WHERE {
  $this kg:inNotice ?notice ; kg:inList ?list ; kg:number ?number .
  FILTER (?number > 1)
  OPTIONAL { $this kg:inSection ?section }
  BIND (COALESCE(?section, ?list) AS ?level)
  BIND (?number - 1 AS ?before)
  FILTER NOT EXISTS {
    ?previous kg:number ?before ; kg:inSection|kg:inList ?level .
    FILTER (?level != ?list || NOT EXISTS { ?previous a kg:Section })
  }
  FILTER NOT EXISTS {
    ?twin kg:number ?number ; kg:inSection|kg:inList ?level .
    FILTER (STR(?twin) < STR($this))
  }
  FILTER (?level = ?list
    || EXISTS { ?smaller kg:inSection ?level ; kg:number ?k . FILTER (?k < ?number) }
    || NOT EXISTS {
      ?earlier kg:number ?before ; kg:inList ?list . FILTER NOT EXISTS { ?earlier a kg:Section }
    }
    || EXISTS {
      ?one kg:number 1 ; kg:inList ?list . ?two kg:number 1 ; kg:inList ?list .
      FILTER (STR(?one) < STR(?two))
      FILTER NOT EXISTS { ?one a kg:Section }
      FILTER NOT EXISTS { ?two a kg:Section }
    })
}""",
    "number-repeated": """
SELECT DISTINCT $this ?number WHERE {
  $this kg:inNotice ?notice ; kg:inList ?list ; kg:number ?number .
  OPTIONAL { $this kg:inSection ?section }
  BIND (COALESCE(?section, ?list) AS ?level)
  ?other kg:number ?number ; kg:inSection|kg:inList ?level .
  FILTER (?other != $this)
  FILTER NOT EXISTS { ?other a kg:Section }
  FILTER (?level != ?list || NOT EXISTS { ?other kg:inSection ?part })
  FILTER NOT EXISTS {
    $this kg:evidence/oa:start ?at . ?other kg:evidence/oa:start ?first . FILTER (?first > ?at)
  }
}""",
}


def data(graph: Graph) -> Graph:
    """Fill ``graph`` with the real notice, as ``kg.validate`` sees it, with faults planted."""
    notice = pipeline.convert(NOTICE)
    text = NOTICE.read_text("utf-8")
    for bad in (("900\t533\t367", "900\t543\t367"), ("5.坚持减转", "6.坚持减转"), ("达到90%", "达到120%")):
        assert bad[0] in text
        text = text.replace(*bad)
    notice = pipeline.convert(text.encode(), name="notice.txt")
    for triple in triples(emit.quads(notice)):
        graph.add(triple)
    for source in list(graph.subjects(RDF.type, URIRef(KG + "SourceText"))):
        graph.add((source, URIRef(KG + "fullText"), Literal(notice.text.content)))
    return graph


def naive_shapes() -> Graph:
    """Return the same rules as anybody would first write them."""
    ours, naive = shapes_graph(), Graph()
    scans = URIRef(SHAPES + "scans")
    for triple in ours:
        naive.add(triple)
    for shape in list(naive.subjects(RDF.type, SH.PropertyShape)):
        for target in list(naive.objects(shape, SH.targetClass)):
            naive.remove((shape, SH.targetClass, target))
            holder = URIRef(str(target) + "-naive")
            naive.add((holder, RDF.type, SH.NodeShape))
            naive.add((holder, SH.targetClass, target))
            naive.add((holder, SH.property, shape))
    for shape, constraint in list(naive.subject_objects(SH.sparql)):
        if (shape, scans, URIRef(KG + "Notice")) in naive:
            continue
        naive.remove((shape, SH.targetClass, None))
        for target in ours.objects(shape, scans):
            naive.add((shape, SH.targetClass, target))
        text = re.sub(r"[?$]this\b", "?notice", str(ours.value(constraint, SH.select)))
        text = re.sub(r"[?$]value\b", "$this", text)
        text = NAIVE.get(str(shape).rpartition("#")[2], text)
        naive.set((constraint, SH.select, Literal(text)))
    return naive


def pairs(report: Graph) -> set[tuple[str, str]]:
    """Return (rule, thing) of a report graph, whichever of the two runs made it."""
    found = set()
    for result in report.objects(None, SH.result):
        shape, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        value = report.value(result, SH.value)
        thing = (
            value if (focus, RDF.type, URIRef(KG + "Notice")) in DATA and isinstance(value, URIRef) else focus
        )
        found.add((str(shape), str(thing)))
    return found


DATA = Graph()


def engine_run(quick: engine.DataGraph) -> tuple[float, set[tuple[str, str]]]:
    start = time.process_time()
    _, report = engine.judge(quick, engine.our_shapes())
    return time.process_time() - start, pairs(report)


def per_rule(quick: engine.DataGraph) -> dict[str, float]:
    """Return the seconds of each shape: the very loop of pySHACL, timed."""
    from pyshacl.shape import Shape

    spent: dict[str, float] = defaultdict(float)
    plain = Shape.validate

    def timed(self: Shape, *args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return plain(self, *args, **kwargs)
        finally:
            spent[str(self.node)] += time.process_time() - start

    Shape.validate = timed  # type: ignore[method-assign]
    try:
        engine.judge(quick, engine.our_shapes())
    finally:
        Shape.validate = plain  # type: ignore[method-assign]
    return {name: value for name, value in spent.items() if not isinstance(name, BNode)}


def bulk(count: int) -> dict[str, float]:
    """Return seconds of ``count`` notices one after the other, and in one call."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        text = NOTICE.read_text("utf-8")
        for number in range(count):
            path = Path(folder) / f"{number:03}.txt"
            path.write_text(text.replace("〔2024〕5号", f"〔2024〕{number + 1}号"), "utf-8")
            paths.append(path)
        start = time.perf_counter()
        for path in paths:
            pipeline.validate(path)
        single = time.perf_counter() - start
        start = time.perf_counter()
        reports = [report for _, report in validate_many(paths, pipeline.validate)]
        together = time.perf_counter() - start
        assert len(reports) == count
    return {
        "notices": count,
        "cores": len(os.sched_getaffinity(0)),
        "single_s": single,
        "together_s": together,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--naive", action="store_true", help="run the naive form too (minutes)")
    parser.add_argument("--bulk", type=int, default=0, metavar="N")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    data(DATA)
    quick = engine.DataGraph()
    quick.add_all(DATA)
    start = time.process_time()
    engine.our_shapes()
    result: dict[str, Any] = {"triples": len(DATA), "shapes_s": time.process_time() - start}
    result["cold_s"], ours = engine_run(quick)
    result["warm_s"], _ = engine_run(quick)
    spent = per_rule(quick)
    total = sum(spent.values())
    result["slowest"] = {
        name.rpartition("#")[2]: round(value / total, 3)
        for name, value in sorted(spent.items(), key=lambda item: -item[1])[:8]
    }
    result["slowest_within_limit"] = max(spent.values()) <= LIMIT_RULE * total
    if options.naive:
        start = time.process_time()
        _, report, _ = pyshacl_validate(DATA, shacl_graph=naive_shapes())
        result["naive_s"] = time.process_time() - start
        theirs = pairs(report)
        result["same"] = theirs == ours
        result["differences"] = sorted(theirs ^ ours)[:10]
        result["ratio_cold"] = result["cold_s"] / result["naive_s"]
        result["ratio_warm"] = result["warm_s"] / result["naive_s"]
        result["ratio_within_limit"] = result["ratio_cold"] <= LIMIT_ENGINE and result["same"]
    if options.bulk:
        result["bulk"] = bulk(options.bulk)
        result["bulk"]["ratio"] = result["bulk"]["together_s"] / result["bulk"]["single_s"]
        result["bulk_within_limit"] = result["bulk"]["ratio"] <= LIMIT_BULK
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
