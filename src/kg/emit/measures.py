"""``data/registry/measures.yml`` as RDF: the text of ``ontology/measures.ttl``.

    python -m kg.emit.measures > ontology/measures.ttl     after a change of the table

A test compares the file with what this makes.
"""

from __future__ import annotations

import yaml

from kg import resources
from kg.registry.measures import measures, quantity_kinds

_HEAD = """\
@prefix kg: <https://w3id.org/zeren/ontology#> .
@prefix kgc: <https://w3id.org/zeren/code#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix quantitykind: <http://qudt.org/vocab/quantitykind/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .

# Made from data/registry/measures.yml by `python -m kg.emit.measures`; change that table, not this file.

kgc:scheme-measure a skos:ConceptScheme ;
    skos:prefLabel "计量单位"@zh, "units of measure"@en ;
    skos:definition "目标所用的计量单位与量词。"@zh,
        "Units of measure and classifiers in which targets are written."@en ;
    rdfs:isDefinedBy <https://w3id.org/zeren/ontology> .
"""


def turtle() -> str:
    """Return the text of ``ontology/measures.ttl``."""
    with resources.data("registry", "measures.yml").open("rb") as file:
        rows: list[dict[str, str]] = yaml.load(file, Loader=yaml.CBaseLoader)
    kinds = quantity_kinds()
    blocks = [_HEAD]
    for kind in kinds:
        zh, en = kind["label_zh"], kind["label_en"]
        example = next(row for row in rows if row["kind"] == kind["key"])
        blocks.append(
            f"kg:kind-{kind['key']} a qudt:QuantityKind ;\n"
            f'    rdfs:label "{zh}"@zh, "{en}"@en ;\n'
            f'    skos:definition "量的种类：{zh}；QUDT 中没有。"@zh,\n'
            f'        "Kind of quantity: {en}; QUDT has none."@en ;\n'
            f'    skos:example "{_first(example)}"@zh ;\n'
            "    rdfs:isDefinedBy <https://w3id.org/zeren/ontology> .\n"
        )
    table = measures().by_key
    for row in rows:
        measure = table[row["key"]]
        base = table[measure.base]
        zh, en = measure.label_zh, measure.label_en
        kind_name = f"quantitykind:{measure.kind}" if measure.kind[0].isupper() else f"kg:kind-{measure.kind}"
        forms = ", ".join(f'"{form}"@zh' for form in row["forms"].split())
        exactly = f"{measure.factor} {base.label_zh}"
        blocks.append(
            f"kg:unit-{measure.key} a qudt:Unit, skos:Concept ;\n"
            "    skos:inScheme kgc:scheme-measure ;\n"
            f'    rdfs:label "{zh}"@zh, "{en}"@en ;\n'
            f'    skos:prefLabel "{zh}"@zh, "{en}"@en ;\n'
            f"    skos:hiddenLabel {forms} ;\n"
            f'    skos:definition "计量单位或量词：{zh}，合 {exactly}。"@zh,\n'
            f'        "Unit of measure or classifier: {en}, {measure.factor} {base.label_en}."@en ;\n'
            f'    skos:example "{_first(row)}"@zh ;\n'
            f"    qudt:hasQuantityKind {kind_name} ;\n"
            f'    kg:conversionFactor "{measure.factor}" ;\n'
            f"    kg:baseUnit {_name(base.iri)} ;\n"
            + (f"    skos:exactMatch {_name(measure.qudt)} ;\n" if measure.qudt else "")
            + "    rdfs:isDefinedBy <https://w3id.org/zeren/ontology> .\n"
        )
        if measure.qudt:
            # Pages show these labels where a target's unit is QUDT's.
            blocks.append(f'{_name(measure.qudt)} rdfs:label "{zh}"@zh, "{en}"@en .\n')
    return "\n".join(blocks)


def _first(row: dict[str, str]) -> str:
    return row["examples"].split("；")[0].replace("\\", "\\\\").replace('"', '\\"')


def _name(iri: str) -> str:
    """Return the prefixed name of a unit."""
    for prefix, namespace in (
        ("unit", "http://qudt.org/vocab/unit/"),
        ("kg", "https://w3id.org/zeren/ontology#"),
    ):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


if __name__ == "__main__":
    print(turtle(), end="")
