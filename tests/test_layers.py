"""Imports go one way, along the flow: read → parse → extract → resolve → emit → … → cli."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kg"
ORDER = [
    {"errors"},
    {"model", "vocab", "identity"},
    {"settings", "resources"},
    {"registry"},
    {"names"},
    {"read"},
    {"parse"},
    {"extract"},
    {"resolve"},
    {"emit", "validate", "store"},
    {"query"},
    {"search", "link"},
    {"pipeline", "answering"},
    {"evaluate", "api", "web"},
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


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    here = owner(path)
    wrong = {
        name
        for name in imported(path) & set(RANK)
        if name != here and RANK[name] >= RANK[here] and (here, name) not in TOGETHER
    }
    assert wrong == set()
