"""Units, places and indicators as the registry graph describes them."""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocab
from kg.emit.terms import FALSE, LABEL, TRUE, TYPE, Triple, string, term, typed, when, zh
from kg.model import Judgement, Place, Post, Unit

_PREF, _ALT, _HIDDEN = term("skos:prefLabel"), term("skos:altLabel"), term("skos:hiddenLabel")
_IDENTIFIER = term("dcterms:identifier")
_UNIT, _PLACE, _INDICATOR = term("kg:Unit"), term("kg:Place"), term("kg:Indicator")
_CONCEPT = term("skos:Concept")
_DEPARTMENT = term("kg:departmentType")
_POST, _POST_IN = term("org:Post"), term("org:postIn")
_KIND, _PART_OF, _CONFIRMED = term("kg:kind"), term("kg:partOf"), term("kg:confirmed")
_JURISDICTION = term("kg:jurisdiction")
_LEVEL, _CODE, _WITHIN = term("kg:level"), term("kg:code"), term("kg:within")
_SINCE, _UNTIL, _REPLACED = term("kg:since"), term("kg:until"), term("dcterms:isReplacedBy")


def unit_triples(unit: Unit, base: str) -> Iterator[Triple]:
    """Yield the description of one body."""
    s = f"<{base}{unit.iri}>"
    yield s, TYPE, _UNIT
    yield s, LABEL, zh(unit.label)
    yield s, _PREF, zh(unit.full or unit.label)
    for name in unit.alt:
        yield s, _ALT, zh(name)
    for name in unit.hidden:
        yield s, _HIDDEN, zh(name)
    yield s, _KIND, f"<{vocab.KGC}{unit.kind}>"
    for key in unit.departments:
        yield s, _DEPARTMENT, f"<{vocab.KGC}department-{key}>"
    if unit.jurisdiction:
        yield s, _JURISDICTION, f"<{base}{unit.jurisdiction}>"
    if unit.part_of:
        yield s, _PART_OF, f"<{base}{unit.part_of}>"
    for identifier in unit.identifiers:
        yield s, _IDENTIFIER, string(identifier)
    yield s, _CONFIRMED, TRUE if unit.confirmed else FALSE
    if unit.replaced_by and unit.reform:
        yield from reform_triples(unit, unit.replaced_by, unit.reform, base)


def reform_triples(unit: Unit, after: str, source: str | None, base: str) -> Iterator[Triple]:
    """Yield the reform that made another body of this one."""
    s, new = f"<{base}{unit.iri}>", f"<{base}{after}>"
    change = f"<{base}{unit.iri}/reform>"
    yield s, _REPLACED, new
    yield change, TYPE, term("org:ChangeEvent")
    yield change, LABEL, zh(f"机构改革：{unit.label}")
    yield change, term("org:originalOrganization"), s
    yield change, term("org:resultingOrganization"), new
    if source:
        yield change, term("dcterms:source"), zh(source)


def place_triples(place: Place, base: str) -> Iterator[Triple]:
    """Yield the description of one place: of a former one, what it became."""
    s = f"<{base}{place.iri}>"
    yield s, TYPE, _PLACE
    yield s, LABEL, zh(place.name)
    yield s, _LEVEL, f"<{vocab.KGC}{place.level}>"
    if place.code:
        yield s, _CODE, string(place.code)
    if place.parent:
        yield s, _WITHIN, f"<{base}{place.parent}>"
    if place.since:
        yield s, _SINCE, when(place.since)
    if place.until:
        yield s, _UNTIL, when(place.until)
    for successor in place.successors:
        yield s, _REPLACED, f"<{base}{successor}>"


def post_triples(post: Post, base: str) -> Iterator[Triple]:
    """Yield the description of one post; who holds it is a notice's to say."""
    s = f"<{base}{post.iri}>"
    yield s, TYPE, _POST
    yield s, LABEL, zh(post.label)
    yield s, _PREF, zh(post.full or post.label)
    if post.body:
        yield s, _POST_IN, f"<{base}{post.body}>"
    if post.jurisdiction:
        yield s, _JURISDICTION, f"<{base}{post.jurisdiction}>"


def indicator_triples(path: str, label: str, base: str) -> Iterator[Triple]:
    """Yield what a notice makes known of an indicator."""
    s = f"<{base}{path}>"
    yield s, TYPE, _INDICATOR
    yield s, TYPE, _CONCEPT  # said here, not derived: what stands in a scheme says so itself
    yield s, LABEL, zh(label)


def judgement_triples(judged: Judgement, base: str) -> Iterator[Triple]:
    """Yield who judged a name, when, why, and of which body."""
    s = f"<{base}{judged.iri}>"
    verb = {"same": "即", "different": "不是"}.get(judged.judgement, "未定是否为")
    yield s, TYPE, term("prov:Entity")
    yield s, LABEL, zh(f"判断：“{judged.mention}”{verb} {judged.label or judged.unit}")
    yield s, term("dcterms:subject"), f"<{base}{judged.unit}>"
    yield s, term("dcterms:creator"), string(judged.who)
    yield (
        s,
        term("dcterms:created"),
        typed(judged.when, "dateTime") if "T" in judged.when else when(judged.when),
    )
    yield s, term("dcterms:description"), zh(judged.evidence)
