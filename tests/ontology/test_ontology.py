"""The ontology: complete in both languages, within OWL 2 RL, and the same as ``kg.vocab``."""

from __future__ import annotations

import ast
import csv
import itertools
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
import yaml

import kg
from kg import resources, vocab
from kg.emit import departments, derived, meta, quads
from kg.emit import indicators as emit_indicators
from kg.emit.measures import turtle
from kg.emit.nquads import lines
from kg.settings import DEFAULT_BASE
from tests.emit.notices import NOTICE

P = vocab.PREFIXES
RDF_TYPE = P["rdf"] + "type"
FILES = ("kg.ttl", "codes.ttl", "themes.ttl", "measures.ttl", "departments.ttl")
# Datatypes of the OWL 2 RL profile that are used here.
RL_DATATYPES = {P["rdfs"] + "Literal", *(P["xsd"] + t for t in ("string", "decimal", "integer", "boolean"))}
# Constructs outside what this ontology may use; RL allows some of them only in places.
NOT_USED = (
    "unionOf", "complementOf", "oneOf", "someValuesFrom", "allValuesFrom", "hasValue", "minCardinality",
    "cardinality", "ReflexiveProperty", "disjointUnionOf", "onProperty", "equivalentClass", "sameAs",
)  # fmt: skip


@cache
def graph(name: str) -> tuple[ox.Triple, ...]:
    found = ox.parse(path=str(resources.ontology(name)), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in found)


