"""The catalogue of indicators as RDF: a SKOS scheme, and the text of ``ontology/indicators.ttl``.

    python -m kg.emit.indicators     after a change of the tables: writes that file and their index

A store has these statements in ``graph/registry``, below its own base; the file holds them below
the default one, for people who want the catalogue alone. A test compares the file with the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import resources, vocab
from kg.emit.serialize import serialize
from kg.emit.terms import LABEL, TYPE, Triple, en, iri, string, term, zh
from kg.registry import indicator_tables
from kg.registry.indicator_tables import KnownIndicator, exact_names
from kg.registry.indicators import indicators
from kg.registry.measures import kind_iri

SCHEME = "<https://w3id.org/zeren/indicator>"
_PREF, _ALT, _BROADER = term("skos:prefLabel"), term("skos:altLabel"), term("skos:broader")
_HEAD = """\
# Made from data/registry/indicators.csv and indicator-names.csv by `python -m kg.emit.indicators`;
# change those tables, not this file.
"""


def catalogue_triples(base: str = vocab.BASE) -> Iterator[Triple]:
    """Yield the scheme and every concept."""
    yield SCHEME, TYPE, term("skos:ConceptScheme")
    yield SCHEME, _PREF, zh("指标目录")
    yield SCHEME, _PREF, en("catalogue of indicators")
    yield SCHEME, LABEL, zh("指标目录")
    names = exact_names()
    for known in indicators().by_key.values():
        yield from _concept(known, names.get(known.key, ()), base)


def _concept(known: KnownIndicator, names: Iterable[str], base: str) -> Iterator[Triple]:
    s = f"<{base}{known.path}>"
    yield s, TYPE, term("kg:Indicator")
    yield s, TYPE, term("skos:Concept")
    for label in (zh(known.label), en(known.label_en)):
        yield s, LABEL, label
        yield s, _PREF, label
    for name in names:
        yield s, _ALT, zh(name)
    yield s, term("skos:inScheme"), SCHEME
    yield s, term("dcterms:identifier"), string(known.key)
    yield s, term("qudt:hasQuantityKind"), iri(kind_iri(known.kind))
    yield s, term("kg:direction"), f"<{vocab.KGC}{known.direction}>"
    yield s, term("kg:aggregation"), f"<{vocab.KGC}{known.aggregation}>"
    if known.group:
        yield s, term("kg:indicatorGroup"), zh(known.group)
    if known.broader:
        yield s, _BROADER, f"<{base}{indicators().by_key[known.broader].path}>"
    else:
        yield s, term("skos:topConceptOf"), SCHEME


def turtle() -> str:
    """Return the text of ``ontology/indicators.ttl``."""
    graph = f"<{vocab.BASE}graph/registry>"
    return _HEAD + serialize(((*triple, graph) for triple in catalogue_triples()), "turtle")


def main() -> None:
    """Write what is made from the tables: the scheme and the index that aligning reads."""
    resources.data("registry", indicator_tables.INDEX).write_text(indicator_tables.index(), "utf-8")
    indicators.cache_clear()
    resources.ontology("indicators.ttl").write_text(turtle(), "utf-8")


if __name__ == "__main__":
    main()
