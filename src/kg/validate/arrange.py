"""Makes a parsed query quick without changing what it finds.

Five things that rdflib leaves slow are mended in the algebra of a query:

- it sorts the patterns of a group by their numbers of unbound terms alone, when it translates and
  again when it evaluates: ``?a kg:role kgc:lead . ?b kg:responsibility ?a ; kg:inNotice $this``
  pairs all leads with all parts of the notice;
- the inside of an ``EXISTS`` stays joined with an empty group, which finds every solution when one
  would do;
- every condition of a ``FILTER`` is evaluated when the first has already failed;
- a path ``a/b`` is walked by generators from either end, where two patterns would do;
- an operand is fetched through four calls, for arithmetic compared with sixteen datatypes, and
  those of ``&&`` and ``||`` are all evaluated.

On the real notice a constraint then takes milliseconds instead of seconds.
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from rdflib import RDF, XSD, BNode, Literal, Variable
from rdflib.paths import Path, SequencePath
from rdflib.plugins.sparql.algebra import simplify, traverse
from rdflib.plugins.sparql.operators import EBV
from rdflib.plugins.sparql.parserutils import CompValue, Expr
from rdflib.plugins.sparql.sparql import SPARQLError

_INTEGER, _STRING = XSD.integer, XSD.string
_TRUE, _FALSE = Literal(True), Literal(False)

Slow = Callable[[Any], Any]
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
            steps = [step for triple in part.triples for step in _steps(triple)]
            found = bound | _variables(steps)
            _cut(part, self.ordered(steps, bound), bound)
            return found
        if part.name in ("Join", "LeftJoin", "Minus"):
            if part.name == "Join" and part.p2.name == "BGP":
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
                if isinstance(node, Expr):
                    _quicken(node)
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


def _steps(triple: Triple) -> list[Triple]:
    """Return the patterns that a path ``a/b/c`` stands for, which is what SPARQL defines it to be."""
    subject, predicate, value = triple
    if not isinstance(predicate, SequencePath):
        return [triple]
    between = [BNode() for _ in predicate.args[1:]]
    ends = zip([subject, *between], predicate.args, [*between, value], strict=True)
    return [step for end in ends for step in _steps(end)]


class _Brief(Expr):
    """An expression that is short in messages: rdflib writes each filter into one before trying it."""

    def __repr__(self) -> str:
        return self.name


def _quicken(node: Expr) -> None:
    """Let the common kinds of operands be evaluated directly, everything else as rdflib does."""
    node.__class__ = _Brief
    slow: Any = node._evalfn
    if node.name in _QUICK and not isinstance(slow, partial):
        quick: Any = partial(_QUICK[node.name], slow, node)
        node._evalfn = quick


def _operand(node: Expr, name: str, ctx: Any) -> Any:
    """Return the value of one operand, without rdflib's four calls for each."""
    try:
        raw = OrderedDict.__getitem__(node, name)
        if isinstance(raw, Expr):
            return raw.eval(ctx)
        return ctx[raw] if isinstance(raw, Variable) else raw
    except KeyError:
        return None


def _quick_sum(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Add or subtract two integers."""
    first, others, ops = _operand(node, "expr", ctx), _operand(node, "other", ctx), _operand(node, "op", ctx)
    if not others or len(others) != 1 or not _is_integer(first):
        return slow(ctx)
    second = others[0]
    if isinstance(second, Variable):
        second = ctx.get(second)
    if not _is_integer(second):
        return slow(ctx)
    return _integer(first.value + second.value if ops[0] == "+" else first.value - second.value)


def _quick_substring(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Cut a string by two integers."""
    words, start, length = (_operand(node, name, ctx) for name in ("arg", "start", "length"))
    if not _is_string(words) or not _is_integer(start) or not _is_integer(length):
        return slow(ctx)
    begin = start.value - 1
    return Literal(words[begin : begin + length.value], lang=words.language, datatype=words.datatype)


def _quick_length(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Count the characters of a string."""
    words = _operand(node, "arg", ctx)
    return _integer(len(words)) if _is_string(words) else slow(ctx)


def _quick_str(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Take the words of a string without language as they are."""
    words = _operand(node, "arg", ctx)
    return words if _is_plain(words) else slow(ctx)


def _quick_relation(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Compare two integers, or two strings without language for being the same."""
    first, second, op = (_operand(node, name, ctx) for name in ("expr", "other", "op"))
    if _is_integer(first) and _is_integer(second) and op in _COMPARE:
        return _TRUE if _COMPARE[op](first.value, second.value) else _FALSE
    if op in ("=", "!=") and _is_plain(first) and _is_plain(second):
        return _TRUE if (str.__eq__(first, second)) == (op == "=") else _FALSE
    return slow(ctx)


def _quick_choice(slow: Slow, node: Expr, ctx: Any) -> Any:
    """Stop at the first condition that decides an ``&&`` or ``||``; rdflib evaluates all of them."""
    decides = node.name == "ConditionalOrExpression"
    conditions = [OrderedDict.__getitem__(node, "expr"), *OrderedDict.__getitem__(node, "other")]
    try:
        for condition in conditions:
            if not isinstance(condition, Expr):
                return slow(ctx)
            if EBV(condition.eval(ctx)) == decides:
                return _TRUE if decides else _FALSE
    except SPARQLError:
        return slow(ctx)
    return _FALSE if decides else _TRUE


_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_QUICK: dict[str, Callable[[Slow, Expr, Any], Any]] = {
    "AdditiveExpression": _quick_sum,
    "Builtin_SUBSTR": _quick_substring,
    "Builtin_STRLEN": _quick_length,
    "Builtin_STR": _quick_str,
    "RelationalExpression": _quick_relation,
    "ConditionalAndExpression": _quick_choice,
    "ConditionalOrExpression": _quick_choice,
}


def _is_integer(term: Any) -> bool:
    return isinstance(term, Literal) and term.datatype == _INTEGER and isinstance(term.value, int)


def _is_string(term: Any) -> bool:
    return isinstance(term, Literal) and (term.datatype is None or term.datatype == _STRING)


def _is_plain(term: Any) -> bool:
    return isinstance(term, Literal) and term.language is None and term.datatype is None


@lru_cache(maxsize=100_000)
def _integer(value: int) -> Literal:
    return Literal(value)


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
