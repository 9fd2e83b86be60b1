"""A query of ours that asks a second server: targets here, statistics there."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import quote

from kg import resources
from kg.link.imports import import_table
from tests.conftest import program
from tests.link.service import BASE, sample_triples
from tests.web.running import fetch, oxigraph, service

QUERY = """
PREFIX kg: <https://w3id.org/zeren/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmxd: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmxm: <http://purl.org/linked-data/sdmx/2009/measure#>
SELECT ?label ?value ?statistic WHERE {
  SERVICE <%s> {
    SELECT ?indicator ?change ?statistic WHERE { GRAPH ?g {
      ?o dcterms:subject ?indicator ; dcterms:type ?change ; sdmxm:obsValue ?statistic ;
         sdmxd:refPeriod "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> ;
         sdmxd:refArea <https://w3id.org/zeren/place/330922> } }
  }
  ?t a kg:Target ; kg:indicator ?indicator ; kg:change ?change ; kg:value ?value .
  ?indicator rdfs:label ?label . FILTER(LANG(?label) = "zh")
} ORDER BY ?label
"""


def ask(url: str, query: str) -> tuple[int, bytes]:
    status, _, body = fetch("GET", f"{url}/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
    return status, body


def test_targets_here_statistics_there(tmp_path: Path) -> None:
    example = resources.data("imports")
    quads, done = import_table(example / "statistics.csv", example / "statistics.yml", BASE)
    there = "".join(f"{s} {p} {o} .\n" for s, p, o, g in quads if g == f"<{done.graph}>")
    here = sample_triples()
    triples = {"Content-Type": "application/n-triples"}
    with oxigraph(program("oxigraph")) as other:
        status, _, _ = fetch("PUT", f"{other.graphs}?graph={quote(done.graph)}", there.encode(), triples)
        assert status in (201, 204)
        with service(tmp_path / "allowed", service_allow=f"127.0.0.1:{other.port}") as ours:
            graph = f"{ours.graphs}?graph={quote(BASE)}graph/sample"
            status, _, body = fetch("PUT", graph, here, triples | ours.headers)
            assert status == 201, body
            status, body = ask(ours.url, QUERY % other.query)
            assert status == 200, body
            rows = {row["label"]: row for row in csv.DictReader(io.StringIO(body.decode()))}
            assert rows["固定资产投资"] == {"label": "固定资产投资", "value": "113", "statistic": "104.8"}
            assert len(rows) == 8
            # Another port of the same machine was not allowed.
            elsewhere = QUERY % "http://127.0.0.1:9/query"
            status, body = ask(ours.url, elsewhere)
            assert status == 403, body
            # Asked for in silence, it is not asked either, and fails without a word.
            status, body = ask(ours.url, elsewhere.replace("SERVICE <", "SERVICE SILENT <"))
            assert status == 200, body
            assert {row["statistic"] for row in csv.DictReader(io.StringIO(body.decode()))} == {""}
            both = "ASK { SERVICE SILENT <http://127.0.0.1:9/> { } SERVICE <http://127.0.0.1:9/> { } }"
            assert ask(ours.url, both)[0] == 403
