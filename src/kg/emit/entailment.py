"""What follows from the ontology: super-classes and super-properties of what is said.

    entailed([(task, TYPE, <kg:Task>)])  →  (task, TYPE, <kg:Commitment>)

The axioms are those of ``ontology/*.ttl`` on terms of ours, ``rdfs:subClassOf`` and
``rdfs:subPropertyOf``: no term is named here. What other vocabularies say of their own terms (an
org:Organization is a foaf:Agent) is theirs to conclude. A class that names a property of all its
members by ``kg:answeredBy`` is not written on them, since that property finds the same things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kg import resources, vocab
from kg.emit.terms import TYPE, Term, Triple, term


class Axioms(NamedTuple):
    """Every class and property with all that is above it, nearest first."""

    classes: Mapping[Term, tuple[Term, ...]]
    properties: Mapping[Term, tuple[Term, ...]]


def entailed(said: Iterable[Triple]) -> Iterator[Triple]:
    """Yield what follows from ``said`` and is not said there, each triple once."""
    above = axioms()
    seen = set(said)
    for s, p, o in list(seen):
        if p == TYPE:
            found = [(s, TYPE, kind) for kind in above.classes.get(o, ())]
        else:
            found = [(s, name, o) for name in above.properties.get(p, ())]
        for triple in found:
            if triple not in seen:
                seen.add(triple)
                yield triple


@cache
def axioms() -> Axioms:
    """Read the axioms of the ontology, once."""
    import pyoxigraph as ox  # here: emitting a notice's own graph needs no library

    sub_class, sub_property = term("rdfs:subClassOf"), term("rdfs:subPropertyOf")
    told: dict[Term, dict[Term, list[Term]]] = {sub_class: {}, sub_property: {}}
    answered: set[Term] = set()
    for path in sorted(resources.ontology().glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            s, p, o = str(quad.subject), str(quad.predicate), str(quad.object)
            if p in told and s.startswith(f"<{vocab.KG}"):
                told[p].setdefault(s, []).append(o)
            elif p == f"<{vocab.kg('answeredBy')}>":
                answered.add(s)
    return Axioms(
        {name: _above(name, told[sub_class], answered) for name in told[sub_class]},
        {name: _above(name, told[sub_property], answered) for name in told[sub_property]},
    )


def _above(name: Term, told: Mapping[Term, list[Term]], left_out: set[Term]) -> tuple[Term, ...]:
    found: dict[Term, None] = {}
    todo = list(told[name])
    while todo:
        one = todo.pop(0)
        if one not in found and one != name:
            found[one] = None
            todo += told.get(one, ())
    return tuple(one for one in found if one not in left_out)
