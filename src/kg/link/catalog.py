"""The catalogue: DCAT-AP 3 for data portals, VoID with counted partitions, examples of queries.

    dcat(store, root, dumps=…)   a dataset of everything and one a notice, with their distributions
    void(store, root)            how much there is of each class and property, and the linksets
    examples(queries, root)      the canned queries as SPARQL examples

Everything is counted when asked for: there is no second set of figures to go stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from kg import vocab
from kg.link.describe import LICENCE, Statement
from kg.link.linksets import linksets
from kg.store.base import XSD, Bindings, Iri, Literal, Store, Term

_SPDX = "http://spdx.org/rdf/terms#"
_ADMS = "http://www.w3.org/ns/adms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/IRREG"
_ACCESS = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_EXAMPLES = "https://purl.expasy.org/sparql-examples/ontology#"
_SCHEMA = "https://schema.org/"
_ROWS = 5_000_000
_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that was made: what a harvester checks its copy by."""

    size: int
    sha256: str


@dataclass(slots=True)
class _About:
    """What the catalogue says of one notice."""

    title: str = ""
    number: str = ""
    issued: str = ""
    place: str = ""
    place_label: str = ""
    modified: str | None = None
    source: str = ""
    years: list[str] = field(default_factory=list)
    issuers: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)


