"""Notice → quads, N-Quads, Turtle, TriG, JSON-LD and the JSON of the contract.

    quads(notice, base)    term tuples, graph by graph          kg.emit.graph
    nquads(notice, base)   sorted N-Quads, equal bytes each time    kg.emit.nquads
    as_json(notice, base)  the JSON of a converted notice       kg.emit.notice_json
    serialize(…)           Turtle, TriG, N-Quads, JSON-LD       kg.emit.serialize
    derived(notice, base)  what is computed at load             kg.emit.derived
    derived_registry(base)      the same of the registry        kg.emit.derived
    meta(notice, base, …)  PROV of the conversion               kg.emit.meta
    registry_quads(base)   data/registry, loaded once               kg.emit.registry

No RDF library is imported here; ``serialize`` does so when it is called.
"""

from kg.emit.derived import derived, derived_registry
from kg.emit.graph import quads
from kg.emit.meta import meta, meta_subjects
from kg.emit.notice_json import as_json
from kg.emit.nquads import nquads
from kg.emit.registry import registry_quads
from kg.emit.serialize import serialize

__all__ = [
    "as_json",
    "derived",
    "derived_registry",
    "meta",
    "meta_subjects",
    "nquads",
    "quads",
    "registry_quads",
    "serialize",
]
