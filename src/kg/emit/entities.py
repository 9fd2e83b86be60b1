"""Units, places and indicators as the registry graph describes them."""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocab
from kg.emit.terms import FALSE, LABEL, TRUE, TYPE, Triple, en, string, term, when, zh
from kg.model import Place, Unit

_PREF, _ALT, _HIDDEN = term("skos:prefLabel"), term("skos:altLabel"), term("skos:hiddenLabel")
_IDENTIFIER = term("dcterms:identifier")
_UNIT, _PLACE, _INDICATOR = term("kg:Unit"), term("kg:Place"), term("kg:Indicator")
_DEPARTMENT = term("kg:departmentType")
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


def indicator_triples(path: str, label: str, base: str, label_en: str | None = None) -> Iterator[Triple]:
    """Yield the description of one indicator."""
    s = f"<{base}{path}>"
    yield s, TYPE, _INDICATOR
    yield s, LABEL, zh(label)
    if label_en:
        yield s, LABEL, en(label_en)