class Example(Protocol):
    """What is needed of a canned query."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def topic(self) -> str:
        """Its folder."""

    @property
    def text(self) -> str:
        """Its SPARQL."""

    @property
    def answers(self) -> str:
        """The question in English."""

    @property
    def answers_zh(self) -> str:
        """The question in Chinese."""


class _Triples(list[Statement]):
    def say(self, subject: str, name: str, *values: Term | str) -> None:
        """Add statements; a plain string is an IRI."""
        for value in values:
            term = Iri(value) if isinstance(value, str) else value
            self.append((Iri(subject), Iri(_expand(name)), term))

    def typed(self, subject: str, *classes: str) -> None:
        self.say(subject, "rdf:type", *(_expand(name) for name in classes))


_MORE = {"spdx": _SPDX, "adms": _ADMS, "sd": _SD, "spex": _EXAMPLES, "schema": _SCHEMA}


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _MORE[prefix] + local if prefix in _MORE else vocab.expand(name)


def _zh(text: str) -> Literal:
    return Literal(text, "zh")


def _en(text: str) -> Literal:
    return Literal(text, "en")


def _typed(value: object, datatype: str) -> Literal:
    return Literal(str(value), None, XSD + datatype)


def catalog_iri(base: str, part: str = "") -> str:
    """Return the IRI of the catalogue, or of something in it."""
    return f"{base}catalog#{part}" if part else f"{base}catalog"


# --- DCAT -------------------------------------------------------------------------------------------


def dcat(store: Store, root: str, *, dump: Dump | None = None) -> list[Statement]:
    """Return the catalogue as DCAT-AP 3.

    Args:
        store: What is described.
        root: The public address of the service, without a slash at the end.
        dump: The dump of everything, where it has been made.
    """
    out = _Triples()
    base = store.base
    me, everything = catalog_iri(base), catalog_iri(base, "all")
    publisher = catalog_iri(base, "publisher")
    notices = _notices(store)
    years = sorted({year for notice in notices.values() for year in notice.years})
    out.typed(me, "dcat:Catalog")
    out.say(me, "dcterms:title", _zh("责任图谱数据目录"), _en("Catalogue of the Zeren knowledge graph"))
    out.say(
        me,
        "dcterms:description",
        _zh("政府责任分解类通知的知识图谱。固定网址 w3id.org/zeren 登记之前，版本号为 0.x。"),
        _en(
            "Knowledge graph of government notices that divide responsibilities. "
            "Releases are 0.x until w3id.org has registered the addresses."
        ),
    )
    _common(out, me, publisher)
    out.say(me, "foaf:homepage", f"{root}/")
    out.typed(f"{root}/", "foaf:Document")
    out.typed(publisher, "foaf:Agent")
    out.say(publisher, "foaf:name", _zh("责任图谱 Zeren"), _en("Zeren"))
    themes = f"{vocab.BASE}theme"
    out.say(me, "dcat:themeTaxonomy", themes)
    out.typed(themes, "skos:ConceptScheme")
    out.say(themes, "dcterms:title", _zh("政策主题"), _en("Policy themes"))

    out.say(me, "dcat:dataset", everything)
    out.typed(everything, "dcat:Dataset", "void:Dataset")
    out.say(everything, "dcterms:title", _zh("责任图谱：全部数据"), _en("Zeren: everything"))
    out.say(
        everything,
        "dcterms:description",
        _zh(f"{len(notices)} 份通知及单位、地区、指标名录，每条事实附原文出处。"),
        _en(f"{len(notices)} notices with the registry of bodies and places; every fact has its words."),
    )
    _common(out, everything, publisher)
    out.say(everything, "dcterms:identifier", Literal(everything))
    out.say(everything, "dcterms:accrualPeriodicity", _FREQUENCY)
    out.typed(_FREQUENCY, "dcterms:Frequency")
    out.say(everything, "dcat:landingPage", f"{root}/")
    if years:
        _period(out, everything, f"{everything}-period", years[0], years[-1])
    for place in dict.fromkeys(n.place for n in notices.values() if n.place):
        out.say(everything, "dcterms:spatial", place)
    modified = max((n.modified for n in notices.values() if n.modified), default=None)
    if modified:
        for thing in (me, everything):
            out.say(thing, "dcterms:modified", _typed(modified, "dateTime"))
    whole = _distribution(out, everything, "nq", f"{root}/dump.nq.gz", "application/n-quads", modified)
    out.say(whole, "dcat:compressFormat", f"{_MEDIA}application/gzip")
    out.typed(f"{_MEDIA}application/gzip", "dcterms:MediaType")
    if dump is not None:
        out.say(whole, "dcat:byteSize", _typed(dump.size, "nonNegativeInteger"))
        check = f"{whole}-checksum"
        out.say(whole, "spdx:checksum", check)
        out.typed(check, "spdx:Checksum")
        out.say(check, "spdx:algorithm", f"{_SPDX}checksumAlgorithm_sha256")
        out.typed(f"{_SPDX}checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm")
        out.say(check, "spdx:checksumValue", _typed(dump.sha256, "hexBinary"))
    _distribution(out, everything, "ttl", f"{root}/dump.ttl", "text/turtle", modified)
    _services(out, base, root, everything)
    for iri in sorted(notices):
        _notice(out, base, root, me, iri, notices[iri], publisher)
    return list(dict.fromkeys(out))


def _common(out: _Triples, thing: str, publisher: str) -> None:
    out.say(thing, "dcterms:publisher", publisher)
    out.say(thing, "dcterms:license", LICENCE)
    out.typed(LICENCE, "dcterms:LicenseDocument")
    for code in ("ZHO", "ENG"):
        out.say(thing, "dcterms:language", _LANGUAGES + code)
        out.typed(_LANGUAGES + code, "dcterms:LinguisticSystem")


def _period(out: _Triples, thing: str, period: str, first: str, last: str) -> None:
    out.say(thing, "dcterms:temporal", period)
    out.typed(period, "dcterms:PeriodOfTime")
    out.say(period, "dcat:startDate", _typed(f"{first}-01-01", "date"))
    out.say(period, "dcat:endDate", _typed(f"{last}-12-31", "date"))


def _distribution(
    out: _Triples, dataset: str, key: str, address: str, media_type: str, modified: str | None
) -> str:
    thing = f"{dataset}-{key}"
    out.say(dataset, "dcat:distribution", thing)
    out.typed(thing, "dcat:Distribution")
    out.say(thing, "dcterms:title", _en(address.rpartition("/")[2]))
    out.say(thing, "dcat:accessURL", address)
    out.say(thing, "dcat:downloadURL", address)
    out.say(thing, "dcat:mediaType", _MEDIA + media_type)
    out.typed(_MEDIA + media_type, "dcterms:MediaType")
    out.say(thing, "dcterms:license", LICENCE)
    if modified:
        out.say(thing, "dcterms:modified", _typed(modified, "dateTime"))
    return thing


def _services(out: _Triples, base: str, root: str, everything: str) -> None:
    """Add the interfaces as distributions that are reached, not downloaded.

    The published shapes of DCAT-AP 3.0.1 name two property shapes of dcat:DataService that they
    do not hold, on which validators stop: so none is described.
    """
    for key, zh, en, path in (
        ("sparql", "SPARQL 1.1 查询", "SPARQL 1.1 endpoint", "/sparql"),
        ("reconcile", "名称对齐（Reconciliation API 0.2）", "Reconciliation API 0.2", "/reconcile"),
    ):
        interface = catalog_iri(base, key)
        out.say(everything, "dcat:distribution", interface)
        out.typed(interface, "dcat:Distribution")
        out.say(interface, "dcterms:title", _zh(zh), _en(en))
        out.say(interface, "dcat:accessURL", root + path)
        out.say(interface, "foaf:page", f"{root}/docs")
        out.typed(f"{root}/docs", "foaf:Document")
        out.say(interface, "dcterms:license", LICENCE)
    out.say(everything, "void:sparqlEndpoint", f"{root}/sparql")


def _notice(out: _Triples, base: str, root: str, me: str, iri: str, said: _About, publisher: str) -> None:
    key = iri.removeprefix(f"{base}notice/")
    dataset = catalog_iri(base, key)
    out.say(me, "dcat:dataset", dataset)
    out.typed(dataset, "dcat:Dataset", "void:Dataset")
    out.say(dataset, "dcterms:title", _zh(said.title or said.number or key))
    told = "、".join(part for part in (said.number, said.title) if part) or key
    out.say(
        dataset,
        "dcterms:description",
        _zh(f"通知“{told}”的图谱：任务、单位、目标、资金及原文出处。"),
        _en(f"The graph of the notice {said.number or key}: tasks, bodies, targets, money, and its words."),
    )
    _common(out, dataset, publisher)
    out.say(dataset, "foaf:primaryTopic", iri)
    out.say(dataset, "dcterms:identifier", Literal(iri))
    out.say(dataset, "dcterms:isPartOf", catalog_iri(base, "all"))
    out.say(dataset, "dcat:landingPage", f"{root}/notice/{key}")
    out.typed(f"{root}/notice/{key}", "foaf:Document")
    if said.issued:
        out.say(dataset, "dcterms:issued", _typed(said.issued, "date"))
    if said.years:
        _period(out, dataset, f"{dataset}-period", min(said.years), max(said.years))
    if said.place:
        out.say(dataset, "dcterms:spatial", said.place)
        out.typed(said.place, "dcterms:Location")
        out.say(said.place, "skos:prefLabel", _zh(said.place_label))
    for issuer, name in said.issuers.items():
        out.say(dataset, "dcterms:creator", issuer)
        out.typed(issuer, "foaf:Agent")
        out.say(issuer, "foaf:name", _zh(name))
    for theme, name in said.themes.items():
        out.say(dataset, "dcat:theme", theme)
        out.typed(theme, "skos:Concept")
        out.say(theme, "skos:prefLabel", _zh(name))
    if said.modified:
        out.say(dataset, "dcterms:modified", _typed(said.modified, "dateTime"))
    if said.source:
        out.say(dataset, "prov:wasDerivedFrom", said.source)
    for ending, media_type in (("nq.gz", "application/n-quads"), ("ttl", "text/turtle")):
        made = _distribution(
            out, dataset, ending.partition(".")[0], f"{root}/dump/{key}.{ending}", media_type, said.modified
        )
        if ending.endswith(".gz"):
            out.say(made, "dcat:compressFormat", f"{_MEDIA}application/gzip")


def _notices(store: Store) -> dict[str, _About]:
    """Return what the catalogue says of each notice, by IRI."""
    found: dict[str, _About] = {}
    texts = {"dcterms:title": "title", "kg:documentNumber": "number", "dcterms:issued": "issued"}
    keys = {_expand(name): key for name, key in texts.items()}
    values = " ".join(f"<{_expand(name)}>" for name in (*texts, "kg:jurisdiction", "kg:forYear", "kg:issuer"))
    rows = _select(
        store,
        f"SELECT ?n ?p ?o ?l WHERE {{ ?n a kg:Notice . OPTIONAL {{ VALUES ?p {{ {values} }} ?n ?p ?o . "
        "OPTIONAL { ?o rdfs:label ?l } } } ORDER BY ?n ?p ?o",
    )
    for notice, predicate, value, label in rows:
        assert notice is not None
        about = found.setdefault(notice.value, _About())
        if predicate is None or value is None:
            continue
        name = label.value if label is not None else value.value
        if key := keys.get(predicate.value):
            setattr(about, key, getattr(about, key) or value.value)
        elif predicate.value == vocab.kg("jurisdiction"):
            about.place, about.place_label = value.value, name
        elif predicate.value == vocab.kg("forYear"):
            about.years.append(value.value)
        else:
            about.issuers[value.value] = name
    themes = _select(
        store,
        "SELECT DISTINCT ?n ?t ?l WHERE { ?i kg:inNotice ?n ; kg:theme ?t . "
        'OPTIONAL { ?t skos:prefLabel ?l . FILTER(LANG(?l) = "zh") } } ORDER BY ?n ?t',
    )
    for notice, theme, label in themes:
        if notice is not None and theme is not None and notice.value in found:
            name = label.value if label is not None else theme.value.rpartition("/")[2]
            found[notice.value].themes[theme.value] = name
    origins = _select(
        store,
        f"SELECT ?n ?at ?f WHERE {{ GRAPH <{store.base}graph/meta> {{ ?g foaf:primaryTopic ?n . "
        "OPTIONAL { ?g prov:generatedAtTime ?at } OPTIONAL { ?g prov:wasDerivedFrom ?f } } } "
        "ORDER BY ?n ?at ?f",
    )
    for notice, at, source in origins:
        if notice is not None and (known := found.get(notice.value)) is not None:
            known.modified = at.value if at is not None else known.modified
            known.source = source.value if source is not None else known.source
    return found


# --- VoID -------------------------------------------------------------------------------------------


def void(store: Store, root: str) -> list[Statement]:
    """Return the dataset as VoID, every figure counted in the store."""
    out = _Triples()
    base = store.base
    me = catalog_iri(base, "all")
    out.typed(f"{root}/.well-known/void", "void:DatasetDescription")
    out.say(f"{root}/.well-known/void", "foaf:primaryTopic", me)
    out.typed(me, "void:Dataset")
    out.say(me, "dcterms:title", _zh("责任图谱：全部数据"), _en("Zeren: everything"))
    out.say(me, "dcterms:license", LICENCE)
    out.say(me, "void:sparqlEndpoint", f"{root}/sparql")
    out.say(me, "void:dataDump", f"{root}/dump.nq.gz", f"{root}/dump.ttl")
    out.say(me, "void:uriSpace", Literal(base))
    out.say(me, "void:triples", _count(store.size()))
    for name in ("kg", "org", "prov", "oa", "skos", "dcterms", "foaf"):
        out.say(me, "void:vocabulary", vocab.PREFIXES[name])
    for feature in ("Turtle", "N-Triples", "N-Quads", "RDF_XML", "JSON-LD"):
        out.say(me, "void:feature", f"http://www.w3.org/ns/formats/{feature.replace('-', '_')}")
    number = _one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }")
    out.say(me, "void:distinctSubjects", _count(number))
    classes = _pairs(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x")
    out.say(me, "void:classes", _count(len(classes)))
    entities = _one(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x }")
    out.say(me, "void:entities", _count(entities))
    for class_, instances in classes:
        part = catalog_iri(base, f"class-{_key(class_)}")
        out.say(me, "void:classPartition", part)
        out.typed(part, "void:Dataset")
        out.say(part, "void:class", class_)
        out.say(part, "void:entities", _count(instances))
    properties = _pairs(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x")
    out.say(me, "void:properties", _count(len(properties)))
    for property_, triples in properties:
        part = catalog_iri(base, f"property-{_key(property_)}")
        out.say(me, "void:propertyPartition", part)
        out.typed(part, "void:Dataset")
        out.say(part, "void:property", property_)
        out.say(part, "void:triples", _count(triples))
    for graph, triples in _pairs(
        store, "SELECT ?x (COUNT(*) AS ?n) WHERE { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"
    ):
        out.say(me, "void:subset", graph)
        out.typed(graph, "void:Dataset")
        out.say(graph, "void:triples", _count(triples))
    for example in ("Notice", "Unit", "Task"):
        rows = _select(store, f"SELECT ?s WHERE {{ ?s a kg:{example} }} ORDER BY ?s LIMIT 1")
        out.say(me, "void:exampleResource", *(row[0] for row in rows if row[0] is not None))
    _linksets(out, store, me)
    return list(dict.fromkeys(out))


def _linksets(out: _Triples, store: Store, me: str) -> None:
    """Add a linkset for each file and kind of link, counted in the store."""
    for linkset in linksets():
        by_predicate: dict[str, list[tuple[str, str]]] = {}
        for link in linkset.links:
            if not link.is_text:
                ends = linkset.expand(link.subject, store.base), linkset.expand(link.object, store.base)
                by_predicate.setdefault(linkset.expand(link.predicate, store.base), []).append(ends)
        for predicate, pairs in by_predicate.items():
            several = len(by_predicate) > 1
            name = f"linkset-{linkset.name}" + (f"-{_key(predicate)}" if several else "")
            part = catalog_iri(store.base, name)
            values = " ".join(f"(<{s}> <{o}>)" for s, o in pairs)
            asked = f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES (?s ?o) {{ {values} }} ?s <{predicate}> ?o }}"
            count = _one(store, asked)
            if not count:
                continue
            other = catalog_iri(store.base, f"target-{linkset.name}")
            out.say(me, "void:subset", part)
            out.typed(part, "void:Linkset")
            out.say(part, "dcterms:title", _en(linkset.title))
            out.say(part, "void:linkPredicate", predicate)
            out.say(part, "void:subjectsTarget", me)
            out.say(part, "void:objectsTarget", other)
            out.say(part, "void:triples", _count(count))
            out.typed(other, "void:Dataset")
            prefix = linkset.prefixes[linkset.links[0].object.partition(":")[0]]
            out.say(other, "void:uriSpace", Literal(prefix))


def _key(iri: str) -> str:
    """Return a short name of a term that no other term of the data has."""
    for prefix, namespace in sorted(vocab.PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}-{iri[len(namespace) :]}".replace("/", "-")
    from kg.identity import digest

    return digest("term", iri)


# --- examples of queries ----------------------------------------------------------------------------


def examples(queries: Iterable[Example], base: str, root: str) -> list[Statement]:
    """Return the canned queries as a graph of SPARQL examples."""
    out = _Triples()
    for query in queries:
        me = f"{root}/queries/{query.name}"
        form = "SPARQLSelectExecutable"
        out.typed(me, "sh:SPARQLExecutable", f"sh:{form}")
        out.say(me, "rdfs:comment", _zh(query.answers_zh), _en(query.answers))
        out.say(me, "sh:select", Literal(query.text.strip()))
        out.say(me, "schema:target", f"{root}/sparql")
        out.say(me, "schema:keywords", Literal(query.topic))
        out.say(me, "dcterms:isPartOf", catalog_iri(base, "all"))
    return list(out)


# --- asking -----------------------------------------------------------------------------------------


def _select(store: Store, text: str) -> list[tuple[Term | None, ...]]:
    prefixes = "".join(
        f"PREFIX {p}: <{vocab.PREFIXES[p]}> " for p in ("kg", "rdfs", "dcterms", "skos", "foaf", "prov")
    )
    answer = store.query(prefixes + text, default_graph="union", max_rows=_ROWS, timeout_s=_PATIENCE_S)
    assert isinstance(answer, Bindings)
    return list(answer.rows)


def _pairs(store: Store, text: str) -> list[tuple[str, int]]:
    found = [(x.value, int(n.value)) for x, n in _select(store, text) if x is not None and n is not None]
    return sorted(found)


def _one(store: Store, text: str) -> int:
    value = _select(store, text)[0][0]
    return int(value.value) if value is not None else 0


def _count(number: int) -> Literal:
    return _typed(number, "integer")
