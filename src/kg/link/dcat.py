"""The catalogue as DCAT-AP 3: a dataset of everything and one a notice, their files, the interfaces.

    dcat(store, root, notices_of(store), contact=…, dump=…)

Everything is read from the store when asked for: there is no second set of figures to go stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg import vocab
from kg.link.describe import LICENCE, Statement
from kg.link.statements import Triples, catalog_iri, en, expand, select, typed, zh
from kg.store.base import Iri, Literal, Store, Term, is_iri
from kg.tables.mapping import Table

_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_FREQUENCY = f"{_AUTHORITY}frequency/IRREG"
_ACCESS = f"{_AUTHORITY}access-right/PUBLIC"
_KEYWORDS = (zh("责任分解"), zh("政府工作报告"), zh("政府任务"), en("government responsibilities"))


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that was made: what a harvester checks its copy by."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A format that files come in."""

    key: str  # of the distribution, below its dataset
    ending: str
    zh: str
    en: str
    media_type: str
    file_type: str  # of the authority's table
    packed: bool = False


_FORMS = (
    _Form(
        "nq", "nq.gz", "N-Quads（gzip 压缩）", "N-Quads, packed", "application/n-quads", "RDF_N_QUADS", True
    ),
    _Form("ttl", "ttl", "Turtle", "Turtle", "text/turtle", "RDF_TURTLE"),
)


@dataclass(frozen=True, slots=True)
class _Interface:
    """A service over the data."""

    key: str
    zh: str
    en: str
    path: str
    description: str  # where a machine reads how to ask
    standard: str
    standard_name: str


_INTERFACES = (
    _Interface(
        "sparql", "SPARQL 1.1 查询", "SPARQL 1.1 endpoint", "/sparql", "/sparql",
        "http://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol",
    ),
    _Interface(
        "reconcile", "名称对齐（Reconciliation API 0.2）", "Reconciliation API 0.2", "/reconcile",
        "/reconcile", "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
        "Reconciliation Service API 0.2",
    ),
)  # fmt: skip


@dataclass(slots=True)
class About:
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
    themes: list[str] = field(default_factory=list)


def dcat(
    store: Store,
    root: str,
    notices: dict[str, About],
    *,
    contact: str = "",
    dump: Dump | None = None,
    tables: Iterable[Table] = (),
) -> list[Statement]:
    """Return the catalogue as DCAT-AP 3.

    Args:
        store: What is described.
        root: The public address of the service, without a slash at the end.
        notices: What is said of each notice; see ``notices_of``.
        contact: A mail address, or the address of a page, for questions; by default the service's own.
        dump: The dump of everything, where it has been made.
        tables: Those that can be downloaded.
    """
    writer = _Writer(store, root, contact)
    writer.catalog()
    writer.everything(notices, dump)
    for table in tables:
        writer.table(table)
    for interface in _INTERFACES:
        writer.interface(interface)
    for iri in sorted(notices):
        writer.notice(iri, notices[iri])
    return list(dict.fromkeys(writer.out))


