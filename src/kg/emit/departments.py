"""``data/registry/department-types.csv`` as RDF: the text of ``ontology/departments.ttl``.

    python -m kg.emit.departments > ontology/departments.ttl     after a change of the tables

A test compares the file with what this makes.
"""

from __future__ import annotations

from kg.registry.units import registry

_HEAD = """\
@prefix kgc: <https://w3id.org/zeren/code#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# Made from data/registry/department-types.csv and department-names.csv by
# `python -m kg.emit.departments`; change those tables, not this file.

kgc:scheme-department a skos:ConceptScheme ;
    skos:prefLabel "部门类型"@zh, "types of department"@en ;
    skos:definition "单位管什么：各地的财政局、财政厅同属“财政”。名称见 skos:altLabel。"@zh,
        "What a body is for: the finance bureaus of all places are one type; skos:altLabel names them."@en ;
    rdfs:isDefinedBy <https://w3id.org/zeren/code> .
"""


def turtle() -> str:
    """Return the text of ``ontology/departments.ttl``."""
    tables = registry().departments
    names: dict[str, dict[str, None]] = {key: {} for key in tables.types}
    for name in tables.names:
        for ending in dict.fromkeys((*name.endings, *name.province)) or {"": None}:
            if "{" not in name.short:
                for key in name.types:
                    names[key][name.short + ending] = None
    blocks = [_HEAD]
    for type_ in tables.types.values():
        called = ", ".join(f'"{name}"@zh' for name in names[type_.key] if name != type_.label_zh)
        blocks.append(
            f"kgc:department-{type_.key} a skos:Concept ;\n"
            "    skos:inScheme kgc:scheme-department ;\n"
            "    skos:topConceptOf kgc:scheme-department ;\n"
            f'    skos:prefLabel "{type_.label_zh}"@zh, "{type_.label_en}"@en ;\n'
            + (f"    skos:altLabel {called} ;\n" if called else "")
            + f'    skos:definition "职能：{type_.label_zh}。"@zh, "What it is for: {type_.label_en}."@en ;\n'
            "    rdfs:isDefinedBy <https://w3id.org/zeren/code> .\n"
        )
    return "\n".join(blocks)


if __name__ == "__main__":
    print(turtle(), end="")
