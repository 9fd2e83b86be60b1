"""The analysts' queries that the service is measured by: what people ask of such a corpus."""

# ruff: noqa: E501 (queries and requests read best on one line)

from __future__ import annotations

from tests.bench.corpus import BASE, KG, KGC

_P = f"PREFIX kg: <{KG}> PREFIX kgc: <{KGC}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_P += "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#> "
_UNIT = f"<{BASE}unit/u7>"

QUERIES: dict[str, str] = {
    "tasks led by a unit": f"SELECT ?t ?text {{ ?t kg:leadUnit {_UNIT} ; kg:text ?text }}",
    "a unit's profile": (
        f"SELECT ?role (COUNT(?r) AS ?n) {{ ?r kg:body {_UNIT} ; kg:role ?role }} GROUP BY ?role"
    ),
    "workload of all units": (
        "SELECT ?u (COUNT(DISTINCT ?t) AS ?n) { ?t kg:responsibleUnit ?u } GROUP BY ?u ORDER BY DESC(?n) ?u"
    ),
    "workload by role": (
        "SELECT ?u ?role (COUNT(?r) AS ?n) { ?r a kg:Responsibility ; kg:body ?u ; kg:role ?role } "
        "GROUP BY ?u ?role ORDER BY ?u ?role"
    ),
    "units that share tasks with one": (
        f"SELECT ?o (COUNT(?t) AS ?n) {{ ?t kg:responsibleUnit {_UNIT}, ?o FILTER(?o != {_UNIT}) }} "
        "GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT 20"
    ),
    "pairs of units": (
        "SELECT ?a ?b (COUNT(?t) AS ?n) { ?t kg:responsibleUnit ?a, ?b FILTER(STR(?a) < STR(?b)) } "
        "GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT 50"
    ),
    "themes across leaders": (
        "SELECT ?l ?theme (COUNT(?t) AS ?n) { ?t kg:ledBy ?l ; kg:theme ?theme } GROUP BY ?l ?theme ORDER BY ?l ?theme"
    ),
    "tasks of a place": (f"SELECT ?t ?text {{ ?t kg:place <{BASE}place/p3> ; kg:text ?text }} ORDER BY ?t"),
    "money by year": (
        "SELECT ?year (SUM(?v) AS ?total) (SUM(?f) AS ?fiscal) { ?p a kg:Project ; kg:inNotice ?n ; "
        "kg:totalInvestment ?v ; kg:fiscalFunds ?f . ?n kg:forYear ?year } GROUP BY ?year ORDER BY ?year"
    ),
    "targets of an indicator": (
        f"SELECT ?t ?v ?b {{ ?t kg:target ?x . ?x kg:indicator <{BASE}indicator/i5> ; kg:value ?v ; kg:bound ?b }} "
        "ORDER BY DESC(?v) ?t"
    ),
    "tasks without a number": (
        "SELECT (COUNT(?t) AS ?n) { ?t a kg:Task FILTER NOT EXISTS { ?t kg:target ?x } }"
    ),
    "words in the text": 'SELECT ?t ?text { ?t kg:text ?text FILTER(CONTAINS(?text, "渔港旅游")) } ORDER BY ?t',
    "a task with its evidence": (
        "SELECT ?exact ?start { ?n kg:documentNumber ?d . ?t kg:inNotice ?n ; kg:number 17 ; kg:evidence ?e . "
        "?e oa:exact ?exact ; oa:start ?start } ORDER BY ?exact"
    ),
    "everything of a notice": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BASE}graph/330905-2020-00000005> {{ ?s ?p ?o }} }}",
}
QUERIES = {name: _P + text for name, text in QUERIES.items()}
