"""Makes a parsed query quick without changing what it finds.

Three things that rdflib leaves slow are mended in the algebra of a query:

- it sorts the patterns of a group by their numbers of unbound terms alone, when it translates and
  again when it evaluates: ``?a kg:role kgc:lead . ?b kg:responsibility ?a ; kg:inNotice $this``
  pairs all leads with all parts of the notice;
- the inside of an ``EXISTS`` stays joined with an empty group, which finds every solution when one
  would do;
- every condition of a ``FILTER`` is evaluated when the first has already failed.

On the real notice a constraint then takes milliseconds instead of seconds.
"""

from __future__ import annotations

from typing import Any

from rdflib import RDF, BNode, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import simplify, traverse
from rdflib.plugins.sparql.parserutils import CompValue

Triple = tuple[Any, Any, Any]
Bound = frozenset[Any]


def arrange(query: Any, given: Bound) -> None:
    """Arrange a prepared query in place; ``given`` are the variables that are bound from outside."""
    _Arranger(given).part(query.algebra, given)


class _Arranger:
    def __init__(self, given: Bound) -> None:
        self.given = given

    def part(self, part: Any, bound: Bound) -> Bound:
        """Arrange one part of the algebra and return what is bound after it."""
        if not isinstance(part, CompValue):
            return bound
        if part.name == "BGP":
            found = bound | _variables(part.triples)
            _cut(part, self.ordered(part.triples, bound), bound)
            return found
        if part.name in ("Join", "LeftJoin", "Minus"):
            if part.name == "Join" and part.p1.name == part.p2.name == "BGP":
                part["lazy"] = True
            left = self.part(part.p1, bound)
            right = self.part(part.p2, left if part.name == "LeftJoin" or part.lazy else bound)
            self.expression(part.expr, left | right)
            return left if part.name == "Minus" else left | right
        if part.name == "Union":
            return self.part(part.p1, bound) & self.part(part.p2, bound)
        if part.name == "Filter":
            _one_by_one(part)
            # Else each row is copied to forget outer variables that the filter does not name.
            part.no_isolated_scope = True
        inner = self.part(part.p, bound)
        self.expression(part.expr, inner)
        return inner | {part.var} if part.name == "Extend" else inner

    def expression(self, node: Any, bound: Bound) -> None:
        """Arrange the groups within the ``EXISTS`` of an expression."""
        if isinstance(node, list):
            for item in node:
                self.expression(item, bound)
        elif isinstance(node, CompValue):
            if node.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
                node.graph = traverse(node.graph, visitPost=simplify)
                self.part(node.graph, bound)
            else:
                for value in node.values():
                    self.expression(value, bound)

    def ordered(self, triples: list[Triple], bound: Bound) -> list[Triple]:
        """Return the patterns with the one that is cheapest next always first."""
        rest, found = list(triples), []
        while rest:
            best = min(rest, key=lambda triple: self.cost(triple, bound))
            rest.remove(best)
            found.append(best)
            bound = bound | _variables([best])
        return found

    def cost(self, triple: Triple, bound: Bound) -> int:
        subject, predicate, value = (not _open(term) or term in bound for term in triple)
        path = isinstance(triple[1], Path)
        if subject and predicate and value:
            return 0
        if subject and predicate:
            return 2 if path else 1
        if predicate and value:
            # Few things have one given value, many are of one class, most belong to the focus node.
            if triple[2] in self.given:
                return 6
            return 5 if triple[1] == RDF.type else 4 if path else 3
        return 7 if subject or value else 8 if predicate and not path else 9


def _cut(part: CompValue, triples: list[Triple], bound: Bound) -> None:
    """Make of a group a chain of lazily joined groups, in each of which rdflib keeps the order."""
    first: list[Triple] = []
    most = 0
    for triple in triples:
        unbound = sum(1 for term in triple if _open(term) and term not in bound)
        if first and unbound < most:
            break
        most = unbound
        first.append(triple)
    rest = triples[len(first) :]
    if not rest:
        part["triples"] = first
        return
    then = CompValue("BGP", triples=rest, _vars=part._vars)
    _cut(then, rest, bound | _variables(first))
    part.name = "Join"
    del part["triples"]
    part["p1"] = CompValue("BGP", triples=first, _vars=part._vars)
    part["p2"] = then
    part["lazy"] = True


def _one_by_one(part: CompValue) -> None:
    """Nest the conditions of a filter, so that the first that fails ends it; ``EXISTS`` last."""
    if getattr(part.expr, "name", None) != "ConditionalAndExpression":
        return
    conditions = sorted([part.expr.expr, *part.expr.other], key=_searches)
    inner = part.p
    for condition in conditions[:-1]:
        inner = CompValue("Filter", expr=condition, p=inner, _vars=part._vars)
    part["p"], part["expr"] = inner, conditions[-1]


def _searches(condition: Any) -> bool:
    """Whether a condition holds an ``EXISTS``."""
    if isinstance(condition, list):
        return any(map(_searches, condition))
    if not isinstance(condition, CompValue):
        return False
    return condition.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS") or any(
        map(_searches, condition.values())
    )


def _variables(triples: list[Triple]) -> Bound:
    return frozenset(term for triple in triples for term in triple if _open(term))


def _open(term: Any) -> bool:
    return isinstance(term, (Variable, BNode))
