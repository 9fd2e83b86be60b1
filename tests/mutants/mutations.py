"""The small changes: where a file allows one, and the file with it.

    mutations(source) -> [Mutation, …]      every place that can be changed
    mutated(source, mutation) -> str        the source with one of them made

Kinds: ``comparison`` (the edge or the sense of a comparison), ``constant`` (a whole number one up
or down), ``connective`` (and, or), ``branch`` (a condition negated), ``return`` (nothing is
returned), ``quantifier`` and ``alternative`` (of a regular expression in the code).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KINDS = ("comparison", "constant", "connective", "branch", "return", "quantifier", "alternative")

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_REGEX_CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
# What follows an atom: the quantifier, greedy or lazy. Escapes and classes are stepped over first.
_QUANTIFIER = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P<\w+>|P=|<?[=!]|[a-zA-Z-]*:)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: its kind, its line, what stands there, and what will.

    ``place`` is the number of the node in the walk over the tree, ``choice`` says which of the
    changes that the node allows.
    """

    kind: str
    line: int
    before: str
    after: str
    place: int
    choice: int


def mutations(source: str) -> list[Mutation]:
    """Return every change that a source allows, in the order of the walk over its tree."""
    tree = ast.parse(source)
    found = []
    for place, (node, kinds) in enumerate(_changeable(tree)):
        for kind in kinds:
            for choice, change in enumerate(_changes(kind, node)):
                before = ast.unparse(node)
                undo = change()
                after = ast.unparse(node)
                undo()
                if after != before:
                    found.append(Mutation(kind, node.lineno, before, after, place, choice))
    return found


def mutated(source: str, mutation: Mutation) -> str:
    """Return the source with the change made; comments and layout are lost."""
    tree = ast.parse(source)
    for place, (node, _) in enumerate(_changeable(tree)):
        if place == mutation.place:
            list(_changes(mutation.kind, node))[mutation.choice]()
            return ast.unparse(tree) + "\n"
    raise ValueError(f"no such place: {mutation}")


# --- where --------------------------------------------------------------------------------------


def _changeable(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, tuple[str, ...]]]:
    """Walk over the code that runs: no docstrings, annotations or imports for typing only."""
    left_out = set(map(id, _left_out(tree)))
    regexes = {id(node.args[0]) for node in ast.walk(tree) if _is_regex_call(node)}

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        if id(node) in left_out:
            return
        yield node
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    for node in walk(tree):
        if isinstance(node, ast.Compare):
            yield node, ("comparison",)
        elif isinstance(node, ast.BoolOp):
            yield node, ("connective",)
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node, ("branch",)
        elif isinstance(node, ast.Return) and node.value is not None and not _says_no(node.value):
            yield node, ("return",)
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, ("constant",)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) in regexes:
            yield node, ("quantifier", "alternative")


def _says_no(value: ast.expr) -> bool:
    """None and False are what a caller sees who is given nothing."""
    return isinstance(value, ast.Constant) and value.value in (None, False)


def _left_out(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            yield node.returns
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield node


def _is_regex_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _REGEX_CALLS
        and bool(node.args)
    )


# --- what ---------------------------------------------------------------------------------------

Undo = Callable[[], None]


def _changes(kind: str, node: ast.AST) -> Iterator[Callable[[], Undo]]:
    """Yield functions that change a node and return what undoes it."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = _COMPARED[type(operator)]()
            yield lambda at=at, other=other: _set_item(node.ops, at, other)
    elif isinstance(node, ast.BoolOp):
        yield lambda: _set(node, "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or())
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield lambda: _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Return):
        yield lambda: _set(node, "value", None)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        for step in (1, -1):
            yield lambda step=step: _set(node, "value", node.value + step)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        make = _without_quantifiers if kind == "quantifier" else _without_alternatives
        for regex in make(node.value):
            yield lambda regex=regex: _set(node, "value", regex)


def _set(node: ast.AST, name: str, value: object) -> Undo:
    kept = getattr(node, name)
    setattr(node, name, value)
    return lambda: setattr(node, name, kept)


def _set_item(items: list[ast.cmpop], at: int, value: ast.cmpop) -> Undo:
    kept = items[at]
    items[at] = value
    return lambda: items.__setitem__(at, kept)


def _without_quantifiers(regex: str) -> list[str]:
    """Return the regex without one of its quantifiers, for each of them."""
    found = []
    at = 0
    while at < len(regex):
        atom = _ATOM.match(regex, at)
        assert atom
        quantifier = _QUANTIFIER.match(regex, atom.end()) if not _opens(atom.group()) else None
        if quantifier:
            found.append(regex[: quantifier.start()] + regex[quantifier.end() :])
            at = quantifier.end()
        else:
            at = atom.end()
    return [one for one in found if _compiles(one)]


def _without_alternatives(regex: str) -> list[str]:
    """Return the regex without one alternative of a group of several, for each of them."""
    found = []
    groups: list[list[int]] = [[0]]  # of each open group: where its alternatives begin
    at = 0

    def close(end: int) -> None:
        starts = groups.pop()
        if len(starts) > 1:
            for i, start in enumerate(starts):
                stop = starts[i + 1] if i + 1 < len(starts) else end
                last = i + 1 == len(starts)
                found.append(regex[: start - last] + regex[stop:] if last else regex[:start] + regex[stop:])

    while at < len(regex):
        atom = _ATOM.match(regex, at)
        assert atom
        if _opens(atom.group()):
            groups.append([atom.end()])
        elif atom.group() == "|":
            groups[-1].append(atom.end())
        elif atom.group() == ")" and len(groups) > 1:
            close(at)
        at = atom.end()
    close(len(regex))
    return [one for one in found if _compiles(one)]


def _opens(atom: str) -> bool:
    return atom.startswith("(")


def _compiles(regex: str) -> bool:
    try:
        re.compile(regex)
    except re.error:
        return False
    return True