class _Writer:
    """Says one part of the catalogue after the other."""

    def __init__(self, store: Store, root: str, contact: str) -> None:
        self.out = Triples()
        self.base, self.root = store.base, root
        self.me = catalog_iri(self.base)
        self.all = catalog_iri(self.base, "all")
        self.publisher = catalog_iri(self.base, "publisher")
        self.contact = catalog_iri(self.base, "contact")
        self.reached = contact
        self.themes = _theme_labels(store)

    def catalog(self) -> None:
        """Say what the catalogue is, who publishes it and whom to ask."""
        out, me = self.out, self.me
        out.typed(me, "dcat:Catalog")
        out.say(me, "dcterms:title", zh("责任图谱数据目录"), en("Catalogue of the Zeren knowledge graph"))
        out.say(
            me,
            "dcterms:description",
            zh("政府责任分解类通知的知识图谱。固定网址 w3id.org/zeren 登记之前，版本号为 0.x。"),
            en(
                "Knowledge graph of government notices that divide responsibilities. "
                "Releases are 0.x until w3id.org has registered the addresses."
            ),
        )
        self._common(me)
        out.say(me, "foaf:homepage", f"{self.root}/")
        out.typed(f"{self.root}/", "foaf:Document")
        out.typed(self.publisher, "foaf:Agent")
        out.say(self.publisher, "foaf:name", zh("责任图谱 Zeren"), en("Zeren"))
        out.typed(self.contact, "vcard:Kind", "vcard:Organization")
        out.say(self.contact, "vcard:fn", zh("责任图谱数据服务"), en("Zeren data service"))
        if "@" in self.reached and "://" not in self.reached:
            out.say(self.contact, "vcard:hasEmail", f"mailto:{self.reached}")
        else:
            out.say(self.contact, "vcard:hasURL", self.reached or f"{self.root}/")
        themes = f"{vocab.BASE}theme"
        out.say(me, "dcat:themeTaxonomy", themes)
        out.typed(themes, "skos:ConceptScheme")
        out.say(themes, "dcterms:title", zh("政策主题"), en("Policy themes"))

    def everything(self, notices: dict[str, About], dump: Dump | None) -> None:
        """Say what the dataset of everything holds, from when to when, and where its files are."""
        out, all_ = self.out, self.all
        self._dataset(all_)
        out.say(all_, "dcterms:title", zh("责任图谱：全部数据"), en("Zeren: everything"))
        out.say(
            all_,
            "dcterms:description",
            zh(f"{len(notices)} 份通知及单位、地区、指标名录，每条事实附原文出处。"),
            en(f"{len(notices)} notices with the registry of bodies and places; every fact has its words."),
        )
        out.say(all_, "dcterms:identifier", Literal(all_))
        out.say(all_, "dcterms:accrualPeriodicity", _FREQUENCY)
        out.typed(_FREQUENCY, "dcterms:Frequency")
        out.say(all_, "dcat:landingPage", f"{self.root}/")
        out.say(all_, "dcat:keyword", *_KEYWORDS)
        self._about_themes(all_, sorted({theme for about in notices.values() for theme in about.themes}))
        if years := sorted({year for about in notices.values() for year in about.years}):
            self._period(all_, years[0], years[-1])
        for place in dict.fromkeys(about.place for about in notices.values() if about.place):
            out.say(all_, "dcterms:spatial", place)
        modified = max((about.modified for about in notices.values() if about.modified), default=None)
        if modified:
            for thing in (self.me, all_):
                out.say(thing, "dcterms:modified", typed(modified, "dateTime"))
        for form in _FORMS:
            made = self._file(all_, form, f"{self.root}/dump.{form.ending}", modified)
            if dump is not None and form.packed:
                self._summed(made, dump)
        out.say(all_, "void:sparqlEndpoint", f"{self.root}/sparql")

    def table(self, table: Table) -> None:
        """Say where a table is, and which CSVW schema it conforms to."""
        form = _Form(
            f"table-{table.name}", "csv", f"{table.zh}（CSV）", f"{table.en} (CSV)", "text/csv", "CSV"
        )
        made = self._file(self.all, form, f"{self.root}/tables/{table.name}.csv", None)
        schema = f"{self.root}/tables/{table.name}.json"
        self.out.say(made, "dcterms:description", zh(table.about_zh), en(table.about_en))
        self.out.say(made, "dcterms:conformsTo", schema)
        self.out.typed(schema, "dcterms:Standard")

    def notice(self, iri: str, said: About) -> None:
        """Say what one notice's dataset is about, from whom, and where its files are."""
        out = self.out
        key = iri.removeprefix(f"{self.base}notice/")
        dataset = catalog_iri(self.base, key)
        self._dataset(dataset)
        number = said.number or key
        year = f" for {said.years[0]}" if said.years else ""
        out.say(dataset, "dcterms:title", zh(said.title or number), en(f"Notice {number}: duties{year}"))
        told = "、".join(part for part in (said.number, said.title) if part) or key
        out.say(
            dataset,
            "dcterms:description",
            zh(f"通知“{told}”的图谱：任务、单位、目标、资金及原文出处。"),
            en(f"The graph of the notice {number}: tasks, bodies, targets, money, and its words."),
        )
        out.say(dataset, "foaf:primaryTopic", iri)
        out.say(dataset, "dcterms:identifier", Literal(iri))
        out.say(dataset, "dcterms:isPartOf", self.all)
        out.say(dataset, "dcat:landingPage", f"{self.root}/notice/{key}")
        out.typed(f"{self.root}/notice/{key}", "foaf:Document")
        out.say(dataset, "dcat:keyword", *_KEYWORDS)
        if said.issued:
            out.say(dataset, "dcterms:issued", typed(said.issued, "date"))
        if said.years:
            self._period(dataset, min(said.years), max(said.years))
        if said.place:
            out.say(dataset, "dcterms:spatial", said.place)
            out.typed(said.place, "dcterms:Location")
            out.say(said.place, "skos:prefLabel", zh(said.place_label))
            out.say(dataset, "dcat:keyword", zh(said.place_label))
        for issuer, name in said.issuers.items():
            out.say(dataset, "dcterms:creator", issuer)
            out.typed(issuer, "foaf:Agent")
            out.say(issuer, "foaf:name", zh(name))
            out.say(dataset, "dcat:keyword", zh(name))
        self._about_themes(dataset, said.themes)
        if said.modified:
            out.say(dataset, "dcterms:modified", typed(said.modified, "dateTime"))
        if said.source:
            out.say(dataset, "prov:wasDerivedFrom", said.source)
        for form in _FORMS:
            self._file(dataset, form, f"{self.root}/dump/{key}.{form.ending}", said.modified)

    def interface(self, said: _Interface) -> None:
        """Say of a service where it answers, by which standard, and over what."""
        out, address = self.out, self.root + said.path
        me = catalog_iri(self.base, said.key)
        out.say(self.me, "dcat:service", me)
        out.typed(me, "dcat:DataService")
        out.say(me, "dcterms:title", zh(said.zh), en(said.en))
        out.say(me, "dcat:endpointURL", address)
        out.typed(address, "rdfs:Resource")
        out.say(me, "dcat:endpointDescription", self.root + said.description, f"{self.root}/openapi.json")
        for description in (self.root + said.description, f"{self.root}/openapi.json"):
            out.typed(description, "rdfs:Resource")
        out.say(me, "dcat:servesDataset", self.all)
        out.say(me, "dcterms:conformsTo", said.standard)
        out.typed(said.standard, "dcterms:Standard")
        out.say(said.standard, "dcterms:title", en(said.standard_name))
        out.say(me, "dcat:keyword", *_KEYWORDS)
        out.say(me, "foaf:page", f"{self.root}/docs")
        out.typed(f"{self.root}/docs", "foaf:Document")
        self._open(me)
        # Harvesters that know of no services find the address among the distributions.
        reached = catalog_iri(self.base, f"all-{said.key}")
        out.say(self.all, "dcat:distribution", reached)
        out.typed(reached, "dcat:Distribution")
        out.say(reached, "dcterms:title", zh(said.zh), en(said.en))
        out.say(reached, "dcat:accessURL", address)
        out.say(reached, "dcat:accessService", me)
        out.say(reached, "dcterms:license", LICENCE)

    # --- parts of these -------------------------------------------------------------------------

    def _dataset(self, thing: str) -> None:
        self.out.say(self.me, "dcat:dataset", thing)
        self.out.typed(thing, "dcat:Dataset", "void:Dataset")
        self._common(thing)
        self._open(thing)

    def _common(self, thing: str) -> None:
        out = self.out
        out.say(thing, "dcterms:license", LICENCE)
        out.typed(LICENCE, "dcterms:LicenseDocument")
        out.say(thing, "dcterms:publisher", self.publisher)
        for code in ("ZHO", "ENG"):
            out.say(thing, "dcterms:language", f"{_AUTHORITY}language/{code}")
            out.typed(f"{_AUTHORITY}language/{code}", "dcterms:LinguisticSystem")

    def _open(self, thing: str) -> None:
        """Say that anybody may have it, and whom to ask about it."""
        out = self.out
        out.say(thing, "dcterms:license", LICENCE)
        out.say(thing, "dcterms:publisher", self.publisher)
        out.say(thing, "dcterms:accessRights", _ACCESS)
        out.typed(_ACCESS, "dcterms:RightsStatement")
        out.say(thing, "dcat:contactPoint", self.contact)

    def _about_themes(self, dataset: str, themes: Iterable[str]) -> None:
        for theme in themes:
            names = self.themes.get(theme) or [zh(theme.rpartition("/")[2])]
            self.out.say(dataset, "dcat:theme", theme)
            self.out.say(dataset, "dcat:keyword", *names)
            if self.out.typed(theme, "skos:Concept"):
                self.out.say(theme, "skos:prefLabel", *names)

    def _period(self, thing: str, first: str, last: str) -> None:
        period = f"{thing}-period"
        self.out.say(thing, "dcterms:temporal", period)
        self.out.typed(period, "dcterms:PeriodOfTime")
        self.out.say(period, "dcat:startDate", typed(f"{first}-01-01", "date"))
        self.out.say(period, "dcat:endDate", typed(f"{last}-12-31", "date"))

    def _file(self, dataset: str, form: _Form, address: str, modified: str | None) -> str:
        out, thing = self.out, f"{dataset}-{form.key}"
        out.say(dataset, "dcat:distribution", thing)
        out.typed(thing, "dcat:Distribution")
        out.say(thing, "dcterms:title", zh(form.zh), en(form.en))
        out.say(thing, "dcat:accessURL", address)
        out.say(thing, "dcat:downloadURL", address)
        out.say(thing, "dcat:mediaType", _MEDIA + form.media_type)
        out.typed(_MEDIA + form.media_type, "dcterms:MediaType")
        out.say(thing, "dcterms:format", f"{_AUTHORITY}file-type/{form.file_type}")
        out.typed(f"{_AUTHORITY}file-type/{form.file_type}", "dcterms:MediaTypeOrExtent")
        out.say(thing, "dcterms:license", LICENCE)
        if form.packed:
            out.say(thing, "dcat:compressFormat", f"{_MEDIA}application/gzip")
            out.typed(f"{_MEDIA}application/gzip", "dcterms:MediaType")
        if modified:
            out.say(thing, "dcterms:modified", typed(modified, "dateTime"))
        return thing

    def _summed(self, thing: str, dump: Dump) -> None:
        out, check = self.out, f"{thing}-checksum"
        out.say(thing, "dcat:byteSize", typed(dump.size, "nonNegativeInteger"))
        out.say(thing, "spdx:checksum", check)
        out.typed(check, "spdx:Checksum")
        out.say(check, "spdx:algorithm", f"{_SPDX}checksumAlgorithm_sha256")
        out.typed(f"{_SPDX}checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm")
        out.say(check, "spdx:checksumValue", typed(dump.sha256, "hexBinary"))


