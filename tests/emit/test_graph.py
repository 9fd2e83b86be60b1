"""What a notice becomes: every statement in one graph, each with its evidence, the same each time."""

# ruff: noqa: E501 (a graph pattern reads best on one line)

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocab
from kg.emit import derived, meta, meta_subjects, nquads, quads, serialize
from kg.emit.nquads import lines
from kg.emit.terms import number, zh
from kg.model import Notice, Span
from tests.emit.notices import CONTENT, ID, NOTICE, PROJECT, PROJECTS, TASK, empty

BASE = vocab.BASE
GRAPH = f"{BASE}graph/{ID.removeprefix('notice/')}"
PREFIXES = (
    "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items()) + f"BASE <{BASE}>\n"
)


def store(notice: Notice = NOTICE) -> ox.Store:
    """Load the emitted N-Quads of a notice."""
    loaded = ox.Store()
    loaded.load(nquads(notice).encode(), format=ox.RdfFormat.N_QUADS)
    loaded.load(lines(derived(notice)).encode(), format=ox.RdfFormat.N_QUADS)
    loaded.load(
        lines(meta(notice, at=datetime(2024, 3, 1, tzinfo=UTC), full_text=True)).encode(),
        format=ox.RdfFormat.N_QUADS,
    )
    return loaded


