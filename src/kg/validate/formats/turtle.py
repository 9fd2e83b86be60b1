"""The W3C validation report as Turtle, with both languages of every message."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SH, Namespace

from kg.validate.report import Entry, Report

_SEVERITY = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
_OA = Namespace("http://www.w3.org/ns/oa#")


def render(reports: Sequence[Report], lang: str) -> str:
    """Return one graph with a ``sh:ValidationReport`` for each report.

    ``sh:conforms`` follows the recommendation: any result, also a warning, makes it false.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("sh", SH), ("oa", _OA), ("dcterms", DCTERMS), ("rdfs", RDFS), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    graph.bind("kgs", "https://w3id.org/zeren/shapes#")
    for report in reports:
        node = BNode()
        graph.add((node, RDF.type, SH.ValidationReport))
        graph.add((node, SH.conforms, Literal(not report.entries and not report.hidden)))
        if report.name:
            graph.add((node, RDFS.label, Literal(report.name)))
        if report.notice:
            graph.add((node, DCTERMS.subject, URIRef(report.notice)))
        for entry in report.everything():  # a W3C report holds each result
            graph.add((node, SH.result, _result(graph, entry)))
    return graph.serialize(format="turtle")


def _result(graph: Graph, entry: Entry) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.resultSeverity, _SEVERITY[entry.severity]))
    graph.add((node, SH.focusNode, URIRef(entry.focus)))
    graph.add((node, SH.sourceShape, URIRef(entry.rule.iri)))
    graph.add((node, SH.resultMessage, Literal(entry.message, lang="zh")))
    graph.add((node, SH.resultMessage, Literal(entry.message_en, lang="en")))
    component = URIRef(entry.component) if entry.component else SH.SPARQLConstraintComponent
    graph.add((node, SH.sourceConstraintComponent, component))
    if entry.path:
        graph.add((node, SH.resultPath, URIRef(entry.path)))
    if entry.value is not None:
        graph.add((node, SH.value, Literal(entry.value)))
    for mark in entry.marks:
        place = BNode()
        graph.add((node, DCTERMS.source, place))
        graph.add((place, RDF.type, _OA.TextPositionSelector))
        graph.add((place, _OA.start, Literal(mark.span.start)))
        graph.add((place, _OA.end, Literal(mark.span.end)))
        graph.add((place, _OA.exact, Literal(mark.words)))
    return node