def _theme_labels(store: Store) -> dict[str, list[Term]]:
    """Return the names of the themes in each language, by IRI."""
    found: dict[str, list[Term]] = {}
    about = f"?t skos:inScheme <{vocab.BASE}theme> ; skos:prefLabel ?l"
    for theme, label in select(store, f"SELECT ?t ?l WHERE {{ {about} }} ORDER BY ?t DESC(LANG(?l))"):
        if isinstance(theme, Iri) and label is not None:
            found.setdefault(theme.value, []).append(label)
    return found


def notices_of(store: Store) -> dict[str, About]:
    """Return what the catalogue says of each notice, by IRI."""
    found = {iri.value: About() for (iri,) in select(store, "SELECT ?n WHERE { ?n a kg:Notice }") if iri}
    for name, key in (
        ("dcterms:title", "title"),
        ("kg:documentNumber", "number"),
        ("dcterms:issued", "issued"),
    ):
        for about, value in _of_each(store, found, name):
            setattr(about, key, getattr(about, key) or value)
    for about, value in _of_each(store, found, "kg:forYear"):
        about.years.append(value)
    places = list(_of_each(store, found, "kg:jurisdiction"))
    issuers = list(_of_each(store, found, "kg:issuer"))
    labels = _labels(store, {value for _, value in (*places, *issuers)})
    for about, value in places:
        about.place, about.place_label = value, labels.get(value, value)
    for about, value in issuers:
        about.issuers[value] = labels.get(value, value)
    # By its graph, which is named as the notice is: joining items with notices takes ten times as long.
    for graph, theme in select(store, "SELECT DISTINCT ?g ?t WHERE { GRAPH ?g { ?i kg:theme ?t } }"):
        if graph is not None and theme is not None:
            notice_iri = graph.value.replace(f"{store.base}graph/", f"{store.base}notice/", 1)
            if (known := found.get(notice_iri)) is not None:
                known.themes.append(theme.value)
    for about in found.values():
        about.themes.sort()
    origins = select(
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


def _of_each(store: Store, found: dict[str, About], name: str) -> Iterator[tuple[About, str]]:
    """Yield the values of a property of notices."""
    asked = f"SELECT ?n ?o WHERE {{ ?n <{expand(name)}> ?o ; a kg:Notice }} ORDER BY ?n ?o"
    for notice, value in select(store, asked):
        if notice is not None and value is not None and notice.value in found:
            yield found[notice.value], value.value


def _labels(store: Store, things: set[str]) -> dict[str, str]:
    """Return what things are called; the last label in order where one has several."""
    if not things:
        return {}
    values = " ".join(f"<{iri}>" for iri in sorted(things) if is_iri(iri))
    rows = select(store, f"SELECT ?o ?l WHERE {{ VALUES ?o {{ {values} }} ?o rdfs:label ?l }} ORDER BY ?o ?l")
    return {thing.value: label.value for thing, label in rows if thing is not None and label is not None}