def ask(text: str, notice: Notice = NOTICE) -> bool:
    """Ask the union of all graphs of a notice."""
    return bool(store(notice).query(f"{PREFIXES} ASK {{ {text} }}", use_default_graph_as_union=True))


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the rows of a query over the union of all graphs."""
    found = store().query(PREFIXES + text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(str(getattr(v, "value", v)) for v in row) for row in found)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(
            f'<{ID}> kg:documentNumber "云政发〔2024〕7号" ; dcterms:title "关于分解2024年重点工作的通知"@zh ; dcterms:issued "2024-02-18"^^xsd:date ; kg:forYear "2024"^^xsd:gYear ; kg:jurisdiction <place/990100> ; kg:kind kgc:work-report-division',
            id="notice",
        ),
        pytest.param(
            f'<{ID}> kg:issuer <unit/u9> ; kg:addressee <group/g1> ; kg:copiedToText "省、市属在岚单位"@zh',
            id="bodies",
        ),
        pytest.param(
            f"FILTER NOT EXISTS {{ <{ID}> kg:copiedTo ?x }}", id="what does not resolve is text only"
        ),
        pytest.param(
            f'<{TASK}> a kg:Task ; kg:inNotice <{ID}> ; kg:inList <{ID}/1> ; kg:inSection <{ID}/1/1> ; kg:number 1 ; kg:numberText "1."@zh ; kg:theme kgt:agriculture-rural ; kg:ledBy <person/p1>',
            id="task",
        ),
        pytest.param(
            f'<{TASK}> kg:sentence/oa:exact "75%的行政村年收入达到50万元以上" . <{PROJECT}> kg:sentence/oa:exact "湖东桥梁工程"',
            id="the sentence of a commitment",
        ),
        pytest.param(
            f"<{TASK}> kg:responsibleUnit <unit/u1>, <unit/u2>, <group/g1> ; kg:leadUnit <unit/u1> ; kg:supportUnit <group/g1>",
            id="units",
        ),
        pytest.param(
            f"FILTER NOT EXISTS {{ <{TASK}> kg:leadUnit|kg:supportUnit <unit/u2> }}",
            id="a responsible unit neither leads nor supports",
        ),
        pytest.param(
            f"<{TASK}> kg:involvedUnit <unit/u1>, <unit/u2>, <unit/u3>, <unit/u4> FILTER NOT EXISTS {{ <{TASK}> kg:involvedUnit <group/g1> }}",
            id="involved: members, not the group",
        ),
        pytest.param(
            f'<{TASK}/unit/3> kg:body <unit/u2> ; kg:resolution kgc:guessed ; kg:resolutionReason kgc:near-spelling ; kg:confidence 0.6 ; kg:alsoNamed "林业局"@zh ; kg:position 3',
            id="doubt is stated",
        ),
        pytest.param(
            f"FILTER NOT EXISTS {{ <{TASK}/unit/1> kg:confidence ?c }}", id="no confidence on what is exact"
        ),
        pytest.param(
            f'<{TASK}> kg:leadership ?l . <{ID}/1/1> kg:leadership ?l . ?l kg:leader <person/p1> ; kg:post "市长"@zh ; kg:leaderRole kgc:lead',
            id="leadership",
        ),
        pytest.param(
            f'<{TASK}> kg:target <{TASK}/target/1>, <{TASK}/target/3> ; kg:criterion <{TASK}/target/2> . <{TASK}/target/1> kg:eachMeeting <{TASK}/target/2> ; kg:base "行政村"@zh ; kg:period "2024" . <{TASK}/target/3> kg:ofWhich <{TASK}/target/1>',
            id="targets",
        ),
        pytest.param(
            f"<{TASK}/target/2> a kg:Criterion ; kg:value ?v ; kg:normalizedValue ?n ; kg:normalizedUnit <http://qudt.org/vocab/unit/CCY_CNY> FILTER(?v = 50 && ?n = 500000 && datatype(?v) = xsd:decimal)",
            id="criterion",
        ),
        pytest.param(
            f"FILTER NOT EXISTS {{ <{TASK}> kg:target <{TASK}/target/2> }}", id="a criterion is no target"
        ),
        pytest.param(
            f'<{TASK}> kg:deadline "2024-06-30"^^xsd:date ; kg:deadlineText "6月底前"@zh ; kg:fieldEvidence [ kg:field kg:deadline ; kg:evidence/oa:exact "6月底前" ]',
            id="deadline",
        ),
        pytest.param(
            f'<{TASK}> kg:place <place/x1> ; kg:placeMention [ kg:place <place/x1> ; kg:mention "山区"@zh ; kg:evidence/oa:exact "山区" ]',
            id="place",
        ),
        pytest.param(f'<{TASK}> kg:aim [ a kg:Aim ; kg:indicatorText "收入"@zh ]', id="aim"),
        pytest.param(
            f'<{PROJECT}> a kg:Project ; rdfs:label "湖东桥梁工程"@zh ; kg:constructionType kgc:new-build ; kg:category ?c . ?c skos:prefLabel "桥梁"@zh ; skos:inScheme kgc:scheme-project-category',
            id="codes, and concepts for other words",
        ),
        pytest.param(
            f"<{PROJECT}> kg:proposedBy kgc:department-proposed, ?x FILTER(?x != kgc:department-proposed)",
            id="origins",
        ),
        pytest.param(
            f"<{PROJECT}> kg:totalInvestment ?t ; kg:fiscalFunds ?f ; kg:higherLevelFunds ?u FILTER(?t = 3000000 && ?f = 2000000 && ?u = 1000000)",
            id="money in yuan",
        ),
        pytest.param(f"FILTER NOT EXISTS {{ <{PROJECT}> kg:plannedInvestment ?x }}", id="blank is no zero"),
        pytest.param(
            f"<{PROJECTS}> kg:statedTotal [ kg:totalOf kg:totalInvestment ; kg:amount ?a ], [ kg:totalOf kg:Project ; kg:count 1 ] FILTER(?a = 3000000)",
            id="stated totals",
        ),
        pytest.param(
            f'?f a kg:Finding ; kg:severity kgc:warning ; kg:findingCode kgc:doubtful-name ; kg:about <{TASK}/unit/3> ; kg:repair "市农业农村局"@zh ; kg:message "市农林局 may be 市农业农村局."@en ; kg:evidence/oa:exact "市农林局"',
            id="finding",
        ),
        pytest.param(
            "<group/g1> a kg:UnitGroup ; kg:member <unit/u3> ; kg:membersComplete true ; dcterms:isVersionOf <group/standing> . <group/standing> a kg:StandingGroup",
            id="group",
        ),
        pytest.param(
            'GRAPH <graph/registry> { <unit/u1> rdfs:label "市农业农村局"@zh ; skos:prefLabel "云岚市农业农村局"@zh ; skos:altLabel "市农办"@zh ; skos:hiddenLabel "市农业农林局"@zh ; kg:kind kgc:government-department ; kg:partOf <unit/u0> ; dcterms:identifier "119901000000000000" ; kg:confirmed true . <place/990100> kg:code "990100" ; kg:level kgc:city . <place/x1> kg:within <place/990100> . <person/p1> foaf:name "王安"@zh }',
            id="registry",
        ),
        pytest.param(
            f'GRAPH <graph/meta> {{ <{GRAPH}> foaf:primaryTopic <{ID}> ; prov:wasDerivedFrom ?f ; prov:wasGeneratedBy [ prov:used ?f ; prov:endedAtTime "2024-03-01T00:00:00+00:00"^^xsd:dateTime ; prov:wasAssociatedWith [ kg:converterVersion ?v ] ] . ?f kg:sha256 "{"ab" * 32}" ; dcat:byteSize ?l ; dcat:mediaType <https://www.iana.org/assignments/media-types/text/plain> }}',
            id="provenance",
        ),
    ],
)
def test_graph_says(pattern: str) -> None:
    assert ask(pattern)


def test_nothing_stands_in_two_graphs() -> None:
    seen: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    everything = [*quads(NOTICE), *derived(NOTICE), *meta(NOTICE, full_text=True)]
    assert len(everything) == len(set(everything))
    for s, p, o, g in everything:
        seen[s, p, o].add(g)
    assert [triple for triple, graphs in seen.items() if len(graphs) > 1] == []


def test_every_part_has_evidence_that_says_it() -> None:
    without = rows(
        "SELECT ?part WHERE { ?part kg:inNotice ?n FILTER NOT EXISTS { ?part kg:evidence/oa:exact ?x } }"
    )
    assert without == []
    for start, end, exact in rows(
        "SELECT ?s ?e ?x WHERE { ?p oa:start ?s ; oa:end ?e ; oa:exact ?x ; a kg:Passage }"
    ):
        assert CONTENT[int(start) : int(end)] == exact
    assert rows("SELECT DISTINCT ?t WHERE { ?p a kg:Passage ; dcterms:source ?t }") == [
        (f"{BASE}text/{ID[7:]}",)
    ]


def test_only_terms_of_the_ontology_are_used() -> None:
    for _, p, o, _ in [*quads(NOTICE), *derived(NOTICE), *meta(NOTICE, full_text=True)]:
        for token in (p, o):
            if token.startswith(f"<{vocab.KG}") and not token.startswith(f"<{vocab.KG}unit-"):
                vocab.kg(token[len(vocab.KG) + 1 : -1])
    codes = frozenset().union(*vocab.CODES.values())
    for _, _, o, _ in quads(NOTICE):
        if o.startswith(f"<{vocab.KGC}") and not o.startswith(f"<{vocab.KGC}scheme-"):
            assert o[len(vocab.KGC) + 1 : -1] in codes


def test_converting_twice_gives_equal_bytes() -> None:
    again = replace(NOTICE, units=dict(reversed(list(NOTICE.units.items()))))
    assert nquads(again) == nquads(NOTICE)
    text = nquads(NOTICE)
    assert text.splitlines(keepends=True) == sorted(set(text.splitlines(keepends=True)))


def test_a_notice_that_says_nothing() -> None:
    assert ask("?n a kg:Notice FILTER NOT EXISTS { ?t a kg:Task }", empty())


def test_no_blank_nodes_and_short_decimals() -> None:
    for quad in ox.parse(nquads(NOTICE), format=ox.RdfFormat.N_QUADS):
        for node in (quad.subject, quad.object):
            assert not isinstance(node, ox.BlankNode)
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#decimal"):
            assert len(quad.object.value.replace(".", "").lstrip("-0")) <= 15


def test_another_base_moves_instances_only() -> None:
    text = nquads(NOTICE, "http://kg.example.org/")
    assert f"{BASE}notice" not in text
    assert f"<http://kg.example.org/{TASK}> <{vocab.PREFIXES['rdf']}type> <{vocab.KG}Task>" in text


def test_money_of_an_unknown_unit_is_not_yuan() -> None:
    project = replace(NOTICE.projects[0], money_unit=None, money_factor=None)
    assert not ask("?p kg:totalInvestment ?x", replace(NOTICE, projects=(project,)))


def test_what_a_new_load_replaces() -> None:
    subjects = {s for s, _, _, _ in meta(NOTICE, full_text=True)}
    assert {f"<{s}>" for s in meta_subjects(NOTICE)} <= subjects


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads", "jsonld"])
def test_every_format_holds_the_same_triples(format: str) -> None:
    text = serialize(quads(NOTICE), format)  # type: ignore[arg-type]
    kinds = {"turtle": "TURTLE", "trig": "TRIG", "nquads": "N_QUADS", "jsonld": "JSON_LD"}
    read = {
        quad.triple for quad in ox.parse(text, format=getattr(ox.RdfFormat, kinds[format]), base_iri=BASE)
    }
    assert read == {quad.triple for quad in ox.parse(nquads(NOTICE), format=ox.RdfFormat.N_QUADS)}


def test_turtle_is_readable() -> None:
    text = serialize(quads(NOTICE), "turtle")
    assert "a kg:Task ;" in text
    assert "<https://w3id.org/zeren/ontology#Task>" not in text
    # One block a subject.
    assert sum(line.startswith(f"<{BASE}{TASK}> ") for line in text.splitlines()) == 1


@pytest.mark.parametrize("format", ["turtle", "trig"])
def test_what_is_copied_out_keeps_its_meaning(format: str) -> None:
    """Prefixes and IRIs are whole, and each prefix is used."""
    text = serialize(quads(NOTICE), format)  # type: ignore[arg-type]
    assert "@base" not in text
    written = re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"', "", text)
    iris = re.findall(r"<([^>]*)>", written)
    assert iris
    assert [iri for iri in iris if not re.match(r"https?://[^/]", iri)] == []
    declared = dict(re.findall(r"@prefix (\w+): <([^>]+)>", text))
    assert declared["kg"] == f"{BASE}ontology#"
    unused = [name for name in declared if not re.search(rf"(?<![\w:]){name}:\w", written)]
    assert unused in ([], ["rdf"])  # its one term is written ``a``


awkward = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    [
        '"',
        "\\",
        "\n\r\t\b\f",
        '"""',
        "<script>alert(1)</script>",
        "\x00\x1f\x7f",
        "\ud800",
        "🐟",
        "\\u0041",
        "@zh .",
    ]
)


