"""Imports go one way, along the flow: read → parse → extract → resolve → emit → … → cli."""

import ast
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kg"
ORDER = [
    {"controls", "errors", "meant", "numerals", "tokens", "version", "whole", "workbook"},
    {"model", "vocab", "identity"},
    {"settings", "resources"},
    {"registry"},
    {"names", "likeness"},
    {"read"},
    {"parse"},
    {"extract"},
    {"resolve"},
    {"emit", "validate", "store"},
    {"proof"},
    {"tables"},
    {"query"},
    {"search", "link", "compare", "ledger"},
    {"kept"},
    {"pipeline", "answering"},
    {"loading"},
    {"evaluate", "api", "bulk", "web"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
# The registry folds names (one form of a mention), and names look the registry up.
TOGETHER = {("registry", "names")}
FILES = sorted(p for p in SOURCE.rglob("*.py") if p.parent != SOURCE or p.name != "__init__.py")


def owner(path: Path) -> str:
    part = path.relative_to(SOURCE).parts[0]
    return part.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the parts of kg that a file imports, within functions too, not for typing only."""
    found = set()
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("kg.")}
    return found


def test_every_module_has_a_rank() -> None:
    assert {owner(path) for path in FILES} - set(RANK) == set()


def modules() -> dict[str, Path]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = ["kg", *path.relative_to(SOURCE).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def edges(path: Path, known: dict[str, Path]) -> set[str]:
    """Return the modules of kg that a file names in an import: within functions and for typing too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                each if (each := f"{node.module}.{alias.name}") in known else node.module
                for alias in node.names
            }
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(known)


def test_no_two_modules_need_each_other() -> None:
    """However long the way round: a module can be read after all that it names."""
    known = modules()
    wanted = {name: edges(path, known) - {name} for name, path in known.items()}
    while ready := [name for name, needs in wanted.items() if not needs]:
        for name in ready:
            del wanted[name]
        for needs in wanted.values():
            needs.difference_update(ready)
    assert wanted == {}, "these need each other, or what does"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    here = owner(path)
    wrong = {
        name
        for name in imported(path) & set(RANK)
        if name != here and RANK[name] >= RANK[here] and (here, name) not in TOGETHER
    }
    assert wrong == set()


@pytest.mark.parametrize("path", sorted((SOURCE / "evaluate" / "scoring").glob("*.py")), ids=lambda p: p.name)
def test_scoring_travels_alone(path: Path) -> None:
    modules = {
        name.partition(".")[0] if not name.startswith("kg.evaluate.scoring") else "own"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert modules - {"own"} <= sys.stdlib_module_names


BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.comprehension, ast.match_case)
MOST_BRANCHES = 20
LONG = {
    "judge.features": "one line a feature, each a share of the items",
    "numbering.printed": "one case a format of numbers in OOXML",
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_functions_have_few_branches(path: Path) -> None:
    """Those that have more are named, with the reason."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = list(ast.walk(node))
            choices = sum(len(one.values) - 1 for one in inner if isinstance(one, ast.BoolOp))
            found[f"{path.stem}.{node.name}"] = 1 + sum(isinstance(one, BRANCHES) for one in inner) + choices
    wide = {name for name, count in found.items() if count > MOST_BRANCHES}
    assert wide == LONG.keys() & found.keys()
