"""The rules of ``ontology/shapes/`` as a catalogue: titles, explanations, message templates.

    rules()          every rule by its IRI
    rule("no-units") one of them, by its local name

``/shapes`` shows the same catalogue as pages. pySHACL fills the templates of SPARQL constraints
but drops their language tags; ``Wording.fill`` finds them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import RDFS, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import NotFound
from kg.model import Severity
from kg.validate.report import Rule
from kg.validate.shapes import SHAPES, shapes_graph

KGC = "https://w3id.org/zeren/code#"
_SEVERITY: Mapping[Node | None, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Wording:
    """A rule with its message templates, and where its offenders are shown."""

    rule: Rule
    template: str
    template_en: str
    per_notice: bool  # the offender is ``sh:value``, the focus node the notice
    shown_at: tuple[str, ...]  # properties whose field evidence shows the offence
    judges: frozenset[str]  # finding codes
    disagrees: bool  # two places of the text disagree, and both are shown

    def fill(self, messages: Iterable[str]) -> tuple[str, str, dict[str, str]]:
        """Return the message in Chinese, in English, and the values of its variables.

        Args:
            messages: What the judge made of the templates, in no order and without languages.
        """
        if not _VARIABLE.search(self.template):
            return self.template, self.template_en, {}
        values: dict[str, str] = {}
        pattern = _pattern(self.template)
        for message in messages:
            if found := pattern.fullmatch(message):
                values = found.groupdict()
                break
        return _put(self.template, values), _put(self.template_en, values), values

    def filled(self, known: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
        """Return the same of the values themselves."""
        values = {name: known[name] for name in _VARIABLE.findall(self.template) if name in known}
        return _put(self.template, values), _put(self.template_en, values), values


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = _VARIABLE.split(template)
    source, seen = "", set[str]()
    for index, part in enumerate(parts):
        if index % 2 == 0:
            source += re.escape(part)
        elif part in seen:
            source += f"(?P={part})"
        else:
            seen.add(part)
            source += f"(?P<{part}>.*)"
    return re.compile(source, re.DOTALL)


def _put(template: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: plain(values.get(match[1], "")), template)


def plain(value: str) -> str:
    """Return a number without trailing zeros, and words on one line."""
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", value):
        return value.rstrip("0").rstrip(".")
    return " ".join(value.split())


def _both(graph: Graph, subject: Node, predicate: URIRef) -> tuple[str, str]:
    words = {getattr(value, "language", None): str(value) for value in graph.objects(subject, predicate)}
    zh = words.get("zh", "")
    return zh, words.get("en", zh)


@cache
def wordings() -> Mapping[str, Wording]:
    """Return every rule that can be reported, by its IRI."""
    graph = shapes_graph()
    found = {}
    for subject in sorted(set(graph.subjects(RDFS.comment, None)), key=str):
        if not isinstance(subject, URIRef) or not subject.startswith(SHAPES):
            continue
        if not (
            SH.NodeShape in graph.objects(subject, None) or SH.PropertyShape in graph.objects(subject, None)
        ):
            continue
        title, title_en = _both(graph, subject, RDFS.label)
        comment, comment_en = _both(graph, subject, RDFS.comment)
        template, template_en = _both(graph, subject, SH.message)
        per_notice = (subject, SH.sparql, None) in graph
        concerns = graph.value(subject, URIRef(SHAPES + "concerns"))
        # A rule without constraint is one of the conversion's findings, which are about the words.
        words = per_notice or not _constrains(graph, subject)
        rule = Rule(
            iri=str(subject),
            id=subject[len(SHAPES) :],
            severity=_SEVERITY[graph.value(subject, SH.severity, default=SH.Violation)],
            about_graph=concerns == URIRef(SHAPES + "graph") or (concerns is None and not words),
            title=title,
            title_en=title_en,
            explanation=comment,
            explanation_en=comment_en,
        )
        judged = {str(code)[len(KGC) :] for code in graph.objects(subject, URIRef(SHAPES + "judges"))}
        found[rule.iri] = Wording(
            rule=rule,
            template=template,
            template_en=template_en,
            per_notice=per_notice,
            shown_at=tuple(sorted(str(value) for value in graph.objects(subject, URIRef(SHAPES + "at")))),
            judges=frozenset(judged | {rule.id}),
            disagrees=(subject, URIRef(SHAPES + "disagrees"), None) in graph,
        )
    return found


def _constrains(graph: Graph, subject: Node) -> bool:
    return any((subject, term, None) in graph for term in (SH.path, SH.closed, SH["not"], SH.targetClass))


def rules() -> Mapping[str, Rule]:
    """Return every rule, by its IRI."""
    return {iri: wording.rule for iri, wording in wordings().items()}


def rule(name: str) -> Rule:
    """Return the rule of a local name or IRI.

    Raises:
        NotFound: There is none.
    """
    wording = wordings().get(name) or wordings().get(SHAPES + name)
    if wording is None:
        raise NotFound(f"没有名为“{name}”的校验规则。", f"There is no validation rule named “{name}”.")
    return wording.rule


@cache
def judges_of(code: str) -> frozenset[str]:
    """Return the ids of the rules that judge findings with this code."""
    return frozenset(wording.rule.id for wording in wordings().values() if code in wording.judges)


def rule_of_finding(code: str) -> Rule:
    """Return the rule under which a finding with this code is reported."""
    known = wordings().get(SHAPES + code)
    if known:
        return known.rule
    others = sorted(judges_of(code))
    return rule(others[0] if others else "other-finding")