@given(awkward)
def test_literals_survive(text: str) -> None:
    clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    line = f"<http://a/s> <http://a/p> {zh(text)} <http://a/g> .\n"
    assert line.count("\n") == 1
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal(clean, language="zh")


@given(awkward)
def test_a_notice_with_awkward_words_round_trips(text: str) -> None:
    content = CONTENT + text + "。"
    task = replace(NOTICE.tasks[0], text=text or "。", evidence=(Span(len(CONTENT), len(content)),))
    notice = replace(NOTICE, tasks=(task,), text=replace(NOTICE.text, content=content))
    read = set(ox.parse(nquads(notice), format=ox.RdfFormat.N_QUADS))
    assert len(read) == len(set(quads(notice)))


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=5, allow_nan=False))
def test_numbers_are_short_and_close(value: Decimal) -> None:
    text = number(value)
    assert "E" not in text
    assert not (text.endswith("0") and "." in text)
    assert len(text.replace(".", "").lstrip("-0")) <= 15
    assert abs(Decimal(text) - value) <= abs(value) * Decimal("1e-14")


def test_emitting_loads_no_rdf_library() -> None:
    code = (
        "import sys; from kg.emit import quads, as_json; from tests.emit.notices import NOTICE;"
        "list(quads(NOTICE)); as_json(NOTICE);"
        "print([m for m in ('rdflib','pyoxigraph','jieba','pydantic','fastapi') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