@cache
def statements(name: str) -> dict[str, dict[str, list[ox.Term]]]:
    by: dict[str, dict[str, list[ox.Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in graph(name):
        assert isinstance(triple.subject, ox.NamedNode), f"blank node in {name}"
        by[triple.subject.value][triple.predicate.value].append(triple.object)
    return by


def types(name: str, subject: str) -> set[str]:
    return {t.value for t in statements(name)[subject][RDF_TYPE]}


def languages(values: list[ox.Term]) -> list[str | None]:
    return sorted(v.language for v in values if isinstance(v, ox.Literal))


def terms(kind: str) -> set[str]:
    return {
        s.removeprefix(vocab.KG)
        for s in statements("kg.ttl")
        if s.startswith(vocab.KG) and P["owl"] + kind in types("kg.ttl", s)
    }


def test_vocab_and_ontology_name_the_same_terms() -> None:
    assert terms("Class") == vocab.CLASSES
    assert terms("ObjectProperty") == vocab.OBJECT_PROPERTIES
    assert terms("DatatypeProperty") == vocab.DATATYPE_PROPERTIES
    assert terms("AnnotationProperty") == vocab.ANNOTATION_PROPERTIES
    assert terms("NamedIndividual") == vocab.METRICS
    kinds = (vocab.CLASSES, vocab.OBJECT_PROPERTIES, vocab.DATATYPE_PROPERTIES, vocab.ANNOTATION_PROPERTIES)
    assert len(vocab.TERMS) == sum(map(len, (*kinds, vocab.METRICS))), "a term is of one kind"
    assert vocab.BASE == DEFAULT_BASE


def test_vocab_refuses_what_is_no_term() -> None:
    with pytest.raises(KeyError):
        vocab.kg("hasUnit")
    with pytest.raises(KeyError):
        vocab.kgc("role", "ge")
    assert vocab.expand("dcterms:title") == "http://purl.org/dc/terms/title"


CONTRACT = """
    Notice CommitmentList Section Commitment Task Project Responsibility Leadership Target Criterion Aim
    StatedTotal Funding Passage Indicator Unit UnitGroup Leader Place documentNumber issuer forYear
    jurisdiction kind addressee copiedTo amends follows inNotice inList inSection number numberText text
    evidence ledBy responsibleUnit leadUnit supportUnit responsibility leadership target aim deadline
    deadlineText theme place body role roleText roleBasis position mention resolution confidence
    alsoNamed leader post leaderRole indicator indicatorText change bound value unitText normalizedValue
    normalizedUnit strength period ofWhich eachMeeting base totalInvestment fiscalFunds higherLevelFunds
    plannedInvestment funding source sourceText amount category constructionType content progressGoal
    benefit proposedBy statedTotal totalOf count partOf member membersComplete involvedUnit Finding
    severity findingCode message about
    """.split()  # noqa: SIM905


def test_every_name_that_users_rely_on_is_there() -> None:
    assert set(CONTRACT) <= vocab.TERMS


@pytest.mark.parametrize("name", ["kg.ttl", "measures.ttl"])
def test_every_term_is_labelled_defined_and_exampled(name: str) -> None:
    described = [s for s in statements(name) if s.startswith(vocab.KG)]
    assert described
    for subject in described:
        said = statements(name)[subject]
        assert languages(said[P["rdfs"] + "label"]) == ["en", "zh"], subject
        assert languages(said[P["skos"] + "definition"]) == ["en", "zh"], subject
        assert languages(said[P["skos"] + "example"]) == ["zh"], subject
        assert [v.value for v in said[P["rdfs"] + "isDefinedBy"]] == [vocab.ONTOLOGY], subject


def test_labels_are_not_shared_by_terms_of_one_kind() -> None:
    for kind in ("Class", "ObjectProperty", "DatatypeProperty"):
        for language in ("zh", "en"):
            seen: dict[str, str] = {}
            for name in sorted(terms(kind)):
                for label in statements("kg.ttl")[vocab.KG + name][P["rdfs"] + "label"]:
                    if isinstance(label, ox.Literal) and label.language == language:
                        assert seen.setdefault(label.value, name) == name, label.value


def test_names_read_subject_verb_object() -> None:
    for name in vocab.CLASSES:
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name)
    for name in vocab.TERMS - vocab.CLASSES:
        assert re.fullmatch(r"[a-z][A-Za-z0-9]+", name)
        assert not re.match(r"has[A-Z]|is[A-Z]", name)
    assert not any(t.predicate.value == P["owl"] + "inverseOf" for t in graph("kg.ttl"))


def test_version_and_head() -> None:
    said = statements("kg.ttl")[vocab.ONTOLOGY]
    (version,) = said[P["owl"] + "versionIRI"]
    (info,) = said[P["owl"] + "versionInfo"]
    assert version.value == f"{vocab.ONTOLOGY}/{info.value}"
    assert languages(said[P["dcterms"] + "title"]) == ["en", "zh"]


def test_alignments_of_the_contract() -> None:
    for narrow, broad in {
        "issuer": "dcterms:publisher",
        "documentNumber": "dcterms:identifier",
        "jurisdiction": "dcterms:spatial",
        "theme": "dcterms:subject",
        "partOf": "org:subOrganizationOf",
        "kind": "org:classification",
        "member": "foaf:member",
        "amends": "eli:amends",
    }.items():
        found = statements("kg.ttl")[vocab.KG + narrow][P["rdfs"] + "subPropertyOf"]
        assert [v.value for v in found] == [vocab.expand(broad)]
    for narrow, broad in {
        "Unit": "org:Organization",
        "UnitGroup": "foaf:Group",
        "Leader": "foaf:Person",
        "Task": "kg:Commitment",
        "Project": "kg:Commitment",
    }.items():
        found = statements("kg.ttl")[vocab.KG + narrow][P["rdfs"] + "subClassOf"]
        assert [v.value for v in found] == [vocab.expand(broad)]


def test_owl_rl_profile() -> None:
    for triple in graph("kg.ttl"):
        used = {triple.predicate.value, getattr(triple.object, "value", "")}
        assert not used & {P["owl"] + word for word in NOT_USED}, triple
    for name in vocab.DATATYPE_PROPERTIES:
        ranges = {v.value for v in statements("kg.ttl")[vocab.KG + name][P["rdfs"] + "range"]}
        assert ranges <= RL_DATATYPES, name
        assert len(ranges) == 1, name
    classes = {s for s in statements("kg.ttl") if P["owl"] + "Class" in types("kg.ttl", s)}
    for name in vocab.OBJECT_PROPERTIES:
        said = statements("kg.ttl")[vocab.KG + name]
        for side in ("domain", "range"):
            assert {v.value for v in said[P["rdfs"] + side]} <= classes, name


def closure() -> set[tuple[str, str, str]]:
    """Reason over the ontology and a whole notice: subclasses, subproperties, domains, ranges."""
    data = [
        *graph("kg.ttl"),
        *graph("codes.ttl"),
        *graph("themes.ttl"),
        *(
            quad.triple
            for quad in ox.parse(
                lines([*quads(NOTICE), *derived(NOTICE), *meta(NOTICE, full_text=True)]),
                format=ox.RdfFormat.N_QUADS,
            )
        ),
    ]
    known = {(str(t.subject), t.predicate.value, str(t.object)) for t in data}
    sub, subp = P["rdfs"] + "subClassOf", P["rdfs"] + "subPropertyOf"
    dom, ran = P["rdfs"] + "domain", P["rdfs"] + "range"
    while True:
        rules: dict[str, dict[str, set[str]]] = {k: defaultdict(set) for k in (sub, subp, dom, ran)}
        for s, p, o in known:
            if p in rules:
                rules[p][s].add(o)
        new: set[tuple[str, str, str]] = set()
        for s, p, o in known:
            new |= {(s, q[1:-1], o) for q in rules[subp][f"<{p}>"]}
            new |= {(s, RDF_TYPE, c) for c in rules[dom][f"<{p}>"]}
            if o.startswith("<"):
                new |= {(o, RDF_TYPE, c) for c in rules[ran][f"<{p}>"]}
            if p == RDF_TYPE:
                new |= {(s, RDF_TYPE, c) for c in rules[sub][o]}
        if new <= known:
            return known
        known |= new


def test_reasoning_never_makes_nonsense() -> None:
    known = closure()
    kinds: dict[str, set[str]] = defaultdict(set)
    for s, p, o in known:
        if p == RDF_TYPE:
            kinds[s].add(o)
    disjoint = {(s, o) for s, p, o in known if p == P["owl"] + "disjointWith"}
    assert disjoint
    for node, classes in kinds.items():
        for a, b in itertools.permutations(classes, 2):
            assert (a, b) not in disjoint, f"{node} would be both {a} and {b}"
    # A useful conclusion, so that the test would notice a reasoner that does nothing.
    assert (f"<{vocab.BASE}{NOTICE.iri}>", P["dcterms"] + "publisher", f"<{vocab.BASE}unit/u9>") in known
    assert f"<{P['org']}Organization>" in kinds[f"<{vocab.BASE}unit/u1>"]


def test_owl_rl_reasoner_finds_no_contradiction() -> None:
    known = rdflib.Graph()
    for name in ("kg.ttl", "themes.ttl"):
        known.parse(resources.ontology(name))
    said = [*quads(NOTICE), *derived(NOTICE), *meta(NOTICE, full_text=True)]
    known.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o, _ in said), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(known)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    assert list(known.subjects(rdflib.RDF.type, errors)) == []
    # The reasoner does find one where there is one.
    both = rdflib.URIRef(f"{vocab.BASE}unit/u1")
    known.add((both, rdflib.RDF.type, rdflib.URIRef(vocab.kg("UnitGroup"))))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(known)
    assert list(known.subjects(rdflib.RDF.type, errors))


def test_all_disjoint_pairs() -> None:
    leaves = vocab.CLASSES - {
        "Part",
        "Commitment",
        "QuantityStatement",
        "CitedDocument",
    }  # a notice may be cited
    pairs = {
        frozenset((t.subject.value, t.object.value))
        for t in graph("kg.ttl")
        if t.predicate.value == P["owl"] + "disjointWith"
    }
    assert pairs == {frozenset((vocab.KG + a, vocab.KG + b)) for a, b in itertools.combinations(leaves, 2)}


# --- codes, themes, measures ---------------------------------------------------------------------


def test_codes_are_those_of_vocab() -> None:
    schemes: dict[str, set[str]] = defaultdict(set)
    for subject, said in statements("codes.ttl").items():
        for scheme in said[P["skos"] + "inScheme"]:
            schemes[scheme.value.removeprefix(vocab.KGC + "scheme-")].add(subject.removeprefix(vocab.KGC))
    assert schemes == vocab.CODES


@pytest.mark.parametrize("name", ["codes.ttl", "themes.ttl", "departments.ttl"])
def test_concepts_are_labelled_and_defined(name: str) -> None:
    for subject, said in statements(name).items():
        if P["owl"] + "Ontology" in types(name, subject):
            continue
        assert re.fullmatch(r"[a-z][a-z0-9-]*", subject.rpartition("/")[2].rpartition("#")[2])
        assert languages(said[P["skos"] + "prefLabel"]) == ["en", "zh"], subject
        assert languages(said[P["skos"] + "definition"]) == ["en", "zh"], subject
        assert said[P["rdfs"] + "isDefinedBy"], subject


def test_printed_words_are_labels_of_their_codes() -> None:
    for scheme, words in vocab.PRINTED.items():
        for printed, code in words.items():
            vocab.kgc(scheme, code)
            labels = statements("codes.ttl")[vocab.KGC + code][P["skos"] + "prefLabel"]
            assert printed in {v.value for v in labels}


def test_kinds_of_unit_are_codes() -> None:
    with resources.data("registry", "unit-kinds.csv").open(encoding="utf-8") as file:
        assert {row["kind"] for row in csv.DictReader(file)} == vocab.CODES["unit-kind"]


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    """Return every call of ``name`` in the package."""
    found = []
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
            ):
                found.append((path, node))
    return found


def test_reasons_of_resolution_are_codes() -> None:
    used = {
        reason.value
        for _, call in calls("Resolution")
        for argument in call.args[3:4]
        for reason in ast.walk(argument)
        if isinstance(reason, ast.Constant) and isinstance(reason.value, str)
    }
    assert used
    assert used <= vocab.CODES["resolution-reason"]


def test_measures_file_is_made_from_the_table() -> None:
    assert resources.ontology("measures.ttl").read_text("utf-8") == turtle(), "python -m kg.emit.measures"


def test_departments_file_is_made_from_the_tables() -> None:
    made = departments.turtle()
    assert resources.ontology("departments.ttl").read_text("utf-8") == made, "python -m kg.emit.departments"


def test_indicators_file_is_made_from_the_tables() -> None:
    made = emit_indicators.turtle()
    assert resources.ontology("indicators.ttl").read_text("utf-8") == made, "python -m kg.emit.indicators"


def test_themes_file_and_words_agree() -> None:
    concepts = {
        s.removeprefix(vocab.THEME)
        for s in statements("themes.ttl")
        if P["skos"] + "Concept" in types("themes.ttl", s)
    }
    rows = yaml.safe_load(resources.data("patterns", "themes.yml").read_text("utf-8"))["themes"]
    assert concepts == {row["key"] for row in rows}
    assert 12 <= len(concepts) <= 20


def test_competency_questions() -> None:
    questions = yaml.safe_load(resources.ontology("competency.yml").read_text("utf-8"))
    assert len(questions) >= 24
    assert [q["id"] for q in questions] == list(range(1, len(questions) + 1))
    for question in questions:
        assert question["zh"].endswith("？")
        assert question["en"].endswith("?")
        assert re.fullmatch(r"[a-z][a-z-]*", question["query"])


def test_every_file_of_the_ontology_has_no_blank_node() -> None:
    for name in FILES:
        for triple in graph(name):
            assert not isinstance(triple.subject, ox.BlankNode)
            assert not isinstance(triple.object, ox.BlankNode)


def test_w3id_redirects_cover_every_kind_of_iri() -> None:
    text = resources.ontology("w3id", ".htaccess").read_text("utf-8")
    for kind in (*vocab.INSTANCES, "ontology", "code", "theme", "shapes", "schema"):
        assert re.search(rf"[(|]{kind}[|)]", text), kind
